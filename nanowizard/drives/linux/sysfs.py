"""How block devices lie upon each other, from /sys: partitions, and what dm, LVM, LUKS and md stack on them.

The rule that guards the running system rests on this: a disk is the system's when anything mounted outside the places
for cards, or any swap, can be followed down to it.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from nanowizard.drives.linux.mounts import Mount

assert sys.platform == "linux"


class BlockTree:
    """The block devices under `root` (/sys). Devices are named as the kernel does ("sda2"), numbers are "8:2"."""

    def __init__(self, root: Path = Path("/sys")) -> None:
        self._root = root

    def disks_under(self, number: str) -> frozenset[str]:
        """The whole disks that the device with this number lies on; empty where there is no such device."""
        return frozenset(self._down(self._root / "dev/block" / number, set()))

    def numbers_upon(self, name: str) -> frozenset[str]:
        """The numbers of the disk `name`, its partitions and everything stacked on them."""
        return frozenset(self._up(self._root / "class/block" / name, set()))

    def node_of(self, number: str) -> str:
        """The node of the device with this number, such as /dev/dm-0."""
        return f"/dev/{(self._root / 'dev/block' / number).resolve().name}"

    def members_of_btrfs(self, name: str) -> frozenset[str]:
        """All devices of the btrfs file system that has one on the device `name`."""
        for devices in (self._root / "fs/btrfs").glob("*/devices"):
            members = frozenset(entry.name for entry in devices.iterdir())
            if name in members:
                return members
        return frozenset({name})

    def loops_on(self, path: str) -> frozenset[str]:
        """The loop devices whose backing file is `path`."""
        found = set()
        for backing in (self._root / "block").glob("loop*/loop/backing_file"):
            try:
                if backing.read_text().rstrip("\n") == path:
                    found.add(backing.parent.parent.name)
            except OSError:
                continue  # detached while we looked
        return frozenset(found)

    def _down(self, entry: Path, seen: set[Path]) -> Iterable[str]:
        entry = entry.resolve()
        if not entry.exists() or entry in seen:
            return
        seen.add(entry)
        if (entry / "partition").exists():
            entry = entry.parent
        below = _links(entry / "slaves")
        if not below:
            yield entry.name
        for slave in [*below, *self._under_loop(entry)]:
            yield from self._down(slave, seen)

    def _under_loop(self, entry: Path) -> list[Path]:
        """What the file behind a loop device lies on: who writes that takes the loop device away too."""
        try:
            file = (entry / "loop/backing_file").read_text().rstrip("\n")
        except OSError:
            return []
        number = _number_of_node(file) or _number_of_file(file)
        return [self._root / "dev/block" / number] if number else []

    def _up(self, entry: Path, seen: set[Path]) -> Iterable[str]:
        entry = entry.resolve()
        if entry in seen:
            return
        seen.add(entry)
        try:
            yield (entry / "dev").read_text().strip()
        except OSError:
            return  # removed while we looked
        loops = [self._root / "class/block" / name for name in self.loops_on(f"/dev/{entry.name}")]
        for above in [*_links(entry / "holders"), *(part.parent for part in entry.glob("*/partition")), *loops]:
            yield from self._up(above, seen)


def system_disks(mounts: Sequence[Mount], swaps: Iterable[str], tree: BlockTree) -> frozenset[str]:
    """The names of all whole disks that the running system uses."""
    disks: set[str] = set()
    for mount in mounts:
        if mount.is_system:
            disks |= disks_of_mount(mount, tree)
    for swap in swaps:
        disks |= disks_of_path(swap, tree, mounts=mounts)
    return frozenset(disks)


def disks_of_mount(mount: Mount, tree: BlockTree) -> frozenset[str]:
    """The whole disks that a mounted file system lies on, all members of a btrfs included."""
    number = number_of_mount(mount)
    if not number:
        return frozenset()
    disks = set(tree.disks_under(number))
    if mount.filesystem == "btrfs":
        for member in tree.members_of_btrfs(Path(tree.node_of(number)).name):
            disks |= tree.disks_under(_number_of_node(f"/dev/{member}"))
    return frozenset(disks)


def number_of_mount(mount: Mount) -> str:
    """The number of the device that was mounted, also for btrfs, which shows one of its own; empty for none."""
    return _number_of_node(mount.source) if mount.device.startswith("0:") else mount.device


def disks_of_path(path: str, tree: BlockTree, *, mounts: Sequence[Mount]) -> frozenset[str]:
    """The whole disks that the block device or file at `path` lies on; empty for one that is not there.

    `mounts` helps with file systems that have no device number of their own (btrfs, overlay).
    """
    number = _number_of_node(path)
    if number:
        return tree.disks_under(number)
    number = _number_of_file(path)
    if not number:
        return frozenset()
    disks = set(tree.disks_under(number))
    for mount in mounts:
        if mount.device == number:
            disks |= disks_of_mount(mount, tree)
    return frozenset(disks)


def _number_of_node(path: str) -> str:
    """ "8:2" for a block device's node, else empty."""
    if not path.startswith("/"):
        return ""
    try:
        found = Path(path).stat()
    except OSError:
        return ""
    return f"{os.major(found.st_rdev)}:{os.minor(found.st_rdev)}" if stat.S_ISBLK(found.st_mode) else ""


def _number_of_file(path: str) -> str:
    """The number of the device that the file lies on; empty for one that is not there."""
    try:
        device = Path(path).stat().st_dev
    except OSError:
        return ""
    return f"{os.major(device)}:{os.minor(device)}"


def _links(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
