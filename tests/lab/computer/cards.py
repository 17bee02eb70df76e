"""Card files of the host, and what a run left on them."""

from __future__ import annotations

import hashlib
import mmap
from dataclasses import dataclass, field
from pathlib import Path

from nanowizard.drives.contents import contents_of
from nanowizard.flash.blockmap import BlockMap
from tests.support.disk import MIB

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


def wrong_places(card: Path, image: Path) -> list[int]:
    """Where the card differs from what the image says must be there; blocks that no file uses do not count."""
    plan = BlockMap()
    wrong = []
    with image.open("rb") as meant, card.open("rb") as found:
        offset = 0
        while chunk := meant.read(2 * MIB):
            for start, end in plan.ranges(offset, memoryview(chunk)):
                found.seek(start)
                if found.read(end - start) != chunk[start - offset : end - offset]:
                    wrong.append(start)
            offset += len(chunk)
    return wrong


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
