"""What marks that were read back say about a card: pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nanowizard.cards.model import BadRange
from nanowizard.cards.pattern import SECTOR_BYTES, Wrong

# How a card lies about its size: what lies behind the real one begins anew at the start, is taken and forgotten, or
# reads as one byte all over. The first two names are f3's.
LIES = ("wraparound", "limbo", "constant")
# What one line of the helper's protocol (64 KiB) has room for, and more than anybody reads.
MOST_BAD_RANGES = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """`wrong`: its sectors that are not as written, in order."""

    offset: int
    length: int
    wrong: tuple[Wrong, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """`kind`: "" (sound as far as was looked), "worn", or one of `LIES`.

    `good_bytes` up to which everything was kept; `lost_from` the first place
    that was not. Between the two nobody looked.
    """

    kind: str
    good_bytes: int
    lost_from: int

    @property
    def is_fake(self) -> bool:
        return self.kind in LIES


def judge(marks: Sequence[Mark], elsewhere: Iterable[Wrong], need: int) -> Judgement:
    """`marks` ascending; `elsewhere` is what changed where nothing was written.

    A lie is systematic: what one place got shows in another, or nothing is kept from some place on. Damage is not:
    there are good marks behind the bad one, or a few bits differ.
    """
    wrong = [*(one for mark in marks for one in mark.wrong), *elsewhere]
    if not wrong:
        return Judgement("", need, need)
    moved = [abs(one.offset_bytes - one.origin) for one in wrong if one.origin is not None]
    if moved:
        # The places that are one lie a multiple of the real size apart, and the nearest two exactly that.
        return Judgement("wraparound", min(moved), min(moved))
    lost_from = min(one.offset_bytes for one in wrong)
    behind = [mark for mark in marks if mark.offset + mark.length > lost_from]
    if any(not mark.wrong for mark in behind) or all(one.kind == "flipped" for one in wrong):
        return Judgement("worn", need, lost_from)
    good = max((mark.offset + mark.length for mark in marks if mark.offset + mark.length <= lost_from), default=0)
    constant = all(one.kind == "constant" for one in wrong)
    return Judgement("constant" if constant else "limbo", good, lost_from)


@dataclass(slots=True)
class Tally:
    """What is wrong with a whole card, piece by piece: a fake of 1 TB has two thousand million wrong sectors."""

    size_bytes: int
    lost_bytes: int = 0
    nearest: int | None = None
    constant: bool = True
    flipped: bool = True
    failed: bool = False
    _ranges: list[tuple[int, int]] = field(default_factory=list)
    _last: tuple[int, int] | None = None

    def add(self, wrong: Iterable[Wrong]) -> None:
        """In order of their offsets."""
        for one in wrong:
            self._add(one.offset_bytes, min(one.offset_bytes + SECTOR_BYTES, self.size_bytes))
            self.constant = self.constant and one.kind == "constant"
            self.flipped = self.flipped and one.kind == "flipped"
            if one.origin is not None:
                self.nearest = min(abs(one.offset_bytes - one.origin), self.nearest or self.size_bytes)

    def add_failed(self, offset: int, length: int) -> None:
        """A range that the card said it could not write or read: an honest card does not lie about that."""
        self.failed = True
        self._add(offset, offset + length)

    def _add(self, start: int, end: int) -> None:
        self.lost_bytes += end - start
        if self._last and self._last[1] == start:
            start = self._last[0]
            if self._ranges[-1] == self._last:
                self._ranges.pop()
        self._last = (start, end)
        if len(self._ranges) < MOST_BAD_RANGES:
            self._ranges.append(self._last)

    @property
    def bad(self) -> tuple[BadRange, ...]:
        return tuple(BadRange(offset_bytes=start, length_bytes=end - start) for start, end in self._ranges)

    def judge(self) -> Judgement:
        """As `judge`, of a card that was written and read from its first byte to its last."""
        size = self.size_bytes
        if not self._last:
            return Judgement("", size, size)
        if self.nearest is not None:
            return Judgement("wraparound", self.nearest, self.nearest)
        start = self._ranges[0][0]
        if self.failed or self.flipped or self.lost_bytes < size - start:
            return Judgement("worn", size - self.lost_bytes, start)
        return Judgement("constant" if self.constant else "limbo", start, start)


def ranges(wrong: Iterable[Wrong], size_bytes: int) -> tuple[BadRange, ...]:
    """Neighbouring sectors as one range; the first of them where there are very many."""
    tally = Tally(size_bytes)
    tally.add(sorted(wrong, key=lambda one: one.offset_bytes))
    return tally.bad
