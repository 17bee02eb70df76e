"""The programs of the practice Nano that deal with its card: what lies where, and growing APP."""

from __future__ import annotations

from nanowizard.practice.program import needs_root
from nanowizard.practice.shell import Process, Program
from nanowizard.practice.system import APP_SECTORS_GROWN, APP_START, CARD_SECTORS
from nanowizard.provision.rootfs.facts import BLOCK_DEVICES, L4T_SCRIPT

_FS_OVERHEAD = 0.98
"""How much of an ext4 `df` shows."""


def _findmnt(process: Process, arguments: list[str]) -> int:
    """`findmnt -n -o COLUMNS /`"""
    known = {"SOURCE": "/dev/mmcblk0p1", "FSTYPE": "ext4", "MAJ:MIN": "179:1"}
    process.say(" ".join(known[name] for name in arguments[arguments.index("-o") + 1].split(",")) + "\n")
    return 0


def _lsblk(process: Process, _arguments: list[str]) -> int:
    """`lsblk -b -r -n -o NAME,TYPE,SIZE`"""
    app = process.machine.state.system.app_sectors
    process.say(f"mmcblk0 disk {CARD_SECTORS * 512}\nmmcblk0p1 part {app * 512}\n")
    for number in range(4):
        process.say(f"zram{number} disk 519569408\n")
    return 0


def _find(process: Process, arguments: list[str]) -> int:
    """The one search of `provision.rootfs_facts`"""
    if ("find", *arguments) != BLOCK_DEVICES:
        return process.complain("find: the practice Nano knows only its card")
    app = process.machine.state.system.app_sectors
    disk = "/sys/class/block/mmcblk0"
    part = {"dev": "179:1", "partition": 1, "size": app, "start": APP_START}
    lines = [f"{disk}/dev:179:0", f"{disk}/size:{CARD_SECTORS}"]
    lines += [f"{disk}/mmcblk0p1/{name}:{value}" for name, value in part.items()]
    process.say("\n".join(lines) + "\n")
    return 0


def _blkid(process: Process, _arguments: list[str]) -> int:
    process.say("gpt\n")
    return 0


def _sgdisk(process: Process, arguments: list[str]) -> int:
    """`sgdisk -i 1 DISK`, and the one command that makes APP anew"""
    system = process.machine.state.system
    if arguments == ["--version"]:
        process.say("GPT fdisk (sgdisk) version 1.0.3\n\n")
        return 0
    if not process.is_root:
        return process.complain(f"Problem opening {arguments[-1]} for reading! Error is 13.")
    if arguments[0] == "-i":
        process.say(
            "Partition GUID code: 0FC63DAF-8483-4772-8E79-3D69D8477DE4 (Linux filesystem)\n"
            "Partition unique GUID: 1C9BD6B9-3C5A-4F52-9A1D-6D0F0B6B5E01\n"
            f"First sector: {APP_START} (at 14.0 MiB)\nLast sector: {APP_START + system.app_sectors - 1}\n"
            f"Partition size: {system.app_sectors} sectors\nAttribute flags: 0000000000000000\n"
            "Partition name: 'APP'\n"
        )
        return 0
    if not {"--move-second-header", "--delete=1", f"--new=1:{APP_START}:0"} <= set(arguments):
        return process.complain("sgdisk: the practice Nano can only grow its first partition")
    system.app_sectors = APP_SECTORS_GROWN
    process.machine.save()
    process.say(
        "Warning: The kernel is still using the old partition table.\nThe operation has completed successfully.\n"
    )
    return 0


def _dumpe2fs(process: Process, _arguments: list[str]) -> int:
    """`dumpe2fs -h DEVICE`"""
    process.say(
        f"Block count:              {process.machine.state.system.fs_sectors // 8}\nBlock size:               4096\n"
    )
    return 0


def _partx(process: Process, arguments: list[str]) -> int:
    if arguments != ["--version"] and not process.is_root:
        return process.complain("partx: cannot open /dev/mmcblk0: Permission denied")
    return 0


def _resize2fs(process: Process, arguments: list[str]) -> int:
    state = process.machine.state
    if not arguments or not process.is_root:
        return process.complain("Usage: resize2fs [-d debug_flags] [-f] [-F] [-M] [-P] [-p] device [-b|-s|new_size]")
    process.rest(process.delay_s * 20)
    grown = state.system.app_sectors - state.system.fs_sectors
    state.disk_bytes += int(grown * 512 * _FS_OVERHEAD)
    state.system.fs_sectors = state.system.app_sectors
    process.machine.save()
    blocks = state.system.fs_sectors // 8
    process.say(f"Filesystem at {arguments[-1]} is mounted on /; on-line resizing required\n")
    process.say(f"The filesystem on {arguments[-1]} is now {blocks} (4k) blocks long.\n\n")
    return 0


def _nvresizefs(process: Process, _arguments: list[str]) -> int:
    if not process.machine.exists(L4T_SCRIPT):
        process.complain(f"sh: 1: exec: {L4T_SCRIPT}: not found")
        return 127
    process.machine.state.system.app_sectors = APP_SECTORS_GROWN
    return _resize2fs(process, ["/dev/mmcblk0p1"])


ROOTFS_PROGRAMS: dict[str, Program] = {
    "blkid": _blkid,
    "dumpe2fs": needs_root(_dumpe2fs),
    "find": _find,
    "findmnt": _findmnt,
    "lsblk": _lsblk,
    "nvresizefs.sh": needs_root(_nvresizefs),
    "partx": _partx,
    "resize2fs": _resize2fs,
    "sgdisk": _sgdisk,
}
