"""Block devices that are no card, or not now: the running system's, those that hold the image, partitions, loops."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from support.labs import with_sbin

from lab.loop.cards import run
from lab.loop.conftest import MakeCard
from lab.loop.erasing import flash
from lab.loop.image import Image
from nanowizard.core.errors import DriveError
from nanowizard.core.task import RunContext
from nanowizard.drives.linux import backend as linux
from nanowizard.drives.linux.backend import LinuxBackend
from nanowizard.drives.linux.listing import which_drives_hold
from nanowizard.drives.select import EXTRA_DEVICES, find_drive, system_backend

pytestmark = pytest.mark.root


def test_a_device_mounted_as_part_of_the_system_is_refused(make_card: MakeCard, image: Image, tmp_path: Path) -> None:
    card = make_card()
    where = tmp_path / "var"
    where.mkdir()
    before = card.drive()
    run("mkfs.ext4", "-q", "-F", card.node)
    run("mount", card.node, where)
    try:
        card.remember()
        told = {"path": card.node, "name": card.name, "mount_points": [str(where)]}
        assert flash(card, image.path).said == ("drive.is_system", told)
        # A request made before the mount must not slip through either.
        with pytest.raises(DriveError, match=r"drive\.is_system"):
            card.backend.open(before, RunContext())
        # And the last guard stands alone, whatever happens to those before it.
        with pytest.raises(DriveError, match=r"drive\.is_system"):
            linux._release(before, RunContext())
        assert where.is_mount()
        assert card.left(image) == "untouched"
    finally:
        run("umount", where)


def test_a_device_that_is_swapped_to_is_the_systems(make_card: MakeCard, image: Image) -> None:
    card = make_card()
    run("mkswap", card.node)
    if subprocess.run(["swapon", card.node], capture_output=True, check=False, env=with_sbin()).returncode:
        pytest.skip("cannot swap here")
    try:
        card.remember()
        code, params = flash(card, image.path).said
        assert (code, params["path"]) == ("drive.is_system", card.node)
        assert card.left(image) == "untouched"
    finally:
        run("swapoff", card.node)


def test_an_image_that_lies_on_the_card_is_not_written_over(
    make_card: MakeCard, image: Image, mount_point: Path
) -> None:
    card = make_card(32 << 20)
    run("mkfs.ext4", "-q", "-F", card.node)
    run("mount", card.node, mount_point)
    copy = mount_point / "nano.img"
    copy.write_bytes(image.data)
    run("sync", "-f", mount_point)
    card.remember()
    assert card.node in which_drives_hold(copy), "and the disk below it, which holds the file behind the loop device"
    assert flash(card, copy).said == ("drive.holds_image", {"path": card.node, "name": card.name})
    assert copy.read_bytes() == image.data


def test_the_file_behind_a_loop_device_is_on_it_too(make_card: MakeCard) -> None:
    card = make_card()
    assert card.node in which_drives_hold(card.backing)


def test_the_disk_of_the_root_file_system_is_found_and_refused() -> None:
    holding = which_drives_hold("/")
    drives = {drive.path: drive for drive in LinuxBackend().list_drives()}
    if not holding & set(drives):
        pytest.skip("the root file system lies on no disk here")
    for path in holding & set(drives):
        assert drives[path].system
        with pytest.raises(DriveError, match=r"drive\.is_system"):
            LinuxBackend().open(drives[path], RunContext())


def test_loop_devices_are_hidden_unless_named(make_card: MakeCard, monkeypatch: pytest.MonkeyPatch) -> None:
    card = make_card()
    monkeypatch.delenv(EXTRA_DEVICES, raising=False)
    with pytest.raises(DriveError) as caught:
        find_drive([system_backend()], card.node)
    assert (caught.value.code, caught.value.params) == ("drive.not_found", {"path": card.node})
    monkeypatch.setenv(EXTRA_DEVICES, f"/dev/absent, {card.node}")
    _, drive = find_drive([system_backend()], card.node)
    assert drive.path == card.node
