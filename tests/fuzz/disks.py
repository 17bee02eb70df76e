"""A disk out of a few bytes, for a fuzzer: its size, and pieces in an endless nothing; checksums are mended on request.

u8 log2 of the size in MiB | 0x80 for right checksums, then for each piece: u24 sector, u16 length, bytes
"""

from __future__ import annotations

import binascii
import struct
from collections.abc import Iterable

from nanowizard.drives.ext4super import CSUM_SEED, SUPERBLOCK_AT
from nanowizard.drives.partition import GPT_SIGNATURE, SECTOR_SIZES
from nanowizard.flash.checksum import crc32c

MIB = 1 << 20
_MEND, _LARGEST = 0x80, 0x17  # 8 TiB
_SECTOR = 512
# What one look at a disk may cost, with room; a parser that wants more was led astray.
MOST_READS, MOST_READ_BYTES, LONGEST_READ = 6000, 64 * MIB, 8 * MIB


class FuzzDisk:
    """`read` is a `Read` of the drives that fails an assertion where somebody asks for the impossible or too much."""

    def __init__(self, data: bytes, *, most_bytes: int = MOST_READ_BYTES) -> None:
        self._most_bytes = most_bytes
        first = data[0] if data else 0
        self.size_bytes = MIB << min(first & 0x1F, _LARGEST)
        self.pieces = list(_pieces(data[1:], self.size_bytes))
        self._reads = self._read_bytes = 0
        if first & _MEND:
            mend_gpt(self)
            mend_ext4(self)

    def read(self, offset: int, length: int) -> bytes:
        assert 0 <= offset < 1 << 63, offset
        assert 0 <= length <= LONGEST_READ, length
        self._reads, self._read_bytes = self._reads + 1, self._read_bytes + length
        assert self._reads <= MOST_READS, "reads without end"
        assert self._read_bytes <= self._most_bytes, "reads too much"
        return self.peek(offset, length)

    def peek(self, offset: int, length: int) -> bytes:
        out = bytearray(max(min(length, self.size_bytes - offset), 0))
        for at, piece in self.pieces:
            first, last = max(at, offset), min(at + len(piece), offset + len(out))
            if first < last:
                out[first - offset : last - offset] = piece[first - at : last - at]
        return bytes(out)

    def poke(self, offset: int, data: bytes) -> None:
        self.pieces.append((offset, data))


def _pieces(data: bytes, size_bytes: int) -> Iterable[tuple[int, bytes]]:
    """A sector number behind the end counts from the end, as it does in most languages: backup tables lie there."""
    at = 0
    while at + 5 <= len(data):
        sector, length = int.from_bytes(data[at : at + 3], "little"), int.from_bytes(data[at + 3 : at + 5], "little")
        piece, at = data[at + 5 : at + 5 + length], at + 5 + length
        offset = sector * _SECTOR if sector < 1 << 23 else size_bytes - ((1 << 24) - sector) * _SECTOR
        if offset >= 0:
            yield offset, piece


def packed(size_mib_log2: int, content: Iterable[tuple[int, bytes]], *, mend: bool) -> bytes:
    """The other way round, without sectors of zeros. `content`: (offset, bytes); a negative one counts from the end."""
    out = bytearray([size_mib_log2 | (_MEND if mend else 0)])
    for offset, data in content:
        for begin, end in _runs(data):
            sector = (offset // _SECTOR + begin // _SECTOR) % (1 << 24)
            out += sector.to_bytes(3, "little") + (end - begin).to_bytes(2, "little") + data[begin:end]
    return bytes(out)


def _runs(data: bytes) -> Iterable[tuple[int, int]]:
    """Where `data` is not zero, in whole sectors (but for trailing zeros), at most 32 KiB at once."""
    begin = None
    for at in range(0, len(data) + _SECTOR, _SECTOR):
        filled = any(data[at : at + _SECTOR])
        if begin is not None and (not filled or at - begin >= 32768):
            yield begin, begin + len(data[begin:at].rstrip(b"\0"))
            begin = None
        if filled and begin is None:
            begin = at


def mend_gpt(disk: FuzzDisk) -> None:
    for sector_bytes in SECTOR_SIZES:
        for lba in (1, disk.size_bytes // sector_bytes - 1):
            raw = disk.peek(lba * sector_bytes, sector_bytes)
            if raw[:8] != GPT_SIGNATURE:
                continue
            header_bytes, entries_lba = struct.unpack_from("<I", raw, 12)[0], struct.unpack_from("<Q", raw, 72)[0]
            count, entry_bytes = struct.unpack_from("<II", raw, 80)
            if not 92 <= header_bytes <= sector_bytes or count * entry_bytes > MIB:
                continue
            entries = disk.peek(min(entries_lba * sector_bytes, 1 << 62), count * entry_bytes)
            header = bytearray(raw[:header_bytes])
            struct.pack_into("<I", header, 88, binascii.crc32(entries))
            struct.pack_into("<I", header, 16, 0)
            struct.pack_into("<I", header, 16, binascii.crc32(header))
            disk.poke(lba * sector_bytes, bytes(header))


def mend_ext4(disk: FuzzDisk, start: int = 0) -> None:
    """Superblock and first group descriptors of a file system that begins at `start`."""
    superblock = bytearray(disk.peek(start + SUPERBLOCK_AT, 1024))
    if superblock[0x38:0x3A] != b"\x53\xef":
        return
    struct.pack_into("<I", superblock, 0x3FC, crc32c(0xFFFFFFFF, bytes(superblock[:0x3FC])))
    disk.poke(start + SUPERBLOCK_AT, bytes(superblock))
    (incompat,) = struct.unpack_from("<I", superblock, 0x60)
    (stated,) = struct.unpack_from("<I", superblock, 0x270)
    seed = stated if incompat & CSUM_SEED else crc32c(0xFFFFFFFF, bytes(superblock[0x68:0x78]))
    size = struct.unpack_from("<H", superblock, 0xFE)[0] if incompat & 0x80 else 32
    if size not in (32, 64):
        return
    for number in range(2):
        raw = bytearray(disk.peek(start + 4096 + number * size, size))
        struct.pack_into("<H", raw, 0x1E, 0)
        checksum = crc32c(seed, struct.pack("<I", number) + raw) & 0xFFFF
        struct.pack_into("<H", raw, 0x1E, checksum)
        disk.poke(start + 4096 + number * size, bytes(raw))
