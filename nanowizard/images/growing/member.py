"""A packed member of a zip archive that goes by, where nothing but its own end says how long it is."""

from __future__ import annotations

import io

from nanowizard.core.errors import ImageError
from nanowizard.images.growing.file import GrowingFile
from nanowizard.images.packed import BAD_DATA, CHUNK_BYTES, FRESH, bad_data, crc32
from nanowizard.images.zipped import PACKINGS


class Tape(io.RawIOBase):
    """A file read forward, to which what was read too far can be given back. Raises OSError as the file does."""

    def __init__(self, file: GrowingFile) -> None:
        super().__init__()
        self._file = file
        self._back = b""

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._file.tell() - len(self._back)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Only to where it is."""
        if whence != io.SEEK_SET or offset != self.tell():
            raise OSError(f"forward only: {offset} asked for at {self.tell()}")
        return offset

    def readinto(self, into: object, /) -> int:
        view = memoryview(into).cast("B")  # type: ignore[arg-type]
        if not self._back:
            return self._file.readinto(view)
        data, self._back = self._back[: len(view)], self._back[len(view) :]
        view[: len(data)] = data
        return len(data)

    def exactly(self, count: int) -> bytes:
        """Less only at the end of the archive."""
        data = b""
        while len(data) < count and (more := self.read(count - len(data))):
            data += more
        return data

    def give_back(self, data: bytes) -> None:
        self._back = data + self._back


class LoneMember:
    """As a Stream: unpacks one frame; afterwards `tape` stands right behind it.

    `packed_bytes`, `raw_bytes` and `crc` say what went by; nothing here knows what they ought to be.
    """

    def __init__(self, tape: Tape, method: int, name: str) -> None:
        self._tape = tape
        self._name = name
        self._frame = FRESH[PACKINGS[method]]()
        self._start = tape.tell()
        self._is_over = False
        self.packed_bytes = 0
        self.raw_bytes = 0
        self.crc = 0

    def readinto(self, into: memoryview) -> int:
        filled = 0
        while filled < len(into) and not self._is_over:
            piece = self._next(len(into) - filled)
            into[filled : filled + len(piece)] = piece
            filled += len(piece)
            self._look_for_end()
        self.crc = crc32(into[:filled], self.crc)
        self.raw_bytes += filled
        return filled

    def _look_for_end(self) -> None:
        if self._frame.eof:
            self._is_over = True
            self._tape.give_back(self._frame.unused_data)
            self.packed_bytes = self._tape.tell() - self._start

    def _next(self, room: int) -> bytes:
        data = b""
        if self._frame.needs_input:
            data = self._tape.read(CHUNK_BYTES) or b""
            if not data:
                raise ImageError("image.truncated", file=self._name, have_bytes=self._tape.tell())
        try:
            return self._frame.decompress(data, room)
        except BAD_DATA as error:
            raise bad_data(str(error), self._name, self._tape.tell()) from error
