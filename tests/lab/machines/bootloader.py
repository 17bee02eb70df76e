"""What the Nano's boot loader does: it finds APP in the card's own table and starts what extlinux.conf there names.

Everything is read out of the card's file: a card that was written wrongly does not boot.
"""

from __future__ import annotations

import os
import posixpath
import re
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.lab.machines.qemu import BootError

_SECTOR = 512
_EXTLINUX = "/boot/extlinux/extlinux.conf"


@dataclass(frozen=True, slots=True)
class Loaded:
    kernel: Path
    initrd: Path
    command_line: str


def load(card: Path, folder: Path) -> Loaded:
    """Copies what has to be started from `card` into `folder`. Raises BootError when the card does not hold it."""
    start, _size = app_partition(card)
    file_system = f"{card}?offset={start}"
    settings = _settings(_read(file_system, _EXTLINUX).decode(errors="replace"))
    loaded = Loaded(folder / "kernel", folder / "initrd", settings["APPEND"])
    loaded.kernel.write_bytes(_read(file_system, settings["LINUX"]))
    loaded.initrd.write_bytes(_read(file_system, settings["INITRD"]))
    return loaded


def app_partition(card: Path) -> tuple[int, int]:
    """First byte and size in bytes of partition 1. Raises BootError for a card without a GPT."""
    with card.open("rb") as file:
        file.seek(_SECTOR)
        header = file.read(92)
        if header[:8] != b"EFI PART":
            raise BootError(f"{card} has no partition table")
        table, _count, entry_bytes = struct.unpack_from("<QII", header, 72)
        file.seek(table * _SECTOR)
        entry = file.read(entry_bytes)
        if len(entry) < 48:
            raise BootError(f"{card} ends before its partition table")
        first, last = struct.unpack_from("<QQ", entry, 32)
    return first * _SECTOR, (last - first + 1) * _SECTOR


def _settings(text: str) -> dict[str, str]:
    """The one entry of extlinux.conf by key word. Raises BootError where one is missing."""
    found = dict(re.findall(r"^[ \t]*(LINUX|INITRD|APPEND)[ \t]+(.+?)[ \t]*$", text, re.MULTILINE))
    if len(found) != 3:
        raise BootError(f"{_EXTLINUX} on the card names no kernel: {text!r}")
    return found


def _read(file_system: str, path: str) -> bytes:
    """The content of a file. debugfs follows no links, and ends with 0 where there is no file."""
    link = re.search(rb'^Fast link dest: "([^"]+)"', _debugfs(file_system, f"stat {path}"), re.MULTILINE)
    if link:
        path = posixpath.join(posixpath.dirname(path), os.fsdecode(link[1]))
    data = _debugfs(file_system, f"cat {path}")
    if not data:
        raise BootError(f"there is no {path} on the card")
    return data


def _debugfs(file_system: str, request: str) -> bytes:
    # It sits in /sbin, which is not on everybody's PATH.
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    argv = ["debugfs", "-R", request, file_system]
    done = subprocess.run(argv, capture_output=True, check=False, env=os.environ | {"PATH": path})
    if done.returncode:
        raise BootError(f"debugfs ended with {done.returncode}: {done.stderr.decode(errors='replace')[-1000:]}")
    return done.stdout
