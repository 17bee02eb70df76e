"""How much of its card the Nano's root file system takes: card, partition and file system, each by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from nanowizard.core.task import RunContext
from nanowizard.remote.shell import CommandResult, Connection
from nanowizard.remote.together import ask_together

SECTOR = 512
"""What /sys counts in, whatever the card's own sectors are."""
TABLE_BYTES = 33 * SECTOR
"""The copy of the table at the end of the card."""
L4T_SCRIPT = "/usr/lib/nvidia/resizefs/nvresizefs.sh"
"""NVIDIA's own way, without arguments as large as possible; not every release has it."""
TOOLS = {"sgdisk": ("sgdisk", "--version"), "partx": ("partx", "--version"), "resize2fs": ("resize2fs",)}
"""What shows that they are there, and does nothing."""
NOT_FOUND = 127
_SYS = "/sys/class/block"
_FIND = ("find", "-L", _SYS, "-mindepth", "2", "-maxdepth", "3")
_NAMED = ("(", "-name", "dev", "-o", "-name", "size", "-o", "-name", "start", "-o", "-name", "partition", ")")
BLOCK_DEVICES = (*_FIND, *_NAMED, "-exec", "grep", "-H", ".", "{}", "+")
"""All disks and partitions with their places, as lines `FILE:VALUE`."""
_FACT = re.compile(rf"{_SYS}/([^/\n]+)/(?:([^/\n]+)/)?(dev|size|start|partition):(\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class RootfsOptions:
    """There is nothing to choose: the file system takes all of the card, or stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A partition by its place, in bytes; `number` is its entry in the table."""

    name: str
    number: int
    start: int
    size: int

    @property
    def end(self) -> int:
        return self.start + self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the table says of a partition, as `sgdisk -i` prints it; all of it is kept when the entry is made anew."""

    first_sector: int
    type_guid: str
    guid: str
    attributes: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RootfsFacts:
    """`source` and `fs_type` of /. `disk` and `part` are None where / is no partition of a disk. Sizes in bytes.

    `table` ("gpt", "dos"), `entry` and `fs_bytes` are looked at only where there may be something to do.
    """

    source: str = ""
    fs_type: str = ""
    disk: str | None = None
    disk_bytes: int = 0
    part: Part | None = None
    others: Sequence[Part] = ()
    fs_bytes: int | None = None
    table: str = ""
    entry: Entry | None = None
    tools: frozenset[str] = frozenset()
    l4t_script: bool = False

    @property
    def device(self) -> str:
        return f"/dev/{self.part.name}" if self.part else self.source

    @property
    def behind(self) -> int:
        """Bytes behind the last partition of the disk that a partition could have."""
        parts = [*self.others, *([self.part] if self.part else [])]
        return max(self.disk_bytes - TABLE_BYTES - max((part.end for part in parts), default=0), 0)


@dataclass
class _Disk:
    number: str = ""
    sectors: int = 0
    parts: dict[str, dict[str, str]] = field(default_factory=dict)


def gather_rootfs(conn: Connection, ctx: RunContext) -> RootfsFacts:
    """Two rounds: where / is, and as root what its table and its file system say."""
    questions = {
        "root": ("findmnt", "-n", "-o", "SOURCE,FSTYPE,MAJ:MIN", "/"),
        "block": BLOCK_DEVICES,
        "script": ("test", "-x", L4T_SCRIPT),
        **TOOLS,
    }
    said = ask_together(conn, ctx, questions)
    facts = replace(
        parse_place(said["root"].stdout, said["block"].stdout),
        tools=frozenset(tool for tool in TOOLS if said[tool].exit_status != NOT_FOUND),
        l4t_script=said["script"].ok,
    )
    if facts.part is None or facts.fs_type != "ext4":
        return facts
    questions = {
        "table": ("blkid", "-p", "-o", "value", "-s", "PTTYPE", f"/dev/{facts.disk}"),
        "entry": ("sgdisk", "-i", str(facts.part.number), f"/dev/{facts.disk}"),
        "fs": ("dumpe2fs", "-h", facts.device),
    }
    said = ask_together(conn, ctx, questions, sudo=True)
    return replace(
        facts,
        table=said["table"].stdout.strip(),
        entry=parse_entry(said["entry"]),
        fs_bytes=parse_fs_bytes(said["fs"].stdout),
    )


def parse_place(root: str, block: str) -> RootfsFacts:
    """From what findmnt says of / (`SOURCE FSTYPE MAJ:MIN`) and the lines of BLOCK_DEVICES."""
    fields = root.split()
    if len(fields) != 3:
        return RootfsFacts()
    source, fs_type, number = fields
    nothing = RootfsFacts(source=source, fs_type=fs_type)
    for name, disk in _disks(block).items():
        parts = {part: own for part, own in disk.parts.items() if {"dev", "size", "start", "partition"} <= own.keys()}
        mine = next((part for part, own in parts.items() if own["dev"] == number), None)
        if mine is not None and "[" not in source:
            found = {part: _part(part, own) for part, own in parts.items()}
            others = sorted((part for key, part in found.items() if key != mine), key=lambda part: part.start)
            return replace(nothing, disk=name, disk_bytes=disk.sectors * SECTOR, part=found[mine], others=others)
    return nothing


def parse_entry(said: CommandResult) -> Entry | None:
    """What `sgdisk -i` prints, in gdisk 1.0.3 as in 1.0.9."""
    patterns = {
        "first_sector": r"^First sector: (\d+)",
        "type_guid": r"^Partition GUID code: ([0-9A-F-]{36})",
        "guid": r"^Partition unique GUID: ([0-9A-F-]{36})",
        "attributes": r"^Attribute flags: ([0-9A-F]{16})",
        "name": r"^Partition name: '(.*)'$",
    }
    found = {name: re.search(pattern, said.stdout, re.MULTILINE) for name, pattern in patterns.items()}
    values = {name: match[1] for name, match in found.items() if match}
    if not said.ok or len(values) != len(patterns):
        return None
    return Entry(**{**values, "first_sector": int(values["first_sector"])})  # type: ignore[arg-type]


def parse_fs_bytes(text: str) -> int | None:
    """The size that an ext4 has according to itself, of `dumpe2fs -h`."""
    count = re.search(r"^Block count:\s+(\d+)$", text, re.MULTILINE)
    size = re.search(r"^Block size:\s+(\d+)$", text, re.MULTILINE)
    return int(count[1]) * int(size[1]) if count and size else None


def _disks(block: str) -> dict[str, _Disk]:
    """Disks with their partitions. A partition is below its disk, and on the top level once more by itself."""
    disks: dict[str, _Disk] = {}
    for name, part, fact, value in _FACT.findall(block):
        disk = disks.setdefault(name, _Disk())
        if part and part.startswith(name):
            disk.parts.setdefault(part, {})[fact] = value
        elif not part and fact == "size":
            disk.sectors = int(value)
    return disks


def _part(name: str, own: dict[str, str]) -> Part:
    return Part(
        name=name, number=int(own["partition"]), start=int(own["start"]) * SECTOR, size=int(own["size"]) * SECTOR
    )
