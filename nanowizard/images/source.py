"""Opens an image file, packed or not, as one stream of the bytes that belong on the card.

Recognised by content: raw, zip (zip64, data descriptors), gz, xz, zst and bz2. What is no disk image is refused when
it is opened, before anything is written anywhere.
"""

from __future__ import annotations

import contextlib
import stat
from io import FileIO
from pathlib import Path
from types import TracebackType

from nanowizard.core.errors import ImageError
from nanowizard.images.packed import PackedFile, Stream, Unpacked
from nanowizard.images.recognise import HEAD_BYTES, check_disk, packing_of, refuse_other_formats
from nanowizard.images.sizes import RawSize, size_of
from nanowizard.images.zipped import MemberStream, find_member


def open_image(path: Path) -> ImageSource:
    """The image in `path`, opened at its first byte.

    Raises ImageError: image.not_found, image.is_folder, image.unreadable, image.empty, image.is_web_page,
    image.unsupported, image.not_an_image, image.truncated, image.damaged, image.several_members, image.no_member,
    image.encrypted.
    """
    file = _open(path)
    try:
        return _recognised(path, file)
    except OSError as error:
        file.close()
        raise ImageError("image.unreadable", file=path.name, detail=str(error)) from error
    except BaseException:
        file.close()
        raise


class ImageSource:
    """An opened image; a context manager, to be used by one thread at a time.

    `kind`: raw, zip, gz, xz, zst or bz2. `name`: the image's own name, inside an archive too. `archive_bytes`: size
    of the file. `raw_bytes`: size on the card, None while unknown; only with `raw_bytes_exact` a promise, else for
    progress prefer `archive_position` of `archive_bytes`.
    """

    def __init__(self, path: Path, file: FileIO, kind: str, name: str, archive_bytes: int) -> None:
        self.path = path
        self.kind = kind
        self.name = name
        self.archive_bytes = archive_bytes
        self.raw_bytes: int | None = None
        self.raw_bytes_exact = False
        self._file = file
        self._done = 0
        self._packed: PackedFile
        self._stream: Stream
        self._head = memoryview(b"")

    @property
    def archive_position(self) -> int:
        """How many bytes of the file have been used up, at most 256 KiB ahead of what `readinto` gave."""
        return self._packed.position

    def readinto(self, into: memoryview) -> int:
        """Fill `into` (of bytes, writable) as far as the image goes; how much was filled, 0 at the end.

        Read until 0: only then has the archive proved that it is whole.
        Raises ImageError: image.damaged, image.truncated, image.unreadable.
        """
        first = min(len(self._head), len(into))
        into[:first] = self._head[:first]
        self._head = self._head[first:]
        count = first + (self._stream.readinto(into[first:]) if first < len(into) else 0)
        self._done += count
        if count == 0 and len(into) and self.raw_bytes_exact and self._done != self.raw_bytes:
            raise ImageError("image.truncated", file=self.path.name, have_bytes=self._done)
        return count

    def close(self) -> None:
        with contextlib.suppress(OSError):  # opened for reading: nothing can be lost
            self._file.close()

    def __enter__(self) -> ImageSource:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self, packed: PackedFile, stream: Stream, size: RawSize) -> None:
        """Take the stream and look at its first KiB, which `readinto` gives out again."""
        self._packed, self._stream = packed, stream
        self.raw_bytes, self.raw_bytes_exact = size.raw_bytes, size.exact
        head = bytearray(HEAD_BYTES)
        count = stream.readinto(memoryview(head))
        check_disk(bytes(head[:count]), size.raw_bytes if size.exact else None, self.path.name)
        self._head = memoryview(head)[:count]


def _open(path: Path) -> FileIO:
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):  # Windows would call this a missing permission
            raise ImageError("image.is_folder", file=path.name)
        if not (stat.S_ISREG(kind) or stat.S_ISBLK(kind)):  # to open a pipe would wait for ever
            raise ImageError("image.unreadable", file=path.name, detail="neither a file nor a disk")
        return open(path, "rb", buffering=0)
    except FileNotFoundError as error:
        raise ImageError("image.not_found", file=str(path)) from error
    except OSError as error:
        raise ImageError("image.unreadable", file=path.name, detail=str(error)) from error


def _recognised(path: Path, file: FileIO) -> ImageSource:
    archive_bytes = file.seek(0, 2)
    if archive_bytes == 0:
        raise ImageError("image.empty", file=path.name)
    file.seek(0)
    head = file.read(HEAD_BYTES)
    kind = packing_of(head)
    if kind is None:
        refuse_other_formats(head, path.name)
    source = ImageSource(path, file, kind or "raw", path.name, archive_bytes)
    if kind == "zip":
        member = find_member(file, path.name)
        source.name = member.name
        packed = PackedFile(file, path.name, start=member.start, length=member.packed_bytes)
        source._start(packed, MemberStream(packed, member), RawSize(member.raw_bytes, exact=True))
    elif kind:
        source.name = path.name.removesuffix(f".{kind}")
        size = size_of(kind, file, archive_bytes)
        packed = PackedFile(file, path.name)
        source._start(packed, Unpacked(packed, kind), size)
    else:
        packed = PackedFile(file, path.name)
        source._start(packed, packed, RawSize(archive_bytes, exact=True))
    return source
