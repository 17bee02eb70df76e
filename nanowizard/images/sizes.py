"""How large an image will be once unpacked, as far as its archive says so without being unpacked."""

from __future__ import annotations

import struct
import sys
from dataclasses import dataclass
from io import RawIOBase

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


@dataclass(frozen=True, slots=True)
class RawSize:
    """`raw_bytes` is None where nothing is known; unless `exact` it is only good for a bar on the screen."""

    raw_bytes: int | None = None
    exact: bool = False


def size_of(kind: str, file: RawIOBase, archive_bytes: int) -> RawSize:
    """What the archive in `file` (kind gz, xz, zst or bz2) says. Leaves the file position anywhere. Raises OSError."""
    if kind == "gz":
        return _gzip_size(file, archive_bytes)
    if kind == "xz":
        return _xz_size(file, archive_bytes)
    if kind == "zst":
        return _zstd_size(file, archive_bytes)
    return RawSize()  # bz2 says nothing at all


_BEST_RATIO = 50


def _gzip_size(file: RawIOBase, archive_bytes: int) -> RawSize:
    """From ISIZE, the size modulo 4 GiB of the last member (RFC 1952): the least size that the archive can hold."""
    if archive_bytes < 18:
        return RawSize()
    file.seek(-4, 2)
    (size,) = struct.unpack("<I", file.read(4) or b"")
    while size < archive_bytes * 0.99:  # deflate never makes data larger by more than a few bytes a block
        size += 1 << 32
    # A size that no image shrinks from means that there are several members, and the last one says nothing.
    return RawSize(size) if size < archive_bytes * _BEST_RATIO else RawSize()


def _zstd_size(file: RawIOBase, archive_bytes: int) -> RawSize:
    """From the first frame's header. Whether frames follow is not known before the end, so it is never exact."""
    file.seek(0)
    try:
        size = zstd.get_frame_info(file.read(18) or b"").decompressed_size
    except zstd.ZstdError:
        return RawSize()
    # Several frames (pzstd): then the first one's size is a small part and says nothing.
    return RawSize(size) if size and size >= archive_bytes * 0.99 else RawSize()


_XZ_FOOTER = struct.Struct("<IIH2s")  # CRC, backward size, flags, magic (xz file format 1.2, section 2.1.2)


def _xz_size(file: RawIOBase, archive_bytes: int) -> RawSize:
    """The sum over the index of every stream, walked from the end. Unknown where anything does not fit."""
    end, total = archive_bytes, 0
    try:
        while end > 0:
            end = _before_padding(file, end)
            file.seek(end - 12)
            _crc, backward, _flags, magic = _XZ_FOOTER.unpack(file.read(12) or b"")
            index_bytes = (backward + 1) * 4
            index_start = end - 12 - index_bytes
            if magic != b"YZ" or index_start < 12 or index_bytes > 64 << 20:
                return RawSize()
            file.seek(index_start)
            packed, raw = _read_index(file.read(index_bytes) or b"")
            total += raw
            end = index_start - packed - 12
    except (struct.error, IndexError, ValueError):
        return RawSize()
    return RawSize(total, exact=True) if end == 0 else RawSize()


def _before_padding(file: RawIOBase, end: int) -> int:
    """Stream padding is whole groups of four zero bytes."""
    while end >= 4:
        file.seek(end - 4)
        if file.read(4) != b"\0\0\0\0":
            break
        end -= 4
    return end


def _read_index(data: bytes) -> tuple[int, int]:
    """(bytes of all blocks as packed, bytes of all blocks unpacked)."""
    if data[0] != 0:
        raise ValueError("not an index")
    position, packed, raw = 1, 0, 0
    count, position = _varint(data, position)
    for _ in range(count):
        unpadded, position = _varint(data, position)
        size, position = _varint(data, position)
        packed += (unpadded + 3) & ~3
        raw += size
    return packed, raw


def _varint(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if not byte & 0x80:
            return value, position
