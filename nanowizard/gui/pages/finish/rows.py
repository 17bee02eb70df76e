"""One line for each step of the set-up: what it is called, and the fact that matters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from nanowizard.gui import page_ids, texts
from nanowizard.gui.page_names import page_label

translate = QCoreApplication.translate

REPORTED = (
    page_ids.IMAGE,
    page_ids.FLASH,
    page_ids.BOOT,
    page_ids.CONNECT,
    page_ids.SWAP,
    page_ids.MIRRORS,
    page_ids.TENSORFLOW,
)
"""Always there, done or not; those of `page_ids.NANO_PAGES` only when they were done."""

Facts = Mapping[str, Any]


def row_name(page_id: str) -> str:
    names = {
        page_ids.CONNECT: translate("FinishPage", "Connection"),
        page_ids.SWAP: translate("FinishPage", "Memory"),
        page_ids.FLASH: translate("FinishPage", "Card"),
    }
    return names.get(page_id) or page_label(page_id)


def caption(page_id: str, facts: Facts) -> str:
    """Of a step that ended well."""
    return _CAPTIONS[page_id](facts)


def version_of(facts: Facts) -> str:
    """ "2.7.0" of "2.7.0+nv22.1"."""
    return str(facts.get("version") or "").partition("+")[0]


def ratio_words(facts: Facts) -> str:
    ratio = facts.get("ratio")
    if "gpu_rate" not in facts:
        return translate("FinishPage", "It has learned your pictures")
    if not ratio:
        return translate("FinishPage", "It does not use the GPU")
    shown = texts.number(ratio, 0 if ratio >= 10 else 1)
    return translate("FinishPage", "The GPU is {ratio} times as fast as the processor").format(ratio=shown)


def _image(facts: Facts) -> str:
    name = Path(str(facts.get("path", ""))).name
    return texts.join_facts((name, texts.size(facts["raw_bytes"]) if facts.get("raw_bytes") else ""))


def _flash(facts: Facts) -> str:
    written = texts.size(facts.get("written_bytes", 0))
    return translate("FinishPage", "{size} written, read back and equal").format(size=written)


def _boot(facts: Facts) -> str:
    return translate("FinishPage", "Answered at {host}").format(host=facts.get("host", ""))


def _connect(facts: Facts) -> str:
    name = facts.get("host_name") or facts.get("model") or ""
    return translate("FinishPage", "{name}, fingerprint remembered").format(name=name)


def _swap(facts: Facts) -> str:
    size = facts.get("file_bytes", 0)
    swap = translate("FinishPage", "{size} swap file").format(size=texts.memory(size)) if size else ""
    zram = translate("FinishPage", "compressed memory kept") if facts.get("zram_bytes") else ""
    return texts.join_facts((swap, zram))


def _mirrors(facts: Facts) -> str:
    parts = facts.get("parts", {})
    addresses = [str(address) for address in parts.get("nano.apt", {}).get("addresses", ())]
    index = str(parts.get("nano.pip", {}).get("index_url") or "")
    hosts = (address.partition("://")[2].partition("/")[0] for address in [*addresses, index])
    return texts.join_facts(dict.fromkeys(host for host in hosts if host))


def _tensorflow(facts: Facts) -> str:
    if facts.get("has_container"):
        return translate("FinishPage", "NVIDIA’s container, started once")
    return translate("FinishPage", "{version}, started once").format(version=version_of(facts))


def _rootfs(facts: Facts) -> str:
    size = texts.size(facts.get("fs_bytes") or facts.get("partition_bytes") or 0)
    return translate("FinishPage", "{size}, the whole card").format(size=size)


def _packages(_facts: Facts) -> str:
    return translate("FinishPage", "No package is half installed")


def _power(facts: Facts) -> str:
    mode = facts.get("modes", {}).get(str(facts.get("mode")), "")
    console = translate("FinishPage", "without a desktop") if facts.get("console") else ""
    return texts.join_facts((mode, console))


_CAPTIONS: Mapping[str, Callable[[Facts], str]] = {
    page_ids.IMAGE: _image,
    page_ids.FLASH: _flash,
    page_ids.BOOT: _boot,
    page_ids.CONNECT: _connect,
    page_ids.SWAP: _swap,
    page_ids.MIRRORS: _mirrors,
    page_ids.TENSORFLOW: _tensorflow,
    page_ids.PROOF: ratio_words,
    page_ids.ROOTFS: _rootfs,
    page_ids.PACKAGES: _packages,
    page_ids.POWER: _power,
}
