"""Opens an image file, packed or not, as one stream of the bytes that belong on the card.

Recognised by content: raw, zip (zip64, data descriptors), gz, xz, zst and bz2. What is no disk image is refused when
it is opened, before anything is written anywhere.
"""

from __future__ import annotations

import contextlib
from io import FileIO, RawIOBase
from pathlib import Path
from types import TracebackType

from nanowizard.core.arrival import Waiting
from nanowizard.core.errors import ImageError
from nanowizard.core.events import LimitedBy
from nanowizard.images.packed import PackedFile, Placed, Stream, Unpacked
from nanowizard.images.recognise import HEAD_BYTES, check_disk, packing_of, refuse_other_formats
from nanowizard.images.sizes import RawSize, size_of
from nanowizard.images.split import open_bytes
from nanowizard.images.zipped import MemberStream, find_member

MOST_BYTES = 1 << 40
"""No card holds more than 1 TiB: what unpacks to more was made to fill disks."""


def open_image(path: Path, *, most_bytes: int = MOST_BYTES) -> ImageSource:
    """The image in `path` (or in all parts of the one that `path` is a part of), opened at its first byte.

    `most_bytes`: how large it may be once unpacked.
    Raises ImageError: image.not_found, image.is_folder, image.unreadable, image.empty, image.is_web_page,
    image.unsupported, image.not_an_image, image.truncated, image.damaged, image.trailing, image.too_large,
    image.several_members, image.no_member, image.encrypted, image.unsafe_names, image.parts_missing,
    image.parts_order, image.part_wrong_size.
    """
    file = open_bytes(path)
    try:
        return _recognised(path, file, most_bytes)
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
    progress prefer `archive_position` of `archive_bytes`. `file_name` is the file's in errors.
    `waits_for` is what holds `readinto` up, where it is slower than whoever calls it. `is_shared`: it is one of several
    views of one unpacking, for a card each.
    """

    waits_for = LimitedBy.DECOMPRESSION
    is_shared = False

    def __init__(
        self, path: Path, file: RawIOBase, kind: str, name: str, archive_bytes: int, *, most_bytes: int
    ) -> None:
        self.path = path
        self.file_name = path.name
        self.kind = kind
        self.name = name
        self.archive_bytes = archive_bytes
        self.raw_bytes: int | None = None
        self.raw_bytes_exact = False
        self._file = file
        self._most_bytes = most_bytes
        self._done = 0
        self._packed: Placed
        self._stream: Stream
        self._head = memoryview(b"")

    @property
    def archive_position(self) -> int:
        """How many bytes of the file have been used up, at most 256 KiB ahead of what `readinto` gave."""
        return self._packed.position

    def readinto(self, into: memoryview) -> int:
        """Fill `into` (of bytes, writable) as far as the image goes; how much was filled, 0 at the end.

        Read until 0: only then has the archive proved that it is whole.
        Raises ImageError: image.damaged, image.truncated, image.trailing, image.too_large, image.unreadable.
        """
        first = min(len(self._head), len(into))
        into[:first] = self._head[:first]
        self._head = self._head[first:]
        count = first + (self._stream.readinto(into[first:]) if first < len(into) else 0)
        self._done += count
        self._check_size(self._done)
        if count == 0 and len(into) and self.raw_bytes_exact and self._done != self.raw_bytes:
            raise ImageError("image.truncated", file=self.file_name, have_bytes=self._done)
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

    def while_waiting(self, call: Waiting) -> None:
        """`call` while `readinto` waits for bytes that have not arrived yet: here they all have."""

    def start(self, packed: Placed, stream: Stream, size: RawSize) -> None:
        """Take the stream and look at its first KiB, which `readinto` gives out again."""
        self._packed, self._stream = packed, stream
        self.raw_bytes, self.raw_bytes_exact = size.raw_bytes, size.exact
        if size.exact and size.raw_bytes:
            self._check_size(size.raw_bytes)
        head = bytearray(HEAD_BYTES)
        count = stream.readinto(memoryview(head))
        check_disk(bytes(head[:count]), size.raw_bytes if size.exact else None, self.file_name)
        self._head = memoryview(head)[:count]

    def _check_size(self, raw_bytes: int) -> None:
        if raw_bytes > self._most_bytes:
            most = self._most_bytes
            raise ImageError("image.too_large", file=self.file_name, raw_bytes=raw_bytes, most_bytes=most)


def _recognised(path: Path, file: RawIOBase, most_bytes: int) -> ImageSource:
    archive_bytes = file.seek(0, 2)
    if archive_bytes == 0:
        raise ImageError("image.empty", file=path.name)
    file.seek(0)
    head = file.read(HEAD_BYTES) or b""
    kind = packing_of(head)
    if kind is None:
        refuse_other_formats(head, path.name)
    name = path.name if isinstance(file, FileIO) else path.stem  # of parts without their number
    source = ImageSource(path, file, kind or "raw", name, archive_bytes, most_bytes=most_bytes)
    if kind == "zip":
        member = find_member(file, path.name)
        source.name = member.name
        packed = PackedFile(file, path.name, start=member.start, length=member.packed_bytes)
        source.start(packed, MemberStream(packed, member), RawSize(member.raw_bytes, exact=True))
    elif kind:
        source.name = name.removesuffix(f".{kind}")
        size = size_of(kind, file, archive_bytes)
        packed = PackedFile(file, path.name)
        source.start(packed, Unpacked(packed, kind), size)
    else:
        packed = PackedFile(file, path.name)
        source.start(packed, packed, RawSize(archive_bytes, exact=True))
    return source
