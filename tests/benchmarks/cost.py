"""What a command costs: time, processor, memory, with everything it starts."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_LOOK_S = 0.25
_PROC = Path("/proc")


@dataclass(frozen=True)
class Cost:
    """`memory` is the peak of the largest process, `together` of all at once (shared pages once); both in bytes."""

    code: int
    wall_s: float
    cpu_s: float
    memory: int
    together: int
    said: str


def cost(command: Sequence[str], log: Path, surroundings: Mapping[str, str] | None = None) -> Cost:
    """Runs it to its end; what it said is kept in `log`."""
    with log.open("wb") as said:
        began = time.monotonic()
        running = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(surroundings or {})},
        )
        look = _Look(running.pid)
        look.start()
        # Counts the processes that it started and waited for too.
        try:
            _pid, status, used = os.wait4(running.pid, 0)
        except BaseException:  # Ctrl-C, and raised again: what was started must let go of its card
            running.terminate()
            running.wait()
            raise
        wall_s = time.monotonic() - began
    running.returncode = os.waitstatus_to_exitcode(status)
    look.end()
    text = log.read_text(errors="replace")
    return Cost(running.returncode, wall_s, used.ru_utime + used.ru_stime, look.largest, look.together, text)


class _Look(threading.Thread):
    """Looks at a process and those below it. What it missed between two looks is in VmHWM, but for the last moments."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._over = threading.Event()
        self.largest = self.together = 0

    def run(self) -> None:
        while not self._over.wait(_LOOK_S):
            pids = _tree(self._pid)
            self.largest = max([self.largest, *(_field(pid, "status", "VmHWM") for pid in pids)])
            self.together = max(self.together, sum(_field(pid, "smaps_rollup", "Pss") for pid in pids))

    def end(self) -> None:
        self._over.set()
        self.join()


def _tree(pid: int) -> list[int]:
    found = [pid]
    for task in (_PROC / str(pid) / "task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text().split():
                found += _tree(int(child))
    return found


def _field(pid: int, file: str, name: str) -> int:
    """In bytes; 0 where the process is gone."""
    with contextlib.suppress(OSError):
        for line in (_PROC / str(pid) / file).read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1]) * 1024
    return 0
