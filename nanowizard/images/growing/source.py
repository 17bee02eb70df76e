"""Opens an image while its archive still arrives, as one stream of the bytes that belong on the card.

The same formats and the same refusals as `source.open_image`, but forward only: what an archive says at its end (the
directory of a zip, the sizes of an xz) is looked at when that is there. What is no disk image is refused by its first
bytes, before anything is written anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nanowizard.core.arrival import Arrival, Waiting
from nanowizard.core.errors import ImageError
from nanowizard.core.events import LimitedBy
from nanowizard.images.growing.file import GrowingFile
from nanowizard.images.growing.zip import GrowingZip
from nanowizard.images.packed import PackedFile, Unpacked
from nanowizard.images.recognise import HEAD_BYTES, packing_of
from nanowizard.images.sizes import RawSize
from nanowizard.images.source import MOST_BYTES, ImageSource


def open_growing(
    path: Path,
    arrival: Arrival,
    *,
    name: str,
    window: int | None = None,
    raw_bytes: int | None = None,
    most_bytes: int = MOST_BYTES,
    moved: Callable[[int], None] = lambda position: None,
) -> GrowingSource:
    """The image in the archive `name` that arrives in `path`, opened at its first byte as soon as that is there.

    `window` and `moved` as in `GrowingFile`; `raw_bytes` is how large it probably is, `most_bytes` at most.
    Raises ImageError as `open_image` does, image.needs_whole where an archive can only be read from its end, and what
    `arrival` was told that went wrong.
    """
    file = GrowingFile(path, arrival, window=window, moved=moved)
    try:
        return _recognised(path, file, name, raw_bytes, most_bytes)
    except OSError as error:
        file.close()
        raise ImageError("image.unreadable", file=name, detail=str(error)) from error
    except BaseException:
        file.close()
        raise


class GrowingSource(ImageSource):
    """`archive_bytes` is 0 while nobody knows. It ends when whoever brings the archive has found it right."""

    def __init__(self, path: Path, file: GrowingFile, kind: str, name: str, *, most_bytes: int) -> None:
        super().__init__(path, file, kind, name, file.arrival.size or 0, most_bytes=most_bytes)
        self._growing = file
        self._is_proved = False

    def __enter__(self) -> GrowingSource:
        return self

    def while_waiting(self, call: Waiting) -> None:
        self._growing.waiting = call

    def readinto(self, into: memoryview) -> int:
        """Raises ImageError image.changed too, and what `Arrival.bytes_from` does."""
        try:
            count = super().readinto(into)
        except OSError as error:
            raise ImageError("image.unreadable", file=self.file_name, detail=str(error)) from error
        self.waits_for = LimitedBy.NETWORK if self._growing.is_at_frontier else LimitedBy.DECOMPRESSION
        if count == 0 and len(into) and not self._is_proved:
            self._prove()
        return count

    def _prove(self) -> None:
        """What was found right must be what was read here: not every kind of image has a check of its own."""
        if self._growing.arrival.proof(self._growing.waiting) != self._growing.sha256:
            raise ImageError("image.changed", file=self.file_name)
        self._is_proved = True


def _recognised(path: Path, file: GrowingFile, name: str, raw_bytes: int | None, most_bytes: int) -> GrowingSource:
    head = file.peek(HEAD_BYTES)
    if not head:
        raise ImageError("image.empty", file=name)
    kind = packing_of(head)
    source = GrowingSource(path, file, kind or "raw", name, most_bytes=most_bytes)
    source.file_name = name
    hint = RawSize(raw_bytes)
    if kind == "zip":
        member = GrowingZip(file, name)
        source.name = member.name
        size = hint if member.raw_bytes is None else RawSize(member.raw_bytes, exact=True)
        source.start(file, member, size)
    elif kind:
        source.name = name.removesuffix(f".{kind}")
        packed = PackedFile(file, name)
        source.start(packed, Unpacked(packed, kind), hint)
    else:
        packed = PackedFile(file, name)
        whole = file.arrival.size
        source.start(packed, packed, hint if whole is None else RawSize(whole, exact=True))
    return source
