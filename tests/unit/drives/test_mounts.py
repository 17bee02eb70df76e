from __future__ import annotations

from pathlib import Path

import pytest

from nanowizard.drives.linux.mounts import Mount, parse_mountinfo, parse_swaps, read_mounts

# Lines as kernels write them: optional tags in the middle, octal escapes, btrfs with a number of its own.
MOUNTINFO = r"""
25 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
31 25 0:27 / /proc rw,nosuid shared:13 - proc proc rw
62 25 8:1 / /boot/efi rw,relatime shared:30 master:2 - vfat /dev/sda1 rw,fmask=0077
70 25 0:44 /@home /home rw,relatime - btrfs /dev/mapper/root rw
99 25 8:17 / /media/anna/My\040Card rw,nosuid - vfat /dev/sdb1 rw
not a line
"""


def test_mounts_are_read() -> None:
    root, proc, efi, home, card = parse_mountinfo(MOUNTINFO)
    assert root == Mount("8:2", "/", "ext4", "/dev/sda2")
    assert (proc.device, efi.mount_point) == ("0:27", "/boot/efi")
    assert (home.filesystem, home.source) == ("btrfs", "/dev/mapper/root")
    assert card.mount_point == "/media/anna/My Card"


@pytest.mark.parametrize(
    "point", ["/", "/boot", "/boot/efi", "/usr", "/var", "/home", "/srv", "/run/live/medium", "/mediafiles", "/mnt2"]
)
def test_everything_outside_the_places_for_cards_is_the_systems(point: str) -> None:
    assert Mount("8:1", point, "ext4", "/dev/sda1").is_system


@pytest.mark.parametrize("point", ["/media/anna/CARD", "/run/media/anna/CARD", "/mnt", "/mnt/card", "/media/CARD"])
def test_a_card_may_be_mounted_where_cards_are(point: str) -> None:
    assert not Mount("8:1", point, "ext4", "/dev/sda1").is_system


def test_swaps_are_read() -> None:
    text = "Filename\tType\tSize\tUsed\tPriority\n/dev/sda3  partition 1 0 -2\n/swap\\040file file 1 0 -3\n"
    assert parse_swaps(text) == ("/dev/sda3", "/swap file")


@pytest.mark.skipif(not Path("/proc/self/mountinfo").exists(), reason="Linux has a list of its mounts")
def test_this_computer_has_mounts() -> None:
    assert any(mount.mount_point == "/proc" for mount in read_mounts())  # "/" is none in a chroot
