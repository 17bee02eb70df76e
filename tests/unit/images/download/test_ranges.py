"""Which bytes are there, and which piece comes next: over all sizes and orders."""

from __future__ import annotations

from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from nanowizard.images.download.model import Follower, Options, Pieces
from nanowizard.images.download.ranges import Ranges, next_piece, piece_bytes, unasked_bytes
from nanowizard.images.download.ring import for_follower

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12)


def covered(ranges: Ranges) -> set[int]:
    return {at for first, end in ranges for at in range(first, end)}


@given(SPANS)
def test_a_set_of_bytes(spans: list[tuple[int, int]]) -> None:
    ranges = Ranges(spans)
    wanted = {at for first, end in spans for at in range(first, end)}
    assert covered(ranges) == wanted
    assert ranges.total == len(wanted)
    assert ranges.frontier == next(at for at in range(100) if at not in wanted)
    ends = [end for _first, end in ranges]
    firsts = [first for first, _end in ranges]
    assert all(end < first for end, first in zip(ends, firsts[1:], strict=False))  # apart, and in order


@given(SPANS, st.integers(0, 70))
def test_what_is_missing(spans: list[tuple[int, int]], size: int) -> None:
    ranges = Ranges(spans)
    missing = [at for first, end in ranges.gaps(size) for at in range(first, end)]
    assert missing == [at for at in range(size) if at not in covered(ranges)]
    first = ranges.first_gap(size)
    assert (first[0] if first else None) == (missing[0] if missing else None)
    assert covered(ranges.within(size)) == {at for at in covered(ranges) if at < size}


def test_of_a_file_of_unknown_size_everything_behind_the_frontier_is_missing() -> None:
    assert Ranges([(0, 10), (20, 30)]).first_gap(None) == (10, 0)


@given(SPANS, SPANS, st.integers(1, 70), st.integers(1, 20), st.integers(1, 30))
def test_a_piece_is_missing_and_nobody_brings_it(
    have: list[tuple[int, int]], busy: list[tuple[int, int]], size: int, most: int, ahead: int
) -> None:
    there, coming = Ranges(have), {at for first, end in busy for at in range(first, end)}
    free = [at for at in range(size) if at not in covered(there) and at not in coming]
    piece = next_piece(there, busy, size, most, ahead)
    if not free or free[0] >= there.frontier + ahead:
        assert piece is None
        return
    assert piece is not None
    first, end = piece
    assert first == free[0]
    assert 0 < end - first <= most
    assert set(range(first, end)) <= set(free)


@given(SPANS, st.integers(1, 70), st.integers(1, 20), st.integers(1, 5))
def test_pieces_make_the_whole(have: list[tuple[int, int]], size: int, most: int, ahead: int) -> None:
    there, asked = Ranges(have).within(size), 0
    while piece := next_piece(there, (), size, most, ahead):
        there.add(*piece)
        asked += 1
        assert asked <= size
    assert covered(there) == set(range(size))


@given(st.integers(1, 8), st.floats(0, 1e10), st.integers(1, 1 << 40))
def test_the_size_of_a_piece(connections: int, rate: float, missing: int) -> None:
    pieces = Pieces(connections=connections)
    size = piece_bytes(pieces, connections, rate, missing)
    assert 1 <= size <= pieces.most_bytes
    assert size <= max(rate * pieces.aim_s, pieces.least_bytes)
    if missing >= 2 * connections * pieces.least_bytes:
        assert size >= pieces.least_bytes


def test_the_last_pieces_are_small() -> None:
    pieces = Pieces(connections=4)
    assert piece_bytes(pieces, 4, 1e9, 8 * 10**9) == pieces.most_bytes
    assert piece_bytes(pieces, 4, 1e9, 80 * 10**6) == 10**7
    assert piece_bytes(pieces, 4, 1e9, 1000) == pieces.least_bytes // 4
    assert piece_bytes(pieces, 1, 1e9, 60 * 10**6) == 60 * 10**6, "one alone leaves nobody behind"


MIB = 1024 * 1024


def lags(pieces: Pieces, size: int, rate: int) -> list[int]:
    """How many of the bytes that have come lie behind a gap, as each piece ends; the connections share `rate`."""
    have = Ranges()
    lanes: list[tuple[int, int]] = []
    found = []
    while have.total < size:
        while len(lanes) < pieces.connections:
            aim = piece_bytes(pieces, pieces.connections, rate / pieces.connections, unasked_bytes(have, lanes, size))
            piece = next_piece(have, lanes, size, aim, pieces.ahead_bytes)
            if piece is None:
                break
            lanes.append(piece)
        step = min(end - at for at, end in lanes)
        for at, _end in lanes:
            have.add(at, at + step)
        lanes = [(at + step, end) for at, end in lanes if at + step < end]
        found.append(have.total - have.frontier)
    return found


def test_connections_end_together_and_in_order() -> None:
    """A card that is written meanwhile has little left to do at the end of the download (445 MB over 50 Mbit/s)."""
    usual = Options(follower=cast("Follower", object()))
    assert for_follower(Options()) == Options()
    alone, followed = lags(usual.pieces, 445 * MIB, 6_250_000), lags(for_follower(usual).pieces, 445 * MIB, 6_250_000)
    assert max(followed) < 16 * MIB < max(alone)
    assert max(followed[-8:]) < 6 * MIB


def test_what_is_on_its_way_is_asked_for() -> None:
    assert unasked_bytes(Ranges([(0, 10), (20, 30)]), [(10, 15), (90, 200)], 100) == 65


def test_several_pieces_fit_into_a_window() -> None:
    options = for_follower(Options(follower=cast("Follower", object()), window_bytes=2 * MIB))
    assert options.pieces.least_bytes == MIB // 4
    assert options.pieces.most_bytes == MIB // 2
