"""Images that are made to fit a card, through the whole engine: written, read back, compared, updated, mended."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.devices import MIB, MemoryCard, MemoryImage
from support.disk import APP_START, DiskImage, make_disk_image

from nanowizard.core.errors import DriveError, FlashError
from nanowizard.core.events import Event, FindingReported, Severity
from nanowizard.core.task import RunContext
from nanowizard.drives.ext4super import u32
from nanowizard.drives.partition import all_tables, read_table
from nanowizard.drives.partition_write import GPT_TAIL_BYTES
from nanowizard.flash.card import Flash, Options
from nanowizard.flash.compare import verify_against_image
from nanowizard.flash.ext4super import BLOCK_BYTES
from nanowizard.flash.fit import UnopenedCard, could_fit, is_near
from nanowizard.flash.model import FlashReport
from nanowizard.flash.shrink import MOST_MISSING_BYTES
from nanowizard.flash.update_choice import choose_writer
from nanowizard.transfer.crew import still_running

SIZE = 24 * MIB
LARGE, SMALL = 40 * MIB, 22 * MIB
GROUP = 2048


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> DiskImage:
    return make_disk_image(
        tmp_path_factory.mktemp("disk"), size_bytes=SIZE, mkfs=("-g", str(GROUP)), file_bytes=2 * MIB
    )


@pytest.fixture(scope="module")
def image(disk: DiskImage) -> MemoryImage:
    return MemoryImage(disk.path.read_bytes())


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    yield
    assert not still_running()


class Run:
    def __init__(self) -> None:
        self.events: list[Event] = []
        self.ctx = RunContext(emit=self.events.append)

    def flash(self, card: Any, image: MemoryImage, **options: Any) -> FlashReport:
        return Flash(card, image, self.ctx, Options(**options), tick_s=0.005).run()

    def update(self, card: Any, image: MemoryImage, **options: Any) -> FlashReport:
        writer = choose_writer(card, image, self.ctx, update=True)
        return Flash(card, image, self.ctx, Options(**options), tick_s=0.005, make_writer=writer).run()

    @property
    def codes(self) -> list[str]:
        return [one.finding.code for one in self.events if isinstance(one, FindingReported)]

    def bad(self) -> list[str]:
        return [
            one.finding.code
            for one in self.events
            if isinstance(one, FindingReported) and one.finding.severity is Severity.WARNING
        ]


@pytest.fixture
def run() -> Run:
    return Run()


def equal(card: Any, image: MemoryImage, **more: Any) -> int:
    return verify_against_image(card, image, RunContext(), tick_s=0.005, **more).verified_bytes


def assert_grown(card: MemoryCard) -> None:
    data = bytes(card.data)
    _, primary, backup = all_tables(lambda at, length: data[at : at + length], len(data))
    assert primary.partitions == backup.partitions and primary.stated_size_bytes == len(data)
    assert primary.end_bytes == len(data) - MIB
    assert not any(data[-64 * 1024 : -GPT_TAIL_BYTES]), "of what was on the card before nothing stays at its end"


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("alignment", [512, 4096])
def test_a_table_that_takes_the_whole_card(run: Run, image: MemoryImage, full: bool, alignment: int) -> None:
    card = MemoryCard(LARGE, alignment=alignment)
    report = run.flash(card, image, grow=True, full=full)
    assert (report.grown_bytes, report.shrunk_bytes) == (LARGE - SIZE, 0)
    assert "flash.grown" in run.codes and run.bad() == []
    assert_grown(card)
    assert report.verified_bytes == report.written_bytes
    assert equal(card, image) and equal(card, image, full=True)


def test_without_the_wish_the_table_is_the_image_s(run: Run, image: MemoryImage) -> None:
    card = MemoryCard(LARGE)
    assert run.flash(card, image).grown_bytes == 0
    assert card.data[:MIB] == image.data[:MIB]
    assert equal(card, image)


def test_a_card_without_room_says_so_and_is_whole(run: Run, image: MemoryImage) -> None:
    card = MemoryCard(SIZE)
    assert run.flash(card, image, grow=True).grown_bytes == 0
    assert "flash.not_grown_room" in run.codes
    assert equal(card, image)


def test_what_is_not_understood_stands_as_in_the_image(run: Run) -> None:
    image, card = MemoryImage(random.Random(2).randbytes(3 * MIB)), MemoryCard(LARGE)
    assert run.flash(card, image, grow=True).grown_bytes == 0
    assert "flash.not_grown_table" in run.codes
    assert card.data[: 3 * MIB] == image.data


def test_a_grown_card_is_compared_to_its_last_byte(run: Run, image: MemoryImage) -> None:
    card = MemoryCard(LARGE)
    run.flash(card, image, grow=True)
    for at in (LARGE - 1, LARGE - GPT_TAIL_BYTES, 512 + 16):
        card.data[at] ^= 1
        with pytest.raises(FlashError) as caught:
            equal(card, image)
        assert caught.value.code == "flash.card_differs"
        card.data[at] ^= 1
    assert equal(card, image)


def test_the_copy_of_the_table_is_read_back_and_written_again(run: Run, image: MemoryImage) -> None:
    card = MemoryCard(LARGE)
    lose_once(card, LARGE - GPT_TAIL_BYTES // 4096 * 4096)
    report = run.flash(card, image, grow=True)
    assert report.repaired_ranges == 1
    assert_grown(card)


def lose_once(card: MemoryCard, place: int) -> None:
    """The first write of the image's own time there does not arrive; zeros and the mark do."""
    lost: list[int] = []
    write = card.write_at

    def losing(offset: int, data: memoryview) -> None:
        if not lost and offset <= place < offset + len(data) and any(bytes(data)):
            lost.append(offset)
            return
        write(offset, data)

    card.write_at = losing  # type: ignore[method-assign]


def test_an_update_of_a_grown_card_writes_nothing(run: Run, image: MemoryImage) -> None:
    card = MemoryCard(LARGE)
    run.flash(card, image, grow=True)
    card.writes.clear()
    report = run.update(card, image, grow=True)
    assert (card.writes, report.written_bytes, report.grown_bytes) == ([], 0, LARGE - SIZE)


@pytest.mark.parametrize(("before", "after"), [(True, False), (False, True)])
def test_an_update_changes_only_the_table(run: Run, image: MemoryImage, before: bool, after: bool) -> None:
    card = MemoryCard(LARGE)
    run.flash(card, image, grow=before)
    report = run.update(card, image, grow=after)
    assert 0 < report.written_bytes < 2 * MIB
    assert equal(card, image)
    if after:
        assert_grown(card)
    else:
        assert not any(card.data[-64 * 1024 :])


@pytest.mark.parametrize("full", [False, True])
def test_an_image_that_is_a_little_too_large(
    run: Run, image: MemoryImage, disk: DiskImage, tmp_path: Path, full: bool
) -> None:
    card = MemoryCard(SMALL)
    report = run.flash(card, image, shrink=True, full=full)
    assert (report.shrunk_bytes, report.grown_bytes, report.raw_bytes) == (SIZE - SMALL, 0, SIZE)
    assert "flash.shrunk" in run.codes and run.bad() == []
    assert report.verified_bytes == report.written_bytes
    assert equal(card, image)
    card.writes.clear()
    assert run.update(card, image, shrink=True).written_bytes == 0 and card.writes == []
    assert_files(card, disk, tmp_path)


def assert_files(card: MemoryCard, disk: DiskImage, folder: Path) -> None:
    app = folder / "app"
    data = bytes(card.data)
    last = max(read_table(lambda at, length: data[at : at + length], len(data)).partitions, key=lambda p: p.start_bytes)
    app.write_bytes(data[last.start_bytes : last.end_bytes])
    checked = subprocess.run(["e2fsck", "-fn", app], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    for name, content in disk.files.items():
        subprocess.run(["debugfs", "-R", f"dump {name} {folder / 'out'}", app], check=True, capture_output=True)
        assert (folder / "out").read_bytes() == content


@pytest.mark.parametrize("block", [0, 1, GROUP, GROUP + 1])
def test_changed_blocks_are_written_again_as_they_must_be(
    run: Run, image: MemoryImage, disk: DiskImage, tmp_path: Path, block: int
) -> None:
    """Superblock, descriptors, and a copy of each: from the image they would come back as they were."""
    card = MemoryCard(SMALL)
    lose_once(card, APP_START + block * BLOCK_BYTES)
    assert run.flash(card, image, shrink=True).repaired_ranges == 1
    assert_files(card, disk, tmp_path)


def test_a_shrunk_card_that_was_changed_is_named(run: Run, image: MemoryImage) -> None:
    card = MemoryCard(SMALL)
    run.flash(card, image, shrink=True)
    card.data[APP_START + 1024 + 4] ^= 1
    with pytest.raises(FlashError) as caught:
        equal(card, image)
    assert caught.value.params["offset_bytes"] == APP_START


def test_without_leave_to_shrink_nothing_is_written(run: Run, image: MemoryImage) -> None:
    card = MemoryCard(SMALL)
    with pytest.raises(DriveError) as caught:
        run.flash(card, image)
    assert (caught.value.code, caught.value.params["missing_bytes"]) == ("drive.too_small", SIZE - SMALL)
    assert card.writes == []


def test_what_is_found_late_leaves_the_card_marked(run: Run, image: MemoryImage) -> None:
    """The last group's bitmap is judged when it goes by."""
    data, card = bytearray(image.data), MemoryCard(SMALL)
    data[APP_START + u32(image.data[APP_START + BLOCK_BYTES :][:192], 128) * BLOCK_BYTES] ^= 1
    with pytest.raises(DriveError) as caught:
        run.flash(card, MemoryImage(bytes(data)), shrink=True)
    assert (caught.value.code, caught.value.detail) == ("drive.too_small", "a damaged block bitmap")
    assert card.data[440:444] == b"NWNR"


def test_a_look_reads_the_beginning_only(image: MemoryImage) -> None:
    read: list[int] = []
    card = UnopenedCard(MemoryCard(SMALL).identity, SMALL)
    with MemoryImage(image.data, before_read=read.append)() as source:
        assert could_fit(card, source)
    assert 0 < max(read) < SIZE / 2
    with MemoryImage(random.Random(3).randbytes(SIZE))() as source:
        assert not could_fit(card, source)


def test_data_behind_the_last_partition_is_not_cut_off(run: Run, image: MemoryImage) -> None:
    """Only the copy of the image's own table is."""
    for at, fits in ((SIZE - 300 * 1024, False), (SIZE - GPT_TAIL_BYTES - 1, False), (SIZE - 600 * 1024, True)):
        data, card = bytearray(image.data), MemoryCard(SIZE - 512 * 1024)
        data[at] = 1
        if fits:
            assert run.flash(card, MemoryImage(bytes(data)), shrink=True).shrunk_bytes
            assert card.data[at] == 1
        else:
            with pytest.raises(DriveError) as caught:
                run.flash(card, MemoryImage(bytes(data)), shrink=True)
            assert caught.value.detail == "data behind the last partition"


def test_what_is_near() -> None:
    assert not is_near(None, SMALL) and not is_near(SMALL, SMALL)
    assert is_near(SMALL + 1, SMALL) and is_near(SMALL + MOST_MISSING_BYTES, SMALL)
    assert not is_near(SMALL + MOST_MISSING_BYTES + 1, SMALL)
