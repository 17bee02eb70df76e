"""The programs of the practice Nano that only say what there is."""

from __future__ import annotations

from nanowizard.practice.machine import Machine
from nanowizard.practice.shell import Process, Program, run
from nanowizard.provision.report.facts import ALARMS, KNOCK


def _findmnt(process: Process, _arguments: list[str]) -> int:
    process.say("/dev/mmcblk0p1\n")
    return 0


def _lsblk(process: Process, _arguments: list[str]) -> int:
    """`lsblk -b -r -n -o NAME,TYPE,SIZE`"""
    card = _card_bytes(process.machine)
    process.say(f"mmcblk0 disk {card}\nmmcblk0p1 part {card - (15 << 20)}\n")
    for number in range(4):
        process.say(f"zram{number} disk 519569408\n")
    return 0


def _readlink(process: Process, arguments: list[str]) -> int:
    """`readlink -f PATH`"""
    path = arguments[-1]
    process.say(f"{'/usr/local/cuda-10.2' if path == '/usr/local/cuda' else path}\n")
    return 0


def _ip(process: Process, _arguments: list[str]) -> int:
    process.say("default via 192.168.1.1 dev eth0 proto dhcp metric 100 \n")
    return 0


def _getent(process: Process, arguments: list[str]) -> int:
    process.say(f"192.0.2.80      {arguments[-1]}\n")
    return 0


def _timeout(process: Process, arguments: list[str]) -> int:
    """`timeout SECONDS COMMAND...`"""
    return run(process, arguments[1:], {**REPORT_PROGRAMS, "bash": _bash})


def _bash(process: Process, arguments: list[str]) -> int:
    if arguments != ["-c", KNOCK]:
        return process.complain("bash: the practice Nano does not know this script")
    return 0


def _nothing(_process: Process, _arguments: list[str]) -> int:
    return 1  # grep found nothing


def _card_bytes(machine: Machine) -> int:
    """The file system's size is what the board knows of its card; ext4 keeps some of its partition for itself."""
    return int(machine.state.disk_bytes * 1.02)


REPORT_PROGRAMS: dict[str, Program] = {
    ALARMS: _nothing,
    "findmnt": _findmnt,
    "getent": _getent,
    "ip": _ip,
    "lsblk": _lsblk,
    "readlink": _readlink,
    "timeout": _timeout,
}
