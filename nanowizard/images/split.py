"""Opens a file as bytes; one that was split for the download (.001, .002, ...) as the whole that it was."""

from __future__ import annotations

import io
import itertools
import re
import stat
from collections.abc import Sequence
from io import FileIO
from pathlib import Path

from nanowizard.core.errors import ImageError
from nanowizard.images.recognise import HEAD_BYTES, is_beginning
from nanowizard.images.seekable import SeekableBytes

_PART = re.compile(r"(?P<whole>.+)\.(?P<number>\d{3})", re.DOTALL)


class JoinedFile(SeekableBytes):
    """Files one behind the other, for reading; each is asked for what lies in it only. Raises OSError as they do."""

    def __init__(self, files: Sequence[FileIO]) -> None:
        super().__init__()
        self._files = files
        ends = itertools.accumulate(file.seek(0, io.SEEK_END) for file in files)
        self._ends = list(ends)

    @property
    def _end(self) -> int:
        return self._ends[-1]

    def readinto(self, into: object, /) -> int:
        """As much as lies in the one file where the position is; 0 at the end of the last."""
        view = memoryview(into).cast("B")  # type: ignore[arg-type]
        begin = 0
        for file, end in zip(self._files, self._ends, strict=True):
            if self._at < end:
                file.seek(self._at - begin)
                count = file.readinto(view[: end - self._at]) or 0
                self._at += count
                return count
            begin = end
        return 0

    def close(self) -> None:
        for file in self._files:
            file.close()
        super().close()


def open_bytes(path: Path) -> io.RawIOBase:
    """The file, or all parts of the one that it is a part of, at the first byte.

    Raises ImageError: image.not_found, image.is_folder, image.unreadable, image.parts_missing, image.parts_order,
    image.part_wrong_size.
    """
    parts = parts_of(path)
    opened: list[FileIO] = []
    try:
        for part in parts:
            opened.append(open_file(part))
        if len(opened) == 1:
            return opened[0]
        _check_sizes(parts, opened)
        _check_order(parts, opened)
        return JoinedFile(opened)
    except OSError as error:
        _close(opened)
        raise ImageError("image.unreadable", file=path.name, detail=str(error)) from error
    except BaseException:
        _close(opened)
        raise


def parts_of(path: Path) -> list[Path]:
    """All files that `path`, any one of them, belongs to, in their order; itself alone where it is no part.

    Raises ImageError("image.parts_missing") where there is a gap or the first one is not there.
    """
    match = _PART.fullmatch(path.name)
    if not match or not path.is_file():
        return [path]
    whole = match["whole"]
    try:
        names = [other.name for other in path.parent.iterdir() if other.is_file()]
    except OSError as error:
        raise ImageError("image.unreadable", file=path.name, detail=str(error)) from error
    numbers = {int(m["number"]): name for name in names if (m := _PART.fullmatch(name)) and m["whole"] == whole}
    numbers.pop(0, None)
    if 1 not in numbers and _begins_something(path):
        return [path]  # a file of its own whose name ends like that
    missing = [f"{whole}.{number:03}" for number in range(1, max(numbers, default=0)) if number not in numbers]
    if missing or not numbers:
        raise ImageError("image.parts_missing", file=whole, parts=missing or [f"{whole}.001"])
    return [path.parent / numbers[number] for number in sorted(numbers)] if len(numbers) > 1 else [path]


def _begins_something(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return is_beginning(file.read(HEAD_BYTES))
    except OSError:
        return True


def _check_sizes(parts: Sequence[Path], opened: Sequence[FileIO]) -> None:
    """All are of one size but the last, which may be smaller: one that is not was not downloaded to its end."""
    sizes = [file.seek(0, io.SEEK_END) for file in opened]
    expected = max(sizes[:-1])
    for part, size in zip(parts, sizes, strict=True):
        is_last = part is parts[-1]
        if not 0 < size <= expected or (size != expected and not is_last):
            raise ImageError("image.part_wrong_size", file=part.name, have_bytes=size, expected_bytes=expected)


def _check_order(parts: Sequence[Path], opened: Sequence[FileIO]) -> None:
    """Only the first part begins like an archive or a disk: where another one does instead, the numbers are wrong."""
    heads = []
    for file in opened:
        file.seek(0)
        heads.append(file.read(HEAD_BYTES))
    if not is_beginning(heads[0]):
        first = next((part.name for part, head in zip(parts, heads, strict=True) if is_beginning(head)), None)
        if first:
            raise ImageError("image.parts_order", file=parts[0].name, first=first)


def _close(files: Sequence[FileIO]) -> None:
    for file in files:
        file.close()


def open_file(path: Path) -> FileIO:
    """One file, at its first byte. Raises ImageError: image.not_found, image.is_folder, image.unreadable."""
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
