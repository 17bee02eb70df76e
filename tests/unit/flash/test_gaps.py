"""Reading back while the source gives nothing: what is left for the end, and what must be found all the same."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Collection
from typing import Any

import pytest
from support.devices import MIB, MemoryCard, MemoryImage

from nanowizard.core.errors import DriveError, FlashError, ImageError
from nanowizard.core.events import Event, FindingReported, LimitedBy, Progress
from nanowizard.core.task import RunContext
from nanowizard.drives.marker import read_marker
from nanowizard.flash.card import Flash
from nanowizard.flash.conveyor import Conveyor
from nanowizard.flash.gaps import GapReader
from nanowizard.flash.model import FlashReport
from nanowizard.flash.stream import BUFFER_BYTES
from nanowizard.flash.write import HEAD_BYTES
from nanowizard.practice.faults import Faults, FaultyDevice
from nanowizard.transfer.crew import still_running

DATA = random.Random(2).randbytes(24 * MIB)
CARD_BYTES = 32 * MIB
PATIENCE_S = 30.0
LAG_BYTES = 2 * BUFFER_BYTES


class SlowFlash:
    """A flash whose source gives nothing before the card has been left alone by everybody."""

    def __init__(self, device: Any, card: MemoryCard, skipped: Collection[int] = ()) -> None:
        """`skipped`: pieces of the image, by number, that are not written."""
        self.card = card
        self.events: list[Event] = []
        self.read_early: list[int] = []
        self._device = device
        self._changed = threading.Condition()
        self.stream_ended = False
        self._skipped = skipped
        self._writes = 0
        card.on_read, card.on_write = self._on_read, self._on_write

    def run(self, lag_bytes: int = LAG_BYTES) -> FlashReport:
        image = MemoryImage(DATA, before_read=self._wait, at_end=self.end, piece=BUFFER_BYTES)
        ctx = RunContext(emit=self.events.append)
        return Flash(self._device, image, ctx, tick_s=0.005, lag_bytes=lag_bytes).run()

    def findings(self) -> list[str]:
        return [event.finding.code for event in self.events if isinstance(event, FindingReported)]

    def _on_read(self, offset: int, length: int) -> None:
        if offset >= HEAD_BYTES and not self.stream_ended:
            with self._changed:
                self.read_early.append(offset)
                self._changed.notify_all()

    def _on_write(self, offset: int, length: int) -> None:
        with self._changed:
            self._writes += HEAD_BYTES <= offset < len(DATA)
            self._changed.notify_all()

    def _wait(self, position: int) -> None:
        """Until all has been taken that has come, and all has been read that lies behind the lag."""
        came = position // BUFFER_BYTES
        written = came - sum(number < came for number in self._skipped)
        may = written - 1 - LAG_BYTES // BUFFER_BYTES

        def is_quiet() -> bool:
            return self.stream_ended or (len(self.read_early) >= may and self._writes >= written)

        with self._changed:
            assert self._changed.wait_for(is_quiet, PATIENCE_S)

    def end(self) -> None:
        with self._changed:
            self.stream_ended = True
            self._changed.notify_all()


class WrappingCard(MemoryCard):
    """Says it has `size_bytes`; has `real_bytes`, and begins anew behind them."""

    def __init__(self, size_bytes: int, real_bytes: int) -> None:
        super().__init__(size_bytes)
        self._real_bytes = real_bytes

    def write_at(self, offset: int, data: memoryview) -> None:
        for at in range(0, len(data), 4096):
            super().write_at((offset + at) % self._real_bytes, data[at : at + 4096])

    def read_at(self, offset: int, into: memoryview) -> None:
        self.on_read(offset, len(into))
        for at in range(0, len(into), 4096):
            place, count = (offset + at) % self._real_bytes, min(4096, len(into) - at)
            into[at : at + count] = self.data[place : place + count]


def is_marked(card: MemoryCard) -> bool:
    return read_marker(bytes(card.data[:4096])) is not None


def test_with_a_slow_source_little_is_left() -> None:
    card = MemoryCard(CARD_BYTES)
    slow = SlowFlash(card, card)
    report = slow.run()
    assert card.data[: len(DATA)] == DATA
    pieces = len(DATA) // BUFFER_BYTES
    assert len(slow.read_early) >= pieces - LAG_BYTES // BUFFER_BYTES - 3
    assert len(slow.read_early) == len(set(slow.read_early)), "each once"
    assert report.verified_bytes == len(DATA)
    verify = [event for event in slow.events if isinstance(event, Progress) and event.phase == "verify"]
    assert verify[0].done >= 0.6 * len(DATA), "what was read early is not left to be done"
    fractions = [event.fraction or 0 for event in slow.events if isinstance(event, Progress)]
    assert fractions == sorted(fractions) and fractions[-1] == 1.0


def test_what_limits_such_a_flash_is_what_its_source_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.devices.MemorySource.waits_for", LimitedBy.NETWORK)
    card = MemoryCard(CARD_BYTES)
    slow = SlowFlash(card, card)
    slow.run()
    writing = [e for e in slow.events if isinstance(e, Progress) and e.phase == "write"]
    assert writing[-1].limited_by is LimitedBy.NETWORK
    assert LimitedBy.CARD not in {event.limited_by for event in writing}
    assert {e.limited_by for e in slow.events if isinstance(e, Progress) and e.phase == "verify"} == {LimitedBy.CARD}


@pytest.mark.parametrize("real_bytes", [CARD_BYTES // 2, len(DATA) - 4096, 12 * MIB + 512 * 8, 23 * MIB, 3 * MIB])
def test_a_card_that_begins_anew_is_found(real_bytes: int) -> None:
    """All of it was right when it was read early; what was written later destroyed it."""
    card = WrappingCard(CARD_BYTES, real_bytes)
    slow = SlowFlash(card, card)
    with pytest.raises(FlashError, match=r"flash\.verify_mismatch"):
        slow.run()
    assert slow.read_early
    assert is_marked(card)


def test_such_a_card_is_marked_also_where_the_image_is_gone_by_then() -> None:
    card = WrappingCard(CARD_BYTES, CARD_BYTES // 2)
    images = iter([MemoryImage(DATA)])

    def open_source() -> Any:
        for image in images:
            return image()
        raise ImageError("image.not_kept", file="test.img")

    with pytest.raises(ImageError):
        Flash(card, open_source, RunContext(), tick_s=0.005).run()
    assert is_marked(card)


def test_a_card_that_begins_anew_in_a_hole_of_the_image_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The start of the card stays right then: nothing was written to where it would have been destroyed."""
    real_bytes = 12 * MIB
    hole = (real_bytes, real_bytes + 5 * MIB)

    def ranges(_map: object, offset: int, view: memoryview) -> list[tuple[int, int]]:
        end = offset + len(view)
        parts = [(offset, min(end, hole[0])), (max(offset, hole[1]), end)]
        return [(start, stop) for start, stop in parts if start < stop]

    monkeypatch.setattr("nanowizard.flash.blockmap.BlockMap.ranges", ranges)
    card = WrappingCard(CARD_BYTES, real_bytes)
    slow = SlowFlash(card, card, skipped=(6, 7))
    with pytest.raises(FlashError, match=r"flash\.verify_mismatch"):
        slow.run()
    assert max(slow.read_early) > real_bytes
    assert is_marked(card)


def test_what_is_found_early_is_said_at_once_and_mended() -> None:
    card = MemoryCard(CARD_BYTES)
    slow = SlowFlash(FaultyDevice(card, Faults(corrupt_at=5 * MIB)), card)
    said: list[bool] = []
    add = slow.events.append

    def note(event: Event) -> None:
        if isinstance(event, FindingReported):
            said.append(slow.stream_ended)
        add(event)

    slow.events = _Noting(note, slow.events)
    report = slow.run()
    assert said == [False]
    assert report.repaired_ranges == 1
    assert card.data[: len(DATA)] == DATA


class _Noting(list):  # type: ignore[type-arg]
    def __init__(self, note: Callable[[Event], None], to: list[Event]) -> None:
        super().__init__(to)
        self.append = note  # type: ignore[method-assign]


@pytest.mark.parametrize("call", ["read", "flush"])
def test_an_error_in_a_gap_ends_the_flash(call: str) -> None:
    card = MemoryCard(CARD_BYTES)
    slow = SlowFlash(card, card)

    def fail(*_: object) -> None:
        slow.end()
        raise DriveError("drive.io", path="memory:card", offset_bytes=0)

    if call == "read":
        card.on_read = fail
    else:
        flushed = card.flush

        def flush() -> None:
            if "gap-reader" in threading.current_thread().name:
                fail()
            flushed()

        card.flush = flush  # type: ignore[method-assign]
    with pytest.raises(DriveError, match=r"drive\.io"):
        slow.run()
    assert is_marked(card)
    assert not still_running()


class TestGapReader:
    def reader(self, card: MemoryCard, count: int, lag_bytes: int) -> tuple[GapReader, list[Any]]:
        from nanowizard.flash.write import CardWriter

        writer = CardWriter(card, full=True)
        written = writer.written
        reader = GapReader(card, written, RunContext(), lag_bytes=lag_bytes)
        for n in range(count):
            writer.work(HEAD_BYTES + n * MIB, memoryview(DATA)[n * MIB : (n + 1) * MIB])
        card.log.clear()
        return reader, written

    def test_first_flushed_then_read_and_only_what_lies_far_enough_back(self) -> None:
        card = MemoryCard(CARD_BYTES)
        reader, written = self.reader(card, 6, 4 * MIB)
        while request := reader.next():
            request()
        assert card.log == ["flush", "read", "read"]
        assert reader.good == written[:2]
        assert reader.good_bytes == 2 * MIB

    def test_what_was_written_after_the_flush_waits_for_another_one(self) -> None:
        card = MemoryCard(CARD_BYTES)
        reader, written = self.reader(card, 1, 0)
        first = reader.next()
        assert first
        first()
        written.append(written[0])
        while request := reader.next():
            request()
        assert card.log == ["flush", "read", "flush", "read"]

    def test_what_differs_is_set_aside(self) -> None:
        card = MemoryCard(CARD_BYTES)
        reader, written = self.reader(card, 3, 0)
        card.data[HEAD_BYTES + MIB] ^= 1
        while request := reader.next():
            request()
        assert (reader.bad, reader.good) == ([written[1]], [written[0], written[2]])
        assert len(reader.differences) == 1


class TestConveyor:
    """A gap is when the source is waited for and nothing is under way, and at no other time."""

    def looks(self, conveyor: Conveyor[int], seen: int = 0) -> int | None:
        answers = iter([False, True])
        return conveyor.gap(seen, lambda: next(answers), 0.0)

    def test_a_gap(self) -> None:
        conveyor: Conveyor[int] = Conveyor()
        for piece in (1, 2):
            conveyor.put(piece)
            assert conveyor.take(lambda: False, 0.0) == piece
        with conveyor.waiting():
            conveyor.done()
            assert self.looks(conveyor) is None, "a piece is being carried"
            conveyor.done()
            assert self.looks(conveyor) == 2
            assert self.looks(conveyor, seen=2) is None, "nothing new"
            conveyor.put(3)
            assert self.looks(conveyor) is None, "a piece waits"
            conveyor.take(lambda: False, 0.0)
            conveyor.done()
        assert self.looks(conveyor) is None, "the next piece is being made"
        with conveyor.waiting():
            assert self.looks(conveyor, seen=2) == 3
            conveyor.end()
            assert self.looks(conveyor) is None

    def test_the_end(self) -> None:
        conveyor: Conveyor[int] = Conveyor()
        conveyor.put(1)
        conveyor.end()
        assert conveyor.take(lambda: False, 0.0) == 1
        assert conveyor.take(lambda: False, 0.0) is None
