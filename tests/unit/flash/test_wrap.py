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


def an_update(layout: list[Written], before: dict[int, bytes], real_bytes: int) -> tuple[list[Written], list[Written]]:
    """What a pass finds right and what it writes, on a card that holds the digests `before` by place.

    Ranges begin and end at multiples of 64 KiB, and each is a place of that size.
    """
    places, found, written = dict(before), [], []
    for one in layout:
        place = one.offset % real_bytes
        if places.get(place) == one.sha256:
            found.append(one)
        else:
            places[place] = one.sha256
            written.append(one)
    return found, written


@pytest.mark.parametrize("seed", range(40))
def test_what_an_update_found_right_refutes_no_wrap_that_destroys(seed: int) -> None:
    """Cards that held this image or another one, written without any verification, with holes anywhere."""
    rng = random.Random(seed)
    unit = 64 * KIB
    real_bytes = unit * rng.randrange(16, 190)
    holes = rng.choice([0.0, 0.1, 0.5])
    image = ranges_of([(n * unit, unit) for n in range(16, 192) if rng.random() >= holes])
    part = rng.choice([0.3, 0.7, 0.9, 1.0])
    broke_off = rng.random() < 0.5
    held = [one for n, one in enumerate(image) if (n < len(image) * part if broke_off else rng.random() < part)]
    before = {one.offset % real_bytes: one.sha256 for one in held}
    found, written = an_update(image, before, real_bytes)
    again = set(to_read_again(found, written, written, found=found, behind_bytes=0, sample=0))
    lost = {
        one for one in image for w in written if w.offset > one.offset and (w.offset - one.offset) % real_bytes == 0
    }
    assert not lost & set(found) or lost & (again | set(written)), real_bytes


def test_what_lies_over_a_hole_refutes_nothing() -> None:
    """An earlier image left it there, on a false card whose memory happened to be free at that place."""
    unit = 64 * KIB
    image = ranges_of([(n * unit, unit) for n in (*range(16, 40), *range(116, 130), *range(140, 200))])
    before = {n * unit: image[n - 16].sha256 for n in range(16, 40)}
    before |= {(n - 100) * unit: image[38 + n - 140].sha256 for n in range(140, 200)}
    found, written = an_update(image, before, 100 * unit)
    assert len(written) == 14
    again = {
        one.offset // unit for one in to_read_again(found, written, written, found=found, behind_bytes=0, sample=0)
    }
    assert again & set(range(16, 30))


def test_few_changes_on_a_card_that_holds_the_rest_cost_little() -> None:
    image = ranges_of([(n * 2 * MIB, 2 * MIB) for n in range(1, 4096)])
    written = [Written(one.offset, 4 * KIB, one.sha256) for one in image[7::50]]
    found = [one for n, one in enumerate(image) if n % 50 != 7]
    again = to_read_again(found, written, written, found=found)
    assert sum(one.length for one in again) < 0.03 * sum(one.length for one in image)
    without = to_read_again(found, written, written)
    assert sum(one.length for one in without) > 0.5 * sum(one.length for one in image)
