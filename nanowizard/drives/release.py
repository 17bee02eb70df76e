"""Which L4T is on a card, or runs on the Nano whose help disk this is: from a mounted volume, or from bytes."""

from __future__ import annotations

import stat
from pathlib import Path

from nanowizard.core.l4t import RELEASE_FILE, RELEASE_MOST_BYTES, parse_l4t
from nanowizard.drives.ext4read import read_ext4_file
from nanowizard.drives.partition import Read

# Folders of the file, on a Nano's system and on the disk L4T-README.
ON_SYSTEM, ON_README = "etc", "version"


def l4t_in_volume(read: Read, start_bytes: int, size_bytes: int) -> str:
    """The release in an ext4 volume that nothing needs to have mounted; "" where there is none."""
    path = (ON_SYSTEM, RELEASE_FILE)
    raw = read_ext4_file(read, start_bytes, size_bytes, path, RELEASE_MOST_BYTES)
    return parse_l4t(raw.decode("ascii", "replace")) or ""


def l4t_below(mount_point: str, folder: str) -> str:
    """The release that a mounted volume names in `folder` (`ON_SYSTEM`, `ON_README`); "" where there is none.

    Only an ordinary file is opened, and no link followed: on somebody's card it may lead to any file of this computer.
    """
    path = Path(mount_point, folder, RELEASE_FILE)
    try:
        if path.parent.is_symlink() or not stat.S_ISREG(path.lstat().st_mode):
            return ""
        with path.open("rb", buffering=0) as file:
            raw = file.read(RELEASE_MOST_BYTES)
    except (OSError, ValueError):  # a mount point may hold what no path can
        return ""
    return parse_l4t(raw.decode("ascii", "replace")) or ""
