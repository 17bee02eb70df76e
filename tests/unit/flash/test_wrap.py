"""What is read twice: whatever a card of any size that begins anew has destroyed, something of it is among that."""

from __future__ import annotations

import hashlib
import random

import pytest

from nanowizard.flash.wrap import is_blank, to_read_again
from nanowizard.flash.write import Written

KIB = 1024
MIB = 1024 * KIB


def ranges_of(layout: list[tuple[int, int]], blank: set[int] = frozenset()) -> list[Written]:  # type: ignore[assignment]
    """Written in order; those numbered in `blank` are zeros."""
    return [
        Written(offset, length, hashlib.sha256(bytes(length) if n in blank else b"%d" % offset).digest())
        for n, (offset, length) in enumerate(layout)
    ]


def destroyed(written: list[Written], real_bytes: int) -> set[Written]:
    """The ranges that a card with that memory does not hold any more when all were written in this order.

    Zeros over zeros destroy nothing.
    """
    lost: set[Written] = set()
    owner: list[tuple[int, int, Written]] = []
    for one in written:
        pieces, offset, left = [], one.offset, one.length
        while left:
            count = min(left, real_bytes - offset % real_bytes)
            pieces.append((offset % real_bytes, offset % real_bytes + count))
            offset, left = offset + count, left - count
        for start, end in pieces:
            for first, last, earlier in owner:
                if start < last and end > first and earlier != one and not (is_blank(one) and is_blank(earlier)):
                    lost.add(earlier)
            owner.append((start, end, one))
    return lost


def a_layout(rng: random.Random) -> list[tuple[int, int]]:
    """Ranges and holes as a file system leaves them, or stranger; up to 12 MiB."""
    longest_hole = rng.choice([16 * KIB, 256 * KIB, 4 * MIB])
    longest = rng.choice([32 * KIB, 512 * KIB])
    layout, at = [], MIB
    while at < 12 * MIB:
        length = rng.randrange(4 * KIB, longest + 1, 4 * KIB)
        layout.append((at, length))
        at += length + rng.randrange(20 * KIB, longest_hole + 24 * KIB, 4 * KIB) * (rng.random() < 0.4)
    return layout


@pytest.mark.parametrize("seed", range(60))
def test_no_wrap_is_missed(seed: int) -> None:
    rng = random.Random(seed)
    layout = a_layout(rng)
    blank = {n for n in range(len(layout)) if rng.random() < 0.3}
    written = ranges_of(layout, blank)
    late_count = rng.choice([0, 1, len(written) // 10])
    early, late = written[: len(written) - late_count], written[len(written) - late_count :]
    read = {*late, *to_read_again(early, late, written, sample=0)}
    sizes = {8 * MIB, 4 * MIB, 6 * MIB, *(rng.randrange(MIB, 12 * MIB, 512) for _ in range(20))}
    for real_bytes in sizes:
        lost = destroyed(written, real_bytes) & set(early)
        assert not lost or lost & read, real_bytes


def test_of_a_full_image_little_is_read_twice() -> None:
    written = ranges_of([(n * 2 * MIB, 2 * MIB) for n in range(1, 4096)])
    again = to_read_again(written[:-16], written[-16:], written)
    assert sum(one.length for one in again) < 0.04 * sum(one.length for one in written)
    assert [one.offset for one in again] == sorted({one.offset for one in again})


def test_a_wrap_into_a_large_hole_is_covered() -> None:
    """The low part alone would not tell: nothing falls upon it, and what is destroyed lies behind it."""
    low = [(n * MIB, MIB) for n in range(1, 400)]
    high = [(n * MIB, MIB) for n in range(900, 910)]
    written = ranges_of(low + high)
    again = set(to_read_again(written[:-1], written[-1:], written, sample=0))
    for real_bytes in range(410 * MIB, 895 * MIB, 7 * MIB + 512):
        lost = destroyed(written, real_bytes)
        assert not lost or lost & again, real_bytes


def test_zeros_do_not_tell() -> None:
    low = [(n * MIB, MIB) for n in range(1, 64)]
    written = ranges_of([*low, *((n * MIB, MIB) for n in range(64, 128))], blank=set(range(40)))
    assert is_blank(written[0]) and not is_blank(written[40])
    again = set(to_read_again(written[:-1], written[-1:], written, sample=0))
    assert any(not is_blank(one) for one in destroyed(written, 60 * MIB) & again)


def test_the_sample_is_small_and_spread() -> None:
    written = ranges_of([(n * 4 * MIB, 4 * KIB) for n in range(1, 4000)])
    assert to_read_again([], written, written) == []
    again = to_read_again(written, [], written)
    assert again[0].offset < 200 * MIB and again[-1].offset > 3800 * 4 * MIB * 0.9
