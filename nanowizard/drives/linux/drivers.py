"""Whether the kernel's drivers for cards are there: loaded, built in, there to be loaded, forbidden or gone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from nanowizard.drives.surroundings import Driver

# Later folders do not undo a "blacklist" of an earlier one (modprobe.d(5)), so any of them counts.
_CONFIGURATION = (
    "etc/modprobe.d",
    "run/modprobe.d",
    "usr/local/lib/modprobe.d",
    "usr/lib/modprobe.d",
    "lib/modprobe.d",
)
_DOES_NOTHING = re.compile(r"/(usr/)?s?bin/(true|false)\b|:$")
COMMAND_LINE = "the kernel command line"


def driver_states(names: Iterable[str], *, kernel: str, root: Path = Path("/")) -> list[Driver]:
    """`names` with underscores ("usb_storage"), `kernel` as `uname -r` says. Raises OSError where /sys is not there."""
    blocked = _blocked(root)
    return [_state(name, blocked, kernel, root) for name in names]


def _state(name: str, blocked: dict[str, str], kernel: str, root: Path) -> Driver:
    modules = root / "lib/modules" / kernel
    if (root / "sys/module" / name).is_dir() or _is_in(modules / "modules.builtin", name):
        return Driver(name=name, state="ready")
    if name in blocked:
        return Driver(name=name, state="blocked", file=blocked[name])
    if not modules.is_dir():
        # A system without any modules has them built in, or is a container.
        others = (root / "lib/modules").is_dir() and any((root / "lib/modules").iterdir())
        return Driver(name=name, state="replaced" if others else "unknown")
    return Driver(name=name, state="ready" if _is_in(modules / "modules.dep", name) else "missing")


def _is_in(listing: Path, name: str) -> bool:
    """`listing` names files such as kernel/drivers/usb/storage/usb-storage.ko.xz, with either sign."""
    pattern = re.compile(rf"/{name.replace('_', '[-_]')}\.ko(\.\w+)?(:|$)", re.MULTILINE)
    try:
        return pattern.search(listing.read_text(errors="replace")) is not None
    except OSError:
        return False


def _blocked(root: Path) -> dict[str, str]:
    """Forbidden module -> the file that says so."""
    found: dict[str, str] = {}
    for folder in _CONFIGURATION:
        for file in sorted((root / folder).glob("*.conf")):
            for name in forbidden_in(_text(file)):
                found.setdefault(name, f"/{file.relative_to(root)}")
    for word in _text(root / "proc/cmdline").split():
        key, _, value = word.partition("=")
        if key in ("modprobe.blacklist", "module_blacklist"):
            found.update({_plain(name): COMMAND_LINE for name in value.split(",") if name})
    return found


def forbidden_in(text: str) -> Iterator[str]:
    """The modules that a file of modprobe.d keeps from being loaded."""
    for line in text.splitlines():
        match line.partition("#")[0].split(maxsplit=2):
            case ["blacklist", name]:
                yield _plain(name)
            case ["install", name, command] if _DOES_NOTHING.match(command):
                yield _plain(name)


def _plain(name: str) -> str:
    return name.replace("-", "_")


def _text(file: Path) -> str:
    try:
        return file.read_text(errors="replace")
    except OSError:
        return ""
