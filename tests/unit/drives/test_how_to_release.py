"""Which disks are ejected, which are switched off, and which are left alone (properties as UDisks gave them)."""

from __future__ import annotations

import sys
from typing import Any

import pytest

if sys.platform != "linux":
    pytest.skip("UDisks exists on Linux only", allow_module_level=True)

from nanowizard.drives.linux.udisks import Objects, how_to_release

STICK = {"ConnectionBus": "usb", "Ejectable": True, "CanPowerOff": True, "Vendor": "SanDisk", "Model": "Ultra Fit"}
READER = STICK | {"Vendor": "Generic-", "Model": "SD/MMC"}
SLOT = {"ConnectionBus": "sdio", "Ejectable": True, "CanPowerOff": False, "Media": "flash_sd"}


def objects(drive: dict[str, Any], *nodes: str) -> Objects:
    shown: Objects = {"/d": {"Drive": drive}}
    for node in nodes:
        shown[f"/b{node}"] = {"Block": {"Device": node.encode() + b"\0", "Drive": "/d"}}
        shown[f"/b{node}1"] = {"Block": {"Device": node.encode() + b"1\0", "Drive": "/d"}, "Partition": {}}
    return shown


@pytest.mark.parametrize(
    ("drive", "how"),
    [
        (STICK, ("/d", "PowerOff")),
        (READER, ("/d", "Eject")),
        (STICK | {"MediaCompatibility": ["flash_sd"]}, ("/d", "Eject")),
        (SLOT, None),
        (STICK | {"CanPowerOff": False}, None),
        (READER | {"Ejectable": False}, ("/d", "PowerOff")),
    ],
)
def test_each_kind_has_its_way(drive: dict[str, Any], how: tuple[str, str] | None) -> None:
    assert how_to_release("/dev/sdb", objects(drive, "/dev/sdb")) == how


def test_two_disks_behind_one_drive_are_left_alone() -> None:
    assert how_to_release("/dev/sdb", objects(STICK, "/dev/sdb", "/dev/sdc")) is None


@pytest.mark.parametrize(("can_eject", "how"), [(True, ("/d", "Eject")), (False, None)])
def test_the_slot_of_a_device_with_several_is_never_switched_off(can_eject: bool, how: tuple[str, str] | None) -> None:
    """The card in the other slot may be at work."""
    one = STICK | {"Ejectable": can_eject, "SiblingId": "/sys/devices/usb2/2-1"}
    shown = objects(one, "/dev/sdb")
    assert how_to_release("/dev/sdb", shown | {"/e": {"Drive": one}}) == how
    elsewhere = one | {"SiblingId": "/sys/devices/usb2/2-2"}
    assert how_to_release("/dev/sdb", shown | {"/e": {"Drive": elsewhere}}) == ("/d", "PowerOff")


def test_disks_that_say_nothing_of_siblings_have_none() -> None:
    nameless = STICK | {"SiblingId": ""}
    shown = objects(nameless, "/dev/sdb") | {"/e": {"Drive": nameless}}
    assert how_to_release("/dev/sdb", shown) == ("/d", "PowerOff")


def test_an_unknown_disk_is_left_alone() -> None:
    assert how_to_release("/dev/sdz", objects(STICK, "/dev/sdb")) is None
