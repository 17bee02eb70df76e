"""An update: what is right stays, what differs is written, and a card that is not finished never looks like one."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support.devices import MIB, MemoryCard, MemoryImage

from nanowizard.core.errors import Cancelled, DriveError, FlashError
from nanowizard.core.events import Event, FindingReported, Progress, StepStarted
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.drives.marker import make_marker, read_marker
from nanowizard.drives.partition import Partition
from nanowizard.drives.partition_write import make_gpt
from nanowizard.flash.card import Flash, Options, card_writer
from nanowizard.flash.model import FlashReport, Sample
from nanowizard.flash.update import ENOUGH_MISSES, UpdatingWriter
from nanowizard.flash.update_choice import choose_writer, holds_most
from nanowizard.practice.faults import Faults, FaultyDevice
from nanowizard.transfer.crew import still_running
from nanowizard.transfer.notready import HEAD_BYTES

CARD_BYTES = 14 * MIB
TAIL_BYTES = 64 * 1024


def _system(seed: int, size_bytes: int = 9 * MIB + 512 * 3) -> bytes:
    """An image with a table of its own and noise behind it."""
    parts = [Partition(number=1, start_bytes=4 * MIB, size_bytes=4 * MIB, name="APP")]
    gpt = make_gpt(parts, size_bytes // 512 * 512, disk_id=f"7d3c1f0e-58a1-4a53-9d0c-{seed:012d}")
    data = bytearray(random.Random(seed).randbytes(size_bytes))
    data[: len(gpt.head)] = gpt.head
    return bytes(data)


DATA = _system(1)
OTHER = _system(2)


class Run:
    def __init__(self) -> None:
        self.events: list[Event] = []
        self.cancel = CancelToken()
        self.ctx = RunContext(emit=self.events.append, cancel=self.cancel)

    def steps(self) -> list[str]:
        return [e.step for e in self.events if isinstance(e, StepStarted)]

    def codes(self) -> list[str]:
        return [e.finding.code for e in self.events if isinstance(e, FindingReported)]


@pytest.fixture
def run() -> Run:
    return Run()


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    yield
    assert not still_running()


def flash(card: Any, data: bytes, run: Run, *, update: bool | None = True, **options: Any) -> FlashReport:
    image = MemoryImage(data)
    writer = choose_writer(card, image, run.ctx, update=update)
    return Flash(card, image, run.ctx, Options(**options), tick_s=0.005, make_writer=writer).run()


def is_marked(card: MemoryCard) -> bool:
    return read_marker(bytes(card.data[:4096])) is not None and b"EFI PART" not in card.data[:HEAD_BYTES]


def a_card_with(data: bytes, *, alignment: int = 512) -> MemoryCard:
    """As a full flash left it; its log begins here."""
    card = MemoryCard(CARD_BYTES, alignment=alignment)
    flash(card, data, Run(), update=False)
    card.writes.clear()
    card.log.clear()
    return card


def wanted(data: bytes, card: MemoryCard) -> bytes:
    return bytes(a_card_with(data, alignment=card.alignment).data)


@pytest.mark.parametrize("alignment", [512, 4096])
@pytest.mark.parametrize("full", [False, True])
def test_nothing_is_written_to_a_card_that_holds_the_image(run: Run, alignment: int, full: bool) -> None:
    card = a_card_with(DATA, alignment=alignment)
    report = flash(card, DATA, run, full=full)
    assert card.writes == []
    assert (report.written_bytes, report.skipped_bytes) == (0, 0)
    assert report.kept_bytes == report.verified_bytes >= len(DATA)
    assert run.steps() == ["flash.prepare", "flash.write"]
    assert [e for e in run.events if isinstance(e, Progress)][-1].fraction == 1.0


@pytest.mark.parametrize("at", [HEAD_BYTES, 5 * MIB + 123, 6 * MIB - 1, len(DATA) - 1])
def test_one_wrong_bit_costs_one_grain_the_marker_and_the_head(run: Run, at: int) -> None:
    card = a_card_with(DATA)
    before = bytes(card.data)
    card.data[at] ^= 1
    marked: list[bool] = []
    card.on_write = lambda offset, length: marked.append(is_marked(card))
    report = flash(card, DATA, run)
    assert bytes(card.data) == before
    head, more, grain, last = card.writes
    assert [head, more, last] == [(0, 4096), (4096, HEAD_BYTES - 4096), (0, HEAD_BYTES)]
    assert grain[0] <= at < grain[0] + grain[1] <= grain[0] + 4096
    assert marked == [False, True, True, True]
    assert report.written_bytes == grain[1] + HEAD_BYTES
    assert report.written_bytes + report.kept_bytes == len(DATA)
    assert run.steps() == ["flash.prepare", "flash.write", "flash.mark", "flash.verify"]


def test_what_was_written_is_read_again_and_a_sample_of_the_rest(run: Run) -> None:
    card = a_card_with(DATA)
    card.data[5 * MIB + 123] ^= 1
    reads: list[tuple[int, int]] = []
    card.on_read = lambda offset, length: reads.append((offset, length))
    flash(card, DATA, run)
    after = reads[len(reads) - reads[::-1].index((0, HEAD_BYTES)) - 1 :]  # the head is the last
    assert after == [(0, HEAD_BYTES)]
    assert reads.count((5 * MIB + 0, 4096)) == 1
    assert sum(length for _, length in reads) <= 2 * len(DATA) + (3 + 3) * HEAD_BYTES  # three to know the pace


@pytest.mark.parametrize("at", [0, 600, HEAD_BYTES - 1])
def test_a_head_that_differs_is_written_last(run: Run, at: int) -> None:
    card = a_card_with(DATA)
    before = bytes(card.data)
    card.data[at] ^= 1
    flash(card, DATA, run)
    assert bytes(card.data) == before
    assert card.writes == [(0, 4096), (4096, HEAD_BYTES - 4096), (0, HEAD_BYTES)]


@pytest.mark.parametrize("data", [DATA, DATA[: HEAD_BYTES // 2], _system(3, CARD_BYTES)])
@pytest.mark.parametrize("before", ["garbage", "zeros", "another", "longer"])
@pytest.mark.parametrize("exact", [True, False])
def test_whatever_was_there_the_card_ends_as_after_a_full_flash(
    run: Run, data: bytes, before: str, exact: bool
) -> None:
    """Behind the image too: what stood there stays, but for the old backup table at the end."""
    image = MemoryImage(data, exact=exact)
    cards = [_filled(before), _filled(before)]
    for card, update in zip(cards, (True, False), strict=True):
        writer = choose_writer(card, image, run.ctx, update=update)
        Flash(card, image, run.ctx, Options(), tick_s=0.005, make_writer=writer).run()
    assert cards[0].data == cards[1].data


def _filled(how: str) -> MemoryCard:
    card = MemoryCard(CARD_BYTES, fill=0 if how == "zeros" else 0xA5)
    if how == "another":
        card.data[: len(OTHER)] = OTHER
    if how == "longer":  # a table at the end of the card, as a first start makes it
        card.data[: len(DATA)] = DATA
        card.data[-33 * 512 :] = bytes(range(256)) * 66
    return card


def test_an_old_table_at_the_end_is_cleared_before_anything_is_compared(run: Run) -> None:
    card = a_card_with(DATA)
    before = bytes(card.data)
    card.data[-512:] = b"EFI PART" * 64
    flash(card, DATA, run)
    assert bytes(card.data) == before
    assert card.writes[2] == (CARD_BYTES - TAIL_BYTES, TAIL_BYTES)
    assert card.log[: card.log.index("write")].count("read") == 1


def test_an_image_that_fills_the_card_is_left_alone_at_its_end_too(run: Run) -> None:
    data = _system(3, CARD_BYTES)
    card = a_card_with(data)
    report = flash(card, data, run)
    assert card.writes == [] and report.repaired_ranges == 0


def test_a_repair_that_costs_another_place_is_found(run: Run) -> None:
    """What was right and is destroyed by the second writing, far from it."""
    card = a_card_with(DATA)
    card.data[7 * MIB + 5] ^= 8
    written: list[int] = []

    def write(offset: int, length: int) -> None:
        if offset == 7 * MIB:
            written.append(offset)
            if len(written) == 2:
                card.data[2 * MIB + 9] ^= 1

    card.on_write = write
    with pytest.raises(FlashError, match=r"flash\.verify_mismatch"):
        flash(FaultyDevice(card, Faults(corrupt_at=7 * MIB + 9)), DATA, run)
    assert is_marked(card)


def test_scattered_changes_are_written_together(run: Run) -> None:
    """What is kept of a pass has a limit, however many places differ."""
    card = a_card_with(DATA)
    for at in range(2 * MIB, 4 * MIB, 40 * 1024):
        card.data[at] ^= 1
    flash(card, DATA, run)
    assert bytes(card.data) == wanted(DATA, card)
    assert len([one for one in card.writes if one[0] >= HEAD_BYTES]) <= 4


def test_a_place_that_cannot_be_read_is_written(run: Run) -> None:
    card = a_card_with(DATA)
    mended = False

    def read(offset: int, length: int) -> None:
        if not mended and offset <= 7 * MIB < offset + length:
            raise DriveError("drive.io", path="memory:card", offset_bytes=7 * MIB)

    def write(offset: int, length: int) -> None:
        nonlocal mended
        mended = mended or offset <= 7 * MIB < offset + length

    card.on_read, card.on_write = read, write
    report = flash(card, DATA, run)
    assert mended and bytes(card.data[: len(DATA)]) == DATA
    assert report.written_bytes < 3 * MIB


def _raise(error: BaseException) -> Callable[..., None]:
    def do(*_: object) -> None:
        raise error

    return do


def test_a_card_that_is_pulled_while_it_is_compared_was_not_touched(run: Run) -> None:
    card = a_card_with(DATA)
    before = bytes(card.data)
    with pytest.raises(DriveError, match=r"drive\.gone"):
        flash(FaultyDevice(card, Faults(vanish_at=6 * MIB)), DATA, run)
    assert bytes(card.data) == before and card.writes == []


def test_another_card_is_noticed_before_the_marker(run: Run) -> None:
    card = a_card_with(OTHER)
    before = bytes(card.data)
    compared = threading.Event()

    def check() -> None:
        if compared.is_set():
            raise DriveError("drive.changed", path="memory:card")

    card.on_read = lambda offset, length: compared.set() if HEAD_BYTES <= offset < len(DATA) // 2 else None
    card.on_check = check
    with pytest.raises(DriveError, match=r"drive\.changed"):
        flash(card, DATA, run)
    assert bytes(card.data) == before


def test_cancel_after_the_first_write_leaves_a_marked_card(run: Run) -> None:
    card = a_card_with(OTHER)
    card.on_write = lambda offset, length: run.cancel.set() if offset >= HEAD_BYTES else None
    with pytest.raises(Cancelled):
        flash(card, DATA, run)
    assert is_marked(card)


def test_a_source_that_fails_at_its_end_leaves_a_marked_card_only_if_something_was_written(run: Run) -> None:
    for data, touched in ((DATA, False), (OTHER, True)):
        card = a_card_with(data)
        image = MemoryImage(DATA, at_end=_raise(DriveError("drive.gone")))
        writer = choose_writer(card, image, run.ctx, update=True)
        with pytest.raises(DriveError):
            Flash(card, image, run.ctx, Options(), tick_s=0.005, make_writer=writer).run()
        assert is_marked(card) is touched


@pytest.mark.parametrize("always", [False, True])
def test_a_bit_that_flips_in_what_is_written_is_found(run: Run, always: bool) -> None:
    card = a_card_with(DATA)
    card.data[7 * MIB + 5] ^= 8
    broken = FaultyDevice(card, Faults(corrupt_at=7 * MIB + 9, corrupt_always=always))
    if always:
        with pytest.raises(FlashError, match=r"flash\.verify_mismatch"):
            flash(broken, DATA, run)
        assert is_marked(card)
    else:
        assert flash(broken, DATA, run).repaired_ranges == 1
        assert bytes(card.data) == wanted(DATA, card)


@pytest.mark.parametrize("beyond", ["wrap", "drop"])
@pytest.mark.parametrize("real_bytes", [5 * MIB, 7 * MIB, len(DATA) // 4096 * 4096 - 300 * 1024])
@pytest.mark.parametrize("right_bytes", [0, 2 * MIB, 5 * MIB])
def test_a_card_with_less_memory_than_it_says_is_found(
    run: Run, real_bytes: int, right_bytes: int, beyond: str
) -> None:
    """Its beginning holds the image, as after a flash that broke off: what follows destroys what was found right."""
    card = MemoryCard(CARD_BYTES)
    card.data[HEAD_BYTES:right_bytes] = DATA[HEAD_BYTES:right_bytes]
    card.data[:4096] = make_marker({"image": "test.img"})
    with pytest.raises(FlashError, match=r"flash\.verify_mismatch"):
        flash(FaultyDevice(card, Faults(real_bytes=real_bytes, beyond=beyond)), DATA, run)
    assert is_marked(card)


def test_an_end_that_is_cleared_after_the_pass_has_all_of_it_read_again(run: Run) -> None:
    """How large the image is was not certain, so the end came last: its zeros may lie anywhere on a false card."""
    real_bytes = 10 * MIB
    card = MemoryCard(CARD_BYTES)
    card.data[: len(DATA)] = DATA
    false_card = FaultyDevice(card, Faults(real_bytes=real_bytes))  # its end is 4 MiB from its beginning
    image = MemoryImage(DATA, exact=False)
    writer = choose_writer(false_card, image, run.ctx, update=True)
    assert image.data[4 * MIB - TAIL_BYTES : 4 * MIB] != bytes(TAIL_BYTES)
    report = Flash(false_card, image, run.ctx, Options(), tick_s=0.005, make_writer=writer).run()
    assert report.repaired_ranges > 0
    assert card.data[: len(DATA)] == DATA


UNIT = 4096


def in_small_ranges(run: Run, *, right: range, patient: bool) -> tuple[MemoryCard, UpdatingWriter]:
    """A pass over 300 blocks behind the head, one after the other; those numbered in `right` are there already."""
    card, image = MemoryCard(CARD_BYTES), memoryview(bytearray(DATA))
    start, end = HEAD_BYTES + right.start * UNIT, HEAD_BYTES + right.stop * UNIT
    card.data[start:end] = DATA[start:end]
    writer = UpdatingWriter(card, run.ctx, full=True, name="", image_bytes=None, patient=patient)
    for at in range(HEAD_BYTES, HEAD_BYTES + 300 * UNIT, UNIT):
        writer.work(at, image[at : at + UNIT])
    assert card.data[HEAD_BYTES:][: 300 * UNIT] == DATA[HEAD_BYTES:][: 300 * UNIT]
    return card, writer


@pytest.mark.parametrize("patient", [False, True])
def test_behind_the_place_where_a_write_broke_off_little_is_read(run: Run, patient: bool) -> None:
    """Unless the person asked for it: then nothing that is right is written."""
    card, _ = in_small_ranges(run, right=range(20), patient=patient)
    assert card.log.count("read") == (300 if patient else 20 + ENOUGH_MISSES + -(-(280 - ENOUGH_MISSES) // 16))


def test_something_right_again_is_reason_to_read_again(run: Run) -> None:
    _, writer = in_small_ranges(run, right=range(100, 300), patient=False)
    assert 184 * UNIT < writer.kept_bytes <= 200 * UNIT


class TestChoice:
    def choose(
        self, card: Any, data: bytes, run: Run, samples: tuple[Sample, ...] = (), name: str = "test.img"
    ) -> bool:
        return holds_most(card, MemoryImage(data, name=name), samples, run.ctx)

    def test_a_card_with_this_image_is_updated(self, run: Run) -> None:
        card = a_card_with(DATA)
        assert self.choose(card, DATA, run)
        assert run.steps() == ["flash.look"]
        assert 16 < card.log.count("read") <= 33 and card.writes == []

    @pytest.mark.parametrize("filled", ["garbage", "zeros", "another"])
    def test_any_other_card_costs_one_read(self, run: Run, filled: str) -> None:
        card = _filled(filled)
        assert not self.choose(card, DATA, run)
        assert card.log.count("read") == 1
        assert run.events == []

    def test_one_that_broke_off_is_continued_when_enough_is_there(self, run: Run) -> None:
        card = MemoryCard(CARD_BYTES)
        card.data[:4096] = make_marker({"image": "test.img"})
        assert not self.choose(card, DATA, run)
        card.data[HEAD_BYTES : 6 * MIB] = DATA[HEAD_BYTES : 6 * MIB]
        assert self.choose(card, DATA, run)
        assert not self.choose(card, DATA, run, name="other.img")

    def test_of_an_image_that_still_arrives_only_the_name_is_known(self, run: Run) -> None:
        card = MemoryCard(CARD_BYTES)
        assert choose_writer(card, "test.img", run.ctx) is card_writer
        card.data[:4096] = make_marker({"image": "test.img"})
        assert choose_writer(card, "other.img", run.ctx) is card_writer
        assert choose_writer(card, "test.img", run.ctx, update=False) is card_writer
        assert choose_writer(card, "test.img", run.ctx) is not card_writer
        assert choose_writer(a_card_with(DATA), "test.img", run.ctx) is card_writer

    def test_the_same_table_with_other_content_is_not_enough(self, run: Run) -> None:
        card = a_card_with(DATA)
        card.data[HEAD_BYTES : len(DATA)] = bytes(len(DATA) - HEAD_BYTES)
        assert not self.choose(card, DATA, run)

    def test_an_image_without_a_table_is_known_by_its_first_block(self, run: Run) -> None:
        data = random.Random(5).randbytes(3 * MIB)
        assert self.choose(a_card_with(data), data, run)
        assert not self.choose(a_card_with(DATA), data, run)

    def test_the_report_of_an_earlier_flash_says_where_to_look(self, run: Run) -> None:
        """Nothing is unpacked for it, and what was changed at the beginning does not count."""
        card = MemoryCard(CARD_BYTES)
        report = flash(card, DATA, Run(), update=False)
        assert 4 <= len(report.samples) <= 32 and all(one.offset >= HEAD_BYTES for one in report.samples)
        card.data[HEAD_BYTES : 4 * MIB] = bytes(3 * MIB)
        image = MemoryImage(DATA)
        assert holds_most(card, image, report.samples, run.ctx)
        assert image.opened == 1

    def test_samples_are_not_believed(self, run: Run) -> None:
        card = a_card_with(DATA)
        wild = [(-4096, 4096), (0, -1), (CARD_BYTES, 4096), (CARD_BYTES - 4096, 8192), (0, 1 << 40), (7, 512), (0, 7)]
        assert not self.choose(card, DATA, run, tuple(Sample(offset=o, length=n, sha256="") for o, n in wild))

    def test_a_card_that_cannot_be_read_is_written(self, run: Run) -> None:
        card = a_card_with(DATA)
        card.on_read = _raise(DriveError("drive.io", path="memory:card", offset_bytes=0))
        assert not self.choose(card, DATA, run)

    def test_a_card_that_is_gone_is_said(self, run: Run) -> None:
        card = a_card_with(DATA)
        card.on_read = _raise(DriveError("drive.gone", path="memory:card"))
        with pytest.raises(DriveError, match=r"drive\.gone"):
            self.choose(card, DATA, run)

    def test_cancel(self, run: Run) -> None:
        card = a_card_with(DATA)
        card.on_read = lambda offset, length: run.cancel.set()
        with pytest.raises(Cancelled):
            self.choose(card, DATA, run)

    def test_it_is_said_that_an_update_begins(self, run: Run) -> None:
        card = a_card_with(DATA)
        flash(card, DATA, run, update=None)
        assert run.codes() == ["flash.updating", "flash.already_there"] and card.writes == []

    def test_forbidden_means_everything_is_written(self, run: Run) -> None:
        card = a_card_with(DATA)
        report = flash(card, DATA, run, update=False)
        assert report.written_bytes >= len(DATA) and run.codes() == []
