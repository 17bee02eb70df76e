"""The programs of the practice Nano that deal with swap: allocating, formatting, switching, the zram unit."""

from __future__ import annotations

from nanowizard.practice.machine import ZRAM_UNIT, File, new_uuid
from nanowizard.practice.program import each, needs_root, operands
from nanowizard.practice.shell import Process, Program

CARD_BYTES_PER_S = 400 << 20
"""How fast the practice card takes zeros: quick enough to watch, slow enough to see."""


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
    path = operands(arguments)[0]
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


SWAP_PROGRAMS: dict[str, Program] = {
    "dd": needs_root(_dd),
    "fallocate": needs_root(_fallocate),
    "mkswap": needs_root(each("mkswap", _mkswap_one)),
    "swapoff": needs_root(each("swapoff", _swapoff_one)),
    "swapon": needs_root(_swapon),
    "sysctl": needs_root(_sysctl),
    "systemctl": _systemctl,
}
