"""The end of a zip archive, looked at before its directory is: how large that is, and what stands behind it.

The standard library reads the whole directory into memory and passes over whatever follows. Layout: APPNOTE.TXT 6.3,
4.3.14 (zip64 end of central directory record) to 4.3.16 (end of central directory record).
"""

from __future__ import annotations

import io
import struct

from nanowizard.core.errors import ImageError

MOST_DIRECTORY_BYTES = 4 << 20
"""Some 40,000 names; NVIDIA's archives have one."""

_END = struct.Struct("<4s4H2LH")
_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LONGEST_COMMENT = 0xFFFF


def check_end(file: io.RawIOBase, name: str) -> None:
    """Raises ImageError: image.truncated (no end), image.trailing (something behind it), image.unsupported.

    Raises OSError too.
    """
    size = file.seek(0, io.SEEK_END)
    tail_at = max(0, size - _END.size - _LONGEST_COMMENT)
    file.seek(tail_at)
    tail = _read(file, size - tail_at)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + _END.size:
        raise ImageError("image.truncated", file=name, have_bytes=size, detail="no end of central directory")
    *_, directory_bytes, _offset, comment_bytes = _END.unpack_from(tail, at)
    extra = len(tail) - (at + _END.size + comment_bytes)
    if extra < 0:
        raise ImageError("image.truncated", file=name, have_bytes=size, detail="the comment breaks off")
    if extra:
        raise ImageError("image.trailing", file=name, at_bytes=size - extra)
    directory_bytes = _in_zip64(file, tail_at + at) or directory_bytes
    if directory_bytes > MOST_DIRECTORY_BYTES:
        raise ImageError("image.unsupported", file=name, format=f"ZIP, {directory_bytes >> 20} MiB of names")


def _in_zip64(file: io.RawIOBase, end_at: int) -> int | None:
    """The size of the directory in the zip64 record that the locator before the end points to; None without one."""
    if end_at < _LOCATOR.size:
        return None
    file.seek(end_at - _LOCATOR.size)
    magic, _, record_at, _ = _LOCATOR.unpack(_read(file, _LOCATOR.size))
    if magic != b"PK\x06\x07" or record_at > end_at - _END64.size:
        return None
    file.seek(record_at)
    record = _END64.unpack(_read(file, _END64.size))
    return int(record[8]) if record[0] == b"PK\x06\x06" else None


def _read(file: io.RawIOBase, count: int) -> bytes:
    out = bytearray(count)
    filled = 0
    while filled < count and (got := file.readinto(memoryview(out)[filled:])):
        filled += got
    return bytes(out[:filled])
