"""Where a quick probe looks: pure arithmetic. Offsets and lengths in bytes, all multiples of the card's alignment.

Why these places find every card that keeps less than it is asked for, as f3 models them (src/libdevs.c: limbo,
wraparound, chain), whatever its real size R < need:

- *limbo* (what lies behind R is not kept): the last mark ends at `need`, so it lies behind R, or across it.
- *wraparound* (what lies behind R begins anew at 0, R any number): marks stand at every multiple of a stride S, and the
  first S bytes are compared with what they were. The first mark behind R stands at R + b with b < S, so it shows at b,
  or, where that is a mark's own place, one of the two is destroyed. Behind the last multiple the mark at the end
  does the same.
- *chain* (both): the last mark meets one or the other.

A card that moves addresses in a way of its own is only found by writing all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

Place = tuple[int, int]

MIB = 1 << 20
MARK_BYTES = 4096
# The first MiB has the partition table: nothing is written there while nothing speaks against the card, so that even a
# computer that loses its power leaves a card that can be read (f3probe does the same).
HEAD_BYTES = MIB
# The first S bytes are read twice, and need/S marks written: some 100 MiB and 130 marks for the image of a Nano.
MOST_STRIDES = 128
LEAST_STRIDE_BYTES = 64 * MIB
RANDOM_MARKS = 16


def up(number: int, alignment: int) -> int:
    return -(-number // alignment) * alignment


def stride_of(need: int, alignment: int, *, least: int = LEAST_STRIDE_BYTES) -> int:
    return min(up(max(need // MOST_STRIDES, least), alignment), need)


def marks(need: int, stride: int, alignment: int, seed: int) -> list[Place]:
    """(offset, length) of each mark, ascending, none over another; the last one ends at `need`."""
    length = min(up(MARK_BYTES, alignment), need)
    first = min(HEAD_BYTES, stride, _down(need // 2, alignment))
    some = Random(seed)  # noqa: S311 - spread, not secret
    needed = [need - length, *range(stride, need, stride), first]
    welcome = [1 << power for power in range(HEAD_BYTES.bit_length() - 1, need.bit_length())]
    welcome += [some.randrange(first, need) for _ in range(RANDOM_MARKS)]
    kept: list[int] = []
    for offset in [*needed, *(_down(one, alignment) for one in welcome)]:
        if 0 <= offset <= need - length and all(abs(offset - other) >= length for other in kept):
            kept.append(offset)
    return [(offset, length) for offset in sorted(kept)]


def between(low: int, high: int, alignment: int, *, most: int) -> list[Place]:
    """At most `most` marks evenly over [low, high), or so many that they cover it where it is that small."""
    length = up(MARK_BYTES, alignment)
    step = max(length, up((high - low) // most, alignment))
    return [(offset, min(length, high - offset)) for offset in range(low, high, step)]


def gaps(start: int, end: int, taken: Iterable[Place], *, piece: int = MIB) -> Iterator[Place]:
    """[start, end) without what is `taken`, in pieces of at most `piece` bytes."""
    at = start
    for offset, length in [*sorted(taken), (end, 0)]:
        stop = min(max(offset, at), end)
        for begin in range(at, stop, piece):
            yield begin, min(piece, stop - begin)
        at = max(at, min(offset + length, end))


def _down(number: int, alignment: int) -> int:
    return number // alignment * alignment
