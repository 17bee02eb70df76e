"""A folder of pictures on this computer, one subfolder a class: looked through, and packed for the Nano."""

from __future__ import annotations

import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nanowizard.core.errors import UsageError
from nanowizard.core.task import RunContext

FEWEST_CLASSES = 2
FEWEST_PICTURES = 5
"""In a class: one in five is kept for the test."""
MOST_PICTURES = 5000
"""A Nano reads some tens of pictures a second."""
ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".bmp"})
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM")


@dataclass(frozen=True, slots=True)
class Pictures:
    """`classes`: the pictures by the name of their folder. `unreadable`: files that only have a picture's name."""

    classes: Mapping[str, Sequence[Path]]
    unreadable: Sequence[Path]

    @property
    def count(self) -> int:
        return sum(map(len, self.classes.values()))


def look_through(folder: Path) -> Pictures:
    """Raises UsageError: usage.pictures_no_folder, usage.pictures_few_classes, usage.pictures_too_few(name, number,
    fewest), usage.pictures_too_many(number, most).
    """
    try:
        subfolders = sorted(place for place in folder.iterdir() if place.is_dir() and not place.name.startswith("."))
        found = {place.name: _files(place) for place in subfolders}
        good = {name: [file for file in files if _is_picture(file)] for name, files in found.items()}
    except OSError as error:
        raise UsageError("usage.pictures_no_folder", folder=str(folder), detail=str(error)) from error
    unreadable = [file for name, files in found.items() for file in files if file not in good[name]]
    classes = {name: files for name, files in good.items() if files or found[name]}
    pictures = Pictures(classes, unreadable)
    if len(classes) < FEWEST_CLASSES:
        raise UsageError("usage.pictures_few_classes", folder=str(folder), number=len(classes))
    for name, files in classes.items():
        if len(files) < FEWEST_PICTURES:
            raise UsageError("usage.pictures_too_few", name=name, number=len(files), fewest=FEWEST_PICTURES)
    if pictures.count > MOST_PICTURES:
        raise UsageError("usage.pictures_too_many", number=pictures.count, most=MOST_PICTURES)
    return pictures


def pack(pictures: Pictures, archive: Path, ctx: RunContext) -> None:
    """One tar, the same bytes for the same pictures: what has been copied is not copied again. Raises OSError."""
    with tarfile.open(archive, "w", format=tarfile.PAX_FORMAT) as tar:
        for name, files in pictures.classes.items():
            for number, file in enumerate(files):
                ctx.cancel.raise_if_set()
                info = tarfile.TarInfo(f"{name}/{number:05d}{file.suffix.lower()}")
                info.size = file.stat().st_size
                with file.open("rb") as data:
                    tar.addfile(info, data)


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in ENDINGS and file.is_file())


def _is_picture(file: Path) -> bool:
    with file.open("rb") as data:
        return data.read(8).startswith(_BEGINNINGS)
