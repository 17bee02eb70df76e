"""A quick probe for a lying capacity that leaves a card as it was.

Marks are written at spread places (`places` says which, and why they suffice), pushed out of the card's own cache, and
read back. A cache inside the card can make a fake look real: f3 documents a card of 8 GB that says 128 GB and hides
that behind 256 MB of cache, and that "the internal cache will fool any test that doesn't write beyond the real capacity
of the drive plus the size of the internal cache" (f3, doc/usage.rst). So twice that is written between the marks and
their reading, at the end of the card, where the real size ends last. It is written without a change: each MiB is read
and the same bytes are written to the same place, which nobody can be hurt by, wherever a fake really puts them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field

from nanowizard.cards.judge import LIES, MOST_BAD_RANGES, Judgement, Mark, judge, ranges
from nanowizard.cards.model import BadRange
from nanowizard.cards.pattern import Pattern, Wrong
from nanowizard.cards.places import LEAST_STRIDE_BYTES, MIB, Place, between, gaps, marks, stride_of, up
from nanowizard.cards.undo import Undo, read, write
from nanowizard.drives.backend import RawDevice

# Twice the largest cache that f3 knows of. Half of a card that is smaller: f3probe writes no more either.
PRESSURE_BYTES = 512 * MIB
# Marks of one round of the search for the real size; two or three rounds, each with its own pressure.
SEARCH_MARKS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """What the probe found; `real_bytes` up to `need_bytes`, to the sector where the card is a fake."""

    kind: str
    real_bytes: int
    tested_bytes: int
    bad: tuple[BadRange, ...] = ()

    @property
    def is_fake(self) -> bool:
        return bool(self.lie)

    @property
    def lie(self) -> str:
        """How it lies, or empty."""
        return self.kind if self.kind in LIES else ""


@dataclass(slots=True)
class CapacityProbe:
    """One probe of one card. `need_bytes` is how much must be real, rounded up to the alignment, at most all of it.

    Everything that it changes is in `undo`, which the caller restores in every end; `spoilt` is what a worn card did
    not take a second time. `done` is told of bytes that went to or from the card. Smaller `pressure_bytes` and
    `least_stride` are for tests.
    """

    device: RawDevice
    need_bytes: int
    undo: Undo
    done: Callable[[int], None] = lambda _bytes: None
    pressure_bytes: int = PRESSURE_BYTES
    least_stride: int = LEAST_STRIDE_BYTES
    pattern: Pattern = field(default_factory=Pattern)
    seed: int = field(default_factory=lambda: int.from_bytes(os.urandom(4), "big"))
    spoilt: list[BadRange] = field(default_factory=list)
    _written: set[Place] = field(default_factory=set)
    _rewritten: dict[Place, bytes] = field(default_factory=dict)
    _tested: int = 0

    def run(self) -> Capacity:
        """Raises DriveError or Cancelled; `undo` then says what has to be put back."""
        need, stride = self.need_bytes, self._stride
        places = marks(need, stride, self.device.alignment, self.seed)
        start = list(gaps(0, stride, places))
        before = {place: _digest(self._read(place)) for place in start}
        self._mark(places)
        self._press()
        elsewhere = [wrong for place in start for wrong in self._changed(place, before[place])]
        seen = self._look(places)
        found = judge(seen, elsewhere, need)
        if found.is_fake and found.kind != "wraparound":
            found = self._search(found)
        if found.is_fake:
            lost = self.device.size_bytes - found.good_bytes
            bad = (BadRange(offset_bytes=found.good_bytes, length_bytes=lost),)
            return Capacity(kind=found.kind, real_bytes=found.good_bytes, tested_bytes=self._tested, bad=bad)
        elsewhere += [wrong for mark in seen for wrong in mark.wrong]
        return self._sound_or_worn(elsewhere)

    def planned_bytes(self) -> int:
        """How much `done` will be told of on a card that is sound."""
        return 2 * self._stride + 3 * self._pressure

    @property
    def _stride(self) -> int:
        return stride_of(self.need_bytes, self.device.alignment, least=self.least_stride)

    @property
    def _pressure(self) -> int:
        return min(self.pressure_bytes, self.device.size_bytes // 2)

    def _sound_or_worn(self, wrong: list[Wrong]) -> Capacity:
        """What was rewritten must still be the same: that is a test too, and what is not so cannot be brought back."""
        for place, digest in self._rewritten.items():
            if self._changed(place, digest):
                self.spoilt.append(BadRange(offset_bytes=place[0], length_bytes=place[1]))
        bad = (*ranges(wrong, self.device.size_bytes), *self.spoilt)[:MOST_BAD_RANGES]
        return Capacity(kind="worn" if bad else "", real_bytes=self.need_bytes, tested_bytes=self._tested, bad=bad)

    def _mark(self, places: list[Place]) -> None:
        """All are read before any is written, and the highest is written first.

        So on a card that wraps around each saved range is the person's, and of two places that are one the lower mark
        stays: the distance to it is the real size.
        """
        for offset, length in places:
            self.undo.save(self.device, offset, length)
            self._written.add((offset, length))
        for offset, length in reversed(places):
            write(self.device, offset, self.pattern.make(offset, length))
            self._tested += length
        self.device.flush()

    def _press(self) -> None:
        """More than the card's cache goes through it. Marks are left out: they would be fresh in it again."""
        end, wanted = self.device.size_bytes, self._pressure
        begin = max(end - wanted - sum(length for _, length in self._written), 0)
        begin -= begin % max(self.device.alignment, MIB)
        for place in gaps(begin, end, self._written):
            data = self._read(place)
            with self.undo.holding(place[0], data):
                write(self.device, place[0], data)
            self._rewritten[place] = _digest(data)
            self._count(place[1])
        self.device.flush()

    def _look(self, places: list[Place]) -> list[Mark]:
        return [Mark(*place, tuple(self.pattern.wrong(place[0], read(self.device, *place)))) for place in places]

    def _search(self, found: Judgement) -> Judgement:
        """The real size of a card that keeps nothing from some place on, to the sector."""
        while found.is_fake and found.lost_from > found.good_bytes:
            low, high = found.good_bytes, up(found.lost_from, self.device.alignment)
            places = between(low, high, self.device.alignment, most=SEARCH_MARKS)
            self._mark(places)
            self._press()
            again = judge(self._look(places), (), high)
            good = min(max(low, again.good_bytes), high) if again.kind else high
            found = Judgement(found.kind, good, max(good, again.lost_from if again.is_fake else high))
            if len(places) * places[0][1] >= high - low:
                return Judgement(found.kind, found.lost_from, found.lost_from)
        return found

    def _changed(self, place: Place, digest: bytes) -> list[Wrong]:
        data = self._read(place)
        if _digest(data) == digest:
            return []
        return list(self.pattern.foreign(place[0], data)) or [Wrong(place[0], "other")]

    def _read(self, place: Place) -> bytes:
        data = read(self.device, *place)
        self._count(place[1])
        return data

    def _count(self, length: int) -> None:
        self._tested += length
        self.done(length)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
