"""The programs of the practice Nano for power, desktop, held packages and the clock."""

from __future__ import annotations

import time
from datetime import datetime, timezone

from nanowizard.practice.machine import File
from nanowizard.practice.shell import Process, Program
from nanowizard.practice.swap_programs import SWAP_PROGRAMS

MODES = {0: "MAXN", 1: "5W"}
_HIGHEST = {0: 1479000, 1: 918000}
_CORES = {0: 4, 1: 2}


def _nvpmodel(process: Process, arguments: list[str]) -> int:
    """`nvpmodel -q` and `nvpmodel -m NUMBER`"""
    system = process.machine.state.system
    if not process.is_root:
        return process.complain("NVPM ERROR: Error opening /var/lib/nvpmodel/status: 13")
    if arguments[0] == "-m":
        if int(arguments[1]) not in MODES:
            return process.complain("NVPM ERROR: invalid argument: -m")
        system.power_mode = int(arguments[1])
        system.clocks_pinned = False  # a mode brings its own limits
        process.machine.save()
        return 0
    process.say(f"NVPM WARN: fan mode is not set!\nNV Power Mode: {MODES[system.power_mode]}\n{system.power_mode}\n")
    return 0


def _jetson_clocks(process: Process, arguments: list[str]) -> int:
    """`jetson_clocks`, `--show`, `--store FILE` (which asks if it is there), `--restore FILE`"""
    machine = process.machine
    system = machine.state.system
    if not process.is_root:
        return process.complain("Error: Run this script(/usr/bin/jetson_clocks) as a root user")
    if arguments[:1] == ["--show"]:
        process.say(_shown(system.power_mode, pinned=system.clocks_pinned))
        return 0
    if arguments[:1] == ["--store"]:
        if machine.exists(arguments[1]):
            return process.complain(f"Error: file {arguments[1]} already exists!")
        machine.put(arguments[1], b"pinned\n" if system.clocks_pinned else b"free\n")
    elif arguments[:1] == ["--restore"]:
        if not machine.exists(arguments[1]):
            return process.complain(f"Error: {arguments[1]} file not found !")
        system.clocks_pinned = machine.read(arguments[1]) == b"pinned\n"
    else:
        system.clocks_pinned = True
    machine.save()
    return 0


def _shown(mode: int, *, pinned: bool) -> str:
    high = _HIGHEST[mode]
    low = high if pinned else 102000
    lines = ["SOC family:tegra210  Machine:NVIDIA Jetson Nano Developer Kit", f"Online CPUs: 0-{_CORES[mode] - 1}"]
    for core in range(4):
        bounds = f"MinFreq={low} MaxFreq={high} CurrentFreq={high}"
        online = int(core < _CORES[mode])
        lines.append(f"cpu{core}: Online={online} Governor=schedutil {bounds} IdleStates: WFI=1 c7=1")
    gpu = 921600000 if pinned else 76800000
    lines.append(f"GPU MinFreq={gpu} MaxFreq=921600000 CurrentFreq={gpu}")
    lines.append("EMC MinFreq=204000000 MaxFreq=1600000000 CurrentFreq=1600000000 FreqOverride=0")
    return "\n".join([*lines, f"NV Power Mode: {MODES[mode]}"]) + "\n"


def _systemctl(process: Process, arguments: list[str]) -> int:
    system = process.machine.state.system
    if arguments[0] == "get-default":
        process.say(f"{system.target}\n")
        return 0
    if arguments[0] == "set-default":
        if not process.is_root:
            return process.complain("Failed to set default target: Interactive authentication required.")
        system.target = arguments[1]
        process.machine.save()
        return 0
    if arguments == ["is-active", "display-manager.service"]:
        process.say("active\n" if system.desktop else "inactive\n")
        return 0 if system.desktop else 3
    return SWAP_PROGRAMS["systemctl"](process, arguments)


def _apt_mark(process: Process, arguments: list[str]) -> int:
    """`apt-mark showhold`, `apt-mark hold PACKAGE`, `apt-mark unhold PACKAGE`"""
    held = process.machine.state.system.held
    if arguments[0] == "showhold":
        process.say("".join(f"{name}\n" for name in held))
        return 0
    if not process.is_root:
        return process.complain("E: Could not open lock file /var/lib/dpkg/lock - open (13: Permission denied)")
    verb, package = arguments
    if verb == "hold" and package not in held:
        held.append(package)
        process.say(f"{package} set on hold.\n")
    elif verb == "unhold" and package in held:
        held.remove(package)
        process.say(f"Canceled hold on {package}.\n")
    process.machine.save()
    return 0


def _date(process: Process, arguments: list[str]) -> int:
    """`date +%s.%N` and `date -u -s @SECONDS`"""
    system = process.machine.state.system
    if "-s" in arguments:
        if not process.is_root:
            return process.complain("date: cannot set date: Operation not permitted")
        system.clock_ahead_s = float(arguments[arguments.index("-s") + 1].removeprefix("@")) - time.time()
        process.machine.save()
    now = time.time() + system.clock_ahead_s
    shown = f"{now:.6f}" if "+%s.%N" in arguments else f"{datetime.fromtimestamp(now, timezone.utc):%c} UTC"
    process.say(f"{shown}\n")
    return 0


def _timedatectl(process: Process, _arguments: list[str]) -> int:
    """The lines of systemd 237 that say something of time servers."""
    synchronized = "yes" if process.machine.state.system.synchronized else "no"
    process.say(f"   System clock synchronized: {synchronized}\nsystemd-timesyncd.service active: yes\n")
    return 0


def _test(process: Process, arguments: list[str]) -> int:
    """`test -s FILE`, `test -x FILE`"""
    file = process.machine.state.files.get(arguments[-1], File())
    return 0 if (file.size if arguments[0] == "-s" else file.mode & 0o111) else 1


POWER_PROGRAMS: dict[str, Program] = {
    "apt-mark": _apt_mark,
    "date": _date,
    "jetson_clocks": _jetson_clocks,
    "nvpmodel": _nvpmodel,
    "systemctl": _systemctl,
    "test": _test,
    "timedatectl": _timedatectl,
}
