"""The words of the Repair page's tiles."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

from nanowizard.gui import page_ids, texts
from nanowizard.gui.pages.repair.seen import Seen

translate = QCoreApplication.translate


def tile_name(page_id: str) -> str:
    return {
        page_ids.IMAGE: translate("RepairPage", "Image"),
        page_ids.CARD: translate("RepairPage", "Card"),
        page_ids.FLASH: translate("RepairPage", "Image on card"),
        page_ids.BOOT: translate("RepairPage", "Start"),
        page_ids.CONNECT: translate("RepairPage", "Connection"),
        page_ids.SWAP: translate("RepairPage", "Swap"),
        page_ids.ROOTFS: translate("RepairPage", "File system"),
        page_ids.PACKAGES: translate("RepairPage", "Packages"),
        page_ids.MIRRORS: translate("RepairPage", "Mirrors"),
        page_ids.TENSORFLOW: translate("RepairPage", "TensorFlow"),
        page_ids.PROOF: translate("RepairPage", "Proof"),
        page_ids.POWER: translate("RepairPage", "Power"),
    }[page_id]


def action_words(page_id: str, *, wrong: bool) -> str:
    if wrong:
        return translate("RepairPage", "Repair…")
    return {
        page_ids.IMAGE: translate("RepairPage", "Choose…", "an image"),
        page_ids.CARD: translate("RepairPage", "Choose…", "a card"),
        page_ids.FLASH: translate("RepairPage", "Write…"),
    }.get(page_id) or translate("RepairPage", "Open…")


def seen_words(seen: Seen) -> str:
    """One sentence with the fact."""
    if seen.error is not None:
        return texts.sentence(seen.error.code, seen.error.params).what
    if seen.finding is not None:
        return texts.sentence(seen.finding.code, seen.finding.params).what
    return _sentence(seen.kind).format(**_shown(seen.params))


def _sentence(kind: str) -> str:
    return {
        "image.none": translate("RepairPage", "No image has been chosen yet."),
        "image.good": translate("RepairPage", "{file} is here and can be read."),
        "card.none": translate("RepairPage", "Plug the card into this computer to check it."),
        "card.good": translate("RepairPage", "{name}, {size}, can be used."),
        "flash.none": translate("RepairPage", "No card with a Nano’s system is plugged in."),
        "flash.not_ready": translate("RepairPage", "Writing {name} broke off, so the Nano cannot start from it."),
        "flash.jetson": translate("RepairPage", "{name} holds a Nano’s system."),
        "boot.none": translate("RepairPage", "No Nano answers. Connect it and switch it on."),
        "boot.good": translate("RepairPage", "A Nano answers at {host}."),
        "connect.none": translate("RepairPage", "Log in to the Nano to check it."),
        "connect.good": translate("RepairPage", "{host_name} lets you in at {host}."),
        "nano.none": translate("RepairPage", "Connect to the Nano to check this."),
        "swap.missing": translate("RepairPage", "There is no swap file. TensorFlow may run out of memory."),
        "swap.off": translate("RepairPage", "The swap file is there, but it is not used."),
        "swap.good": translate("RepairPage", "{file_size} swap file, in use."),
        "rootfs.unknown": translate("RepairPage", "This system’s root is no partition of a card."),
        "rootfs.small": translate("RepairPage", "{room} of the card are not used."),
        "rootfs.good": translate("RepairPage", "It uses the whole card: {disk}."),
        "packages.broken": translate("RepairPage", "Half installed: {packages}."),
        "packages.good": translate("RepairPage", "No package is half installed."),
        "mirrors.good": translate("RepairPage", "System packages come from {hosts}."),
        "tensorflow.missing": translate("RepairPage", "TensorFlow is not on the Nano."),
        "tensorflow.good": translate("RepairPage", "TensorFlow {version} is there."),
        "proof.ready": translate("RepairPage", "Measure whether TensorFlow {version} uses the GPU."),
        "power.unknown": translate("RepairPage", "The Nano does not say in which power mode it runs."),
        "power.good": translate("RepairPage", "Power mode {mode_name}, with a desktop."),
        "power.console": translate("RepairPage", "Power mode {mode_name}, without a desktop."),
    }[kind]


def _shown(params: Any) -> dict[str, str]:
    shown = {name: str(value) for name, value in params.items()}
    shown.setdefault("host_name", "Nano")
    if "modes" in params:
        shown["mode_name"] = params["modes"].get(str(params["mode"]), shown["mode"])
    for name in ("room", "disk"):
        shown[name] = texts.size(params.get(f"{name}_bytes") or 0)
    if "addresses" in params:
        hosts = [urlsplit(address).hostname or address for address in params["addresses"]]
        shown["hosts"] = texts.listed(dict.fromkeys(hosts))
    if "half_installed" in params:
        shown["packages"] = texts.listed(params["half_installed"])
    if "size_bytes" in params:
        shown["size"] = texts.size(params["size_bytes"])
    if "file_bytes" in params:
        shown["file_size"] = texts.memory(params["file_bytes"])
    return shown
