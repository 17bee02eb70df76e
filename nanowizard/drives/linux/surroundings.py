"""Collects what a Linux system shows around its drives. Needs no rights; touches no card."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from nanowizard.drives.linux.drivers import driver_states
from nanowizard.drives.linux.kernel_log import read_troubles
from nanowizard.drives.linux.readers import read_readers
from nanowizard.drives.linux.services import read_services
from nanowizard.drives.surroundings import Driver, Reader, Service, Setting, Surroundings, Unanswered

assert sys.platform == "linux"

_T = TypeVar("_T")

# Without these no card of any kind has a disk; what a reader needs beside them is asked for with it.
_ALWAYS = ("usb_storage", "sd_mod", "mmc_block")
_INSTALLERS = {
    "apt": ("debian", "ubuntu"),
    "dnf": ("fedora", "rhel", "centos"),
    "pacman": ("arch",),
    "zypper": ("suse", "opensuse"),
}
# sys_vendor and product_name of virtual computers (systemd-detect-virt knows the same).
_VIRTUAL = re.compile(r"QEMU|KVM|VMware|VirtualBox|innotek|Bochs|Parallels|BHYVE|Xen|Virtual Machine", re.IGNORECASE)
_CONTAINERS = ("run/systemd/container", ".dockerenv", "run/.containerenv")


def look_around(root: Path = Path("/")) -> Surroundings:
    """`root` is where /sys, /proc, /run, /etc and /lib lie. Never raises for what this system does not have."""
    kernel, unanswered = os.uname().release, list[Unanswered]()

    def ask(about: str, question: Callable[[], Sequence[_T]]) -> tuple[_T, ...]:
        try:
            return tuple(question())
        except (OSError, ValueError) as error:
            unanswered.append(Unanswered(about=about, detail=f"{type(error).__name__}: {error}"))
            return ()

    readers: tuple[Reader, ...] = ask("readers", lambda: read_readers(root / "sys", read_troubles()))
    needed = [*_ALWAYS, *sorted({reader.needs for reader in readers if reader.needs} - set(_ALWAYS))]
    drivers: tuple[Driver, ...] = ask("drivers", lambda: driver_states(needed, kernel=kernel, root=root))
    is_root = os.geteuid() == 0
    services: tuple[Service, ...] = () if is_root else ask("services", lambda: read_services(_cards(root, readers)))
    settings: tuple[Setting, ...] = ask("settings", lambda: list(closed_volumes(root, readers)))
    return Surroundings(
        system="linux",
        enclosed=enclosure(root),
        packages=installer(root),
        kernel=kernel,
        may_open=is_root or _may_open(readers),
        is_root=is_root,
        readers=readers,
        drivers=drivers,
        services=(*services, Service(name="udev", state="ready" if has_udev(root) else "missing")),
        settings=settings,
        unanswered=tuple(unanswered),
    )


def has_udev(root: Path) -> bool:
    return (root / "run/udev/control").exists()


def enclosure(root: Path) -> str:
    """ "container", "wsl", "vm" or ""."""
    if "microsoft" in _text(root / "proc/sys/kernel/osrelease").lower():
        return "wsl"
    if any((root / mark).exists() for mark in _CONTAINERS):
        return "container"
    maker = "".join(_text(root / "sys/class/dmi/id" / name) for name in ("sys_vendor", "product_name"))
    return "vm" if _VIRTUAL.search(maker) else ""


def installer(root: Path) -> str:
    """The program that installs software on this kind of system, by os-release(5)."""
    fields = dict(line.split("=", 1) for line in _text(root / "etc/os-release").splitlines() if "=" in line)
    kinds = f"{fields.get('ID', '')} {fields.get('ID_LIKE', '')}".replace('"', "").lower().split()
    return next((name for kind in kinds for name, ids in _INSTALLERS.items() if kind.startswith(ids)), "")


def closed_volumes(root: Path, readers: Sequence[Reader]) -> Iterator[Setting]:
    """Volumes on cards that the desktop is told to leave closed: by udev's UDISKS_IGNORE, or as noauto in fstab."""
    by_hand = {_real(root, source) for source in sources_by_hand(_text(root / "etc/fstab"))}
    for node in sorted({node for reader in readers for node in reader.drives}):
        name = Path(node).name
        folder = root / "sys/class/block" / name
        for part in [folder, *sorted(folder.glob(f"{name}*"))]:
            path = f"/dev/{part.name}"
            if "E:UDISKS_IGNORE=1" in _text(root / "run/udev/data" / f"b{_text(part / 'dev').strip()}").splitlines():
                yield Setting(kind="closed", place=path, source="udev: UDISKS_IGNORE")
            elif path in by_hand:
                yield Setting(kind="closed", place=path, source="/etc/fstab: noauto")


def sources_by_hand(fstab: str) -> Iterator[str]:
    """What fstab(5) says to mount by hand only: "/dev/sdb1", "UUID=1234-ABCD"."""
    for line in fstab.splitlines():
        fields = line.partition("#")[0].split()
        if len(fields) >= 4 and "noauto" in fields[3].split(","):
            yield fields[0]


def _real(root: Path, source: str) -> str:
    kind, _, value = source.partition("=")
    link = Path("dev/disk", f"by-{kind.lower()}", value.strip('"')) if value else Path(source.lstrip("/"))
    return f"/dev/{(root / link).resolve().name}"


def _cards(root: Path, readers: Sequence[Reader]) -> list[str]:
    nodes = [node for reader in readers for node in reader.drives]
    return [node for node in nodes if _text(root / "sys/class/block" / Path(node).name / "size").strip() != "0"]


def _may_open(readers: Sequence[Reader]) -> bool:
    """True for members of a group that owns the nodes; False where there is no node to ask of."""
    nodes = [node for reader in readers for node in reader.drives]
    return bool(nodes) and all(os.access(node, os.R_OK | os.W_OK) for node in nodes)


def _text(file: Path) -> str:
    with contextlib.suppress(OSError):
        return file.read_text(errors="replace")
    return ""
