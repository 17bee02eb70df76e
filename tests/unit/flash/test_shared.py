"""One unpacking for several cards: every card gets the whole image, and nobody is held up by another one."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support.devices import MIB, MemoryCard, MemoryImage

from nanowizard.core.errors import Cancelled, DriveError, ImageError
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.drives.marker import read_marker
from nanowizard.flash.card import Flash, Options
from nanowizard.flash.shared import SharedImage
from nanowizard.flash.stream import WORKERS_OF_SEVERAL
from nanowizard.transfer.crew import Crew, still_running, threads_of

PIECE = 4096
RING = 4 * PIECE
DATA = random.Random(7).randbytes(20 * PIECE + 100)
LARGE = random.Random(8).randbytes(9 * MIB + 512 * 3)
PATIENCE_S = 30.0


class Clock:
    """Time that goes on by a tenth of a second with every look."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.1
        return self.now


def shared(image: Any, **options: Any) -> SharedImage:
    return SharedImage(image, **{"pieces": 4, "piece_bytes": PIECE, "clock": Clock(), **options})


def read(source: Any, count: int) -> bytes:
    """As much of it as there is, at most `count` bytes, in pieces of another size than the ring's."""
    into = memoryview(bytearray(count))
    filled = 0
    while filled < count and (got := source.readinto(into[filled : filled + 1500])):
        filled += got
    return bytes(into[:filled])


def views(one: SharedImage, count: int) -> list[Any]:
    return [one.opener(CancelToken())() for _ in range(count)]


def test_every_view_is_the_whole_image_and_it_is_unpacked_once() -> None:
    image = MemoryImage(DATA)
    one = shared(image)
    first, second = views(one, 2)
    got = [b"", b""]
    while len(got[0]) < len(DATA):
        got[0] += read(first, 3 * PIECE)
        got[1] += read(second, 3 * PIECE)
    assert got == [DATA, DATA]
    assert read(first, 1) == read(second, 1) == b""
    assert image.opened == 1
    assert (first.raw_bytes, first.name, first.archive_position) == (len(DATA), "test.img", len(DATA))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, RING, 2 * RING])
def test_images_of_every_size_end_where_they_end(size: int) -> None:
    for view in views(shared(MemoryImage(DATA[:size]), patience_s=0.0), 3):
        assert read(view, len(DATA)) == DATA[:size]


def test_who_lags_more_than_the_ring_goes_on_alone_from_where_it_is() -> None:
    image = MemoryImage(DATA)
    one = shared(image, patience_s=0.0)
    fast, slow = views(one, 2)
    begun = read(slow, PIECE + 10)
    assert read(fast, len(DATA)) == DATA
    assert one.together == 1
    assert begun + read(slow, len(DATA)) == DATA
    assert image.opened == 2


@pytest.mark.parametrize("lead", [RING - 1, RING, RING + 1, RING + PIECE, RING + PIECE + 1])
@pytest.mark.parametrize("begun", [0, 1, PIECE - 1, PIECE, PIECE + 1])
def test_around_the_end_of_the_ring_nothing_is_read_that_was_overwritten(lead: int, begun: int) -> None:
    one = shared(MemoryImage(DATA), patience_s=0.0)
    fast, slow = views(one, 2)
    before = read(slow, begun)
    assert read(fast, lead) == DATA[:lead]
    assert before + read(slow, len(DATA)) == DATA


def test_who_lags_less_than_the_ring_stays() -> None:
    image = MemoryImage(DATA)
    one = shared(image, patience_s=0.0)
    fast, slow = views(one, 2)
    assert read(fast, RING) == DATA[:RING]
    assert read(slow, len(DATA)) == DATA
    assert (image.opened, one.together) == (1, 2 - (fast not in one._together))


def test_a_short_pause_is_waited_for() -> None:
    image = MemoryImage(DATA)
    one = shared(image, clock=lambda: 0.0)  # time stands still: the patience never ends
    fast, slow = views(one, 2)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(read(fast, len(DATA))))
    reader.start()
    assert read(slow, len(DATA)) == DATA
    reader.join(PATIENCE_S)
    assert got == [DATA]
    assert image.opened == 1


def test_the_patience_of_all_has_an_end() -> None:
    """A card that hangs costs the others a few seconds once, not a little for each piece."""
    clock = Clock()
    one = shared(MemoryImage(DATA * 10), clock=clock)
    fast, *_hanging = views(one, 4)
    assert len(read(fast, 10 * len(DATA))) == 10 * len(DATA)
    assert one.together == 1
    assert clock.now < 60


def test_a_card_that_is_only_a_little_slower_is_let_go_when_the_patience_is_used_up() -> None:
    """It always moves just in time, so without an end the others would be as slow as it is."""
    image = MemoryImage(DATA * 40)
    clock, both = Clock(), []

    def look() -> float:
        if both and both[0].position + 3 * PIECE < both[1].position and int(clock.now * 10) % 4 == 0:
            read(both[0], PIECE)
        return clock()

    one = shared(image, clock=look, patience_s=1.0)
    both += views(one, 2)
    fast = both[1]
    assert len(read(fast, 40 * len(DATA))) == 40 * len(DATA)
    assert one.together == 1
    assert image.opened == 2


def test_an_error_of_the_unpacking_reaches_every_view_where_it_is() -> None:
    """Also if the archive would give something the next time that it is asked."""
    raised: list[int] = []

    def broken(position: int) -> None:
        if position >= 6 * PIECE and not raised:
            raised.append(position)
            raise ImageError("image.damaged", file="x", at_bytes=position)

    one = shared(MemoryImage(DATA, piece=PIECE, before_read=broken))
    ahead, behind = views(one, 2)
    for view in (ahead, behind):
        assert read(view, 3 * PIECE) == DATA[: 3 * PIECE]
    for view in (ahead, behind, ahead):
        if view.position < 6 * PIECE:
            assert read(view, 3 * PIECE) == DATA[3 * PIECE : 6 * PIECE]
        with pytest.raises(ImageError, match=r"image\.damaged"):
            read(view, PIECE)


def test_who_comes_late_and_who_comes_when_all_have_gone_get_the_image_from_its_beginning() -> None:
    image = MemoryImage(DATA)
    one = shared(image)
    (first,) = views(one, 1)
    read(first, 5 * PIECE)
    (late,) = views(one, 1)
    assert read(late, len(DATA)) == DATA
    first.close()
    (last,) = views(one, 1)
    assert read(last, len(DATA)) == DATA


def test_who_comes_when_those_who_had_begun_have_gone_gets_the_image_from_its_beginning() -> None:
    one = shared(MemoryImage(DATA))
    (first,) = views(one, 1)
    read(first, PIECE + 10)
    first.close()
    (last,) = views(one, 1)
    assert read(last, len(DATA)) == DATA


def test_the_second_opening_of_a_card_is_an_unpacking_of_its_own() -> None:
    image = MemoryImage(DATA)
    one = shared(image)
    open_source = one.opener(CancelToken())
    first, again = open_source(), open_source()
    assert read(first, PIECE) == read(again, PIECE) == DATA[:PIECE]
    assert (image.opened, one.together) == (2, 1)


def test_a_cancel_falls_while_a_card_catches_up() -> None:
    cancel = CancelToken()
    one = shared(MemoryImage(DATA), patience_s=0.0)
    slow, (fast,) = one.opener(cancel)(), views(one, 1)
    read(slow, PIECE)
    read(fast, len(DATA))
    cancel.set()
    with pytest.raises(Cancelled):
        read(slow, PIECE)


# With the engine


class Cards:
    """Flashes of several cards in memory at once, each in its thread; what each one ended with."""

    def __init__(self, image: Any, count: int) -> None:
        self.image = image
        self.cards = [MemoryCard(16 * MIB) for _ in range(count)]
        self.cancels = [CancelToken() for _ in range(count)]
        self.ends: list[Any] = [None] * count
        self.on_end: Callable[[], Any] = lambda: None

    def run(self) -> list[Any]:
        one = SharedImage(self.image)
        threads = [threading.Thread(target=self._flash, args=(one, number)) for number in range(len(self.cards))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE_S)
        assert one.together == 0
        return self.ends

    def _flash(self, one: SharedImage, number: int) -> None:
        ctx = RunContext(cancel=self.cancels[number])
        try:
            with threads_of(f"card {number}"):
                opener = one.opener(ctx.cancel)
                report = Flash(self.cards[number], opener, ctx, Options(), tick_s=0.005).run()
            self.ends[number] = report.sha256
        except (DriveError, ImageError, Cancelled) as error:
            self.ends[number] = error
        self.on_end()

    def marked(self) -> list[bool]:
        return [read_marker(bytes(card.data[:4096])) is not None for card in self.cards]


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    yield
    assert not still_running()


GOOD = hashlib.sha256(LARGE).hexdigest()


def test_four_cards_are_equal() -> None:
    cards = Cards(MemoryImage(LARGE), 4)
    assert cards.run() == [GOOD] * 4
    assert all(card.data[: len(LARGE)] == LARGE for card in cards.cards)


def fails(cards: Cards) -> None:
    def refuse(offset: int, length: int) -> None:
        if offset >= 4 * MIB:
            raise DriveError("drive.io", path="x", offset_bytes=offset)

    cards.cards[1].on_write = refuse


def is_cancelled(cards: Cards) -> None:
    def cancel(offset: int, length: int) -> None:
        if offset >= 4 * MIB:
            cards.cancels[1].set()

    cards.cards[1].on_write = cancel


def is_pulled(cards: Cards) -> None:
    def gone(offset: int, length: int) -> None:
        cards.cards[1].on_check = refuse
        refuse()

    def refuse() -> None:
        raise DriveError("drive.gone", path="x")

    cards.cards[1].on_read = gone


@pytest.mark.parametrize("accident", [fails, is_cancelled, is_pulled])
def test_what_happens_to_one_leaves_the_others_alone(accident: Callable[[Cards], None]) -> None:
    cards = Cards(MemoryImage(LARGE), 3)
    accident(cards)
    first, hit, last = cards.run()
    assert (first, last) == (GOOD, GOOD)
    assert isinstance(hit, DriveError | Cancelled)
    assert cards.marked() == [False, True, False]


def test_a_card_that_hangs_holds_up_nobody() -> None:
    cards = Cards(MemoryImage(LARGE), 3)
    others_ended = threading.Event()
    waited: list[bool] = []

    def hang(offset: int, length: int) -> None:
        if offset >= 4 * MIB:
            waited.append(others_ended.wait(PATIENCE_S))

    cards.cards[1].on_write = hang
    cards.on_end = lambda: others_ended.set() if cards.ends[0] and cards.ends[2] else None
    assert cards.run() == [GOOD] * 3
    assert waited
    assert all(waited)


def test_each_of_several_cards_gets_few_requests_at_once() -> None:
    """Each request holds a buffer, and the buffers of all cards have to be there at the same time."""
    cards = Cards(MemoryImage(LARGE), 2)
    most, name = 0, "card-card 0|worker-"

    def workers() -> int:
        return sum(thread.name.startswith(name) for thread in threading.enumerate())

    def count(offset: int, length: int) -> None:
        nonlocal most
        if not threading.current_thread().name.startswith(name):
            return
        until = time.monotonic() + PATIENCE_S
        while not most and workers() < WORKERS_OF_SEVERAL and time.monotonic() < until:
            time.sleep(0.001)  # none of them is through with the image before all have begun
        most = max(most, workers())

    cards.cards[0].on_write = count
    assert cards.run() == [GOOD] * 2
    assert most == WORKERS_OF_SEVERAL


def test_a_damaged_image_leaves_every_card_marked() -> None:
    def broken() -> None:
        raise ImageError("image.truncated", file="x", have_bytes=1)

    cards = Cards(MemoryImage(LARGE, at_end=broken), 3)
    assert [type(end) for end in cards.run()] == [ImageError] * 3
    assert cards.marked() == [True] * 3


def test_a_thread_that_hangs_is_told_apart_by_its_card() -> None:
    """Whoever ends one card asks whether that card hangs, not whether any does: it could not be marked otherwise."""
    release = threading.Event()

    def hang() -> None:
        release.wait(PATIENCE_S)

    with threads_of("/dev/sda"):
        crew = Crew(CancelToken(), lambda: None)
        crew.start("worker", hang)
        assert still_running()
    with threads_of("/dev/sd"):
        assert not still_running()
    assert still_running()
    release.set()
    crew.wait()


def test_what_a_thread_of_a_card_starts_belongs_to_that_card() -> None:
    seen: list[bool] = []

    def start_another() -> None:
        with threads_of("/dev/sda"):
            assert still_running()
        inner = Crew(CancelToken(), lambda: None)
        inner.start("inner", lambda: seen.append(threading.current_thread().name.startswith("card-/dev/sda|")))
        inner.wait()

    with threads_of("/dev/sda"):
        outer = Crew(CancelToken(), lambda: None)
        outer.start("outer", start_another)
    outer.wait()
    assert seen == [True]
