"""What the program does by itself: never to a port from which a drive came."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("sysfs is on Linux", allow_module_level=True)

from nanowizard.core.errors import DriveError, PrivilegeError
from nanowizard.drives.linux import remedy as linux_remedy
from nanowizard.drives.linux.remedy import carry_out
from nanowizard.drives.surroundings import RemedyRequest
from tests.support.usb_tree import HUMAN, UsbTree


@pytest.fixture
def tree(tmp_path: Path) -> UsbTree:
    return UsbTree(tmp_path)


@pytest.fixture
def switched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was written to which file of sysfs, in order."""
    log: list[str] = []
    real = Path.write_text

    def write_text(self: Path, data: str) -> int:
        log.append(f"{self.parent.name}/{self.name} {data}")
        return real(self, data)

    monkeypatch.setattr(Path, "write_text", write_text)
    return log


def reset(tree: UsbTree, place: str) -> None:
    carry_out(RemedyRequest(action="power_cycle", place=place), sys_root=tree.sys)


def test_a_reader_without_a_drive_is_switched_off_and_on(tree: UsbTree, switched: list[str]) -> None:
    tree.usb("1-2", driver="")
    switched.clear()
    reset(tree, "1-2")
    assert switched == ["1-2/authorized 0", "1-2/authorized 1"]


def test_a_port_from_which_a_drive_came_is_never_touched(tree: UsbTree, switched: list[str]) -> None:
    tree.disk(tree.usb("1-2") / "1-2:1.0/host3", "sda")
    switched.clear()
    with pytest.raises(DriveError, match=r"drive\.remedy_failed"):
        reset(tree, "1-2")
    assert switched == []


def test_nor_one_that_is_kept_off_on_purpose(tree: UsbTree, switched: list[str]) -> None:
    tree.usb("1-2", authorized=False)
    switched.clear()
    with pytest.raises(DriveError):
        reset(tree, "1-2")
    assert switched == []


def test_nor_one_that_another_program_works_with(tree: UsbTree, switched: list[str]) -> None:
    tree.usb("1-2", driver="usbfs")
    switched.clear()
    with pytest.raises(DriveError):
        reset(tree, "1-2")
    assert switched == []


@pytest.mark.parametrize("place", ["1-3", "1-4", "", "usb1", "../1-2", "1-2/../1-3", "mmc0", "1-2\n"])
def test_nor_anything_that_is_no_reader(tree: UsbTree, switched: list[str], place: str) -> None:
    tree.usb("1-2", driver="")
    tree.usb("1-3", interfaces=((HUMAN, 1),), driver="usbhid")
    switched.clear()
    with pytest.raises(DriveError):
        reset(tree, place)
    assert switched == []


def test_who_is_not_root_is_told_so(tree: UsbTree, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, _data: str) -> int:
        raise PermissionError(13, "Permission denied", str(self))

    tree.usb("1-2", driver="")
    monkeypatch.setattr(Path, "write_text", refuse)
    with pytest.raises(PrivilegeError, match=r"privilege\.denied"):
        reset(tree, "1-2")


def test_looking_again_asks_the_empty_readers_only(tree: UsbTree, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr(linux_remedy, "_look_into", looked.append)
    tree.disk(tree.usb("1-2") / "1-2:1.0/host3", "sdb", size=0)
    tree.disk(tree.usb("1-3") / "1-3:1.0/host4", "sdc")
    scan = tree.usb("1-4") / "1-4:1.0/host5/scsi_host/host5/scan"
    scan.parent.mkdir(parents=True)
    scan.write_text("")
    carry_out(RemedyRequest(action="look_again"), sys_root=tree.sys)
    assert looked == ["/dev/sdb"]
    assert scan.read_text() == "- - -"


def test_looking_into_a_reader_that_is_gone_or_empty_is_no_error(tmp_path: Path) -> None:
    linux_remedy._look_into(str(tmp_path / "sdb"))


def test_an_unknown_action_does_nothing(tree: UsbTree) -> None:
    with pytest.raises(DriveError):
        carry_out(RemedyRequest(action="erase"), sys_root=tree.sys)
