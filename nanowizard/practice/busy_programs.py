"""What tells on the practice Nano whether a change is under way (`remote.busy`)."""

from __future__ import annotations

from nanowizard.practice.shell import Process, Program
from nanowizard.remote import busy


def _busy(process: Process, _arguments: list[str]) -> int:
    changing = process.machine.changing
    if changing.is_free_within(0):
        return 0
    process.say(f"{changing.what}\n")
    return 1


def _flock(process: Process, arguments: list[str]) -> int:
    """`flock -s -w SECONDS LOCK true`"""
    left_s = float(arguments[arguments.index("-w") + 1])
    while not process.machine.changing.is_free_within(min(left_s, _LOOK_S)):
        left_s -= _LOOK_S
        if left_s <= 0:
            return 1
        process.rest(0)  # it may have been ended
    return 0


_LOOK_S = 0.05
BUSY_PROGRAMS: dict[str, Program] = {busy.BUSY: _busy, "flock": _flock}
