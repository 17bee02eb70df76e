"""The device manager and the registry, as Wine has them: few devices, and calls of the real form."""

from __future__ import annotations

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows or Wine (./dev wine)", allow_module_level=True)

from nanowizard.drives.surroundings import RemedyRequest
from nanowizard.drives.windows.kernel import WindowsKernel
from nanowizard.drives.windows.surroundings import carry_out, look_around

pytestmark = pytest.mark.wine


@pytest.fixture
def calls() -> WindowsKernel:
    return WindowsKernel()


def test_every_device_has_a_name_of_its_own_and_no_cut_string(calls: WindowsKernel) -> None:
    found = calls.devices()
    assert found, "Wine has at least its root devices"
    assert len({device.instance for device in found}) == len(found)
    assert all("\\" in device.instance and "\0" not in "".join((device.name, *device.ids)) for device in found)
    assert {type(device.problem) for device in found} == {int}


def test_a_value_of_the_registry_and_none(calls: WindowsKernel) -> None:
    assert calls.setting(r"SOFTWARE\Microsoft\Windows NT\CurrentVersion", "CurrentVersion")
    assert calls.setting(r"SOFTWARE\NanoWizard\nothing", "Start") is None


def test_the_surroundings_are_whole(calls: WindowsKernel) -> None:
    found = look_around(calls)
    assert (found.system, found.unanswered) == ("windows", ())
    carry_out(calls, RemedyRequest(action="look_again"))
