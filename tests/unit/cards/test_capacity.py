"""The quick probe against cards that are honest, lie or die: it finds the lie, names the size, and leaves no trace."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from support.devices import MIB
from support.lying_cards import Lie, LyingCard

from nanowizard.cards.capacity import PRESSURE_BYTES, CapacityProbe
from nanowizard.cards.model import BadRange, ProbeReport
from nanowizard.cards.probe import Probe
from nanowizard.cards.speed import SpeedTest
from nanowizard.core.errors import Cancelled, DriveError
from nanowizard.core.events import Event, FindingReported, Progress, StepStarted
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.transfer.crew import still_running

CARD = 16 * MIB
KIB = 1024
CONTENT = random.Random(7).randbytes(CARD)
PRESSURE = 2 * MIB
SMALL = partial(CapacityProbe, pressure_bytes=PRESSURE, least_stride=256 * KIB)
QUICK = partial(SpeedTest, area_bytes=256 * KIB, random_s=0.01)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    yield
    assert not still_running()


def probe(
    card: Any,
    need: int | None = None,
    *,
    emit: Callable[[Event], None] | None = None,
    cancel: CancelToken | None = None,
) -> ProbeReport:
    ctx = RunContext(emit=emit or (lambda _event: None), cancel=cancel or CancelToken())
    return Probe(card, ctx, tick_s=0.005, make_probe=SMALL, make_speed=QUICK).quick(need)


def test_an_honest_card_is_good_and_unchanged() -> None:
    card = LyingCard(CARD, Lie(), CONTENT)
    events: list[Event] = []
    report = probe(card, emit=events.append)
    assert (report.verdict, report.lie, report.real_bytes, report.claimed_bytes) == ("good", "", CARD, CARD)
    assert report.bad == report.not_restored == ()
    assert min(report.write_rate or 0, report.read_rate or 0, report.random_write_iops or 0) > 0
    assert bytes(card.data) == CONTENT
    assert card.writes, "it looked"
    assert [e.step for e in events if isinstance(e, StepStarted)] == ["card.probe", "card.restore", "card.speed"]
    said = [e for e in events if isinstance(e, Progress)]
    assert (said[-1].done, said[-1].fraction) == (said[-1].total, 1.0)


def test_the_partition_table_is_not_touched_while_nothing_speaks_against_the_card() -> None:
    card = LyingCard(CARD, Lie(), CONTENT)
    probe(card)
    assert min(offset for offset, _ in card.writes) >= 256 * KIB


@pytest.mark.parametrize("beyond", ["wrap", "drop", "constant"])
@pytest.mark.parametrize("real", [512, 64 * KIB, 3 * MIB + 512, 8 * MIB, CARD - 4096, CARD - 512])
def test_a_fake_is_named_with_its_kind_and_its_size_to_the_sector(beyond: str, real: int) -> None:
    card = LyingCard(CARD, Lie(real_bytes=real, beyond=beyond), CONTENT)
    report = probe(card)
    assert (report.verdict, report.real_bytes) == ("fake", real)
    assert report.lie == {"wrap": "wraparound", "drop": "limbo", "constant": "constant"}[beyond]
    assert bytes(card.data[:real]) == CONTENT[:real], "what a fake really holds is the person's too"
    assert report.write_rate is None, "the speed of a fake is nobody's business"


@pytest.mark.parametrize("beyond", ["wrap", "drop", "constant"])
@pytest.mark.parametrize("cache", [64 * KIB, PRESSURE])
def test_a_cache_in_the_card_does_not_hide_it(beyond: str, cache: int) -> None:
    card = LyingCard(CARD, Lie(real_bytes=5 * MIB, beyond=beyond, cache_bytes=cache), CONTENT)
    report = probe(card)
    assert (report.verdict, report.real_bytes) == ("fake", 5 * MIB)
    card.settle()
    assert bytes(card.data[: 5 * MIB]) == CONTENT[: 5 * MIB]


def test_what_the_cache_of_the_card_that_f3_measured_would_need() -> None:
    assert PRESSURE_BYTES >= 2 * 523_920 * 512


def test_only_as_much_as_is_needed_has_to_be_real() -> None:
    card = LyingCard(CARD, Lie(real_bytes=9 * MIB, beyond="wrap"), CONTENT)
    assert probe(card, 9 * MIB).verdict == "good"
    assert probe(card, 9 * MIB + 1).verdict == "fake"
    assert bytes(card.data[: 9 * MIB]) == CONTENT[: 9 * MIB]


def test_nothing_behind_the_real_size_of_a_fake_is_good_also_where_nobody_asked_for_it() -> None:
    card = LyingCard(CARD, Lie(real_bytes=2 * MIB, beyond="drop"), CONTENT)
    report = probe(card, 4 * MIB)
    assert report.bad == (BadRange(offset_bytes=2 * MIB, length_bytes=CARD - 2 * MIB),)


def test_a_stuck_cell_is_wear_and_no_fake() -> None:
    at = next(at for at in range(CARD - 4096, CARD) if not CONTENT[at] & 0x10)
    card = LyingCard(CARD, Lie(flip_at=at), CONTENT)
    report = probe(card)
    assert report.verdict == "worn"
    assert [one for one in report.bad if one.offset_bytes <= at < one.offset_bytes + one.length_bytes]
    assert report.not_restored, "what was there cannot be written any more"


def test_a_card_that_dies_on_the_way_says_which_places_are_lost() -> None:
    card = LyingCard(CARD, Lie(dies_after=100 * KIB), CONTENT)
    events: list[Event] = []
    with pytest.raises(DriveError) as caught:
        probe(card, emit=events.append)
    assert caught.value.code == "drive.io"
    (finding,) = findings(events, "card.not_restored")
    changed = {at for at in range(0, CARD, 512) if card.data[at : at + 512] != CONTENT[at : at + 512]}
    said = {at for start, length in finding.params["ranges"] for at in range(start, start + length, 512)}
    assert changed
    assert changed == said


@pytest.mark.parametrize(("longer_than", "which"), [(0, 40), (4096, 0), (4096, 3)])
def test_a_write_that_breaks_off_once_is_put_right(longer_than: int, which: int) -> None:
    """A mark is 4096 bytes; what is rewritten to press on the cache is longer."""
    card = LyingCard(CARD, Lie(), CONTENT)
    tries = itertools.count()

    def tear(offset: int, length: int) -> None:
        if length > longer_than and next(tries) == which:
            card.data[offset : offset + 512] = bytes(512)
            raise DriveError("drive.io", path="memory:card", offset_bytes=offset)

    card.on_write = tear
    with pytest.raises(DriveError):
        probe(card)
    assert bytes(card.data) == CONTENT


@pytest.mark.parametrize("writes", [1, 20, 60, 80])
def test_a_cancel_leaves_no_trace(writes: int) -> None:
    card, cancel = LyingCard(CARD, Lie(), CONTENT), CancelToken()
    card.on_write = lambda _offset, _length: cancel.set() if len(card.writes) >= writes else None
    with pytest.raises(Cancelled):
        probe(card, cancel=cancel)
    assert bytes(card.data) == CONTENT


def test_another_card_in_the_same_place_is_not_written() -> None:
    card = LyingCard(CARD, Lie(), CONTENT)
    swapped = False

    def check() -> None:
        if swapped:
            raise DriveError("drive.changed", path="memory:card")

    def swap(_offset: int, _length: int) -> None:
        nonlocal swapped
        if len(card.writes) == 30 and not swapped:
            swapped = True
            raise DriveError("drive.io", path="memory:card", offset_bytes=0)

    card.on_write, card.on_check = swap, check
    events: list[Event] = []
    with pytest.raises(DriveError):
        probe(card, emit=events.append)
    assert len(card.writes) == 30
    assert findings(events, "card.not_restored")


def test_a_card_that_hangs_is_left_alone_and_what_it_may_have_lost_is_named() -> None:
    card, cancel, go_on = LyingCard(CARD, Lie(), CONTENT), CancelToken(), threading.Event()

    def hang(_offset: int, _length: int) -> None:
        if len(card.writes) == 20 and not cancel.is_set:
            cancel.set()
            go_on.wait()

    card.on_write = hang
    events = list[Event]()
    try:
        with pytest.raises(Cancelled):
            probe(card, emit=events.append, cancel=cancel)
        assert len(card.writes) == 20, "nothing more is asked of it"
        assert findings(events, "card.not_restored")
    finally:
        go_on.set()
        while still_running():
            time.sleep(0.01)


def test_a_card_of_one_block_is_tested_too() -> None:
    card = LyingCard(4096, Lie(), CONTENT[:4096])
    assert probe(card).verdict == "good"
    assert bytes(card.data) == CONTENT[:4096]


def test_a_report_survives_the_wire() -> None:
    from nanowizard.helper import protocol

    report = probe(LyingCard(CARD, Lie(real_bytes=MIB, beyond="drop"), CONTENT))
    assert protocol.from_wire(ProbeReport, protocol.to_wire(report)) == report
    assert report.bad == (BadRange(offset_bytes=MIB, length_bytes=CARD - MIB),)


def findings(events: list[Event], code: str) -> list[Any]:
    return [e.finding for e in events if isinstance(e, FindingReported) and e.finding.code == code]
