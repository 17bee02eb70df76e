"""The disk under "/" is the system's, also where the table of mounts does not say so (a chroot, a container)."""

from __future__ import annotations

import sys

import pytest

if sys.platform != "linux":
    pytest.skip("block devices of Linux", allow_module_level=True)

from nanowizard.drives.linux import listing as linux_list
from nanowizard.drives.linux.listing import list_linux_drives
from nanowizard.drives.linux.mounts import read_mounts
from nanowizard.drives.linux.sysfs import BlockTree, disks_of_path


@pytest.fixture
def root_disks() -> frozenset[str]:
    disks = disks_of_path("/", BlockTree(), mounts=read_mounts())
    if not disks:
        pytest.skip("this machine's root lies on no disk that it can see")
    return disks


def test_the_disk_under_the_root_needs_no_line_in_the_mount_table(
    root_disks: frozenset[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linux_list, "read_mounts", lambda: ())
    monkeypatch.setattr(linux_list, "read_swaps", lambda: ())
    listed = {drive.path.removeprefix("/dev/"): drive.system for drive in list_linux_drives()}
    for disk in root_disks & set(listed):
        assert listed[disk] is True
