"""Programs for jobs, the same on both boards: one that talks for a while, and stand-ins for apt-get and dpkg.

On the real board they are scripts in /opt/bin, on the practice one entries of its table.
"""

from __future__ import annotations

import pytest

from nanowizard.practice import programs
from nanowizard.practice.shell import Process
from support.boards import Board, PracticeBoard

TALK = r"""#!/bin/sh
# talk COUNT DELAY [STATUS]: odd lines end with a carriage return; an \344 is no UTF-8.
n=1
while [ $n -le "$1" ]; do
  end='\n'; [ $((n % 2)) = 0 ] || end='\r'
  printf "line $n \344\303\244$end"
  sleep "$2"
  n=$((n + 1))
done
exit "${3:-0}"
"""

APT_GET = r"""#!/usr/bin/python3
# Three packages.
import subprocess
for name in ("one", "two", "three"):
    print("unpacking", name, flush=True)
    subprocess.run(["/opt/bin/dpkg", "--status-fd", "9", "--unpack", name], check=True)
"""

DPKG = r"""#!/bin/sh
trap 'echo "$4 is half-made"; exit 2' INT TERM
[ -e "/var/hold-$4" ] || { echo "configured $4"; exit 0; }
while [ -e "/var/hold-$4" ]; do sleep 0.05; done
echo "configured $4"
"""

_STUBBORN = r"""#!/bin/sh
trap '' TERM
echo "never"
while :; do sleep 0.1; done
"""


def spoken(count: int) -> list[str]:
    """What `talk` says, as lines."""
    return [f"line {number} �ä" for number in range(1, count + 1)]


def install(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    if isinstance(board, PracticeBoard):
        for name, program in {"talk": _talk, "apt-get": _apt_get, "stubborn": _stubborn}.items():
            monkeypatch.setitem(programs.PROGRAMS, name, program)
        return
    for name, text in {"talk": TALK, "apt-get": APT_GET, "dpkg": DPKG, "stubborn": _STUBBORN}.items():
        board.put(f"/opt/bin/{name}", text.encode(), 0o755)


def _talk(process: Process, arguments: list[str]) -> int:
    count, delay_s = int(arguments[0]), float(arguments[1])
    for number in range(1, count + 1):
        process.streams.out(f"line {number} ".encode() + b"\xe4\xc3\xa4" + (b"\r" if number % 2 else b"\n"))
        process.rest(delay_s)
    return int(arguments[2]) if len(arguments) > 2 else 0


def _apt_get(process: Process, _arguments: list[str]) -> int:
    for name in ("one", "two", "three"):
        process.say(f"unpacking {name}\n")
        process.in_dpkg.set()
        while process.machine.exists(f"/var/hold-{name}"):
            process.rest(0.01)
        process.in_dpkg.clear()
        process.say(f"configured {name}\n")
    return 0


def _stubborn(process: Process, _arguments: list[str]) -> int:
    process.say("never\n")
    while True:
        process.rest(0.1)
