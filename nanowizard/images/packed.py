"""Reads the packed bytes of an image and unpacks them into the caller's buffers: one pass, constant memory.

Every error of a decompressor is turned into an ImageError here. A stream must be read until it gives 0: only then
have its own checks (CRC, sizes, end of the archive) been made.
"""

from __future__ import annotations

import bz2
import contextlib
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import RawIOBase
from typing import Any, Protocol

from nanowizard.core.errors import ImageError
from nanowizard.images.recognise import LONGEST_MAGIC, packing_of

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_deflate: Any = zlib
with contextlib.suppress(ImportError):  # inflates at twice the speed of zlib, where there are wheels of it
    from isal import isal_zlib

    _deflate = isal_zlib
crc32: Callable[[Any, int], int] = _deflate.crc32

CHUNK_BYTES = 256 * 1024
"""Packed bytes read at a time; 64 KiB to 1 MiB measured the same within 10 %."""

_XZ_MEMORY_BYTES = 256 * 1024 * 1024
"""`xz -9` needs 65 MiB to unpack; more than this is no image but an attack on memory."""

BAD_DATA: tuple[type[Exception], ...] = (
    zlib.error,
    _deflate.error,
    lzma.LZMAError,
    zstd.ZstdError,
    EOFError,
    OSError,  # what bz2 raises for "Invalid data stream"
)

_NOT_OURS: Mapping[str, str] = {  # what a decompressor says, and what it cannot do
    "Invalid or unsupported options": "XZ, with a filter that is not known",
    "Memory usage limit exceeded": "XZ, with a dictionary above 256 MB",
    "Frame requires too much memory for decoding": "Zstandard, with a window above 128 MB",
}


class Stream(Protocol):
    def readinto(self, into: memoryview) -> int:
        """Fill `into` as far as the stream goes; 0 means the end, with everything checked. Raises ImageError."""


class Placed(Protocol):
    @property
    def position(self) -> int:
        """How many bytes of the file have been used up."""


class Decompressor(Protocol):
    """What bz2, lzma and zstd of the standard library have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class Inflater:
    """zlib's or isal's decompressor in the form of the other ones. `wbits`: 31 gzip with its CRC, -15 bare deflate."""

    def __init__(self, wbits: int) -> None:
        self._inner = _deflate.decompressobj(wbits)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof)

    @property
    def unused_data(self) -> bytes:
        unused: bytes = self._inner.unused_data
        return unused

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        out: bytes = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        # A full output may leave more inside even when all input is taken, so ask again before feeding more.
        self.needs_input = not self._inner.unconsumed_tail and len(out) < max_length
        return out


FRESH: dict[str, Callable[[], Decompressor]] = {
    "gz": lambda: Inflater(31),
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY_BYTES),
    "zst": zstd.ZstdDecompressor,
    "bz2": bz2.BZ2Decompressor,
    "deflate": lambda: Inflater(-15),
}


class PackedFile:
    """The bytes of a file from `start`, at most `length` of them. `position` is how far into the file it has read."""

    def __init__(self, file: RawIOBase, name: str, *, start: int = 0, length: int | None = None) -> None:
        self._file = file
        self.name = name
        self.position = start
        self._end = None if length is None else start + length
        with self._errors():
            file.seek(start)

    @property
    def is_member(self) -> bool:
        """Whether it is a piece of an archive whose directory says where it ends."""
        return self._end is not None

    @property
    def left(self) -> int:
        """How many bytes are still allowed, CHUNK_BYTES where there is no limit."""
        return CHUNK_BYTES if self._end is None else self._end - self.position

    def read(self) -> bytes:
        """Up to CHUNK_BYTES; empty at the end. Raises ImageError("image.unreadable")."""
        with self._errors():
            data = self._file.read(min(CHUNK_BYTES, self.left)) or b""
        self.position += len(data)
        return data

    def readinto(self, into: memoryview) -> int:
        """As a Stream: the bytes as they are."""
        filled = 0
        while filled < len(into):
            room = into[filled:] if self._end is None else into[filled : filled + self.left]
            with self._errors():
                count = self._file.readinto(room)  # unbuffered: from the system straight into the caller's buffer
            if not count:
                break
            filled += count
            self.position += count
        return filled

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ImageError("image.unreadable", file=self.name, detail=str(error)) from error


class Unpacked:
    """The unpacked bytes of `packed`: one frame after the other, zero padding between them passed over.

    Raises ImageError: image.truncated when the input ends inside a frame, image.damaged when the format's own check
    fails, image.trailing when something follows that is no frame, image.unsupported for what would need a filter or
    a memory that we do not have.
    """

    def __init__(self, packed: PackedFile, kind: str) -> None:
        self._packed = packed
        self._kind = kind
        self._fresh = FRESH[kind]
        self._frame = self._fresh()
        self._waiting = b""
        self._ended = False

    def readinto(self, into: memoryview) -> int:
        filled = 0
        while filled < len(into) and not self._ended:
            piece = self._next(len(into) - filled)
            into[filled : filled + len(piece)] = piece
            filled += len(piece)
        return filled

    def _next(self, room: int) -> bytes:
        if self._frame.eof:
            self._ended = not self._begin_next_frame()
            return b""
        data, self._waiting = self._waiting, b""
        if self._frame.needs_input and not data:
            data = self._packed.read()
            if not data:
                raise ImageError("image.truncated", file=self._packed.name, have_bytes=self._packed.position)
        try:
            return self._frame.decompress(data, room)
        except BAD_DATA as error:
            raise self._bad(str(error)) from error

    def _begin_next_frame(self) -> bool:
        rest = self._frame.unused_data
        while True:
            rest = rest.lstrip(b"\0")
            if rest:
                break
            rest = self._packed.read()
            if not rest:
                return False
        while len(rest) < LONGEST_MAGIC and (more := self._packed.read()):
            rest += more
        if packing_of(rest) != self._kind:
            at = self._packed.position - len(rest)
            if self._packed.is_member:
                raise self._bad("more packed bytes than belong to the image")
            raise ImageError("image.trailing", file=self._packed.name, at_bytes=at)
        self._frame, self._waiting = self._fresh(), rest
        return True

    def _bad(self, why: str) -> ImageError:
        return bad_data(why, self._packed.name, self._packed.position)


def bad_data(why: str, name: str, at_bytes: int) -> ImageError:
    """What a decompressor said of the file `name`."""
    beyond_us = next((format for said, format in _NOT_OURS.items() if said in why), None)
    if beyond_us:
        return ImageError("image.unsupported", file=name, format=beyond_us, detail=why)
    return ImageError("image.damaged", file=name, at_bytes=at_bytes, detail=why)
