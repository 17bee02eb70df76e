"""Hears of cards that come and go: udev's events, or the kernel's own where no udev runs (containers).

Of mounts no such event tells; the kernel's table of them does.
"""

from __future__ import annotations

import os
import select
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pyudev

assert sys.platform == "linux"

# One insertion makes a burst of events (disk, partitions, change): wait for it to end, but not for ever.
DEBOUNCE_S = 0.3
LONGEST_BURST_S = 2.0
# Without udev, events may not reach us at all (another network namespace): look as well.
LOOK_INTERVAL_S = 1.0
_MOUNTS = "/proc/self/mountinfo"


def look(sys_block: Path = Path("/sys/block")) -> object:
    """What changes with every card: names, sizes and insertion numbers."""

    def read(disk: Path, attribute: str) -> str:
        try:
            return (disk / attribute).read_text()
        except OSError:
            return ""

    return sorted((disk.name, read(disk, "size"), read(disk, "diskseq")) for disk in sys_block.iterdir())


class HotplugWatch:
    """Calls `changed` from a thread of its own after each burst of events (disks, mounts); no event is data itself.

    Raises OSError where the system gives no event socket. `close` returns when the thread has ended, unless it is
    called from within `changed`.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        has_udev = Path("/run/udev/control").exists()
        self._look_s = None if has_udev else LOOK_INTERVAL_S
        self._monitor = pyudev.Monitor.from_netlink(pyudev.Context(), source="udev" if has_udev else "kernel")
        self._monitor.filter_by("block")
        self._monitor.start()
        self._mounts = os.open(_MOUNTS, os.O_RDONLY | os.O_CLOEXEC)
        self._wake, self._waker = os.pipe2(os.O_CLOEXEC)
        self._closing = threading.Lock()
        self._closed = False
        self._seen = self._look()
        self._thread = threading.Thread(target=self._run, name="drive-hotplug", daemon=True)
        self._thread.start()

    def close(self) -> None:
        with self._closing:
            if self._closed:
                return
            self._closed = True
        os.close(self._waker)  # the thread's poll wakes up on the hangup
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        try:
            while not self._closed:
                if self._wait(self._look_s):
                    self._drain()
                elif self._closed or self._look() == self._seen:
                    continue
                self._seen = self._look()
                if not self._closed:
                    self._changed()
        finally:
            os.close(self._wake)
            os.close(self._mounts)

    def _wait(self, timeout_s: float | None) -> bool:
        """True when an event is there; False after the time, or when closed."""
        poll = select.poll()
        poll.register(self._monitor.fileno(), select.POLLIN)
        poll.register(self._wake, select.POLLIN)
        poll.register(self._mounts, select.POLLPRI)  # proc(5): said once for each change
        ready = {fd for fd, _ in poll.poll(None if timeout_s is None else int(timeout_s * 1000))}
        return self._wake not in ready and not ready.isdisjoint((self._monitor.fileno(), self._mounts))

    def _drain(self) -> None:
        until = time.monotonic() + LONGEST_BURST_S
        while self._monitor.poll(timeout=0) is not None or self._wait(DEBOUNCE_S):
            if time.monotonic() > until or self._closed:
                return

    def _look(self) -> object:
        return None if self._look_s is None else look()
