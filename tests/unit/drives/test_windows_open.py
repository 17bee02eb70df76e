"""Opening a card on Windows: what is taken in which order, who is refused, and that everything is let go of again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.windows_machine import (
    ACCESS_DENIED,
    DATA_SET,
    DISMOUNT,
    EJECT_MEDIA,
    GIB,
    IS_WRITABLE,
    LOCK,
    MEDIA_REMOVAL,
    MIB,
    SET_ATTRIBUTES,
    UPDATE_PROPERTIES,
    FakeVolume,
    FakeWindows,
    computer,
    slot,
    stick,
)

from nanowizard.cards.erase import overwrite
from nanowizard.cards.model import BadRange
from nanowizard.cards.sweep import Sweep
from nanowizard.core.errors import Cancelled, NanoWizardError
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.drives.marker import make_marker
from nanowizard.drives.model import Drive
from nanowizard.drives.windows import opening as windows_open
from nanowizard.drives.windows.backend import WindowsBackend
from nanowizard.drives.windows.errors import CallFailed

FVE_LOCKED = 0x80310000
LETTER, HIDDEN = "\\\\?\\Volume{e}", "\\\\?\\GLOBALROOT\\Device\\Harddisk1\\Partition2"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_open, "ROUND_WAIT_S", 0)


def letter(**more: int | str) -> FakeVolume:
    return FakeVolume(LETTER, [(1, MIB, GIB)], ["E:\\"], **{"filesystem": "FAT32", **more})  # type: ignore[arg-type]


def machine_with(*volumes: FakeVolume, elevated: bool = True, **more: object) -> FakeWindows:
    disk = stick(1, mbr=[(MIB, GIB, 0x0C), (2 * GIB, GIB, 0x83)], **more)
    return computer(disk, volumes=volumes, elevated=elevated)


def card(machine: FakeWindows) -> tuple[WindowsBackend, Drive]:
    backend = WindowsBackend(machine, ())
    return backend, next(drive for drive in backend.list_drives() if drive.path.endswith("1"))


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(NanoWizardError) as caught:
        act()
    return caught.value.code


def refused(machine: FakeWindows) -> str:
    """The code that opening fails with; nothing may stay taken."""
    backend, drive = card(machine)
    code = code_of(lambda: backend.open(drive, RunContext()))
    assert machine.handles == {}
    return code


def test_every_volume_is_locked_and_let_go_of_by_its_file_system_before_the_disk_is_opened() -> None:
    machine = machine_with(letter(), FakeVolume(HIDDEN, [(1, 2 * GIB, GIB)]))
    backend, drive = card(machine)
    disk = machine.all_disks[1]
    machine.said.clear()
    device = backend.open(drive, RunContext())
    steps = [(hex(code), path) for path in (LETTER, HIDDEN) for code in (LOCK, DISMOUNT)]
    assert machine.said == steps
    assert sorted(target.path for target, _, _ in machine.handles.values()) == sorted([LETTER, HIDDEN, disk.path])
    device.write_at(0, memoryview(bytearray(512)))
    device.close()
    device.close()
    # Windows forgets the old partitions while they are still ours.
    assert machine.said == [*steps, ("write", disk.path), (hex(UPDATE_PROPERTIES), disk.path)]
    assert machine.handles == {}


def test_the_disk_is_opened_past_the_cache_and_for_one_writer() -> None:
    machine = machine_with()
    backend, drive = card(machine)
    backend.open(drive, RunContext()).close()
    # FILE_SHARE_READ, FILE_FLAG_WRITE_THROUGH | FILE_FLAG_NO_BUFFERING
    assert machine.opens[-1] == (machine.all_disks[1].path, 0xC0000000, 1, 0xA0000000)


def test_a_disk_that_another_program_keeps_leaves_no_volume_locked() -> None:
    machine = machine_with(letter())
    backend, drive = card(machine)
    other = machine.open(machine.all_disks[1].path, 0xC0000000, 3)
    assert code_of(lambda: backend.open(drive, RunContext())) == "drive.busy"
    assert list(machine.handles) == [other]


def test_there_is_nothing_behind_the_end() -> None:
    machine = machine_with()
    backend, drive = card(machine)
    device = backend.open(drive, RunContext())
    machine.said.clear()
    for offset in (-512, drive.size_bytes, drive.size_bytes - 512):
        assert code_of(lambda at=offset: device.write_at(at, memoryview(bytearray(1024)))) == "drive.full"
    assert machine.said == []
    device.close()


def test_a_card_that_was_exchanged_since_it_was_chosen_is_not_touched() -> None:
    machine = computer(slot(1, 0, attributes=3))
    backend, drive = card(machine)
    machine.all_disks[1].changes = 2
    for act in (backend.open, backend.open_for_reading, backend.make_writable):
        assert code_of(lambda act=act: act(drive, RunContext())) == "drive.changed"
    assert backend.eject(drive) is False
    assert (machine.said, machine.handles, machine.all_disks[1].attributes) == ([], {}, 3)


NEW_CARD, PROTECTIVE = [bytes(450) + kind + bytes(59) + b"\x55\xaa" for kind in (b"\x0c", b"\xee")]


@pytest.mark.parametrize("head", [NEW_CARD, PROTECTIVE], ids=["mbr", "gpt"])
def test_new_partitions_are_not_shown_before_the_card_is_out(head: bytes) -> None:
    """Windows would ask for each that it cannot read whether to format it."""
    machine = machine_with(letter())
    backend, drive = card(machine)
    device = backend.open(drive, RunContext())
    device.write_at(0, memoryview(bytearray(make_marker({}))))
    device.write_at(MIB, memoryview(bytearray(512)))
    device.write_at(0, memoryview(bytearray(head)))
    device.close()
    assert backend.eject(drive) is True
    assert hex(UPDATE_PROPERTIES) not in [code for code, _ in machine.said]
    assert machine.said[-1] == (hex(EJECT_MEDIA), machine.all_disks[1].path)


def test_new_partitions_of_a_card_that_stays_in_are_shown() -> None:
    machine = machine_with(letter(), refuses={EJECT_MEDIA: 1})
    backend, drive = card(machine)
    assert backend.eject(drive) is False
    assert machine.said[-1] == (hex(UPDATE_PROPERTIES), machine.all_disks[1].path)


@pytest.mark.parametrize("head", [make_marker({}), bytes(512)], ids=["marker", "zeros"])
def test_a_card_that_broke_off_shows_no_old_partitions(head: bytes) -> None:
    machine = machine_with(letter())
    backend, drive = card(machine)
    device = backend.open(drive, RunContext())
    device.write_at(0, memoryview(bytearray(NEW_CARD)))
    device.write_at(0, memoryview(bytearray(head)))
    device.close()
    assert machine.said[-1] == (hex(UPDATE_PROPERTIES), machine.all_disks[1].path)


def test_a_card_that_was_only_read_is_not_announced() -> None:
    machine = machine_with()
    backend, drive = card(machine)
    machine.said.clear()
    backend.open(drive, RunContext()).close()
    backend.open_for_reading(drive, RunContext()).close()
    assert (machine.said, machine.handles) == ([], {})


def test_nothing_is_locked_to_read() -> None:
    machine = machine_with(letter(lock_error=ACCESS_DENIED))
    backend, drive = card(machine)
    backend.open_for_reading(drive, RunContext()).close()
    assert machine.said == []


def test_a_program_with_open_files_is_waited_for_and_then_named() -> None:
    machine = machine_with(letter(lock_error=ACCESS_DENIED))
    assert refused(machine) == "drive.in_use_by_program"
    assert machine.said == [(hex(LOCK), LETTER)] * windows_open.ROUNDS


def test_a_second_writer_is_kept_out() -> None:
    machine = machine_with()
    backend, drive = card(machine)
    device = backend.open(drive, RunContext())
    assert code_of(lambda: backend.open(drive, RunContext())) == "drive.busy"
    device.close()
    backend.open(drive, RunContext()).close()


def test_a_program_that_cancels_while_it_waits_leaves_nothing_taken() -> None:
    machine = machine_with(letter(), FakeVolume(HIDDEN, [(1, 2 * GIB, GIB)], lock_error=ACCESS_DENIED))
    backend, drive = card(machine)
    cancel = CancelToken()
    machine.all_volumes[-1].answer = lambda code: (cancel.set(), FakeVolume.answer(machine.all_volumes[-1], code))[1]  # type: ignore[method-assign]
    with pytest.raises(Cancelled):
        backend.open(drive, RunContext(cancel=cancel))
    assert machine.handles == {}


def test_without_an_administrator_the_words_name_the_way() -> None:
    assert refused(machine_with(letter(), elevated=False)) == "privilege.not_elevated"
    assert refused(machine_with(elevated=False)) == "privilege.not_elevated"


def test_an_administrator_who_is_denied_meets_a_protection_program() -> None:
    assert refused(machine_with(letter(open_error=ACCESS_DENIED))) == "privilege.write_blocked"


def test_a_volume_that_bitlocker_holds_is_named() -> None:
    assert refused(machine_with(letter(error=FVE_LOCKED, lock_error=ACCESS_DENIED))) == "drive.bitlocker_locked"
    assert refused(machine_with(letter(lock_error=FVE_LOCKED))) == "drive.bitlocker_locked"


@pytest.mark.parametrize("winerror", [2, 21, 1])  # gone, no medium, nothing there that could be mounted
def test_a_volume_that_is_none_any_more_is_no_obstacle(winerror: int) -> None:
    backend, drive = card(machine := machine_with(letter(open_error=winerror)))
    backend.open(drive, RunContext()).close()
    assert (hex(LOCK), LETTER) not in machine.said


@pytest.mark.parametrize(
    ("winerror", "code"),
    [(ACCESS_DENIED, "privilege.write_blocked"), (225, "privilege.write_blocked"), (19, "drive.write_protected"),
     (1117, "drive.io"), (1167, "drive.gone"), (1110, "drive.changed")],
)  # fmt: skip
def test_a_write_that_fails_says_why_and_a_flush_after_it_never_succeeds(winerror: int, code: str) -> None:
    machine = machine_with(refuses={0: winerror})
    backend, drive = card(machine)
    device = backend.open(drive, RunContext())
    assert code_of(lambda: device.write_at(0, memoryview(bytearray(512)))) == code
    assert code_of(device.flush) == code
    device.forgive()
    device.flush()
    device.close()
    assert machine.handles == {}


def test_a_reader_that_knows_no_flush_has_written_through() -> None:
    backend, drive = card(machine_with(refuses={1: 1}))
    device = backend.open(drive, RunContext())
    device.write_at(0, memoryview(bytearray(512)))
    device.flush()
    device.close()


def test_a_lock_that_was_slid_after_listing_is_seen() -> None:
    machine = machine_with()
    backend, drive = card(machine)
    asked: list[int] = []
    answer = machine.all_disks[1].answer

    def later(code: int) -> bytes:
        asked.append(code)
        machine.all_disks[1].writable = asked.count(IS_WRITABLE) < 2
        return answer(code)

    machine.all_disks[1].answer = later  # type: ignore[method-assign]
    assert code_of(lambda: backend.open(drive, RunContext())) == "drive.write_protected"
    assert machine.handles == {}


@pytest.mark.parametrize("exchange", ["size", "serial", "changes", "number"])
def test_another_card_behind_the_open_handle_is_noticed(exchange: str) -> None:
    machine = computer(slot(1, 0))
    backend, drive = card(machine)
    device = backend.open(drive, RunContext())
    device.check_same()
    setattr(machine.all_disks[1], exchange, "other" if exchange == "serial" else 512)
    assert code_of(device.check_same) == "drive.changed"
    machine.all_disks[1].medium = False
    device.close()


def test_a_card_that_is_exchanged_between_listing_and_opening_is_not_opened() -> None:
    machine = computer(slot(1, 0))
    backend, drive = card(machine)
    opens: list[int] = []

    def third_time() -> None:
        opens.append(1)
        machine.all_disks[1].changes = 2 if len(opens) > 2 else 1

    machine.all_disks[1].on_open = third_time  # once and once more to read, for the list; then to write
    assert code_of(lambda: backend.open(drive, RunContext())) == "drive.changed"
    assert (len(opens), machine.handles) == (3, {})


def test_a_pulled_card_says_so() -> None:
    machine = computer(slot(1, 0))
    backend, drive = card(machine)
    device = backend.open(drive, RunContext())
    machine.all_disks[1].medium = False
    assert code_of(device.check_same) == "drive.no_medium"
    device.close()
    assert code_of(lambda: backend.open(drive, RunContext())) == "drive.no_medium"


def test_the_read_only_attribute_is_taken_back_by_a_repair_only() -> None:
    machine = machine_with(attributes=3)
    backend, drive = card(machine)
    assert code_of(lambda: backend.open(drive, RunContext())) == "drive.read_only_by_system"
    assert machine.all_disks[1].attributes == 3
    backend.make_writable(drive, RunContext())
    assert machine.all_disks[1].attributes == 0
    assert [code for code, _ in machine.said] == [hex(SET_ATTRIBUTES), hex(UPDATE_PROPERTIES)]
    assert card(machine)[1].read_only is False
    assert machine.handles == {}


def test_no_attribute_is_touched_on_an_internal_disk() -> None:
    machine = machine_with(attributes=2)
    machine.all_disks[1].bus, machine.all_disks[1].removable_media = 17, False
    backend, drive = card(machine)
    assert code_of(lambda: backend.make_writable(drive, RunContext())) == "drive.internal"
    assert machine.all_disks[1].attributes == 2


def test_ejecting_takes_the_medium_and_not_the_reader() -> None:
    machine = machine_with(letter())
    backend, drive = card(machine)
    assert backend.eject(drive) is True
    assert [code for code, _ in machine.said] == [hex(code) for code in (LOCK, DISMOUNT, MEDIA_REMOVAL, EJECT_MEDIA)]
    assert machine.handles == {}


def test_what_cannot_be_ejected_is_no_error() -> None:
    machine = machine_with(refuses={EJECT_MEDIA: 1})
    backend, drive = card(machine)
    assert backend.eject(drive) is False
    machine.all_disks.pop()
    assert backend.eject(drive) is False
    assert machine.handles == {}


@pytest.mark.parametrize(("trims", "can"), [(True, True), (False, False), (None, False)])
def test_a_card_is_told_to_forget_where_it_says_that_it_can(trims: bool | None, can: bool) -> None:
    machine = machine_with(trims=trims)
    backend, drive = card(machine)
    assert drive.discards is can
    device = backend.open(drive, RunContext())
    assert device.can_discard() is can
    device.discard(0, 2 * GIB)
    assert machine.all_disks[1].trimmed == [(0, 2 * GIB)]
    device.close()
    assert (hex(UPDATE_PROPERTIES), machine.all_disks[1].path) in machine.said
    reading = backend.open_for_reading(drive, RunContext())
    assert not reading.can_discard()
    assert code_of(lambda: reading.discard(0, MIB)) == "drive.write_protected"
    reading.close()
    assert machine.all_disks[1].trimmed == [(0, 2 * GIB)]


def test_nothing_is_forgotten_behind_the_end() -> None:
    machine = machine_with(trims=True)
    backend, drive = card(machine)
    device = backend.open(drive, RunContext())
    assert code_of(lambda: device.discard(drive.size_bytes - MIB, 2 * MIB)) == "drive.full"
    assert machine.all_disks[1].trimmed == []
    device.close()


@pytest.mark.parametrize(
    ("winerror", "code"), [(1, "card.no_discard"), (50, "card.no_discard"), (1117, "drive.io"), (1167, "drive.gone")]
)
def test_a_driver_that_refuses_to_forget_is_named(winerror: int, code: str) -> None:
    backend, drive = card(machine_with(trims=True, refuses={DATA_SET: winerror}))
    device = backend.open(drive, RunContext())
    assert code_of(lambda: device.discard(0, MIB)) == code
    device.close()


def test_a_reader_that_stumbles_over_the_question_is_listed_all_the_same() -> None:
    machine = machine_with()
    machine.all_disks[1].answer_trim = lambda: (_ for _ in ()).throw(CallFailed("trim?", 1117))  # type: ignore[method-assign]
    assert card(machine)[1].discards is False


def test_bad_blocks_are_found_and_what_could_be_written_is_flushed() -> None:
    machine = machine_with(bad=[(3 * MIB + 8192, 3 * MIB + 12288), (9 * MIB, 9 * MIB + 512)])
    backend, drive = card(machine)
    device = backend.open(drive, RunContext())
    sweep = Sweep(device, RunContext(), tick_s=0.01)
    bad = overwrite(sweep, 2 * MIB, 12 * MIB, ProgressMeter(lambda event: None, {"overwrite": 1}))
    assert bad == (
        BadRange(offset_bytes=3 * MIB + 8192, length_bytes=4096),
        BadRange(offset_bytes=9 * MIB, length_bytes=4096),
    )
    device.close()


def test_a_flush_that_fails_after_bad_blocks_is_not_forgiven() -> None:
    machine = machine_with(bad=[(3 * MIB, 3 * MIB + 4096)])
    backend, drive = card(machine)
    device = backend.open(drive, RunContext())
    machine.flush = lambda handle: (_ for _ in ()).throw(CallFailed("FlushFileBuffers", 1117))  # type: ignore[method-assign]
    sweep = Sweep(device, RunContext(), tick_s=0.01)
    assert (
        code_of(lambda: overwrite(sweep, 2 * MIB, 4 * MIB, ProgressMeter(lambda event: None, {"overwrite": 1})))
        == "drive.io"
    )
    assert code_of(device.flush) == "drive.io"
    device.close()
