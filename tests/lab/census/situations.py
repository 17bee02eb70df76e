"""Sound cards in the wrong place or at the wrong moment."""

from __future__ import annotations

from lab.census import prepared
from lab.census.case import Case
from lab.census.prepared import MIB

SITUATIONS = [
    Case(
        name="mounted",
        title="mounted by the desktop",
        make=prepared.camera,
        plugged="mounted",
        listed=("partitions", "vfat CANON_DC", "drive.mounted"),
        told_by=("drive.mounted",),
    ),
    Case(
        name="open_file",
        title="mounted, and a program has a file open",
        make=prepared.camera,
        plugged="in_use",
        listed=("partitions", "vfat CANON_DC", "drive.mounted"),
        ends="drive.files_open_in",
        told_by=("drive.files_open_in",),
    ),
    Case(
        name="too_small",
        title="smaller than the image that is to be written",
        make=prepared.camera,
        plugged="too_small",
        listed=("partitions", "vfat CANON_DC"),
        ends="drive.too_small",
        told_by=("drive.too_small",),
    ),
    Case(
        name="readme",
        title="the help disk of a running Nano (L4T-README)",
        make=prepared.readme,
        size_bytes=16 * MIB,
        plugged="protected",
        listed=("unpartitioned", "vfat L4T-README", "drive.is_readme", "drive.write_protected"),
        ends="drive.is_readme",
        told_by=("drive.is_readme", "vfat L4T-README"),
    ),
    Case(
        name="system_disk",
        title="the computer's own disk",
        plugged="system",
        listed=("unpartitioned", "ext4 PC", "drive.is_system"),
        ends="drive.is_system",
        told_by=("drive.is_system",),
    ),
    Case(
        name="twins",
        title="two cards with the same names and numbers",
        make=prepared.camera,
        plugged="twins",
        listed=("partitions", "vfat CANON_DC"),
        told_by=("vfat CANON_DC",),
    ),
]
