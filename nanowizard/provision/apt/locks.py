"""Waiting for apt's and dpkg's locks. A lock is never deleted: it is a program's that is at work.

apt 1.6 (Ubuntu 18.04) cannot wait for a lock itself.
"""

from __future__ import annotations

import time
from collections.abc import Collection

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Progress, StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.provision.report.parse import LOCKS, Lock, parse_locks
from nanowizard.remote.shell import Connection
from nanowizard.remote.together import ask_together

LISTS_LOCK = "/var/lib/apt/lists/lock"
"""Held while package lists are fetched; the others while packages are fetched or installed."""
QUESTION = ("lslocks", "--raw", "-n", "-o", "COMMAND,PID,PATH")
"""As root: the kernel's own list, with the names of the holders. fuser may not be there."""
POLL_S = 2.0
MOST_S = 900.0
"""What the desktop's own updater may take on a slow line; then the person decides."""


def wait_for_locks(
    conn: Connection, ctx: RunContext, locks: Collection[str] = LOCKS, *, most_s: float = MOST_S
) -> None:
    """Return as soon as nobody holds any of `locks`; a wait is a step of its own and says who is waited for.

    Raises NanoError nano.apt_locked(program, pid, waited_s), Cancelled, and what `Connection.run` raises.
    """
    began = time.monotonic()
    told: Lock | None = None
    while holder := _holder(conn, ctx, locks):
        waited_s = time.monotonic() - began
        if waited_s > most_s:
            raise NanoError("nano.apt_locked", program=holder.program, pid=holder.pid, waited_s=waited_s)
        if told is None or told.pid != holder.pid:
            ctx.emit(StepStarted(step="nano.apt.wait", params={"program": holder.program, "pid": holder.pid}))
            told = holder
        ctx.emit(Progress(phase="nano.apt.wait", done=int(waited_s), unit="s"))
        ctx.cancel.wait(POLL_S)
        ctx.cancel.raise_if_set()
    if told:
        params = {"program": told.program, "pid": told.pid, "took_s": time.monotonic() - began}
        ctx.emit(StepFinished(step="nano.apt.wait", params=params))


def _holder(conn: Connection, ctx: RunContext, locks: Collection[str]) -> Lock | None:
    said = ask_together(conn, ctx, {"locks": QUESTION}, sudo=True, settled=False)["locks"]
    return next((lock for lock in parse_locks(said.stdout) if lock.path in locks), None)
