"""Parsers of what the report asks. A fact that cannot be had is None or empty, never an error."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LOCKS = ("/var/lib/dpkg/lock-frontend", "/var/lib/dpkg/lock", "/var/lib/apt/lists/lock", "/var/cache/apt/archives/lock")


@dataclass(frozen=True, slots=True)
class Lock:
    """A program that has the package system to itself."""

    program: str
    pid: int
    path: str


@dataclass(frozen=True, slots=True)
class PowerMode:
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where the root file system lies: a partition of a disk, in bytes. `unused_bytes`: in no partition of the disk."""

    partition: str
    partition_bytes: int
    disk_bytes: int
    unused_bytes: int


def parse_cuda(link: str) -> str | None:
    """`10.2` of the folder that /usr/local/cuda leads to."""
    match = re.search(r"cuda-(\d+(?:\.\d+)*)$", link.strip())
    return match[1] if match else None


def parse_power_mode(text: str) -> PowerMode | None:
    """`nvpmodel -q`: a line with the name, the next one with the number; warnings may stand before."""
    match = re.search(r"^NV Power Mode:\s*(\S+)\s*\n\s*(\d+)\s*$", text, re.MULTILINE)
    return PowerMode(match[1], int(match[2])) if match else None


def parse_alarms(text: str) -> int:
    """How often the power supply was too weak. The board calls every such alarm over-current; on a Nano it mostly means
    that the voltage fell too far (NVIDIA's developer forum, topics 158055 and 276251)."""
    return sum("soctherm: OC ALARM" in line for line in text.splitlines())


def parse_temperature(files: Mapping[str, str]) -> float | None:
    """The hottest zone in °C. Files are the zones' `type` and `temp`; the power chip's zone is a constant on a Nano."""
    hottest = None
    for path, text in files.items():
        kind = files.get(path.replace("/temp", "/type"), "").strip()
        value = text.strip()
        if path.endswith("/temp") and kind != "PMIC-Die" and re.fullmatch(r"-?\d+", value):
            hottest = max(int(value) / 1000, -273.0 if hottest is None else hottest)
    return hottest


def parse_audit(text: str) -> list[str]:
    """The packages that `dpkg --audit` lists below its explanations: ` NAME   DESCRIPTION`.

    Those that only lack a list of their own files are installed, and in nobody's way.
    """
    parts = (part for part in text.split("\n\n") if "control file in the" not in part)
    return list(dict.fromkeys(name for part in parts for name in re.findall(r"^ (\S+)(?: |$)", part, re.MULTILINE)))


def parse_locks(text: str) -> list[Lock]:
    """Those of apt and dpkg in `lslocks --raw -n -o COMMAND,PID,PATH`."""
    found = {}
    for line in text.splitlines():
        fields = line.split(maxsplit=2)
        if len(fields) == 3 and fields[1].isdigit() and fields[2] in LOCKS:
            found[int(fields[1])] = Lock(fields[0], int(fields[1]), fields[2])
    return list(found.values())


def parse_place(source: str, table: str) -> Place | None:
    """From `findmnt -o SOURCE /` and `lsblk -b -r -n -o NAME,TYPE,SIZE`, disks before their partitions."""
    rows = [line.split() for line in table.splitlines()]
    rows = [row for row in rows if len(row) == 3 and row[2].isdigit()]
    name = source.strip().removeprefix("/dev/")
    disk: Sequence[str] | None = None
    parts: dict[str, int] = {}
    for row in rows:
        if row[1] == "disk":
            if name in parts:
                break
            disk, parts = row, {}
        elif row[1] == "part":
            parts[row[0]] = int(row[2])
    if disk is None or name not in parts:
        return None
    return Place(name, parts[name], int(disk[2]), int(disk[2]) - sum(parts.values()))
