"""The programs of the practice Nano, with the arguments that our steps give them and the words of the real ones."""

from __future__ import annotations

import time
from collections.abc import Callable

from nanowizard.practice.machine import RELEASE, ZRAM_UNIT, File, new_uuid
from nanowizard.practice.shell import Process, Program, may_read

CARD_BYTES_PER_S = 400 << 20
"""How fast the practice card takes zeros: quick enough to watch, slow enough to see."""


def _operands(arguments: list[str]) -> list[str]:
    return arguments[arguments.index("--") + 1 :] if "--" in arguments else [a for a in arguments if a[:1] != "-"]


def _needs_root(program: Program) -> Program:
    def guarded(process: Process, arguments: list[str]) -> int:
        if not process.is_root:
            return process.complain("Operation not permitted")
        status = program(process, arguments)
        process.machine.save()
        return status

    return guarded


def _each(name: str, do: Callable[[Process, str], str | None]) -> Program:
    """A program that does the same for each operand; `do` returns a complaint or None."""

    def program(process: Process, arguments: list[str]) -> int:
        complaints = [said for path in _operands(arguments) if (said := do(process, path))]
        for said in complaints:
            process.complain(f"{name}: {said}")
        return 1 if complaints else 0

    return program


def _cat_one(process: Process, path: str) -> str | None:
    if not process.machine.exists(path):
        return f"{path}: No such file or directory"
    if not may_read(process, path):
        return f"{path}: Permission denied"
    process.streams.out(process.machine.read(path))
    return None


def _cat(process: Process, arguments: list[str]) -> int:
    if not _operands(arguments):
        process.streams.out(process.read_all())
        return 0
    return _each("cat", _cat_one)(process, arguments)


def _head(process: Process, arguments: list[str]) -> int:
    """`head -v -c N -- FILE...`"""
    shown = 0

    def one(process: Process, path: str) -> str | None:
        nonlocal shown
        if not process.machine.exists(path):
            return f"cannot open '{path}' for reading: No such file or directory"
        process.say(("\n" if shown else "") + f"==> {path} <==\n")
        process.streams.out(process.machine.read(path)[: int(arguments[arguments.index("-c") + 1])])
        shown += 1
        return None

    return _each("head", one)(process, arguments)


def _stat(process: Process, arguments: list[str]) -> int:
    """`stat -c FORMAT -- FILE...` with the letters that we use."""
    text = arguments[arguments.index("-c") + 1]

    def one(process: Process, path: str) -> str | None:
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

    return _each("stat", one)(process, arguments)


def _df(process: Process, arguments: list[str]) -> int:
    machine = process.machine
    path = _operands(arguments)[0]
    if path not in machine.state.folders:
        return process.complain(f"df: {path}: No such file or directory")
    process.say(f"Type    1B-blocks       Avail\next4 {machine.state.disk_bytes} {machine.free_bytes}\n")
    return 0


def _new_file(process: Process, path: str, size: int, program: str) -> bool:
    machine = process.machine
    fits = size <= machine.free_bytes
    # Like the real ones, a failed try leaves what it got so far.
    machine.state.files[path] = File(size=size if fits else machine.free_bytes, mode=0o666 & ~process.umask)
    if not fits:
        process.complain(f"{program}: {path}: No space left on device")
    return fits


def _fallocate(process: Process, arguments: list[str]) -> int:
    """`fallocate -l SIZE -- FILE`"""
    if process.machine.cannot_fallocate:
        return process.complain("fallocate: fallocate failed: Operation not supported")
    path = _operands(arguments)[0]
    return 0 if _new_file(process, path, int(arguments[arguments.index("-l") + 1]), "fallocate") else 1


def _dd(process: Process, arguments: list[str]) -> int:
    """Fills a file with zeros (`of=`, `count=` bytes), or shows a piece of one (`if=`, `skip=`, `count=`, `bs=1`)."""
    options = dict(word.split("=", 1) for word in arguments)
    if "of" not in options:
        is_swap = options["if"] in process.machine.state.files and process.machine.file(options["if"]).is_swap
        process.say("SWAPSPACE2" if is_swap else "")
        return 0
    size, done = int(options["count"]), 0
    if not _new_file(process, options["of"], size, "dd: error writing"):
        return 1
    while done < size:
        process.rest(process.delay_s * 10)
        done = min(done + CARD_BYTES_PER_S, size)
        process.streams.err(f"{done} bytes ({done / 1e9:.1f} GB) copied\r".encode())
    process.streams.err(b"\n")
    return 0


def _mkswap_one(process: Process, path: str) -> str | None:
    machine = process.machine
    if path not in machine.state.files:
        return f"cannot open {path}: No such file or directory"
    if machine.active(path):
        return f"{path}: Text file busy"
    file = machine.file(path)
    file.is_swap = True
    if file.mode & 0o077:
        process.complain(f"mkswap: {path}: insecure permissions {file.mode:04o}, 0600 suggested.")
    process.say(f"Setting up swapspace version 1, size = {file.size - 4096} bytes\nno label, UUID={new_uuid()}\n")
    return None


def _swapon(process: Process, arguments: list[str]) -> int:
    """`swapon [-p PRIORITY] -- FILE`"""
    priority = int(arguments[arguments.index("-p") + 1]) if "-p" in arguments else None
    path = arguments[-1]
    if not process.machine.exists(path):
        process.complain(f"swapon: cannot open {path}: No such file or directory")
        return 255
    if not process.machine.swap_on(path, priority):
        process.complain(f"swapon: {path}: swapon failed: Invalid argument")
        return 255
    return 0


def _swapoff_one(process: Process, path: str) -> str | None:
    swap = process.machine.active(path)
    if swap is None:
        return f"{path}: swapoff failed: Invalid argument"
    process.machine.state.swaps.remove(swap)
    return None


def _rm_one(process: Process, path: str) -> str | None:
    if process.machine.active(path):
        return f"cannot remove '{path}': Operation not permitted"
    process.machine.state.files.pop(path, None)
    return None


def _mv(process: Process, arguments: list[str]) -> int:
    source, target = _operands(arguments)
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


def _install(process: Process, arguments: list[str]) -> int:
    """`install -d ... -- FOLDER`"""
    folder = _operands(arguments)[0]
    if folder not in process.machine.state.folders:
        process.machine.state.folders.append(folder)
    return 0


def _systemctl(process: Process, arguments: list[str]) -> int:
    verb, unit = arguments[0], arguments[-1]
    units = process.machine.state.units
    if unit not in units:
        return process.complain(f"Failed to get unit file state for {unit}: No such file or directory")
    if verb == "is-enabled":
        process.say(units[unit] + "\n")
        return 0 if units[unit] == "enabled" else 1
    if not process.is_root:
        return process.complain("Failed: Interactive authentication required.")
    if verb in {"enable", "disable"}:
        units[unit] = f"{verb}d"
    elif verb == "restart" and unit == ZRAM_UNIT:
        for number in range(4):
            process.machine.swap_on(f"/dev/zram{number}", priority=5)
    process.machine.save()
    return 0


def _sysctl(process: Process, arguments: list[str]) -> int:
    key, _equals, value = arguments[-1].partition("=")
    process.machine.state.sysctl[key] = value
    process.say(f"{key} = {value}\n")
    return 0


def _uname(process: Process, _arguments: list[str]) -> int:
    process.say("nano-practice 4.9.253-tegra aarch64\n")
    return 0


def _date(process: Process, _arguments: list[str]) -> int:
    process.say(f"{time.time():.6f}\n")
    return 0


def _python3(process: Process, _arguments: list[str]) -> int:
    process.say("Python 3.6.9\n")
    return 0


def _dpkg_query(process: Process, arguments: list[str]) -> int:
    if arguments[-1] != "nvidia-l4t-core":
        return process.complain(f"dpkg-query: no packages found matching {arguments[-1]}")
    process.say(f"32.{RELEASE.partition('REVISION: ')[2].partition(',')[0]}-20220219090344")
    return 0


def _sleep(process: Process, arguments: list[str]) -> int:
    process.rest(float(arguments[0]))
    return 0


PROGRAMS: dict[str, Program] = {
    "cat": _cat,
    "chmod": _needs_root(_chmod),
    "chown": _needs_root(_chown),
    "date": _date,
    "dd": _needs_root(_dd),
    "df": _df,
    "dpkg-query": _dpkg_query,
    "fallocate": _needs_root(_fallocate),
    "false": lambda _process, _arguments: 1,
    "head": _head,
    "install": _needs_root(_install),
    "mkswap": _needs_root(_each("mkswap", _mkswap_one)),
    "mv": _needs_root(_mv),
    "python3": _python3,
    "rm": _needs_root(_each("rm", _rm_one)),
    "sleep": _sleep,
    "stat": _stat,
    "swapoff": _needs_root(_each("swapoff", _swapoff_one)),
    "swapon": _needs_root(_swapon),
    "sysctl": _needs_root(_sysctl),
    "systemctl": _systemctl,
    "true": lambda _process, _arguments: 0,
    "uname": _uname,
}
