"""The full test finds every byte that is not kept; the speed test measures by a clock of ours and changes nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.devices import MIB
from support.lying_cards import Lie, LyingCard

from nanowizard.cards.model import ProbeReport
from nanowizard.cards.probe import Probe
from nanowizard.cards.speed import Speed, SpeedTest, verdict
from nanowizard.cards.undo import Undo
from nanowizard.core.errors import Cancelled, DriveError
from nanowizard.core.events import Event, FindingReported, Progress
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.transfer.crew import still_running

CARD = 16 * MIB
CONTENT = random.Random(5).randbytes(CARD)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    yield
    assert not still_running()


def full(card: LyingCard, emit: Callable[[Event], None] = lambda _event: None) -> ProbeReport:
    return Probe(card, RunContext(emit=emit), tick_s=0.005).full()


def test_a_sound_card_is_written_and_read_from_end_to_end() -> None:
    card, events = LyingCard(CARD, Lie(), CONTENT), list[Event]()
    report = full(card, events.append)
    assert (report.verdict, report.real_bytes, report.tested_bytes, report.bad) == ("good", CARD, CARD, ())
    assert sum(length for _, length in card.writes) == CARD
    assert report.write_rate
    assert report.read_rate
    last = {e.phase: (e.done, e.total) for e in events if isinstance(e, Progress)}
    assert last == {"fill": (CARD, CARD), "reread": (CARD, CARD)}
    codes = [e.finding.code for e in events if isinstance(e, FindingReported)]
    assert codes == ["card.holds_test_data", "card.sound"]


@settings(max_examples=25, deadline=None)
@given(st.integers(1, CARD // 512 - 1), st.sampled_from(["wrap", "drop", "constant"]))
def test_a_fake_is_measured_to_the_sector(sectors: int, beyond: str) -> None:
    report = full(LyingCard(CARD, Lie(real_bytes=sectors * 512, beyond=beyond), CONTENT))
    assert (report.verdict, report.real_bytes) == ("fake", sectors * 512)


def test_one_bad_bit_is_on_the_map() -> None:
    report = full(LyingCard(CARD, Lie(flip_at=7 * MIB + 5_000), CONTENT))
    # A cell that is stuck at one is seen where a zero belongs: half of all patterns.
    if report.verdict == "worn":
        assert [(one.offset_bytes, one.length_bytes) for one in report.bad] == [(7 * MIB + 4608, 512)]
        assert report.real_bytes == CARD - 512
    else:
        assert report.bad == ()


def test_a_block_that_cannot_be_read_is_wear_and_the_rest_is_still_tested() -> None:
    card = LyingCard(CARD, Lie(), CONTENT)

    def fail(offset: int, length: int) -> None:
        if offset <= 5 * MIB < offset + length:
            raise DriveError("drive.io", path="memory:card", offset_bytes=offset)

    card.on_read = fail
    report = full(card)
    assert report.verdict == "worn"
    assert [(one.offset_bytes, one.length_bytes) for one in report.bad] == [(4 * MIB, 4 * MIB)]


def test_a_card_that_takes_nothing_more_ends_with_its_own_error() -> None:
    card = LyingCard(256 * MIB, Lie(dies_after=8 * MIB))
    with pytest.raises(DriveError) as caught:
        full(card)
    assert caught.value.code == "drive.io"


def test_a_pulled_card_ends_it_at_once() -> None:
    card = LyingCard(CARD, Lie(), CONTENT)

    def gone(offset: int, _length: int) -> None:
        if offset >= 4 * MIB:
            raise DriveError("drive.gone", path="memory:card")

    card.on_write = gone
    with pytest.raises(DriveError) as caught:
        full(card)
    assert caught.value.code == "drive.gone"
    assert len(card.writes) == 1


def test_a_cancel_falls_between_two_pieces_and_says_what_is_on_the_card() -> None:
    card, cancel, events = LyingCard(CARD, Lie(), CONTENT), CancelToken(), list[Event]()
    card.on_write = lambda _offset, _length: cancel.set()
    with pytest.raises(Cancelled):
        Probe(card, RunContext(emit=events.append, cancel=cancel), tick_s=0.005).full()
    assert len(card.writes) == 1
    assert [e.finding.code for e in events if isinstance(e, FindingReported)] == ["card.holds_test_data"]


class Clock:
    """Moves as far as the card's own speed says."""

    def __init__(self, card: LyingCard, write_rate: float, read_rate: float, access_s: float) -> None:
        self.now = 0.0
        card.on_write = lambda _offset, length: self.add(length / write_rate + access_s)
        card.on_read = lambda _offset, length: self.add(length / read_rate + access_s)

    def add(self, seconds: float) -> None:
        self.now += seconds

    def __call__(self) -> float:
        return self.now


def measure(write_rate: float, read_rate: float, access_s: float) -> Speed:
    card = LyingCard(CARD, Lie(), CONTENT)
    clock = Clock(card, write_rate, read_rate, access_s)
    speed = SpeedTest(card, Undo(), area_bytes=8 * MIB, clock=clock).run()
    assert bytes(card.data) == CONTENT
    assert speed.bad == ()
    return speed


def test_rates_are_what_the_clock_says() -> None:
    speed = measure(20e6, 80e6, 0.001)
    # Two pieces of 4 MiB, each with one access; 4096 bytes in 1 ms and a little.
    assert speed.write_rate == pytest.approx(8 * MIB / (8 * MIB / 20e6 + 0.002))
    assert speed.read_rate == pytest.approx(8 * MIB / (8 * MIB / 80e6 + 0.002))
    assert speed.random_write_iops == pytest.approx(1 / (0.001 + 4096 / 20e6))
    assert speed.random_read_iops == pytest.approx(1 / (0.001 + 4096 / 80e6))


@pytest.mark.parametrize(
    ("write_rate", "access_s", "code"),
    [
        (9.9e6, 0.0001, "card.slow"),
        (10.5e6, 0.0001, "card.fast_enough"),
        (30e6, 0.0018, "card.slow_programs"),
        (30e6, 0.0006, "card.fast_enough"),
    ],
)
def test_the_verdict_follows_the_speed_classes(write_rate: float, access_s: float, code: str) -> None:
    assert verdict(measure(write_rate, 80e6, access_s)).code == code


def test_a_slow_card_is_slow_and_no_failure() -> None:
    card = LyingCard(CARD, Lie(), CONTENT)
    clock = Clock(card, 5e6, 20e6, 0.001)
    report = Probe(card, RunContext(), clock=clock, tick_s=0.005).quick(8 * MIB)
    assert (report.verdict, report.lie) == ("slow", "")
    assert bytes(card.data) == CONTENT
