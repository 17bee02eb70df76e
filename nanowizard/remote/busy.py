"""One change at a time: a command that an earlier run left behind on the Nano is waited for, by its name.

What changes the Nano holds a lock there for as long as it, or anything that it started, lives: its link may be long
gone. Who looks sees the lock (`remote.together`) and waits, and so plans on nothing half-made; who changes waits too.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Callable, Iterator, Sequence

from nanowizard.core.errors import NanoError
from nanowizard.core.events import StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.remote.command import script
from nanowizard.remote.shell import CommandResult, Connection
from nanowizard.remote.steady import repeated

LOCK = "/run/nanowizard.lock"
"""In memory there: a restart ends every command and this file with them. Everybody may read it and so look."""
WAITING = "nano.busy.waiting"
PATIENCE_S = 2
"""So long nobody is told of a wait."""
TURN_S = 20
"""How long one command on the Nano waits."""
GIVE_UP_S = 900.0
"""Longer than any of these commands takes on a slow card (4 GiB of zeros); then the person decides."""
HELD = 49

HOLD = r"""lock=$1; mark=$2; what=$3; patience=$4; shift 4
[ -e "$lock" ] || (umask 022; : >>"$lock")
if [ -r "$lock" ]; then
  exec 9<"$lock"
  flock -w "$patience" 9 || { printf '%s ' "$mark" >&2; head -n 1 -- "$lock" >&2; exit 49; }
  printf '%s\n' "$what" >"$lock"
fi
exec "$@"
"""
"""$1 LOCK, $2 a mark, $3 what to call the command, $4 seconds, then the command, which inherits the lock. Where another
holds it: exit 49, and on stderr the mark with what that one is called; nothing was run then."""

BUSY = r"""[ -r "$1" ] || exit 0
flock -n -s "$1" true
[ $? = 1 ] || exit 0
head -n 1 -- "$1"
exit 1
"""
"""$1 LOCK. Exit 1 and what holds it, 0 where nothing does."""


def question() -> list[str]:
    """The command that asks whether the Nano is busy: `CommandResult.ok` where it is not, else by what."""
    return script(BUSY, LOCK)


def run_held(
    conn: Connection,
    ctx: RunContext,
    argv: Sequence[str],
    *,
    what: str,
    umask: int | None = None,
    timeout_s: float | None = 60.0,
    on_line: Callable[[str], None] | None = None,
) -> CommandResult:
    """Run `argv` as root while nothing else of ours changes the Nano; `what` is for whoever has to wait for it.

    The time that it waits itself does not count. Raises as `Connection.run` does without `check`, and as
    `wait_until_free` does.
    """
    while True:
        mark = secrets.token_hex(8)
        held = script(HOLD, LOCK, mark, what, str(PATIENCE_S), *argv)
        lines = _without(mark, on_line) if on_line else None
        result = conn.run(held, ctx, sudo=True, check=False, umask=umask, timeout_s=timeout_s, on_line=lines)
        _before, is_told, other = result.stderr.partition(mark)
        if result.exit_status != HELD or not is_told:
            return result
        wait_until_free(conn, ctx, other.strip())


def wait_until_free(conn: Connection, ctx: RunContext, what: str) -> None:
    """Wait for the end of the command that holds the lock; a longer wait is the step `nano.busy.waiting`(command).

    Raises NanoError nano.still_busy(command, waited_s), what `Connection.run` raises, and Cancelled: the command on the
    Nano goes on then.
    """
    if _is_free_within(conn, ctx, PATIENCE_S):
        return
    with waiting(ctx, what):
        give_up = time.monotonic() + GIVE_UP_S
        while not _is_free_within(conn, ctx, TURN_S):
            if time.monotonic() > give_up:
                raise NanoError("nano.still_busy", command=what, waited_s=GIVE_UP_S)


@contextlib.contextmanager
def waiting(ctx: RunContext, what: str) -> Iterator[None]:
    """The step that says for what is waited."""
    began = time.monotonic()
    ctx.emit(StepStarted(step=WAITING, params={"command": what}))
    yield
    ctx.emit(StepFinished(step=WAITING, params={"command": what, "took_s": time.monotonic() - began}))


def _is_free_within(conn: Connection, ctx: RunContext, seconds: int) -> bool:
    argv = ["flock", "-s", "-w", str(seconds), LOCK, "true"]
    return repeated(conn, ctx, lambda: conn.run(argv, ctx, check=False, timeout_s=None)).exit_status != 1


def _without(mark: str, on_line: Callable[[str], None]) -> Callable[[str], None]:
    return lambda line: None if line.startswith(mark) else on_line(line)
