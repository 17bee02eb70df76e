"""Range sets against a slow but obvious model."""

import itertools
import random

import pytest

from nanowizard.gui.widgets.ranges import RangeSet


def test_touching_ranges_become_one() -> None:
    ranges = RangeSet()
    ranges.add(0, 10)
    ranges.add(20, 30)
    ranges.add(10, 20)
    assert ranges.ranges() == [(0, 30)]


def test_empty_ranges_are_ignored() -> None:
    ranges = RangeSet()
    ranges.add(5, 5)
    ranges.remove(1, 1)
    assert ranges.ranges() == []


def test_removing_the_middle_leaves_two() -> None:
    ranges = RangeSet()
    ranges.add(0, 30)
    ranges.remove(10, 20)
    assert ranges.ranges() == [(0, 10), (20, 30)]
    assert ranges.overlaps(9, 11)
    assert not ranges.overlaps(10, 20)


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_a_set_of_numbers(seed: int) -> None:
    chance = random.Random(seed)
    ranges, model = RangeSet(), set[int]()
    for _ in range(200):
        low = chance.randrange(100)
        high = low + chance.randrange(15)
        if chance.random() < 0.6:
            ranges.add(low, high)
            model |= set(range(low, high))
        else:
            ranges.remove(low, high)
            model -= set(range(low, high))
        ask = chance.randrange(100)
        assert ranges.covered(ask, ask + 20) == len(model & set(range(ask, ask + 20)))
        assert ranges.overlaps(ask, ask + 20) == bool(model & set(range(ask, ask + 20)))
        assert ranges.total() == len(model)
        pairs = ranges.ranges()
        assert all(left[1] < right[0] for left, right in itertools.pairwise(pairs))
