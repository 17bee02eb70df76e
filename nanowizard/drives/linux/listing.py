"""Lists the disks of a Linux computer from udev and /sys, and says which of them the running system needs.

Works without a running udevd (containers): then names, labels and tables are missing, and a disk that may be read is
looked at directly. No D-Bus, no privilege.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import pyudev

from nanowizard.core.errors import DriveError
from nanowizard.drives.linux.blocknode import ATTRIBUTES, BlockNode, drive_from_node, is_listed
from nanowizard.drives.linux.look import CardLook, look_for, seen_closer
from nanowizard.drives.linux.mounts import Mount, read_mounts, read_swaps
from nanowizard.drives.linux.sysfs import BlockTree, disks_of_path, number_of_mount, system_disks
from nanowizard.drives.looks import Looks
from nanowizard.drives.model import Drive

assert sys.platform == "linux"

# What a running system cannot do without, on whichever disk it lies.
NEEDED = ("/", "/usr", "/boot", "/home")
LOOKS: Looks[CardLook] = Looks()
"""For the whole process: a card that hangs does so for every list."""


def list_linux_drives(extra: Collection[str] = ()) -> list[Drive]:
    """Every disk and card slot, and the devices named in `extra` (nodes such as /dev/loop0) whatever they are.

    Raises DriveError `drive.list_failed`: that mounts cannot be read is not "nothing is mounted".
    """
    try:
        mounts, swaps, tree = read_mounts(), read_swaps(), BlockTree()
        nodes = read_nodes(pyudev.Context())
    except (OSError, LookupError, ImportError) as error:
        raise DriveError("drive.list_failed", detail=str(error)) from error
    system = system_disks(mounts, swaps, tree) | _zfs_disks(nodes, mounts) | _disks_below(NEEDED, mounts, tree)
    drives, looks = [], {}
    for node in nodes:
        named = node.path in extra
        if not named and not is_listed(node):
            continue
        mounted = mount_points_of(node, mounts, tree)
        drive = drive_from_node(node, mounted=mounted, system=node.name in system, extra=named)
        drives.append(drive)
        if look := look_for(drive, node, mounted):
            looks[_place(drive)] = look
    seen = LOOKS.all(looks)
    return [seen_closer(drive, seen.get(_place(drive))) for drive in drives]


def _place(drive: Drive) -> str:
    """The same as long as a card is where it is."""
    return f"{drive.path} {drive.identity.diskseq} {drive.size_bytes}"


def _disks_below(paths: Iterable[str], mounts: Sequence[Mount], tree: BlockTree) -> frozenset[str]:
    """A chroot or container has no line for its own "/" in the table of mounts: the file itself says where it lies."""
    return frozenset(disk for path in paths for disk in disks_of_path(path, tree, mounts=mounts))


def which_drives_hold(path: str | os.PathLike[str]) -> frozenset[str]:
    """The nodes of the disks that the file at `path` lies on, and loop devices made of it; empty when it is gone."""
    resolved = str(Path(path).resolve())
    try:
        mounts = read_mounts()
    except OSError as error:
        raise DriveError("drive.list_failed", detail=str(error)) from error
    tree = BlockTree()
    return frozenset(f"/dev/{name}" for name in disks_of_path(resolved, tree, mounts=mounts) | tree.loops_on(resolved))


def read_nodes(context: pyudev.Context) -> list[BlockNode]:
    """All whole disks with their partitions, sorted by name. Devices that vanish meanwhile are left out."""
    disks: list[pyudev.Device] = []
    partitions: dict[str, list[BlockNode]] = {}
    for device in context.list_devices(subsystem="block"):
        if device.device_type == "partition":
            parent = device.device_path.rpartition("/")[0]
            partitions.setdefault(parent, []).append(_node(device))
        elif device.device_node:
            disks.append(device)
    nodes = [_node(disk, partitions.get(disk.device_path, ())) for disk in disks]
    return sorted(nodes, key=lambda node: node.name)


def mount_points_of(node: BlockNode, mounts: Sequence[Mount], tree: BlockTree) -> Mapping[str, Sequence[str]]:
    """Mount points by kernel name, those of what is stacked on a partition (LUKS, LVM) included."""
    upon = {part.name: tree.numbers_upon(part.name) for part in node.partitions}
    of_partitions = frozenset[str]().union(*upon.values())
    upon[node.name] = tree.numbers_upon(node.name) - of_partitions
    by_number: dict[str, list[str]] = {}
    for mount in mounts:
        by_number.setdefault(number_of_mount(mount), []).append(mount.mount_point)
    return {
        name: [point for number in sorted(numbers) for point in by_number.get(number, ())]
        for name, numbers in upon.items()
    }


def _node(device: pyudev.Device, partitions: Sequence[BlockNode] = ()) -> BlockNode:
    attributes = {}
    for name in ATTRIBUTES:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            attributes[name] = (Path(device.sys_path) / name).read_text().strip()
    return BlockNode(
        name=device.sys_name,
        path=device.device_node,
        sys_path=device.device_path,
        properties=dict(device.properties),
        attributes=attributes,
        partitions=sorted(partitions, key=lambda part: int(part.properties.get("PARTN", 0))),
    )


def _zfs_disks(nodes: Iterable[BlockNode], mounts: Iterable[Mount]) -> frozenset[str]:
    """A ZFS mount names its pool, not its disks: while one is the system's, so is every disk with a member on it."""
    if not any(mount.filesystem == "zfs" and mount.is_system for mount in mounts):
        return frozenset()
    return frozenset(
        node.name
        for node in nodes
        if any(part.properties.get("ID_FS_TYPE") == "zfs_member" for part in (node, *node.partitions))
    )
