"""The system's disks, followed down through partitions, LUKS, LVM, md and btrfs in a made-up /sys."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("block devices of Linux", allow_module_level=True)

from nanowizard.drives.linux import sysfs
from nanowizard.drives.linux.mounts import Mount
from nanowizard.drives.linux.sysfs import BlockTree, disks_of_mount, system_disks


class FakeSys:
    """Makes the folders and links of /sys that BlockTree follows."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def disk(self, name: str, number: str, *, below: tuple[str, ...] = ()) -> None:
        self._device(self.root / "devices" / name, name, number)
        for slave in below:
            self._stack(name, slave)

    def partition(self, disk: str, name: str, number: str) -> None:
        folder = self.root / "devices" / disk / name
        self._device(folder, name, number)
        (folder / "partition").write_text("1")

    def _device(self, folder: Path, name: str, number: str) -> None:
        for part in ("holders", "slaves"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / "dev").write_text(number + "\n")
        for link in (self.root / "dev/block" / number, self.root / "class/block" / name):
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(folder)

    def _stack(self, upper: str, lower: str) -> None:
        up, down = (self.root / "class/block" / name for name in (upper, lower))
        (up / "slaves" / lower).symlink_to(down.resolve())
        (down / "holders" / upper).symlink_to(up.resolve())


@pytest.fixture
def tree(tmp_path: Path) -> BlockTree:
    """sda: EFI and LVM on LUKS; sdb and sdc: md mirror; sdd: a card with LUKS."""
    fake = FakeSys(tmp_path)
    for name, number in (("sda", "8:0"), ("sdb", "8:16"), ("sdc", "8:32"), ("sdd", "8:48")):
        fake.disk(name, number)
    fake.partition("sda", "sda1", "8:1")
    fake.partition("sda", "sda2", "8:2")
    fake.partition("sdb", "sdb1", "8:17")
    fake.partition("sdc", "sdc1", "8:33")
    fake.partition("sdd", "sdd1", "8:49")
    fake.disk("dm-0", "254:0", below=("sda2",))
    fake.disk("dm-1", "254:1", below=("dm-0",))
    fake.disk("md0", "9:0", below=("sdb1", "sdc1"))
    fake.disk("dm-2", "254:2", below=("sdd1",))
    return BlockTree(tmp_path)


def mounted(number: str, point: str, source: str = "x") -> Mount:
    return Mount(number, point, "ext4", source)


@pytest.mark.parametrize(
    ("number", "point", "disks"),
    [
        ("8:1", "/boot/efi", {"sda"}),
        ("254:1", "/", {"sda"}),
        ("9:0", "/home", {"sdb", "sdc"}),
        ("8:48", "/var", {"sdd"}),
        ("254:2", "/media/anna/CARD", set()),
        ("0:27", "/proc", set()),
        ("7:9", "/gone", set()),
    ],
)
def test_mounts_are_followed_down_to_whole_disks(tree: BlockTree, number: str, point: str, disks: set[str]) -> None:
    assert system_disks([mounted(number, point)], [], tree) == disks


def test_a_card_that_also_carries_a_system_mount_is_the_systems(tree: BlockTree) -> None:
    mounts = [mounted("254:2", "/media/anna/CARD"), mounted("8:49", "/opt/games")]
    assert system_disks(mounts, [], tree) == {"sdd"}


def test_a_swap_file_on_btrfs_which_has_no_number_of_its_own_is_found(
    tree: BlockTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sysfs, "_number_of_file", lambda path: "0:44" if path == "/media/anna/swapfile" else "")
    monkeypatch.setattr(sysfs, "_number_of_node", lambda path: "8:49" if path == "/dev/sdd1" else "")
    mounts = [Mount("0:44", "/media/anna", "btrfs", "/dev/sdd1")]
    assert system_disks(mounts, [], tree) == set()
    assert system_disks(mounts, ["/media/anna/swapfile"], tree) == {"sdd"}


def test_a_system_mount_of_a_loop_device_needs_the_disk_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = FakeSys(tmp_path)
    fake.disk("sde", "8:64")
    fake.partition("sde", "sde1", "8:65")
    fake.disk("loop0", "7:0")
    (tmp_path / "devices/loop0/loop").mkdir()
    (tmp_path / "devices/loop0/loop/backing_file").write_text("/media/anna/CARD/tools.img\n")
    monkeypatch.setattr(sysfs, "_number_of_file", lambda path: "8:65" if path.endswith("/tools.img") else "")
    assert system_disks([mounted("7:0", "/opt/tools")], [], BlockTree(tmp_path)) == {"loop0", "sde"}
    assert system_disks([mounted("7:0", "/mnt/tools")], [], BlockTree(tmp_path)) == set()


def test_a_swap_that_is_gone_is_no_error(tree: BlockTree) -> None:
    assert system_disks([], ["/absent/swapfile"], tree) == frozenset()


def test_what_is_stacked_on_a_disk_belongs_to_it(tree: BlockTree) -> None:
    assert tree.numbers_upon("sdd") == {"8:48", "8:49", "254:2"}
    assert tree.numbers_upon("sda") == {"8:0", "8:1", "8:2", "254:0", "254:1"}
    assert tree.numbers_upon("absent") == frozenset()
    assert tree.node_of("254:2") == "/dev/dm-2"


def test_a_mount_without_a_device_has_no_disks(tree: BlockTree) -> None:
    assert disks_of_mount(Mount("0:44", "/", "overlay", "overlay"), tree) == frozenset()


def test_all_members_of_a_btrfs_are_found(tmp_path: Path) -> None:
    devices = tmp_path / "fs/btrfs/1234/devices"
    devices.mkdir(parents=True)
    for name in ("sda2", "sdb1"):
        (devices / name).touch()
    tree = BlockTree(tmp_path)
    assert tree.members_of_btrfs("sdb1") == {"sda2", "sdb1"}
    assert tree.members_of_btrfs("sdz") == {"sdz"}


def test_loop_devices_are_found_by_their_file(tmp_path: Path) -> None:
    loop = tmp_path / "block/loop3/loop"
    loop.mkdir(parents=True)
    (loop / "backing_file").write_text("/images/nano.img\n")
    (tmp_path / "block/loop4").mkdir()
    assert BlockTree(tmp_path).loops_on("/images/nano.img") == {"loop3"}
    assert BlockTree(tmp_path).loops_on("/images/other.img") == frozenset()


def test_the_root_of_this_computer_is_where_its_mount_says() -> None:
    number = Path("/").stat().st_dev
    disks = BlockTree().disks_under(f"{os.major(number)}:{os.minor(number)}")
    assert all((Path("/sys/block") / name).exists() for name in disks)
