"""What of a card has to be read a second time at the end, because a later write may have destroyed it.

A card with less memory R than it says takes what is written to b at b modulo R: it destroys what stands R, 2R, ...
before. R is not known: counterfeits have powers of two, and any other size. So for every R it must be certain that
something is read at the end that such a card has destroyed, if it has destroyed anything at all.

The image is seen as some thousand grains. For each R those grains are counted that are read at the end and would have
been written over for certain: three quarters of them and of both grains that fall upon them were written, so that these
bytes cannot miss each other wherever in a grain R lies. They hold more than zeros, and it takes several, lest damage
hide in equal content. Where there are too few, the lowest that tell are read too, and where even these are too few,
everything that such a card could have destroyed is.

An update has read much before it wrote anything there. What it found right refutes many R: the card has memory for all
of that, and a place R above another would have held what the pass had left there before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache

from nanowizard.flash.write import Written

# A sweep over 16384 sizes takes a tenth of a second.
_MOST_GRAINS = 16384
_SMALLEST_GRAIN_BYTES = 64 * 1024
# Grains that must tell of each R.
_ENOUGH = 16
# A spread sample besides, for what is no wrap: at most so many, and at most this share of what was read early.
SAMPLE = 64
_SAMPLE_SHARE = 20
_BLOCK_BYTES = 4096
_LONGEST_BYTES = 2 * 1024 * 1024
# A pass is done with what lies so far behind it; more than all its buffers hold.
_BEHIND_BYTES = 32 * 1024 * 1024


def to_read_again(
    early: Sequence[Written],
    late: Sequence[Written],
    written: Sequence[Written],
    *,
    found: Sequence[Written] = (),
    behind_bytes: int = _BEHIND_BYTES,
    sample: int = SAMPLE,
) -> list[Written]:
    """Of `early`, what must be read again after all of `written` was; `late` will be read in any case.

    `found` was right when the pass came there, which had seen to all of `found` and `written` that lie before, but for
    the last `behind_bytes`.
    """
    early = sorted(early, key=lambda one: one.offset)
    if not early:
        return []
    chosen = set(_spread(early, min(sample, -(-len(early) // _SAMPLE_SHARE))))
    end = max(one.offset + one.length for one in (*early, *late, *written))
    grain = max(_SMALLEST_GRAIN_BYTES, -(-end // _MOST_GRAINS // _BLOCK_BYTES) * _BLOCK_BYTES)
    grains = _Grains(grain, end)
    read = [*late, *(one for one in early if one.offset in chosen)]
    possible = grains.possible_shifts(found, [*found, *written], behind_bytes) if found else grains.shifts
    wanted = grains.destroyed_unseen(early, read, written, possible)
    return [one for one in early if one.offset in chosen or grains.touches(one, wanted)]


def _spread(ranges: Sequence[Written], count: int) -> Iterable[int]:
    """Offsets, evenly over all."""
    return (ranges[n * len(ranges) // count].offset for n in range(count))


class _Grains:
    """Sets of grains are the bits of whole numbers."""

    def __init__(self, grain_bytes: int, end: int) -> None:
        self._bytes = grain_bytes
        self._count = -(-end // grain_bytes)

    def touches(self, one: Written, grains: int) -> bool:
        return bool(self._mask(one.offset, one.offset + one.length) & grains)

    @property
    def shifts(self) -> Iterable[int]:
        """R in grains, rounded down; from the largest on."""
        return range(self._count - 1, 0, -1)

    def possible_shifts(self, found: Sequence[Written], done: Sequence[Written], behind_bytes: int) -> Iterable[int]:
        """Those that `found` does not refute."""
        content = {one.sha256: one.length for one in found if not is_blank(one)}
        # Half of it: much of what is not blank is so in a part only.
        least = sum(content.values()) // 2
        telling = self._filled([one for one in found if one.sha256 in content])
        done_with = self._filled(done)
        for shift in self.shifts:
            if (shift + 1) * self._bytes <= least:
                return
            falls = telling >> shift & telling >> (shift + 1) & done_with
            if shift * self._bytes < behind_bytes or falls.bit_count() < _ENOUGH:
                yield shift

    def destroyed_unseen(
        self,
        early: Sequence[Written],
        read: Sequence[Written],
        written: Sequence[Written],
        possible: Iterable[int],
    ) -> int:
        """The grains of `early` to read besides `read`."""
        early_any, any_, filled = self._any(early), self._any(written), self._filled(written)
        telling_early = self._filled([one for one in early if not is_blank(one)])
        seen = self._filled([one for one in read if not is_blank(one)])
        wanted = 0
        for shift in possible:
            # R lies in this grain, so each grain falls upon two.
            destroyed = early_any & (any_ >> shift | any_ >> (shift + 1))
            if not destroyed:
                continue
            falls = filled >> shift & filled >> (shift + 1)
            told = (seen | telling_early & wanted) & falls
            missing = _ENOUGH - told.bit_count()
            if missing <= 0:
                continue
            more = telling_early & falls & ~(seen | wanted)
            wanted |= _lowest(more, missing) if more.bit_count() >= missing else destroyed
        return wanted

    def _mask(self, start: int, end: int) -> int:
        first, last = start // self._bytes, -(-end // self._bytes)
        return ((1 << (last - first)) - 1) << first

    def _any(self, ranges: Iterable[Written]) -> int:
        bits = bytearray(self._count)
        for one in ranges:
            first, last = one.offset // self._bytes, -(-(one.offset + one.length) // self._bytes)
            bits[first:last] = b"\x01" * (last - first)
        return _number(bits)

    def _filled(self, ranges: Iterable[Written]) -> int:
        """At least three quarters of each are in the ranges."""
        filled = [0] * self._count
        for one in ranges:
            at, end = one.offset, one.offset + one.length
            while at < end:
                grain = at // self._bytes
                stop = min((grain + 1) * self._bytes, end)
                filled[grain] += stop - at
                at = stop
        return _number(bytearray(4 * count >= 3 * self._bytes for count in filled))


def _number(bits: bytearray) -> int:
    """One byte for each bit, the lowest first."""
    return int(bits[::-1].translate(_DIGITS), 2) if bits else 0


_DIGITS = bytes([48, 49]) + bytes(254)


def _lowest(bits: int, count: int) -> int:
    found = 0
    for _ in range(count):
        lowest = bits & -bits
        found |= lowest
        bits ^= lowest
    return found


def is_blank(one: Written) -> bool:
    """Whether it is all zeros."""
    return one.sha256 == _of_zeros().get(one.length)


@cache
def _of_zeros() -> dict[int, bytes]:
    """The digests of zeros, by length."""
    digest, block = hashlib.sha256(), bytes(_BLOCK_BYTES)
    found = {}
    for length in range(_BLOCK_BYTES, _LONGEST_BYTES + 1, _BLOCK_BYTES):
        digest.update(block)
        found[length] = digest.digest()
    return found
