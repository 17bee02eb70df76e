"""The engine against cards in memory: order, honesty, and what is left on the card when something goes wrong."""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.devices import MIB, MemoryCard, MemoryImage, MemorySource

from nanowizard.core.errors import Cancelled, DriveError, FlashError, ImageError, NanoWizardError
from nanowizard.core.events import Event, FindingReported, Progress, StepFinished, StepStarted
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.drives.marker import read_marker
from nanowizard.flash.card import Flash, Options
from nanowizard.flash.compare import verify_against_image
from nanowizard.flash.stream import BUFFER_BYTES, Stream
from nanowizard.flash.verify import MOST_BAD_RANGES
from nanowizard.flash.write import HEAD_BYTES
from nanowizard.practice.faults import Faults, FaultyDevice
from nanowizard.transfer.crew import still_running

DATA = random.Random(1).randbytes(9 * MIB + 512 * 3)
CARD_BYTES = 16 * MIB


class Recorder:
    def __init__(self) -> None:
        self.events: list[Event] = []
        self.cancel = CancelToken()
        self.ctx = RunContext(emit=self.events.append, cancel=self.cancel)

    def findings(self, code: str) -> list[Any]:
        return [e.finding for e in self.events if isinstance(e, FindingReported) and e.finding.code == code]

    def steps(self) -> list[str]:
        return [e.step for e in self.events if isinstance(e, StepStarted)]


@pytest.fixture
def run() -> Recorder:
    return Recorder()


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    yield
    assert not still_running()


def flash(device: Any, image: Any, run: Recorder, **options: Any) -> Any:
    return Flash(device, image, run.ctx, Options(**options), tick_s=0.005).run()


def is_marked(card: MemoryCard) -> bool:
    return read_marker(bytes(card.data[:4096])) is not None and b"EFI PART" not in card.data[:HEAD_BYTES]


@pytest.mark.parametrize("size", [1, 511, 4096, HEAD_BYTES, HEAD_BYTES + 1, BUFFER_BYTES, BUFFER_BYTES + 77, len(DATA)])
@pytest.mark.parametrize("alignment", [512, 4096])
@pytest.mark.parametrize("full", [False, True])
def test_every_size_arrives_whole(run: Recorder, size: int, alignment: int, full: bool) -> None:
    card = MemoryCard(CARD_BYTES, alignment=alignment)
    report = flash(card, MemoryImage(DATA[:size]), run, full=full)
    padded = max(size + -size % alignment, HEAD_BYTES)
    assert card.data[:padded] == DATA[:size] + bytes(padded - size)
    assert report.raw_bytes == size
    assert report.sha256 == hashlib.sha256(DATA[:size]).hexdigest()
    assert report.verified_bytes == report.written_bytes >= size


def test_nothing_behind_the_image_is_touched_but_the_old_backup_table(run: Recorder) -> None:
    card = MemoryCard(CARD_BYTES)
    flash(card, MemoryImage(DATA), run)
    assert card.data[len(DATA) : CARD_BYTES - 64 * 1024] == b"\xa5" * (CARD_BYTES - 64 * 1024 - len(DATA))
    assert card.data[CARD_BYTES - 64 * 1024 :] == bytes(64 * 1024)


def test_the_marker_is_first_and_the_head_is_last(run: Recorder) -> None:
    card = MemoryCard(CARD_BYTES)
    marked: list[bool] = []
    card.on_write = lambda offset, length: marked.append(is_marked(card))
    flash(card, MemoryImage(DATA), run)
    assert card.writes[:2] == [(0, 4096), (4096, HEAD_BYTES - 4096)] and card.writes[-1] == (0, HEAD_BYTES)
    assert all(offset >= HEAD_BYTES for offset, _ in card.writes[2:-1])
    assert marked == [False] + [True] * (len(card.writes) - 1)
    last_write = max(n for n, call in enumerate(card.log) if call == "write")
    assert card.log[last_write - 2 : last_write + 2] == ["flush", "check", "write", "flush"]
    assert card.log[0] == "check"


def test_the_head_is_written_only_after_the_rest_was_read_back(run: Recorder) -> None:
    card = MemoryCard(CARD_BYTES)
    flash(card, MemoryImage(DATA), run)
    last_write = max(n for n, call in enumerate(card.log) if call == "write")
    first_write = max(n for n, call in enumerate(card.log[:last_write]) if call == "write")
    # The marker is two, and neither the tail nor the head is read.
    assert card.log[first_write:last_write].count("read") == len(card.writes) - 3
    assert card.log[last_write:].count("read") == 1


def test_events_tell_the_journey(run: Recorder) -> None:
    flash(MemoryCard(CARD_BYTES), MemoryImage(DATA), run)
    assert run.steps() == ["flash.prepare", "flash.write", "flash.verify"]
    assert [e.step for e in run.events if isinstance(e, StepFinished)] == run.steps()
    progress = [e for e in run.events if isinstance(e, Progress)]
    # On a busy machine the last look before the end may find everything done already.
    assert list(dict.fromkeys(e.phase for e in progress if e.done == e.total)) == ["write", "verify"]
    assert progress[-1].fraction == 1.0
    fractions = [e.fraction or 0 for e in progress]
    assert fractions == sorted(fractions)


def test_without_verify_nothing_is_read(run: Recorder) -> None:
    card = MemoryCard(CARD_BYTES)
    report = flash(card, MemoryImage(DATA), run, verify=False)
    assert "read" not in card.log
    assert (report.verified_bytes, report.verify_s) == (0, 0.0)
    assert card.data[: len(DATA)] == DATA


def test_an_image_that_is_too_large_is_refused_before_anything_is_written(run: Recorder) -> None:
    card = MemoryCard(8 * MIB)
    with pytest.raises(DriveError) as caught:
        flash(card, MemoryImage(DATA), run)
    assert caught.value.code == "drive.too_small"
    assert caught.value.params["need_bytes"] == len(DATA)
    assert caught.value.params["has_bytes"] == 8 * MIB
    assert caught.value.params["missing_bytes"] == len(DATA) - 8 * MIB
    assert card.log == []


@pytest.mark.parametrize("estimate", [None, MIB])
def test_an_image_that_turns_out_too_large_leaves_a_marked_card(run: Recorder, estimate: int | None) -> None:
    card = MemoryCard(8 * MIB)
    with pytest.raises(DriveError) as caught:
        flash(card, MemoryImage(DATA, exact=False, raw_bytes=estimate), run)
    assert caught.value.code == "drive.too_small"
    assert caught.value.params["missing_bytes"] > 0
    assert is_marked(card)


def _raise(error: BaseException) -> Callable[..., None]:
    def do(*_: object) -> None:
        raise error

    return do


def test_a_source_that_fails_at_its_very_end_leaves_a_marked_card(run: Recorder) -> None:
    card = MemoryCard(CARD_BYTES)
    with pytest.raises(ImageError, match=r"image\.damaged"):
        flash(card, MemoryImage(DATA, at_end=_raise(ImageError("image.damaged"))), run)
    assert is_marked(card)


@pytest.mark.parametrize("which", ["expected_sha256", "archive_sha256"])
def test_a_wrong_checksum_leaves_a_marked_card(run: Recorder, tmp_path: Path, which: str) -> None:
    archive = tmp_path / "a.img"
    archive.write_bytes(DATA)
    card = MemoryCard(CARD_BYTES)
    with pytest.raises(ImageError) as caught:
        flash(card, MemoryImage(DATA), run, archive=archive, **{which: "0" * 64})
    assert caught.value.code == "image.checksum_mismatch"
    assert caught.value.params["actual"] == hashlib.sha256(DATA).hexdigest()
    assert is_marked(card)


def test_right_checksums_pass(run: Recorder, tmp_path: Path) -> None:
    archive = tmp_path / "a.img"
    archive.write_bytes(DATA)
    digest = hashlib.sha256(DATA).hexdigest()
    card = MemoryCard(CARD_BYTES)
    flash(card, MemoryImage(DATA), run, archive=archive, expected_sha256=digest.upper(), archive_sha256=digest)
    assert card.data[: len(DATA)] == DATA


def test_the_first_error_is_the_one_that_is_told(run: Recorder) -> None:
    card = MemoryCard(CARD_BYTES)
    seen = threading.Event()

    def fail(offset: int, length: int) -> None:
        if offset >= HEAD_BYTES and offset < 15 * MIB:
            code = "drive.gone" if seen.is_set() else "drive.io"
            seen.set()
            raise DriveError(code)

    card.on_write = fail
    with pytest.raises(DriveError, match=r"drive\.io"):
        flash(card, MemoryImage(DATA), run)
    assert is_marked(card)


def test_a_mistake_in_a_thread_is_not_lost(run: Recorder) -> None:
    with pytest.raises(ZeroDivisionError):
        flash(MemoryCard(CARD_BYTES), MemoryImage(DATA, before_read=_raise(ZeroDivisionError())), run)


def test_a_pass_whose_workers_ended_without_their_work_is_no_good_end(
    run: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read-back compares what was carried: where that is nothing, it would find nothing wrong."""
    monkeypatch.setattr(Stream, "_carry", lambda _stream: None)
    card = MemoryCard(16 * MIB)
    with pytest.raises(RuntimeError, match=r"only 0 of \d+ bytes were carried"):
        flash(card, MemoryImage(random.Random(4).randbytes(9 * MIB)), run)
    assert is_marked(card)


def test_another_card_is_noticed_before_the_first_write(run: Recorder) -> None:
    card = MemoryCard(CARD_BYTES)
    card.on_check = _raise(DriveError("drive.changed"))
    with pytest.raises(DriveError, match=r"drive\.changed"):
        flash(card, MemoryImage(DATA), run)
    assert card.writes == []


@pytest.mark.parametrize("nth", [1, 2])
def test_another_card_is_noticed_before_verify_and_before_the_last_write(run: Recorder, nth: int) -> None:
    card = MemoryCard(CARD_BYTES)
    checks: list[bool] = []

    def check() -> None:
        checks.append(is_marked(card))
        if checks.count(True) == nth:
            raise DriveError("drive.changed")

    card.on_check = check
    with pytest.raises(DriveError, match=r"drive\.changed"):
        flash(card, MemoryImage(DATA), run)
    assert is_marked(card)


def test_cancel_in_the_middle_of_a_write(run: Recorder) -> None:
    card = MemoryCard(CARD_BYTES)
    card.on_write = lambda offset, length: run.cancel.set() if HEAD_BYTES <= offset < 15 * MIB else None
    with pytest.raises(Cancelled):
        flash(card, MemoryImage(DATA), run)
    assert is_marked(card)


def test_cancel_in_the_middle_of_verify(run: Recorder) -> None:
    card = MemoryCard(CARD_BYTES)
    card.on_read = lambda offset, length: run.cancel.set()
    with pytest.raises(Cancelled):
        flash(card, MemoryImage(DATA), run)
    assert is_marked(card)


def test_cancel_does_not_wait_for_a_hung_card(run: Recorder) -> None:
    card = MemoryCard(CARD_BYTES)
    release, hung = threading.Event(), threading.Event()

    def hang(offset: int, length: int) -> None:
        if HEAD_BYTES <= offset < 15 * MIB:
            hung.set()
            release.wait()

    card.on_write = hang
    canceller = threading.Thread(target=lambda: (hung.wait(), run.cancel.set()))
    canceller.start()
    with pytest.raises(Cancelled):
        flash(card, MemoryImage(DATA), run)
    assert still_running()
    release.set()
    canceller.join()
    for thread in threading.enumerate():
        if thread.name.startswith("card-"):
            thread.join()


@pytest.mark.parametrize("at", [HEAD_BYTES, 5 * MIB + 123, len(DATA) - 1, 0, 600])
def test_one_flipped_bit_is_found_named_and_mended(run: Recorder, at: int) -> None:
    card = MemoryCard(CARD_BYTES)
    lying = FaultyDevice(card, Faults(corrupt_at=at)) if at >= HEAD_BYTES else _flip_head_once(card, at)
    image = MemoryImage(DATA)
    report = flash(lying, image, run)
    assert report.repaired_ranges == 1
    assert card.data[: len(DATA)] == DATA
    (found,) = run.findings("flash.range_differs")
    assert found.params["offset_bytes"] <= at < found.params["offset_bytes"] + found.params["length_bytes"]
    assert image.opened == (2 if at >= HEAD_BYTES else 1)


def _flip_head_once(card: MemoryCard, at: int) -> MemoryCard:
    """Spoils the head after its first writing; the marker's writing does not count."""
    state = {"heads": 0}

    def spoil(offset: int, length: int) -> None:
        if offset == 0 and not is_marked(card):
            return
        if offset == 0:
            state["heads"] += 1

    def spoil_before_read(offset: int, length: int) -> None:
        if offset == 0 and state["heads"] == 1:
            card.data[at] ^= 1
            state["heads"] += 1

    card.on_write, card.on_read = spoil, spoil_before_read
    return card


@pytest.mark.parametrize("at", [600, 5 * MIB + 123])
def test_a_bit_that_stays_wrong_fails_and_leaves_a_marked_card(run: Recorder, at: int) -> None:
    card = MemoryCard(CARD_BYTES)
    broken = FaultyDevice(card, Faults(corrupt_at=at, corrupt_always=True))
    with pytest.raises(FlashError) as caught:
        flash(broken, MemoryImage(DATA), run)
    assert caught.value.code == "flash.verify_mismatch"
    assert caught.value.params["offset_bytes"] <= at
    assert at < caught.value.params["offset_bytes"] + caught.value.params["length_bytes"]
    assert caught.value.params["ranges"] == 1
    assert is_marked(card)


@pytest.mark.parametrize("real_bytes", [len(DATA) - 300 * 1024, 8 * MIB])
def test_a_counterfeit_whose_memory_begins_anew_is_found(run: Recorder, real_bytes: int) -> None:
    """What lies beyond its memory reads back well, until the start of the card is written again."""

    class Counterfeit(MemoryCard):
        def write_at(self, offset: int, data: memoryview) -> None:
            for at in range(0, len(data), 4096):
                super().write_at((offset + at) % real_bytes, data[at : at + 4096])

        def read_at(self, offset: int, into: memoryview) -> None:
            for at in range(0, len(into), 4096):
                super().read_at((offset + at) % real_bytes, into[at : at + 4096])

    card = Counterfeit(CARD_BYTES)
    with pytest.raises(FlashError, match=r"flash\.verify_mismatch"):
        flash(card, MemoryImage(DATA), run)
    assert is_marked(card)


@pytest.mark.parametrize("error", [Cancelled(), DriveError("drive.io", path="memory:card", offset_bytes=0)])
def test_a_head_that_was_not_read_back_is_taken_away_again(run: Recorder, error: Exception) -> None:
    """From the head's writing on the card would boot: a cancel or a failure just then must not leave it so."""
    card = MemoryCard(CARD_BYTES)

    def fail(offset: int, length: int) -> None:
        if offset == 0 and not is_marked(card):
            raise error

    card.on_read = fail
    with pytest.raises(type(error)):
        flash(card, MemoryImage(DATA), run)
    assert is_marked(card)


def test_the_mark_is_not_put_on_a_card_that_was_exchanged(run: Recorder) -> None:
    card = MemoryCard(CARD_BYTES)

    def exchange(offset: int, length: int) -> None:
        def changed() -> None:
            raise DriveError("drive.changed", path="memory:card")

        if offset == 0 and not is_marked(card):
            card.on_check = changed
            raise DriveError("drive.io", path="memory:card", offset_bytes=0)

    card.on_read = exchange
    with pytest.raises(DriveError):
        flash(card, MemoryImage(DATA), run)
    assert card.data[: len(DATA)] == DATA


def test_a_source_that_changed_before_the_repair_is_refused(run: Recorder) -> None:
    card = MemoryCard(CARD_BYTES)
    image = MemoryImage(DATA)
    images = iter([image, MemoryImage(DATA[: 5 * MIB] + bytes(len(DATA) - 5 * MIB))])

    def open_next() -> MemorySource:
        return next(images)()

    with pytest.raises(ImageError, match=r"image\.changed"):
        flash(FaultyDevice(card, Faults(corrupt_at=5 * MIB + 123)), open_next, run)
    assert is_marked(card)


def test_a_card_pulled_out_is_gone(run: Recorder) -> None:
    card = MemoryCard(CARD_BYTES)
    with pytest.raises(DriveError, match=r"drive\.gone"):
        flash(FaultyDevice(card, Faults(vanish_at=6 * MIB)), MemoryImage(DATA), run)
    assert is_marked(card)


def test_a_card_smaller_than_it_says_is_full(run: Recorder) -> None:
    card = MemoryCard(CARD_BYTES)
    with pytest.raises(NanoWizardError) as caught:
        flash(FaultyDevice(card, Faults(full_at=4 * MIB)), MemoryImage(DATA), run)
    assert caught.value.code == "drive.full"


class TestStalled:
    """A card that hangs, on a clock that jumps: no test here waits for real time to pass."""

    def hang(self, run: Recorder, clock_jumps: list[float]) -> tuple[MemoryCard, list[float], threading.Event]:
        card = MemoryCard(CARD_BYTES)
        release = threading.Event()
        now = [0.0]

        def hang(offset: int, length: int) -> None:
            if HEAD_BYTES <= offset < 15 * MIB:
                release.wait()

        def tick() -> None:
            now[0] += clock_jumps.pop(0) if clock_jumps else 0.0
            if not clock_jumps:
                release.set()

        card.on_write, card.on_check = hang, tick
        return card, now, release

    def test_first_it_is_said_then_less_is_asked(self, run: Recorder) -> None:
        card, now, _ = self.hang(run, [10.0] * 8)
        clock = iter(lambda: now[0], None)

        def ticking() -> float:
            now[0] += 0.01
            return next(clock)

        Flash(card, MemoryImage(DATA), run.ctx, tick_s=0.001, clock=ticking).run()
        (slow,) = run.findings("flash.slow")
        assert slow.params["waiting_s"] >= 30
        assert card.data[: len(DATA)] == DATA

    def test_after_three_minutes_it_is_given_up(self, run: Recorder) -> None:
        card, now, release = self.hang(run, [10.0] * 10_000)

        def ticking() -> float:
            now[0] += 0.01
            return now[0]

        with pytest.raises(DriveError) as caught:
            Flash(card, MemoryImage(DATA), run.ctx, tick_s=0.001, clock=ticking).run()
        assert caught.value.code == "drive.stalled"
        assert caught.value.params["offset_bytes"] == 0
        release.set()
        for thread in threading.enumerate():
            if thread.name.startswith("card-"):
                thread.join()


class TestVerifyAgainstImage:
    def check(self, card: Any, data: bytes, run: Recorder, **options: Any) -> Any:
        return verify_against_image(card, MemoryImage(data), run.ctx, tick_s=0.005, **options)

    def test_a_good_card(self, run: Recorder) -> None:
        card = MemoryCard(CARD_BYTES)
        flash(card, MemoryImage(DATA), run)
        writes = len(card.writes)
        report = self.check(card, DATA, run)
        assert report.verified_bytes >= len(DATA) and report.sha256 == hashlib.sha256(DATA).hexdigest()
        assert len(card.writes) == writes

    def test_one_bit(self, run: Recorder) -> None:
        card = MemoryCard(CARD_BYTES)
        flash(card, MemoryImage(DATA), run)
        card.data[7 * MIB + 5000] ^= 4
        with pytest.raises(FlashError) as caught:
            self.check(card, DATA, run)
        assert caught.value.code == "flash.card_differs"
        assert dict(caught.value.params) == {"offset_bytes": 7 * MIB + 4096, "length_bytes": 4096, "ranges": 1}
        assert len(run.findings("flash.range_differs")) == 1

    def test_another_image_is_not_looked_at_to_its_end(self, run: Recorder) -> None:
        card = MemoryCard(CARD_BYTES)
        flash(card, MemoryImage(DATA), run)
        for n in range(1000):
            card.data[n * 8192 + 4096] ^= 1
        with pytest.raises(FlashError) as caught:
            self.check(card, DATA, run)
        assert caught.value.params["ranges"] >= MOST_BAD_RANGES

    def test_a_marked_card(self, run: Recorder) -> None:
        card = MemoryCard(CARD_BYTES)
        with pytest.raises(ImageError):
            flash(card, MemoryImage(DATA, at_end=_raise(ImageError("image.damaged"))), run)
        with pytest.raises(FlashError, match=r"flash\.card_not_ready"):
            self.check(card, DATA, run)

    def test_too_small(self, run: Recorder) -> None:
        with pytest.raises(DriveError, match=r"drive\.too_small"):
            self.check(MemoryCard(4 * MIB), DATA, run)
