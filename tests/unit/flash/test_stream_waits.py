"""A stream whose image still arrives waits as long as somebody says that it will, and ends at once with its card."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from support.devices import MIB, MemoryCard, MemoryImage, MemorySource

from nanowizard.core.errors import DriveError, FlashError
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.task import RunContext
from nanowizard.flash.stream import Stream
from nanowizard.transfer.crew import still_running

SIZE = 8 * MIB


class Slow(MemorySource):
    """Gives 4 MiB, and then waits as long as `pause` does."""

    def __init__(self, pause: Callable[[Callable[[bool], None]], None]) -> None:
        super().__init__(MemoryImage(bytes(SIZE)))
        self._pause = pause
        self._call: Callable[[bool], None] = lambda heard: None

    def while_waiting(self, call: Callable[[bool], None]) -> None:
        self._call = call

    def readinto(self, into: memoryview) -> int:
        if self.archive_position == SIZE // 2:
            self._pause(self._call)
        return super().readinto(into)


class Clock:
    """Stands still unless it is put forward; `looked` is set whenever somebody looks at it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.looked = threading.Event()

    def __call__(self) -> float:
        self.looked.set()
        return self.now

    def forward(self, seconds: float) -> None:
        """Returns when every watch there is has looked at it, or none is left."""
        self.now += seconds
        for _ in range(6):
            self.looked.clear()
            if not self.looked.wait(1):
                return


def run(source: MemorySource, card: MemoryCard, clock: Clock) -> None:
    def work(offset: int, view: memoryview) -> None:
        card.write_at(offset, view)

    meter = ProgressMeter(lambda event: None, {"write": 1.0})
    meter.start("write", SIZE)
    Stream(
        source,  # type: ignore[arg-type]
        card,
        lambda offset, view: [(offset, offset + len(view))],
        work,
        ctx=RunContext(),
        meter=meter,
        clock=clock,
        tick_s=0.002,
    ).run()


@pytest.mark.parametrize("heard", [True, False], ids=["somebody is at it", "nobody says a word"])
def test_a_word_of_whoever_brings_the_image_is_movement(heard: bool) -> None:
    clock = Clock()
    waits = [0]

    def pause(call: Callable[[bool], None]) -> None:
        while waits[0] < 5:
            waits[0] += 1
            clock.forward(100)
            call(heard)

    card = MemoryCard(SIZE)
    if heard:
        run(Slow(pause), card, clock)
        assert bytes(card.data) == bytes(SIZE)
    else:
        with pytest.raises(FlashError) as caught:
            run(Slow(pause), card, clock)
        assert caught.value.code == "flash.source_stalled"


def test_a_card_that_fails_ends_a_stream_that_waits() -> None:
    def pause(call: Callable[[bool], None]) -> None:
        waiting.set()
        while True:
            call(False)
            left.wait(0.01)

    def gone(offset: int, length: int) -> None:
        if offset:
            assert waiting.wait(20)
            raise DriveError("drive.gone", path="memory:card")

    waiting, left = threading.Event(), threading.Event()
    card = MemoryCard(SIZE)
    card.on_write = gone
    with pytest.raises(DriveError):
        run(Slow(pause), card, Clock())
    assert not still_running()
