"""Card files of the host, and what a run left on them."""

from __future__ import annotations

import hashlib
import mmap
from dataclasses import dataclass, field
from pathlib import Path

from nanowizard.drives.contents import contents_of
from nanowizard.flash.blockmap import BlockMap
from tests.support.disk import MIB, DiskImage, assert_app_is_whole

CARD_BYTES = 128 * MIB  # a power of two, as an SD card has to be for QEMU


@dataclass
class CardFile:
    """A card that still holds something of its owner: noise, with or without a table that makes sense of it."""

    path: Path
    _before: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.remember()

    def remember(self) -> None:
        """From now on `untouched` means: as it is at this moment."""
        self._before = _digest(self.path)

    @property
    def untouched(self) -> bool:
        return _digest(self.path) == self._before

    @property
    def contents(self) -> str:
        """In a word, as NanoWizard's own list says it: not_ready, jetson, partitions, unpartitioned, empty."""
        with self.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
            return contents_of(lambda offset, length: view[offset : offset + length], len(view))


def assert_holds(card: CardFile, image: DiskImage, scratch: Path) -> None:
    """Everything that the image says must be there is there, and its file system is whole.

    The desktop may have mounted it for a moment after the last check, which leaves a date in the file system's
    superblock and in its journal.
    """
    assert card.contents == "jetson", "its first MiB is the image's"
    touched_by_mounting = range(image.app_start, image.app_start + MIB)
    assert [place for place in _wrong_places(card.path, image.path) if place not in touched_by_mounting] == []
    assert_app_is_whole(card.path, image, scratch)


def _wrong_places(card: Path, image: Path) -> list[int]:
    """Where the two differ, without blocks that no file uses."""
    plan = BlockMap()
    wrong = []
    with image.open("rb") as meant, card.open("rb") as found:
        offset = 0
        while chunk := meant.read(2 * MIB):
            for start, end in plan.ranges(offset, memoryview(chunk)):
                found.seek(start)
                have, want = found.read(end - start), chunk[start - offset : end - offset]
                wrong += [
                    start + at for at in range(0, len(want), 4096) if have[at : at + 4096] != want[at : at + 4096]
                ]
            offset += len(chunk)
    return wrong


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
