"""Whatever goes wrong while a card is flashed: it is verified equal, or an error says that it does not boot."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from support.devices import MIB, MemoryCard, MemoryImage

from nanowizard.core.errors import Cancelled, DriveError, ImageError, NanoWizardError
from nanowizard.core.events import Event, FindingReported
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.drives.marker import read_marker
from nanowizard.flash import stream
from nanowizard.flash.card import Flash, Options
from nanowizard.transfer import crew
from nanowizard.transfer.crew import still_running

DATA = random.Random(1).randbytes(9 * MIB + 512 * 3)
CARD_BYTES = 16 * MIB


def flash(device: Any, image: Any = None, ctx: RunContext | None = None, **options: Any) -> Any:
    image = image or MemoryImage(DATA)
    return Flash(device, image, ctx or RunContext(cancel=CancelToken()), Options(**options), tick_s=0.005).run()


def test_a_reader_that_is_done_before_there_is_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy computer a small image was unpacked whole by then. The pass was taken for finished, nothing of it was
    written, verify had nothing to compare, and the card was called good: seen once, with two test runs at a time."""
    begin = threading.Thread.start

    def begin_and_let_it_end(thread: threading.Thread) -> None:
        begin(thread)
        if thread.name.endswith("reader"):
            thread.join()

    monkeypatch.setattr(threading.Thread, "start", begin_and_let_it_end)
    card = MemoryCard(CARD_BYTES)
    report = flash(card)
    assert card.data[: len(DATA)] == DATA
    assert report.written_bytes == len(DATA)


class FaultyCard(MemoryCard):
    """From the `nth` call on that is one of `calls`, `fault` happens: once, or to all that follow."""

    def __init__(self, fault: Fault, nth: int) -> None:
        super().__init__(SMALL_CARD)
        self._fault, self._nth, self._count = fault, nth, 0
        self._counting = threading.Lock()
        self.struck = False
        self.cancel = CancelToken()

    def _strikes(self, call: str) -> bool:
        with self._counting:
            if call not in self._fault.calls:
                return False
            self._count += 1
            strikes = self._count == self._nth or (self._count > self._nth and self._fault.lasts)
            self.struck = self.struck or strikes
            return strikes

    def write_at(self, offset: int, data: memoryview) -> None:
        if self._strikes("write"):
            self._fault.write(self, offset, data)
        else:
            super().write_at(offset, data)

    def read_at(self, offset: int, into: memoryview) -> None:
        if self._strikes("read"):
            self._fault.read(self, offset, into)
        else:
            super().read_at(offset, into)

    def flush(self) -> None:
        if self._strikes("flush"):
            self._fault.other(self)
        super().flush()

    def check_same(self) -> None:
        if self._strikes("check"):
            self._fault.other(self)
        super().check_same()


Write = Callable[[FaultyCard, int, memoryview], None]


@dataclass(frozen=True)
class Fault:
    calls: tuple[str, ...]
    write: Write = MemoryCard.write_at
    read: Write = MemoryCard.read_at
    other: Callable[[FaultyCard], None] = lambda card: None
    lasts: bool = False


def _fails(code: str) -> Callable[..., None]:
    def fail(card: FaultyCard, offset: int = 0, data: object = None) -> None:
        raise DriveError(code, path="memory:card", offset_bytes=offset)

    return fail


def _cancels(card: FaultyCard, offset: int = 0, data: memoryview | None = None) -> None:
    card.cancel.set()
    if data is not None:
        MemoryCard.write_at(card, offset, data)


def _dropped(card: FaultyCard, offset: int, data: memoryview) -> None:
    pass


def _elsewhere(by: int) -> Write:
    """The controller mixes up two places: what was meant for one lies in the other, and nobody hears of it."""

    def write(card: FaultyCard, offset: int, data: memoryview) -> None:
        place = (offset + by) % SMALL_CARD
        MemoryCard.write_at(card, min(place, SMALL_CARD - len(data)), data)

    return write


def _flipped(card: FaultyCard, offset: int, data: memoryview) -> None:
    wrong = bytearray(data)
    wrong[len(wrong) // 3] ^= 0x10
    MemoryCard.write_at(card, offset, memoryview(wrong))


def _torn(card: FaultyCard, offset: int, data: memoryview) -> None:
    MemoryCard.write_at(card, offset, data[: len(data) // 2 // 512 * 512])


def _misread(card: FaultyCard, offset: int, into: memoryview) -> None:
    MemoryCard.read_at(card, offset, into)
    into[len(into) // 3] ^= 0x10


_EVERY = ("write", "read", "flush", "check")
FAULTS = {
    "a bit flipped": Fault(("write",), write=_flipped),
    "bits flipped from then on": Fault(("write",), write=_flipped, lasts=True),
    "a bit misread": Fault(("read",), read=_misread),
    "misread from then on": Fault(("read",), read=_misread, lasts=True),
    "a write dropped": Fault(("write",), write=_dropped),
    "all writes dropped from then on": Fault(("write",), write=_dropped, lasts=True),
    "half a write": Fault(("write",), write=_torn),
    "a write elsewhere": Fault(("write",), write=_elsewhere(2 * MIB)),
    "a write just beside": Fault(("write",), write=_elsewhere(4096)),
    "writes elsewhere from then on": Fault(("write",), write=_elsewhere(MIB), lasts=True),
    "read-only from then on": Fault(("write",), write=_fails("drive.write_protected"), lasts=True),
    "EIO once": Fault(("write", "read"), write=_fails("drive.io"), read=_fails("drive.io")),
    "EIO from then on": Fault(("write", "read"), write=_fails("drive.io"), read=_fails("drive.io"), lasts=True),
    "a flush fails once": Fault(("flush",), other=_fails("drive.io")),
    "pulled out": Fault(_EVERY, *[_fails("drive.gone")] * 3, lasts=True),
    "pulled out and put in again": Fault(("check",), other=_fails("drive.changed"), lasts=True),
    "cancel": Fault(_EVERY, write=_cancels, read=lambda card, _offset, _into: card.cancel.set(), other=_cancels),
}
# What a card has suffered cannot be undone by marking it: nothing reaches it any more, or everything goes astray.
HOPELESS = {"all writes dropped from then on", "writes elsewhere from then on", "bits flipped from then on"}
HOPELESS |= {"read-only from then on", "EIO from then on", "pulled out", "pulled out and put in again"}
SMALL = random.Random(2).randbytes(3 * MIB + 512 * 3)
SMALL_CARD = 5 * MIB


@pytest.mark.parametrize("name", FAULTS)
def test_at_every_single_call(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever call to the card it strikes: equal, or an error and no card that starts. Never silently wrong."""
    monkeypatch.setattr(stream, "TICK_S", 0.01)  # how soon an idle thread sees that all is over
    struck, nth = True, 0
    outcomes: Counter[str] = Counter()
    while struck:
        nth += 1
        card = FaultyCard(FAULTS[name], nth)
        ctx = RunContext(cancel=card.cancel)
        try:
            Flash(card, MemoryImage(SMALL), ctx, Options(), tick_s=0.002).run()
        except (NanoWizardError, Cancelled) as error:
            assert card.struck, error
            untouched = not any(card.data[at] != 0xA5 for at in range(0, SMALL_CARD, 512))
            marked = read_marker(bytes(card.data[:4096])) is not None
            assert marked or untouched or name in HOPELESS, (nth, error)
            outcomes[getattr(error, "code", "cancelled")] += 1
        else:
            assert card.data[: len(SMALL)] == SMALL, f"silently wrong after call {nth}"
            outcomes["equal"] += 1
        struck = card.struck
    assert nth > 4, "nothing was tried"
    assert not still_running()


class HangingCard(MemoryCard):
    """Answers the `nth` call of that kind only after `hang_s` of its own time, which runs while somebody waits."""

    def __init__(self, call: str, nth: int, hang_s: float) -> None:
        super().__init__(SMALL_CARD)
        self._call, self._nth, self._hang_s = call, nth, hang_s
        self._answers = threading.Event()
        self._hung_at: float | None = None
        self.now = 0.0

    def clock(self) -> float:
        if self._hung_at is None or self._answers.is_set():
            return self.now
        self.now += 0.5  # somebody looks at the clock some times a second
        if self.now - self._hung_at >= self._hang_s:
            self._answers.set()
        return self.now

    def _maybe_hang(self, call: str) -> None:
        if call == self._call:
            self._nth -= 1
            if self._nth == 0:
                self._hung_at = self.now
                self._answers.wait(60)

    def write_at(self, offset: int, data: memoryview) -> None:
        self._maybe_hang("write")
        super().write_at(offset, data)

    def read_at(self, offset: int, into: memoryview) -> None:
        self._maybe_hang("read")
        super().read_at(offset, into)

    def flush(self) -> None:
        self._maybe_hang("flush")
        super().flush()

    def let_go(self) -> None:
        """What hangs comes back after all, long after it was given up."""
        self._answers.set()
        for thread in threading.enumerate():
            if thread.name.startswith("card-"):
                thread.join()


# The marker, the first and the last range, the head; the first and the head's own reading; a flush at either end.
HANGS = [("write", 1), ("write", 4), ("write", 5), ("write", 6), ("read", 1), ("read", 4), ("flush", 1), ("flush", 4)]


@pytest.mark.parametrize(("call", "nth"), HANGS)
def test_a_card_that_is_silent_for_ten_seconds_is_waited_for(call: str, nth: int) -> None:
    card, said = HangingCard(call, nth, 10.0), list[Event]()
    ctx = RunContext(emit=said.append)
    Flash(card, MemoryImage(SMALL), ctx, Options(), tick_s=0.001, clock=card.clock).run()
    assert card.now >= 10.0, "it never hung"
    assert [event for event in said if isinstance(event, FindingReported)] == []
    assert card.data[: len(SMALL)] == SMALL


@pytest.mark.parametrize(("call", "nth"), HANGS)
def test_a_card_that_is_silent_for_ten_minutes_is_spoken_of_and_given_up(
    call: str, nth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "JOIN_S", 0.02)  # how long a hung thread is waited for
    card, said = HangingCard(call, nth, 600.0), list[Event]()
    ctx = RunContext(emit=said.append)
    try:
        with pytest.raises(DriveError, match=r"drive\.stalled") as caught:
            Flash(card, MemoryImage(SMALL), ctx, Options(), tick_s=0.001, clock=card.clock).run()
        assert 180 <= caught.value.params["waiting_s"] < 300
        assert [e.finding.code for e in said if isinstance(e, FindingReported)] == ["flash.slow"]
        assert still_running(), "so the helper ends, and the card stays open until then"
    finally:
        card.let_go()
    head_is_late = (call, nth) in (("write", 6), ("read", 4), ("flush", 4))
    untouched = not any(card.data[at] != 0xA5 for at in range(0, SMALL_CARD, 512))
    marked = read_marker(bytes(card.data[:4096])) is not None
    assert marked or untouched or head_is_late, "it said so, and it does not start"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
@pytest.mark.parametrize("code", ["image.unreadable", "image.damaged", "image.truncated"])
def test_a_source_that_fails_on_the_way(code: str, share: float) -> None:
    """A stick that is pulled out, a network drive that goes away, an archive that breaks off."""

    def fail(position: int) -> None:
        if position >= share * len(SMALL):
            raise ImageError(code, file="a.img")

    card = MemoryCard(SMALL_CARD)
    with pytest.raises(ImageError) as caught:
        flash(card, MemoryImage(SMALL, before_read=fail, piece=64 * 1024))
    assert caught.value.code == code
    assert read_marker(bytes(card.data[:4096])) is not None
