"""What a made-up Windows shows around its drives: the device manager's problems, forbidden drivers, policies."""

from __future__ import annotations

from typing import Any

import pytest
from support.windows_machine import FakeWindows, computer

from nanowizard.core.errors import DriveError
from nanowizard.drives.surroundings import Driver, RemedyRequest, Setting
from nanowizard.drives.why import explain
from nanowizard.drives.windows.backend import WindowsBackend
from nanowizard.drives.windows.calls import DeviceSeen
from nanowizard.drives.windows.surroundings import is_reader, look_around

STORAGE_IDS = ("USB\\VID_058F&PID_6366&REV_0100", "USB\\Class_08&SubClass_06&Prot_50", "USB\\Class_08")
READER = DeviceSeen(
    instance="USB\\VID_058F&PID_6366\\058F63666471", name="USB Mass Storage Device", ids=STORAGE_IDS, service="USBSTOR"
)
KEYBOARD = DeviceSeen(instance="USB\\VID_046D&PID_C31C\\5&1", name="USB Input Device", ids=("USB\\Class_03",))
POLICY = r"SOFTWARE\Policies\Microsoft\Windows\RemovableStorageDevices"
USBSTOR = r"SYSTEM\CurrentControlSet\Services\USBSTOR"


def with_problem(problem: int) -> DeviceSeen:
    return DeviceSeen(instance=READER.instance, name=READER.name, ids=STORAGE_IDS, service="USBSTOR", problem=problem)


def around(*devices: DeviceSeen, **more: Any) -> FakeWindows:
    return computer(manager=(KEYBOARD, *devices), **more)


def first(windows: FakeWindows) -> tuple[str, str]:
    reason = explain(look_around(windows), []).reasons[0]
    return reason.finding.code, reason.action


def test_a_reader_that_works_is_the_proof_of_its_driver() -> None:
    (reader,) = look_around(around(READER)).readers
    assert (reader.kind, reader.name, reader.drivers, reader.problem) == ("usb", READER.name, ("USBSTOR",), 0)


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (22, ("why.device_disabled", "enable_device")),
        (28, ("why.device_no_driver", "install_driver")),
        (10, ("why.device_failed", "replug")),
        (43, ("why.device_failed", "replug")),
        (47, ("why.safely_removed", "replug")),
        (14, ("why.needs_restart", "restart")),
    ],
)
def test_a_problem_of_the_device_manager_is_the_reason(problem: int, expected: tuple[str, str]) -> None:
    assert first(around(with_problem(problem))) == expected


@pytest.mark.parametrize(
    ("device", "expected"),
    [
        (KEYBOARD, False),
        (DeviceSeen(instance="PCI\\VEN_8086&DEV_0F16\\3&1", ids=("PCI\\CC_080501", "PCI\\CC_0805")), True),
        (DeviceSeen(instance="PCI\\VEN_10EC&DEV_5227\\0000", ids=("PCI\\VEN_10EC&CC_FF00", "PCI\\CC_FF00")), True),
        (DeviceSeen(instance="PCI\\VEN_8086&DEV_1234\\0000", ids=("PCI\\CC_FF00",)), False),
        (DeviceSeen(instance="USB\\VID_0BDA&PID_0129\\2010", name="Realtek USB 2.0"), True),
        (DeviceSeen(instance="USBSTOR\\DISK&VEN_GENERIC\\2012&0"), True),
        (DeviceSeen(instance="usbstor\\disk&ven_generic\\2012&0"), True),
        (DeviceSeen(instance="USB\\VID_0000&PID_0002\\5&1", name="Unknown USB Device", problem=43), True),
        (DeviceSeen(instance="USB\\VID_0955&PID_7F21\\5&1", name="APX", problem=28), False),
    ],
)
def test_what_is_a_reader(device: DeviceSeen, expected: bool) -> None:
    assert is_reader(device) is expected


def test_a_driver_that_is_switched_off_names_its_key() -> None:
    found = look_around(around(registry={(USBSTOR, "Start"): 4}))
    assert found.drivers == (Driver(name="USBSTOR", state="blocked", file=rf"HKLM\{USBSTOR}\Start"),)
    assert first(around(registry={(USBSTOR, "Start"): 4})) == ("why.driver_blocked", "allow_driver")
    assert look_around(around(registry={(USBSTOR, "Start"): 3})).drivers[0].state == "ready"


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [
        (POLICY, "Deny_All", "denied"),
        (rf"{POLICY}\{{53f5630d-b6bf-11d0-94f2-00a0c91efb8b}}", "Deny_Write", "read_only"),
        (r"SYSTEM\CurrentControlSet\Control\StorageDevicePolicies", "WriteProtect", "read_only"),
        (r"SYSTEM\CurrentControlSet\Services\MountMgr", "NoAutoMount", "no_letters"),
    ],
)
def test_a_policy_names_its_key(key: str, value: str, kind: str) -> None:
    found = look_around(around(registry={(key, value): 1}))
    assert found.settings == (Setting(kind=kind, source=rf"HKLM\{key}\{value}"),)
    assert look_around(around(registry={(key, value): 0})).settings == ()


def test_a_device_manager_that_does_not_answer_is_told_and_the_rest_is_asked() -> None:
    found = look_around(around(manager_error=5, registry={(POLICY, "Deny_All"): 1}))
    assert [unanswered.about for unanswered in found.unanswered] == ["readers"]
    assert [setting.kind for setting in found.settings] == ["denied"]


def test_looking_again_lets_windows_look_and_is_no_error_without_the_rights() -> None:
    windows = around()
    WindowsBackend(windows, ()).carry_out(RemedyRequest(action="look_again"))
    assert windows.rescans == 1
    ordinary = around(elevated=False)
    WindowsBackend(ordinary, ()).carry_out(RemedyRequest(action="look_again"))
    assert ordinary.rescans == 0


def test_what_only_linux_does_is_refused() -> None:
    with pytest.raises(DriveError, match=r"drive\.remedy_failed"):
        WindowsBackend(around(), ()).carry_out(RemedyRequest(action="power_cycle", place="1-2"))
