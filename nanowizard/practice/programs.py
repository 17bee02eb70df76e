"""The programs of the practice Nano, with the arguments that our steps give them and the words of the real ones."""

from __future__ import annotations

import base64
import posixpath

from nanowizard.practice.apt_programs import APT_PROGRAMS, PYTHON_SCRIPTS
from nanowizard.practice.busy_programs import BUSY_PROGRAMS
from nanowizard.practice.key_programs import KEY_SCRIPTS
from nanowizard.practice.library_programs import LIBRARY_PROGRAMS, dpkg_query
from nanowizard.practice.machine import RELEASE, File
from nanowizard.practice.power_programs import POWER_PROGRAMS
from nanowizard.practice.program import each, needs_owner, needs_root, operands
from nanowizard.practice.python_programs import python3
from nanowizard.practice.report_programs import REPORT_PROGRAMS
from nanowizard.practice.rootfs_programs import ROOTFS_PROGRAMS
from nanowizard.practice.shell import Process, Program, may_read
from nanowizard.practice.swap_programs import SWAP_PROGRAMS
from nanowizard.provision.power.facts import BOOTLOADER

HOME = "/home/nano"
_FOLDER = File(size=4096, mode=0o755)
CERTIFICATES = "20201027ubuntu0.18.04.1"
"""The version of the store that JetPack 4.6 comes with."""


def _cat_one(process: Process, path: str) -> str | None:
    if not process.machine.exists(path):
        return f"{path}: No such file or directory"
    if not may_read(process, path):
        return f"{path}: Permission denied"
    process.streams.out(process.machine.read(path))
    return None


def _cat(process: Process, arguments: list[str]) -> int:
    if not operands(arguments):
        process.streams.out(process.read_all())
        return 0
    return each("cat", _cat_one)(process, arguments)


def _base64(process: Process, arguments: list[str]) -> int:
    """`base64 -w 0 -- FILE`"""

    def one(process: Process, path: str) -> str | None:
        if not process.machine.exists(path):
            return f"{path}: No such file or directory"
        if not may_read(process, path):
            return f"{path}: Permission denied"
        process.streams.out(base64.b64encode(process.machine.read(path)))
        return None

    return each("base64", one)(process, arguments[-1:])


def _head(process: Process, arguments: list[str]) -> int:
    """`head [-v] -c N -- FILE...`"""
    shown = 0
    named = "-v" in arguments

    def one(process: Process, path: str) -> str | None:
        nonlocal shown
        place = posixpath.join(HOME, path)
        if not process.machine.exists(place):
            return f"cannot open '{path}' for reading: No such file or directory"
        if named:
            process.say(("\n" if shown else "") + f"==> {path} <==\n")
        process.streams.out(process.machine.read(place)[: int(arguments[arguments.index("-c") + 1])])
        shown += 1
        return None

    return each("head", one)(process, arguments)


def _stat(process: Process, arguments: list[str]) -> int:
    """`stat -c FORMAT -- FILE...` with the letters that we use."""
    text = arguments[arguments.index("-c") + 1]

    def one(process: Process, path: str) -> str | None:
        kind, file = "directory", _FOLDER
        if path not in process.machine.state.folders:
            try:
                file = process.machine.file(path)
            except KeyError:
                return f"cannot stat '{path}': No such file or directory"
            kind = "regular file" if file.size else "regular empty file"
        values = {"s": file.size, "a": f"{file.mode:o}", "U": file.owner, "b": -(-file.size // 512), "B": 512}
        line = text
        for letter, value in {**values, "F": kind, "n": path}.items():
            line = line.replace(f"%{letter}", str(value))
        process.say(line + "\n")
        return None

    return each("stat", one)(process, arguments)


def _df(process: Process, arguments: list[str]) -> int:
    machine = process.machine
    path = operands(arguments)[0]
    if path not in machine.state.folders:
        return process.complain(f"df: {path}: No such file or directory")
    process.say(f"Type    1B-blocks       Avail\next4 {machine.state.disk_bytes} {machine.free_bytes}\n")
    return 0


def _rm_one(process: Process, path: str) -> str | None:
    if process.machine.active(path):
        return f"cannot remove '{path}': Operation not permitted"
    state = process.machine.state
    doomed = [name for name in state.files if name == path or name.startswith(f"{path}/")]
    if not process.is_root and not all(state.files[name].owner == process.user for name in doomed):
        return f"cannot remove '{path}': Permission denied"
    for name in doomed:
        del state.files[name]
    state.folders = [name for name in state.folders if name != path and not name.startswith(f"{path}/")]
    process.machine.save()
    return None


def _mv(process: Process, arguments: list[str]) -> int:
    source, target = operands(arguments)
    files = process.machine.state.files
    if source not in files:
        return process.complain(f"mv: cannot stat '{source}': No such file or directory")
    files[target] = files.pop(source)
    return 0


def _chmod(process: Process, arguments: list[str]) -> int:
    process.machine.file(arguments[-1]).mode = int(arguments[0], 8)
    return 0


def _chown(process: Process, arguments: list[str]) -> int:
    process.machine.file(arguments[-1]).owner = arguments[0].partition(":")[0]
    return 0


def _ln(process: Process, arguments: list[str]) -> int:
    """`ln -s -f -- TARGET NAME`"""
    process.machine.put(operands(arguments)[-1], b"")
    return 0


def _install(process: Process, arguments: list[str]) -> int:
    """`install -d ... -- FOLDER`"""
    folder = operands(arguments)[0]
    if folder not in process.machine.state.folders:
        process.machine.state.folders.append(folder)
    return 0


def _uname(process: Process, _arguments: list[str]) -> int:
    process.say("nano-practice 4.9.253-tegra aarch64\n")
    return 0


def _python3(process: Process, arguments: list[str]) -> int:
    if arguments[:1] == ["-"]:
        program = PYTHON_SCRIPTS.get(process.read_all().decode("utf-8", "replace"))
        return program(process, arguments[1:]) if program else process.complain("python3: no such script is practised")
    return python3(process, arguments)


def _dpkg_query(process: Process, arguments: list[str]) -> int:
    if "Status-Abbrev" in arguments[0]:
        return dpkg_query(process, arguments[2:])
    if arguments[-1] == BOOTLOADER:
        process.say("installed")
        return 0
    if arguments[-1] == "ca-certificates":
        process.say(CERTIFICATES)
        return 0
    if arguments[-1] != "nvidia-l4t-core":
        return process.complain(f"dpkg-query: no packages found matching {arguments[-1]}")
    process.say(f"32.{RELEASE.partition('REVISION: ')[2].partition(',')[0]}-20220219090344")
    return 0


def _sleep(process: Process, arguments: list[str]) -> int:
    process.rest(float(arguments[0]))
    return 0


PROGRAMS: dict[str, Program] = {
    **BUSY_PROGRAMS,
    **KEY_SCRIPTS,
    **REPORT_PROGRAMS,
    **SWAP_PROGRAMS,
    **POWER_PROGRAMS,
    **ROOTFS_PROGRAMS,
    **APT_PROGRAMS,
    **LIBRARY_PROGRAMS,
    "base64": _base64,
    "cat": _cat,
    "chmod": needs_owner(_chmod),
    "chown": needs_root(_chown),
    "df": _df,
    "dpkg-query": _dpkg_query,
    "false": lambda _process, _arguments: 1,
    "head": _head,
    "install": needs_root(_install),
    "mv": needs_owner(_mv),
    "ln": needs_root(_ln),
    "python": python3,
    "python3": _python3,
    "rm": each("rm", _rm_one),
    "sleep": _sleep,
    "stat": _stat,
    "true": lambda _process, _arguments: 0,
    "uname": _uname,
}
