"""The contract of `DriveBackend` and `RawDevice`, held against every implementation with real bytes.

A new backend joins by adding its lab (see `support.labs`) to LABS.
"""

from __future__ import annotations

import contextlib
import mmap
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support.labs import CardLab, FileLab, LoopLab, PracticeLab
from support.wine_card import WineLab

from nanowizard.core.errors import Cancelled, DriveError, NanoWizardError
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.drives.marker import make_marker
from nanowizard.drives.model import drive_from_wire, drive_to_wire
from nanowizard.drives.policy import card_findings

MIB = 1 << 20
SIZE = 16 * MIB
LABS = [
    pytest.param(FileLab, id="file"),
    pytest.param(LoopLab, id="loop", marks=pytest.mark.root),
    pytest.param(PracticeLab, id="practice"),
    pytest.param(WineLab, id="windows", marks=pytest.mark.wine),
]


@pytest.fixture(autouse=True)
def _patient_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy computer's look at a card may take longer than a person is made to wait."""
    if sys.platform == "linux":
        from nanowizard.drives.linux.listing import LOOKS

        monkeypatch.setattr(LOOKS, "wait_s", 20.0)


@pytest.fixture(params=LABS)
def lab(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CardLab]:
    lab: CardLab = request.param(tmp_path, SIZE)
    yield lab
    lab.close()


@pytest.fixture
def device(lab: CardLab) -> Iterator[RawDevice]:
    device = lab.backend.open(lab.drive(), RunContext())
    yield device
    device.close()


@pytest.fixture
def block() -> Iterator[memoryview]:
    """One MiB of memory aligned for direct I/O."""
    with mmap.mmap(-1, MIB) as memory:
        view = memoryview(memory)
        yield view
        view.release()


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(NanoWizardError) as caught:
        act()
    return caught.value.code


# Listing


def test_a_card_is_listed_with_its_size_and_may_be_written(lab: CardLab) -> None:
    drive = lab.drive()
    assert (drive.size_bytes, drive.identity.size_bytes, drive.identity.backend) == (SIZE, SIZE, lab.backend.name)
    assert (drive.medium_present, drive.read_only, drive.system, drive.contents) == (True, False, False, "empty")
    assert card_findings(drive) == []


def test_listing_twice_gives_the_same_identity(lab: CardLab) -> None:
    assert lab.drive().identity == lab.drive().identity


def test_a_drive_survives_the_wire(lab: CardLab) -> None:
    assert drive_from_wire(drive_to_wire(lab.drive())) == lab.drive()


def test_another_card_in_the_same_place_is_another_identity(lab: CardLab) -> None:
    before = lab.drive().identity
    lab.exchange()
    assert not lab.drive().identity.matches(before)


def test_an_interrupted_flash_is_recognised(lab: CardLab) -> None:
    with lab.backing.open("r+b") as file:
        file.write(make_marker({"reason": "test"}))
    assert lab.drive().contents == "not_ready"


def test_a_watch_tells_of_a_removed_card(lab: CardLab) -> None:
    told = threading.Event()
    watch = lab.backend.watch(told.set)
    try:
        lab.remove()
        assert told.wait(10)
    finally:
        watch.close()


def test_a_closed_watch_is_silent(lab: CardLab) -> None:
    told = threading.Event()
    watch = lab.backend.watch(told.set)
    watch.close()
    watch.close()
    lab.remove()
    assert not told.wait(1.5)


# Opening


def test_two_cannot_write_one_card(lab: CardLab, device: RawDevice) -> None:
    assert code_of(lambda: lab.backend.open(lab.drive(), RunContext())) == "drive.busy"


def test_a_card_is_free_again_after_close(lab: CardLab) -> None:
    for _ in range(2):
        device = lab.backend.open(lab.drive(), RunContext())
        device.close()
        device.close()


def test_an_exchanged_card_is_not_opened(lab: CardLab) -> None:
    drive = lab.drive()
    lab.exchange()
    assert code_of(lambda: lab.backend.open(drive, RunContext())) == "drive.changed"
    assert code_of(lambda: lab.backend.open_for_reading(drive, RunContext())) == "drive.changed"


def test_a_card_that_left_is_not_opened(lab: CardLab) -> None:
    drive = lab.drive()
    lab.remove()
    assert code_of(lambda: lab.backend.open(drive, RunContext())) in {"drive.gone", "drive.no_medium"}


def test_a_protected_card_is_shown_as_such_and_not_opened_for_writing(lab: CardLab) -> None:
    lab.protect()
    drive = lab.drive()
    assert drive.read_only
    assert code_of(lambda: lab.backend.open(drive, RunContext())) == "drive.write_protected"
    lab.backend.open_for_reading(drive, RunContext()).close()


def test_nothing_is_written_through_a_reader(lab: CardLab, block: memoryview) -> None:
    device = lab.backend.open_for_reading(lab.drive(), RunContext())
    try:
        assert code_of(lambda: device.write_at(0, block)) == "drive.write_protected"
        device.read_at(0, block)
    finally:
        device.close()


# Reading and writing


def test_what_was_written_is_read_back_and_on_the_card(lab: CardLab, device: RawDevice, block: memoryview) -> None:
    block[:] = bytes(range(256)) * (MIB // 256)
    device.write_at(3 * MIB, block)
    device.flush()
    block[:] = bytes(MIB)
    device.read_at(3 * MIB, block)
    assert bytes(block) == bytes(range(256)) * (MIB // 256)
    with lab.backing.open("rb") as file:
        file.seek(3 * MIB)
        assert file.read(MIB) == bytes(block)


def test_every_multiple_of_the_alignment_will_do(device: RawDevice, block: memoryview) -> None:
    step = device.alignment
    assert MIB % step == 0
    block[:step] = b"\x5a" * step
    device.write_at(SIZE - step, block[:step])
    block[:step] = bytes(step)
    device.read_at(SIZE - step, block[:step])
    assert bytes(block[:step]) == b"\x5a" * step


def test_reading_sees_the_card_and_not_the_cache(lab: CardLab, device: RawDevice, block: memoryview) -> None:
    device.write_at(0, block)
    device.flush()
    device.read_at(0, block)
    with lab.backing.open("r+b") as file:
        file.write(b"changed behind its back")
    device.read_at(0, block)
    assert bytes(block[:7]) == b"changed"


@pytest.mark.parametrize("offset", [SIZE, SIZE - 4096, SIZE * 2])
def test_there_is_nothing_behind_the_end(lab: CardLab, device: RawDevice, block: memoryview, offset: int) -> None:
    assert code_of(lambda: device.write_at(offset, block)) == "drive.full"
    assert code_of(lambda: device.read_at(offset, block)) == "drive.full"
    assert lab.backing.stat().st_size == SIZE


def test_several_threads_write_at_once(device: RawDevice) -> None:
    def write(number: int) -> None:
        with mmap.mmap(-1, MIB) as memory:
            memory.write(bytes([number]) * MIB)
            with memoryview(memory) as view:
                device.write_at(number * MIB, view)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(SIZE // MIB)))
    device.flush()
    with mmap.mmap(-1, SIZE) as memory, memoryview(memory) as view:
        device.read_at(0, view)
        assert all(bytes(view[n * MIB : (n + 1) * MIB]) == bytes([n]) * MIB for n in range(SIZE // MIB))


def test_the_same_card_is_the_same(device: RawDevice) -> None:
    device.check_same()


def test_a_card_that_changes_size_is_another(lab: CardLab, device: RawDevice) -> None:
    lab.shrink()
    assert code_of(device.check_same) == "drive.changed"


def test_reading_where_the_card_has_ended_names_the_place(lab: CardLab, device: RawDevice, block: memoryview) -> None:
    lab.shrink()
    with pytest.raises(DriveError) as caught:
        device.read_at(SIZE // 2 + MIB, block)
    assert caught.value.code == "drive.io"
    assert caught.value.params["offset_bytes"] == SIZE // 2 + MIB


def test_a_closed_card_says_so(device: RawDevice, block: memoryview) -> None:
    device.close()
    assert code_of(lambda: device.write_at(0, block)) == "drive.gone"
    assert code_of(lambda: device.read_at(0, block)) == "drive.gone"
    assert code_of(device.flush) == "drive.gone"
    assert code_of(device.check_same) == "drive.gone"


def test_ejecting_says_whether_something_was_done(lab: CardLab) -> None:
    assert lab.backend.eject(lab.drive()) is lab.ejects


def test_a_cancelled_run_does_not_leave_the_card_locked(lab: CardLab) -> None:
    cancel = CancelToken()
    cancel.set()
    with contextlib.suppress(Cancelled):
        lab.backend.open(lab.drive(), RunContext(cancel=cancel)).close()
    lab.backend.open(lab.drive(), RunContext()).close()
