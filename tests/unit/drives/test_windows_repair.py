"""A disk that Windows itself keeps read-only: a repair takes that back, and nothing else does."""

from __future__ import annotations

import pytest
from support.windows_machine import SET_ATTRIBUTES, FakeWindows, computer, stick

from nanowizard.cards.model import FormatRequest, RepairRequest
from nanowizard.core.errors import NanoWizardError
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive
from nanowizard.drives.policy import card_findings, repairable
from nanowizard.drives.windows.backend import WindowsBackend
from nanowizard.helper import formatting


def withheld(**more: object) -> tuple[FakeWindows, WindowsBackend, Drive]:
    machine = computer(stick(attributes=2, **more))
    backend = WindowsBackend(machine, ())
    return machine, backend, next(drive for drive in backend.list_drives() if not drive.system)


def test_a_repair_takes_it_back_before_it_begins() -> None:
    machine, backend, drive = withheld()
    with pytest.raises(NanoWizardError) as caught:  # a made-up disk keeps nothing that is written to it
        formatting.repair_card(
            lambda _: [backend], RepairRequest(identity=drive.identity), RunContext(), lambda device: device.close()
        )
    assert caught.value.code != "drive.read_only_by_system"
    assert machine.all_disks[1].attributes == 0


def test_formatting_does_not() -> None:
    machine, backend, drive = withheld()
    with pytest.raises(NanoWizardError, match=r"drive\.read_only_by_system"):
        formatting.format_card(
            lambda _: [backend], FormatRequest(identity=drive.identity), RunContext(), lambda device: device.close()
        )
    assert (machine.said, machine.all_disks[1].attributes) == ([], 2)


def test_a_lock_on_the_card_still_ends_the_repair() -> None:
    machine, backend, drive = withheld(writable=False)
    with pytest.raises(NanoWizardError, match=r"drive\.write_protected"):
        formatting.repair_card(
            lambda _: [backend], RepairRequest(identity=drive.identity), RunContext(), lambda device: device.close()
        )
    assert [code for code, _ in machine.said if code == hex(SET_ATTRIBUTES)] == [hex(SET_ATTRIBUTES)]


def test_only_what_a_repair_takes_back_is_no_obstacle_to_it() -> None:
    _, _, drive = withheld()
    assert card_findings(repairable(drive)) == []
    locked = next(one for one in WindowsBackend(computer(stick(writable=False)), ()).list_drives() if not one.system)
    assert repairable(locked) == locked
