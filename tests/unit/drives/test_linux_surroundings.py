"""What is collected around the drives of a made-up Linux system, and what is said of the rest."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("the surroundings of Linux", allow_module_level=True)

from nanowizard.drives.linux import surroundings as linux_surroundings
from nanowizard.drives.linux.surroundings import closed_volumes, enclosure, installer, look_around, sources_by_hand
from nanowizard.drives.surroundings import Reader, Service, Setting
from tests.support.usb_tree import UsbTree


@pytest.fixture
def tree(tmp_path: Path) -> UsbTree:
    return UsbTree(tmp_path)


@pytest.fixture(autouse=True)
def no_real_services(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linux_surroundings, "read_services", lambda _cards: [Service(name="bus", state="missing")])
    monkeypatch.setattr(linux_surroundings, "read_troubles", dict)


def test_all_of_it_together(tree: UsbTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    tree.usb("1-2", driver="")
    tree.write("etc/os-release", 'ID=ubuntu\nID_LIKE=debian\nNAME="Ubuntu"\n')
    tree.write("sys/module/usb_storage/refcnt", "0")
    found = look_around(tree.root)
    assert (found.system, found.packages, found.enclosed, found.unanswered) == ("linux", "apt", "", ())
    assert [reader.place for reader in found.readers] == ["1-2"]
    assert (found.driver("usb_storage").state, found.driver("sd_mod").state) == ("ready", "unknown")
    assert (found.service("bus"), found.service("udev"), found.may_open) == ("missing", "missing", False)


def test_root_is_asked_for_no_service(tree: UsbTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    found = look_around(tree.root)
    assert (found.may_open, found.is_root, [service.name for service in found.services]) == (True, True, ["udev"])


def test_a_question_that_fails_is_told_and_the_others_are_answered(
    tree: UsbTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object) -> list[Reader]:
        raise PermissionError(13, "Permission denied", "/sys/bus/usb/devices")

    monkeypatch.setattr(linux_surroundings, "read_readers", fails)
    found = look_around(tree.root)
    assert [unanswered.about for unanswered in found.unanswered] == ["readers"]
    assert "/sys/bus/usb/devices" in found.unanswered[0].detail
    assert found.driver("usb_storage").state == "unknown"


def test_the_drivers_that_a_reader_needs_are_asked_for_too(tree: UsbTree) -> None:
    tree.pci("0000:03:00.0", "0xff0000", "0x10ec")
    assert [driver.name for driver in look_around(tree.root).drivers] == [
        "usb_storage", "sd_mod", "mmc_block", "rtsx_pci",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "text", "kind"),
    [
        ("proc/sys/kernel/osrelease", "5.15.153.1-microsoft-standard-WSL2\n", "wsl"),
        (".dockerenv", "", "container"),
        ("run/systemd/container", "lxc\n", "container"),
        ("run/.containerenv", "", "container"),
        ("sys/class/dmi/id/sys_vendor", "innotek GmbH\n", "vm"),
        ("sys/class/dmi/id/product_name", "VMware Virtual Platform\n", "vm"),
        ("sys/class/dmi/id/sys_vendor", "LENOVO\n", ""),
    ],
)
def test_what_the_program_is_enclosed_in(tree: UsbTree, file: str, text: str, kind: str) -> None:
    tree.write(file, text)
    assert enclosure(tree.root) == kind


@pytest.mark.parametrize(
    ("release", "name"),
    [
        ("ID=debian", "apt"),
        ("ID=linuxmint\nID_LIKE=\"ubuntu debian\"", "apt"),
        ("ID=fedora", "dnf"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"', "dnf"),
        ("ID=manjaro\nID_LIKE=arch", "pacman"),
        ('ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"', "zypper"),
        ("ID=alpine", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_what_installs_software(tree: UsbTree, release: str, name: str) -> None:
    tree.write("etc/os-release", release)
    assert installer(tree.root) == name


def closed(tree: UsbTree) -> list[Setting]:
    return list(closed_volumes(tree.root, [Reader(kind="usb", place="1-2", drives=("/dev/sdb",))]))


def test_a_volume_that_udev_tells_the_desktop_to_ignore(tree: UsbTree) -> None:
    tree.partition(tree.disk(tree.usb("1-2"), "sdb"), "sdb1", "8:17")
    tree.write("run/udev/data/b8:17", "S:disk/by-id/x\nE:UDISKS_IGNORE=1\nE:ID_FS_TYPE=vfat\n")
    tree.write("run/udev/data/b8:16", "E:UDISKS_IGNORE=0\n")
    assert closed(tree) == [Setting(kind="closed", place="/dev/sdb1", source="udev: UDISKS_IGNORE")]


@pytest.mark.parametrize("source", ["/dev/sdb1", "UUID=1234-ABCD", 'LABEL="PHOTOS"'])
def test_a_volume_that_fstab_mounts_by_hand_only(tree: UsbTree, source: str) -> None:
    tree.partition(tree.disk(tree.usb("1-2"), "sdb"), "sdb1", "8:17")
    node = tree.root / "dev/sdb1"
    tree.write("dev/sdb1", "")
    for link in ("by-uuid/1234-ABCD", "by-label/PHOTOS"):
        (tree.root / "dev/disk" / link).parent.mkdir(parents=True)
        (tree.root / "dev/disk" / link).symlink_to(node)
    tree.write("etc/fstab", f"UUID=0 / ext4 defaults 0 1\n{source} /media/usb vfat user,noauto 0 0\n")
    assert closed(tree) == [Setting(kind="closed", place="/dev/sdb1", source="/etc/fstab: noauto")]


def test_fstab_with_comments_and_odd_lines() -> None:
    text = "# /dev/sda1 /a ext4 noauto 0 0\n\n/dev/sdb1 /b vfat noautomount 0 0\n/dev/sdc1\n/dev/sdd1 /d vfat noauto\n"
    assert list(sources_by_hand(text)) == ["/dev/sdd1"]
