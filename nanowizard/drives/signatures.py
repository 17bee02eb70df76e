"""Recognises a file system by the bytes at its start, as libblkid does, and reads its label where that is cheap."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from nanowizard.drives.ext4super import SUPERBLOCK_AT, SUPERBLOCK_BYTES, parse_fields
from nanowizard.drives.model import clean_name
from nanowizard.drives.partition import Read

# (offset in the volume, magic, blkid's name): as in the probers of util-linux' libblkid (superblocks/*.c).
# BitLocker's second entry is a volume made on a card ("To Go"), which begins with a FAT boot sector.
_SIGNATURES = (
    (3, b"-FVE-FS-", "BitLocker"),
    (424, uuid.UUID("4967d63b-2e29-4ad8-8399-f6a339e3d001").bytes_le, "BitLocker"),
    (3, b"EXFAT   ", "exfat"),
    (3, b"NTFS    ", "ntfs"),
    (0, b"LUKS\xba\xbe", "crypto_LUKS"),
    (54, b"FAT", "vfat"),
    (82, b"FAT32", "vfat"),
    (0, b"XFSB", "xfs"),
    (32, b"NXSB", "apfs"),
    (536, b"LVM2 001", "LVM2_member"),
    (0x400, b"H+", "hfsplus"),
    (0x400, b"\x10\x20\xf5\xf2", "f2fs"),
    (0x438, b"\x53\xef", "ext4"),
    (4086, b"SWAPSPACE2", "swap"),
    (4096, b"\xfc\x4e\x2b\xa9", "linux_raid_member"),
    (0x8001, b"CD001", "iso9660"),
    (0x10040, b"_BHRfS_M", "btrfs"),
    (0x20000, b"\x0c\xb1\xba\0\0\0\0\0", "zfs_member"),
)
ALL_BYTES = 0x20008  # as far as the last signature
# Linux: fs/fat/inode.c, fat_set_state(), with the boot sector of include/uapi/linux/msdos_fs.h.
_FAT16_STATE_AT, _FAT32_STATE_AT, _FAT_STATE_DIRTY = 37, 65, 0x01
_LABEL_BYTES = 11
_NO_LABEL = "NO NAME"  # what formatters write where there is none
_FIRST_BYTES = 8192  # of a volume in the list; what lies further behind is rare on cards


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeLook:
    """As in `Volume`."""

    filesystem: str = ""
    version: str = ""
    label: str = ""


def filesystem_at(read: Read, offset: int) -> str:
    """The name of the file system whose signature stands in the volume at `offset`, or ""."""
    return _named(read(offset, ALL_BYTES))


def is_unclean(read: Read, offset: int, filesystem: str) -> bool:
    """True where the volume at `offset` says that it was taken away while somebody wrote.

    "vfat" only: the bit in the boot sector that Linux and Windows set while it is in use.
    """
    head = read(offset, 512) if filesystem == "vfat" else b""
    at = _FAT32_STATE_AT if head[82:87] == b"FAT32" else _FAT16_STATE_AT
    return bool(head[at : at + 1]) and bool(head[at] & _FAT_STATE_DIRTY)


def look_at_volume(read: Read, offset: int) -> VolumeLook:
    """What the first 8 KiB of the volume at `offset` say. Raises only what `read` raises."""
    head = read(offset, _FIRST_BYTES)
    name = _named(head)
    if name == "vfat":
        # The second boot sector layout moved the text and the label: FAT12 and FAT16, then FAT32.
        is_32 = head[82:87] == b"FAT32"
        at = 71 if is_32 else 43
        version = "FAT32" if is_32 else clean_name(head[54:59].decode("ascii", "replace"))
        label = clean_name(head[at : at + _LABEL_BYTES].decode("cp437"))
        return VolumeLook(filesystem=name, version=version, label="" if label == _NO_LABEL else label)
    if name == "ext4":
        fields = parse_fields(head[SUPERBLOCK_AT : SUPERBLOCK_AT + SUPERBLOCK_BYTES])
        return VolumeLook(filesystem=name, label=clean_name(fields.label) if fields else "")
    return VolumeLook(filesystem=name)


def _named(head: bytes) -> str:
    return next((name for at, magic, name in _SIGNATURES if head[at : at + len(magic)] == magic), "")
