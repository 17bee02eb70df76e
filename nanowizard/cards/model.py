"""What is asked for a card besides flashing, and what is answered: plain data, JSON-able through `helper.protocol`.

All three destroy or may destroy what is on the card, and are judged by `drives.policy` like a flash.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nanowizard.drives.model import DriveIdentity


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionWish:
    """`size_bytes` None: what is left. `filesystem`: "fat32", "exfat", "" for none. `type` as in `Partition.type`."""

    size_bytes: int | None = None
    filesystem: str = ""
    label: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatRequest:
    """`mode`: "quick" writes tables and file systems only, "full" overwrites everything first, "erase" discards it.

    `table`: "mbr" or "gpt". No `partitions`: one, as the SD Association lays out a card of this size. `very_large`: the
    person typed that this drive is meant although it is larger than any card for a Nano; so in all these requests.
    """

    identity: DriveIdentity
    mode: str = "quick"
    table: str = "mbr"
    label: str = ""
    partitions: tuple[PartitionWish, ...] = ()
    very_large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRange:
    """A part of the card that failed or did not keep what was written."""

    offset_bytes: int
    length_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatReport:
    """`overwritten_bytes` is 0 for a quick one. `bad` is empty on a sound card; it ends after some hundred."""

    filesystem: str
    overwritten_bytes: int
    took_s: float
    bad: tuple[BadRange, ...] = ()
    ejected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRequest:
    """Make a card usable that tools cannot see or read: clear everything that confuses them, format, test."""

    identity: DriveIdentity
    label: str = ""
    very_large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairReport:
    """`found` are slugs of what was wrong, such as "backup_gpt_alone"; `cleared` how many signatures were removed."""

    found: tuple[str, ...]
    cleared: int
    filesystem: str
    tested_bytes: int
    took_s: float
    ejected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeRequest:
    """`mode`: "quick" probes for a lying capacity and keeps what is on the card; "full" writes and reads all of it.

    How much must be real: as much as `image` unpacks to, or `need_bytes`, or with neither all of the card.
    """

    identity: DriveIdentity
    mode: str = "quick"
    need_bytes: int | None = None
    image: Path | None = None
    very_large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeReport:
    """`real_bytes` is how much the card keeps, as far as was looked. Rates are in bytes per second.

    `verdict`: "good", "slow", "fake" or "worn". `lie`: how a fake does it, as f3 calls it: "wraparound" (begins anew at
    its start), "limbo" (takes and forgets), or "constant" (reads as one byte all over); else empty. `bad` ends after
    some hundred ranges. `not_restored` is what a quick test could not put back.
    """

    verdict: str
    lie: str = ""
    claimed_bytes: int
    real_bytes: int
    tested_bytes: int
    took_s: float
    write_rate: float | None = None
    read_rate: float | None = None
    random_write_iops: float | None = None
    random_read_iops: float | None = None
    bad: tuple[BadRange, ...] = ()
    not_restored: tuple[BadRange, ...] = ()
