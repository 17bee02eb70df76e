"""What only a real block device does: write protection that the open does not notice, mounts, exchanged cards."""

from __future__ import annotations

import mmap
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("block devices of Linux", allow_module_level=True)
from support.labs import LoopLab, losetup, with_sbin

from nanowizard.core.errors import DriveError
from nanowizard.core.events import Event, LogLine
from nanowizard.core.task import RunContext
from nanowizard.drives import blockdev, linux
from nanowizard.drives.linux import LinuxBackend
from nanowizard.drives.linux_list import which_drives_hold
from nanowizard.drives.select import EXTRA_DEVICES, find_drive, system_backend

MIB = 1 << 20
pytestmark = pytest.mark.root


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[LoopLab]:
    lab = LoopLab(tmp_path, 32 * MIB)
    yield lab
    lab.close()


@pytest.fixture
def mount_point() -> Iterator[Path]:
    """Where cards are mounted: anywhere else counts as the system's."""
    with tempfile.TemporaryDirectory(dir="/mnt", prefix="nanowizard-test-") as folder:
        yield Path(folder)
        subprocess.run(["umount", "-l", folder], capture_output=True, check=False)


def mount(lab: LoopLab, where: Path) -> None:
    subprocess.run(["mkfs.ext4", "-q", "-F", "-L", "CARD", lab.node], check=True, env=with_sbin())
    mounted = subprocess.run(["mount", lab.node, where], capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"cannot mount here: {mounted.stderr.strip()}")


def test_a_protected_device_opens_and_refuses_the_write(lab: LoopLab) -> None:
    lab.protect()
    identity = lab.drive().identity
    device = blockdev.adopt(blockdev.open_node(lab.node, writable=True), identity, writable=True)
    try:
        with mmap.mmap(-1, 4096) as block, memoryview(block) as view, pytest.raises(DriveError) as caught:
            device.write_at(0, view)
        assert caught.value.code == "drive.write_protected"
        with pytest.raises(DriveError, match="write_protected"):
            device.flush()
    finally:
        device.close()


def test_a_card_exchanged_behind_the_password_dialog_is_not_adopted(lab: LoopLab) -> None:
    chosen = lab.drive().identity
    lab.exchange()
    fd = blockdev.open_node(lab.node, writable=True)
    with pytest.raises(DriveError, match=r"drive\.changed"):
        blockdev.adopt(fd, chosen, writable=True)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(fd)


def test_the_descriptor_is_direct_exclusive_and_not_inherited(lab: LoopLab) -> None:
    fd = blockdev.open_node(lab.node, writable=True)
    os.set_inheritable(fd, True)  # as it comes from D-Bus
    device = blockdev.adopt(fd, lab.drive().identity, writable=True)
    try:
        assert not os.get_inheritable(fd)
        assert device.alignment == 512
        kept_out = subprocess.run(
            ["mkfs.ext4", "-q", "-F", lab.node], capture_output=True, check=False, env=with_sbin()
        )
        assert kept_out.returncode
    finally:
        device.close()


def test_a_mounted_card_is_released_and_opened(lab: LoopLab, mount_point: Path) -> None:
    mount(lab, mount_point)
    drive = lab.drive()
    assert drive.mount_points == (str(mount_point),)
    assert not drive.system
    assert drive.volumes[0].used_bytes
    events: list[Event] = []
    lab.backend.open(drive, RunContext(emit=events.append)).close()
    assert not os.path.ismount(mount_point)
    assert any(isinstance(event, LogLine) and str(mount_point) in event.text for event in events)


def test_a_card_with_an_open_file_is_left_mounted(lab: LoopLab, mount_point: Path) -> None:
    mount(lab, mount_point)
    with (mount_point / "open").open("w"), pytest.raises(DriveError) as caught:
        lab.backend.open(lab.drive(), RunContext())
    assert caught.value.code == "drive.in_use_by_program"
    assert os.path.ismount(mount_point)


def test_a_device_mounted_as_part_of_the_system_is_refused(lab: LoopLab, tmp_path: Path) -> None:
    where = tmp_path / "var"
    where.mkdir()
    before = lab.drive()
    mount(lab, where)
    try:
        assert lab.drive().system
        # A request made before the mount must not slip through either.
        with pytest.raises(DriveError, match=r"drive\.is_system"):
            lab.backend.open(before, RunContext())
        # And the last guard stands alone, whatever happens to those before it.
        with pytest.raises(DriveError, match=r"drive\.is_system"):
            linux._release(before, RunContext())
        assert os.path.ismount(where)
    finally:
        subprocess.run(["umount", where], check=True)


def test_a_device_that_is_swapped_to_is_the_systems(lab: LoopLab) -> None:
    subprocess.run(["mkswap", lab.node], check=True, capture_output=True, env=with_sbin())
    if subprocess.run(["swapon", lab.node], capture_output=True, check=False, env=with_sbin()).returncode:
        pytest.skip("cannot swap here")
    try:
        assert lab.drive().system
    finally:
        subprocess.run(["swapoff", lab.node], check=True, env=with_sbin())


def test_an_image_that_lies_on_the_card_is_found(lab: LoopLab, mount_point: Path) -> None:
    mount(lab, mount_point)
    image = mount_point / "nano.img"
    image.write_bytes(b"x")
    assert which_drives_hold(image) == {lab.node}


def test_the_file_behind_a_loop_device_is_on_it_too(lab: LoopLab) -> None:
    assert lab.node in which_drives_hold(lab.backing)


def test_the_disk_of_the_root_file_system_is_found_and_refused() -> None:
    holding = which_drives_hold("/")
    drives = {drive.path: drive for drive in LinuxBackend().list_drives()}
    if not holding & set(drives):
        pytest.skip("the root file system lies on no disk here")
    for path in holding & set(drives):
        assert drives[path].system
        with pytest.raises(DriveError, match=r"drive\.is_system"):
            LinuxBackend().open(drives[path], RunContext())


def test_loop_devices_are_hidden_unless_named(lab: LoopLab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(EXTRA_DEVICES, raising=False)
    with pytest.raises(DriveError) as caught:
        find_drive([system_backend()], lab.node)
    assert caught.value.code == "drive.not_found"
    monkeypatch.setenv(EXTRA_DEVICES, f"/dev/absent, {lab.node}")
    _, drive = find_drive([system_backend()], lab.node)
    assert drive.path == lab.node


def test_a_full_disk_behind_the_card_is_said(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8M", "tmpfs", small], check=False).returncode:
        pytest.skip("cannot mount a tmpfs here")
    try:
        lab = LoopLab(small, 32 * MIB)
        device = lab.backend.open(lab.drive(), RunContext())
        try:
            with mmap.mmap(-1, 16 * MIB) as block, memoryview(block) as view:
                block.write(b"\x5a" * len(view))
                with pytest.raises(DriveError) as caught:
                    device.write_at(0, view)
            # Old kernels turn a full backing disk into a plain I/O error.
            assert caught.value.code in {"drive.full", "drive.io"}
        finally:
            device.close()
            lab.close()
    finally:
        subprocess.run(["umount", small], check=True)


def test_a_partition_is_not_taken_for_the_card(lab: LoopLab) -> None:
    table = "label: gpt\nsize=8M,name=APP\nsize=8M,name=DATA\n"
    subprocess.run(["sfdisk", "-q", lab.node], input=table, text=True, check=True, env=with_sbin())
    if subprocess.run(["partx", "-a", lab.node], capture_output=True, check=False, env=with_sbin()).returncode:
        pytest.skip("no partition nodes here")
    try:
        drive = lab.drive()
        assert [volume.path for volume in drive.volumes] == [f"{lab.node}p1", f"{lab.node}p2"]
        assert drive.contents == "partitions"
        with pytest.raises(DriveError) as caught:
            find_drive([lab.backend], f"{lab.node}p1")
        assert (caught.value.code, caught.value.params["drive"]) == ("drive.is_a_partition", lab.node)
    finally:
        subprocess.run(["partx", "-d", lab.node], check=True, env=with_sbin())
    losetup("--set-capacity", lab.node)
