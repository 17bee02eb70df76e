"""For any content, any lie and any end: an honest card is never changed, and no liar is called good."""

from __future__ import annotations

import contextlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.lying_cards import Lie, LyingCard

from nanowizard.cards.capacity import Capacity, CapacityProbe
from nanowizard.cards.pattern import Pattern
from nanowizard.cards.places import between, gaps, marks, stride_of
from nanowizard.cards.undo import Undo
from nanowizard.core.errors import DriveError

KIB = 1024
PRESSURE = 256 * KIB
ALIGNMENTS = st.sampled_from([512, 4096])
FEW = settings(max_examples=60, deadline=None)


class PulledError(Exception):
    """Stands for whatever ends a probe from outside."""


def probe(card: LyingCard, need: int, seed: int) -> tuple[Capacity | None, list[int]]:
    """What it found (None: it broke off), and the starts of what was not put back."""
    undo = Undo()
    one = CapacityProbe(
        card, need, undo, pressure_bytes=PRESSURE, least_stride=64 * KIB, pattern=Pattern(bytes(8)), seed=seed
    )
    found: Capacity | None = None
    with contextlib.suppress(DriveError, PulledError):
        found = one.run()
    card.on_write = card.on_read = lambda _offset, _length: None
    lost = [place.offset_bytes for place in (*undo.restore(card), *one.spoilt)]
    card.settle()
    return found, lost


@st.composite
def cards(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """(size, alignment, need, seed): all multiples of the alignment."""
    alignment = draw(ALIGNMENTS)
    size = draw(st.integers(1, 2048 * KIB // alignment)) * alignment
    need = draw(st.one_of(st.just(size), st.integers(1, size // alignment).map(lambda n: n * alignment)))
    return size, alignment, need, draw(st.integers(0, 1 << 32))


@FEW
@given(cards(), st.booleans(), st.integers(0, PRESSURE), st.none() | st.integers(0, 400))
def test_an_honest_card_is_never_changed_whatever_ends_the_probe(
    shape: tuple[int, int, int, int], full_of_zeros: bool, cache: int, breaks_at: int | None
) -> None:
    size, alignment, need, seed = shape
    content = bytes(size) if full_of_zeros else random.Random(seed).randbytes(size)
    card = LyingCard(size, Lie(cache_bytes=cache), content, alignment=alignment)
    calls = iter(range(1 << 30))

    def fail(_offset: int, _length: int) -> None:
        if next(calls) == breaks_at:
            raise PulledError

    card.on_write = card.on_read = fail
    found, lost = probe(card, need, seed)
    assert bytes(card.data) == content
    assert lost == []
    if found:
        assert (found.kind, found.real_bytes) == ("", need)


@FEW
@given(cards(), st.sampled_from(["wrap", "drop", "constant", "chain"]), st.data())
def test_no_card_with_less_than_is_needed_is_called_good(
    shape: tuple[int, int, int, int], beyond: str, data: st.DataObject
) -> None:
    size, alignment, need, seed = shape
    if need == alignment:
        return  # a card of one block has nothing less than that
    real = data.draw(st.integers(1, need // alignment - 1), label="blocks") * alignment
    module = 1 << real.bit_length() + data.draw(st.integers(0, 2), label="chain")
    cache = data.draw(st.integers(0, min(PRESSURE, size // 2)), label="cache")
    lie = Lie(real_bytes=real, beyond=beyond, module_bytes=module, cache_bytes=cache)
    content = random.Random(seed).randbytes(size)
    card = LyingCard(size, lie, content, alignment=alignment)
    found, _lost = probe(card, need, seed)
    assert found
    # With a cache, and two places that are one, an old value may come out late and hide what kind of card this is.
    assert found.kind
    if not cache or beyond in ("drop", "constant"):
        assert found.is_fake
        assert found.real_bytes < need
    if not cache and beyond != "chain":
        assert found.real_bytes == real
    assert bytes(card.data[:real]) == content[:real], "what it really holds is as it was"


@FEW
@given(cards(), st.integers(0, 1 << 21), st.data())
def test_what_a_stuck_cell_has_cost_is_named(shape: tuple[int, int, int, int], at: int, data: st.DataObject) -> None:
    size, alignment, need, seed = shape
    content = random.Random(seed).randbytes(size)
    card = LyingCard(size, Lie(flip_at=at % size), content, alignment=alignment)
    found, lost = probe(card, need, seed)
    assert found
    assert not found.is_fake
    changed = [
        place for place in range(0, size, alignment) if card.data[place:][:alignment] != content[place:][:alignment]
    ]
    assert bool(changed) <= bool(lost)
    assert all(any(start <= place for start in lost) for place in changed)


@given(cards())
def test_marks_hold_to_what_the_proof_needs(shape: tuple[int, int, int, int]) -> None:
    _size, alignment, need, seed = shape
    stride = stride_of(need, alignment, least=64 * KIB)
    found = marks(need, stride, alignment, seed)
    ends = [offset + length for offset, length in found]
    assert ends[-1] == need
    assert all(end <= start for end, (start, _) in zip(ends, found[1:], strict=False))
    assert all(number % alignment == 0 for place in found for number in place)
    for real in range(alignment, need, alignment):
        assert any(real < offset + length and offset < real + stride for offset, length in found)


@given(st.integers(0, 64), st.integers(0, 64), st.lists(st.tuples(st.integers(0, 64), st.integers(1, 4)), max_size=8))
def test_gaps_are_exactly_what_is_not_taken(start: int, length: int, taken: list[tuple[int, int]]) -> None:
    end = start + length
    covered = [at for offset, count in gaps(start, end, taken, piece=3) for at in range(offset, offset + count)]
    busy = {at for offset, count in taken for at in range(offset, offset + count)}
    assert covered == [at for at in range(start, end) if at not in busy]


@given(st.integers(0, 1000), st.integers(1, 100_000), ALIGNMENTS)
def test_a_round_of_the_search_lies_within_its_bounds(low: int, blocks: int, alignment: int) -> None:
    bottom, top = low * alignment, (low + blocks) * alignment
    found = between(bottom, top, alignment, most=16)
    assert found[0][0] == bottom
    assert len(found) <= 17
    assert all(offset + length <= top for offset, length in found)


@pytest.mark.parametrize("length", [20, 511, 512, 4096, 1 << 20, (1 << 20) + 512])
def test_a_pattern_knows_itself_anywhere(length: int) -> None:
    pattern = Pattern()
    data = bytes(pattern.make(3 << 20, length))
    assert list(pattern.wrong(3 << 20, data)) == []
    moved = list(pattern.wrong(5 << 20, data))
    assert len(moved) == -(-length // 512)
    if length >= 512:
        assert (moved[0].kind, moved[0].origin) == ("moved", 3 << 20)


def test_a_flipped_bit_is_never_taken_for_another_place() -> None:
    pattern = Pattern()
    clean = bytes(pattern.make(1 << 24, 512))
    for bit in range(512 * 8):
        data = bytearray(clean)
        data[bit // 8] ^= 1 << bit % 8
        assert [(one.kind, one.origin) for one in pattern.wrong(1 << 24, bytes(data))] == [("flipped", None)]
