"""What other systems leave on a card, as small as libblkid believes it: enough for every tool that looks.

No package that makes these is needed here. `tests/unit/test_signatures.py` has libblkid itself say what they are.
The layouts are those of its probers (util-linux, libblkid/src/superblocks).
"""

from __future__ import annotations

import struct
import uuid
import zlib
from collections.abc import Callable, Iterator, Sequence

Piece = tuple[int, bytes]
"""Bytes, and where they lie in the volume."""

KIB = 1 << 10
_ID = uuid.UUID("3f2a7d10-5b7e-4c11-9a52-6c1d2e3f4a5b")
_TO_GO = uuid.UUID("4967d63b-2e29-4ad8-8399-f6a339e3d001")


def ntfs(size_bytes: int) -> Iterator[Piece]:
    """A boot sector, and the first records of its master file table."""
    boot = bytearray(512)
    boot[:11] = b"\xeb\x52\x90NTFS    "
    struct.pack_into("<HB", boot, 11, 512, 8)
    struct.pack_into("<QQQ", boot, 40, size_bytes // 512 - 1, 4, 8)
    boot[64], boot[68] = 0xF6, 1  # a record has 2**10 bytes
    boot[510:512] = b"\x55\xaa"
    yield 0, bytes(boot)
    for record in range(4):
        yield 4 * 4096 + record * KIB, b"FILE"


def luks(size_bytes: int) -> Iterator[Piece]:
    """Version 1."""
    head = bytearray(592)
    head[:8] = b"LUKS\xba\xbe\x00\x01"
    head[168:204] = str(_ID).encode()
    yield 0, bytes(head)


def bitlocker_to_go(size_bytes: int) -> Iterator[Piece]:
    """What Windows makes of a card: a FAT that other computers can read, with a program that asks for the password."""
    boot = bytearray(512)
    boot[:11] = b"\xeb\x58\x90MSWIN4.1"
    boot[82:90] = b"FAT32   "
    boot[424:440] = _TO_GO.bytes_le
    struct.pack_into("<Q", boot, 440, 64 * KIB)
    boot[510:512] = b"\x55\xaa"
    yield 0, bytes(boot)
    yield 64 * KIB, b"-FVE-FS-" + struct.pack("<HH", 112, 2)


def lvm(size_bytes: int) -> Iterator[Piece]:
    """A physical volume: its label is in the second sector, with a checksum of its own kind."""
    body = bytearray(492)
    struct.pack_into("<I", body, 0, 32)
    body[4:12] = b"LVM2 001"
    body[12:44] = _ID.hex.encode()
    struct.pack_into("<Q", body, 44, size_bytes)
    checksum = zlib.crc32(bytes(body), 0xF597A6CF ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
    yield 512, b"LABELONE" + struct.pack("<QI", 1, checksum) + bytes(body)


def raid(size_bytes: int) -> Iterator[Piece]:
    """A member of a Linux software RAID, metadata 1.2."""
    block = bytearray(256)
    struct.pack_into("<IIII", block, 0, 0xA92B4EFC, 1, 0, 0)
    block[16:32] = _ID.bytes
    block[32:38] = b"pc:nas"
    struct.pack_into("<Q", block, 144, 8)
    total = sum(struct.unpack("<64I", block))
    struct.pack_into("<I", block, 216, ((total & 0xFFFFFFFF) + (total >> 32)) & 0xFFFFFFFF)
    yield 4 * KIB, bytes(block)


def zfs(size_bytes: int) -> Iterator[Piece]:
    """Uberblocks of the first label; libblkid asks for 64 MiB of room."""
    for number in range(8):
        yield (128 + number) * KIB, struct.pack("<QQ", 0x00BAB10C, 5000)


def btrfs(size_bytes: int) -> Iterator[Piece]:
    block = bytearray(4096)
    block[32:48] = _ID.bytes
    struct.pack_into("<Q", block, 48, 64 * KIB)
    block[64:72] = b"_BHRfS_M"
    struct.pack_into("<QQ", block, 112, size_bytes, size_bytes // 2)
    struct.pack_into("<QIII", block, 136, 1, 4096, 16384, 16384)
    struct.pack_into("<I", block, 0, _crc32c(bytes(block[32:])))
    yield 64 * KIB, bytes(block)


def hfs_plus(size_bytes: int) -> Iterator[Piece]:
    head = bytearray(512)
    head[:4] = b"H+\x00\x04"
    struct.pack_into(">II", head, 40, 4096, size_bytes // 4096)
    yield KIB, bytes(head)


def apfs(size_bytes: int) -> Iterator[Piece]:
    block = bytearray(4096)
    struct.pack_into("<QQII", block, 8, 1, 1, 0x80000001, 0)
    block[32:36] = b"NXSB"
    struct.pack_into("<IQ", block, 36, 4096, size_bytes // 4096)
    block[72:88] = _ID.bytes
    struct.pack_into("<Q", block, 0, _fletcher64(bytes(block[8:])))
    yield 0, bytes(block)


def iso9660(size_bytes: int) -> Iterator[Piece]:
    """The volume descriptors of a stick that a computer can be started from."""
    descriptor = bytearray(2048)
    descriptor[:7] = b"\x01CD001\x01"
    descriptor[40:72] = b"DEBIAN 12 LIVE".ljust(32)
    struct.pack_into("<I", descriptor, 80, size_bytes // 2048)
    yield 32 * KIB, bytes(descriptor)
    yield 34 * KIB, b"\xffCD001\x01"


# What libblkid calls each.
NAMES: dict[str, Callable[[int], Iterator[Piece]]] = {
    "ntfs": ntfs,
    "crypto_LUKS": luks,
    "BitLocker": bitlocker_to_go,
    "LVM2_member": lvm,
    "linux_raid_member": raid,
    "zfs_member": zfs,
    "btrfs": btrfs,
    "hfsplus": hfs_plus,
    "apfs": apfs,
    "iso9660": iso9660,
}


def _crc32c(data: bytes) -> int:
    """Castagnoli's polynomial."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def _fletcher64(data: bytes) -> int:
    """As APFS has it (Apple File System Reference, "Objects")."""
    low = high = 0
    words: Sequence[int] = struct.unpack(f"<{len(data) // 4}I", data)
    for word in words:
        low = (low + word) % 0xFFFFFFFF
        high = (high + low) % 0xFFFFFFFF
    first = 0xFFFFFFFF - (low + high) % 0xFFFFFFFF
    return (0xFFFFFFFF - (low + first) % 0xFFFFFFFF) << 32 | first
