"""Who holds a card that cannot be had: programs with files on it or with its node open, and devices made of it.

Only /proc and /sys are read, never a file of the card: a card that hangs must not hang this too. An ordinary user sees
the programs of their own only; who cannot be named stays "another program".
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import psutil

from nanowizard.core.errors import DriveError
from nanowizard.drives.linux.mounts import Mount, parse_mountinfo, read_mounts
from nanowizard.drives.linux.sysfs import BlockTree, number_of_mount
from nanowizard.drives.model import clean_name

assert sys.platform == "linux"

# As many as a sentence can name.
MOST_NAMED = 5
_OURS = "nanowizard.helper"
_PLACES = ("cwd", "root", "exe")


@dataclass(frozen=True, slots=True)
class Program:
    pid: int
    name: str
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Holders:
    """`devices` are loop devices and what device mapper or RAID made of the card, as they are called below /dev.

    `mount_points`: where it is mounted now, which it is not when it is opened, unless a desktop did it again.
    """

    programs: tuple[Program, ...] = ()
    devices: tuple[str, ...] = ()
    mount_points: tuple[str, ...] = ()


def named(error: DriveError, disk: str) -> DriveError:
    """`error` (drive.busy or drive.in_use_by_program) with names, where there are any; else as it is."""
    if error.code not in ("drive.busy", "drive.in_use_by_program"):
        return error
    try:
        holders = find_holders(disk, own_pid=os.getpid())
    except OSError:
        return error
    path = error.params["path"]
    others = [program for program in holders.programs if not program.is_ours]
    if others:
        names = list(dict.fromkeys(program.name for program in others))[:MOST_NAMED]
        pids = [program.pid for program in others]
        if error.code == "drive.in_use_by_program":
            return DriveError("drive.files_open_in", detail=error.detail, path=path, programs=names, pids=pids)
        return DriveError("drive.held_by_program", detail=error.detail, path=path, programs=names, pids=pids)
    if holders.devices:
        devices = list(holders.devices[:MOST_NAMED])
        return DriveError("drive.held_by_device", detail=error.detail, path=path, devices=devices)
    if holders.programs:
        return DriveError("drive.held_by_us", detail=error.detail, path=path, pids=[p.pid for p in holders.programs])
    if holders.mount_points and error.code == "drive.busy":
        points = list(holders.mount_points[:MOST_NAMED])
        return DriveError("drive.mounted_again", detail=error.detail, path=path, mount_points=points)
    return error


def find_holders(
    disk: str,
    *,
    own_pid: int | None = None,
    proc: Path = Path("/proc"),
    sys_root: Path = Path("/sys"),
) -> Holders:
    """Who holds the disk that the kernel calls `disk` ("sdb"), its partitions or what lies on them. Raises OSError."""
    tree = BlockTree(sys_root)
    numbers = tree.numbers_upon(disk)
    mounts = read_mounts(proc)
    nodes = {tree.node_of(number) for number in numbers}
    # A btrfs has a number of its own, in the table of mounts and in the maps of programs.
    volumes = numbers | {m.device for m in mounts if m.source in nodes or number_of_mount(m) in numbers}
    points = {mount.mount_point for mount in mounts if mount.device in volumes}
    devices = [*_made_of(disk, nodes, sys_root), *_loops_on(nodes, points, sys_root)]
    programs = tuple(_programs(proc, volumes, nodes, own_pid))
    return Holders(programs, tuple(dict.fromkeys(devices)), tuple(sorted(points)))


def has_other_writers(disk: str, *, own_pid: int, proc: Path = Path("/proc"), sys_root: Path = Path("/sys")) -> bool:
    """Whether a program has the disk's node, or one of its partitions', open for writing. Raises nothing."""
    tree = BlockTree(sys_root)
    nodes = {tree.node_of(number) for number in tree.numbers_upon(disk)}
    for entry in proc.iterdir():
        if entry.name.isdigit() and int(entry.name) != own_pid:
            with contextlib.suppress(OSError, ValueError):  # somebody else's, or ended while we looked
                if any(_writes(entry, link.name) for link in _entries(entry / "fd") if str(link.readlink()) in nodes):
                    return True
    return False


def _writes(entry: Path, descriptor: str) -> bool:
    """By the flags of open(2), octal in the second line of /proc/PID/fdinfo/N."""
    flags = (entry / "fdinfo" / descriptor).read_text().split("flags:", 1)[1].split(None, 1)[0]
    return int(flags, 8) & os.O_ACCMODE != os.O_RDONLY


def _made_of(disk: str, nodes: Collection[str], sys_root: Path) -> Iterator[str]:
    """Device mapper's and RAID's devices among `nodes`: they hold their parts as long as they are."""
    for name in sorted(PurePosixPath(node).name for node in nodes):
        entry = sys_root / "class/block" / name
        if name == disk or (entry / "partition").exists():
            continue
        with contextlib.suppress(OSError):
            name = f"mapper/{(entry / 'dm/name').read_text().strip()}"  # noqa: PLW2901 - how people know it
        yield f"/dev/{clean_name(name)}"


def _loops_on(nodes: Collection[str], points: Iterable[str], sys_root: Path) -> Iterator[str]:
    folders = tuple(point.rstrip("/") + "/" for point in points)
    for backing in sorted((sys_root / "block").glob("loop*/loop/backing_file")):
        with contextlib.suppress(OSError):  # detached while we looked
            file = backing.read_text(errors="surrogateescape").rstrip("\n")
            if file in nodes or file.startswith(folders):
                yield f"/dev/{backing.parent.parent.name}"


def _programs(proc: Path, volumes: Collection[str], nodes: Collection[str], own_pid: int | None) -> Iterator[Program]:
    tables: dict[str, tuple[Mount, ...]] = {}
    for entry in proc.iterdir():
        if not entry.name.isdigit() or int(entry.name) == own_pid:
            continue
        with contextlib.suppress(OSError, psutil.Error):  # somebody else's, or ended while we looked
            if _holds(entry, _table(entry, tables), volumes, nodes):
                yield _program(int(entry.name))


def _table(entry: Path, tables: dict[str, tuple[Mount, ...]]) -> Sequence[Mount]:
    """The mounts as that process sees them, read once for each namespace."""
    namespace = str((entry / "ns/mnt").readlink())
    if namespace not in tables:
        tables[namespace] = parse_mountinfo((entry / "mountinfo").read_text(errors="surrogateescape"))
    return tables[namespace]


def _holds(entry: Path, table: Sequence[Mount], volumes: Collection[str], nodes: Collection[str]) -> bool:
    for link in [*(entry / place for place in _PLACES), *_entries(entry / "fd")]:
        with contextlib.suppress(OSError):
            target = str(link.readlink())
            if target in nodes or _device_of(target, table) in volumes:
                return True
    return any(number in volumes for number in _mapped(entry))


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def _device_of(target: str, table: Sequence[Mount]) -> str:
    """The number of the file system that the file lies on, by its name alone: asking the file could hang."""
    if not target.startswith("/"):
        return ""
    longest, device = -1, ""
    for mount in table:  # a later mount at the same point covers the one before
        point = mount.mount_point.rstrip("/")
        if len(point) >= longest and (target == point or target.startswith(point + "/")):
            longest, device = len(point), mount.device
    return device


def _mapped(entry: Path) -> Iterator[str]:
    """The numbers in /proc/PID/maps, which are hexadecimal there: programs and libraries that run from the card."""
    with contextlib.suppress(OSError):
        for line in (entry / "maps").read_text(errors="surrogateescape").splitlines():
            major, _, minor = line.split(None, 4)[3].partition(":")
            if (major, minor) != ("00", "00"):
                yield f"{int(major, 16)}:{int(minor, 16)}"


def _program(pid: int) -> Program:
    process = psutil.Process(pid)
    return Program(pid, clean_name(process.name()) or str(pid), is_ours=_OURS in process.cmdline())
