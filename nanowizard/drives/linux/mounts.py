"""What is mounted and swapped to, as /proc tells it. Parsing is pure; `read_mounts` and `read_swaps` read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

# Where desktops and people put cards. A volume mounted anywhere else belongs to the running system.
FOR_CARDS = ("/media", "/run/media", "/mnt")


@dataclass(frozen=True, slots=True)
class Mount:
    """`device` is "major:minor" (major 0: a file system without one device), `source` what was mounted."""

    device: str
    mount_point: str
    filesystem: str
    source: str

    @property
    def is_system(self) -> bool:
        return not any(self.mount_point == place or self.mount_point.startswith(place + "/") for place in FOR_CARDS)


def parse_mountinfo(text: str) -> tuple[Mount, ...]:
    """The lines of /proc/PID/mountinfo: `ID PARENT MAJ:MIN ROOT POINT OPTIONS [TAGS...] - TYPE SOURCE OPTIONS`."""
    found = []
    for line in text.splitlines():
        front, _, back = line.partition(" - ")
        before, after = front.split(" "), back.split(" ")
        if len(before) >= 6 and len(after) >= 2:
            found.append(Mount(before[2], _unescape(before[4]), after[0], _unescape(after[1])))
    return tuple(found)


def parse_swaps(text: str) -> tuple[str, ...]:
    """The devices and files of /proc/swaps."""
    return tuple(_unescape(line.split()[0]) for line in text.splitlines()[1:] if line.strip())


def read_mounts(proc: Path = Path("/proc")) -> tuple[Mount, ...]:
    """Raises OSError: without this list no drive can be called free."""
    return parse_mountinfo((proc / "self/mountinfo").read_text(errors="surrogateescape"))


def read_swaps(proc: Path = Path("/proc")) -> tuple[str, ...]:
    """Raises OSError, except that a kernel without swap has no such file."""
    try:
        return parse_swaps((proc / "swaps").read_text(errors="surrogateescape"))
    except FileNotFoundError:
        return ()


def _unescape(text: str) -> str:
    """The kernel writes space, tab, newline and backslash as octal."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)
