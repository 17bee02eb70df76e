"""A job that an earlier run left behind and that is in the way: it is followed to its end, and never stopped."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from nanowizard.core.errors import NanoError
from nanowizard.core.task import RunContext
from nanowizard.remote import jobs_scripts as scripts
from nanowizard.remote.busy import waiting
from nanowizard.remote.command import in_brief, script
from nanowizard.remote.jobs_list import argv_of
from nanowizard.remote.jobs_log import JobLog, Report, parse_report
from nanowizard.remote.shell import Connection
from nanowizard.remote.steady import repeated

POLL_S = 1.0
COMMAND_CHARS = 120
"""It stands in a headline."""


class OtherRunsError(Exception):
    """START refused: `id` runs `command`. `said` is what it told behind its first line."""

    def __init__(self, asked: str, said: str) -> None:
        about, _, job = said.partition("\n")
        self.id = job.strip() or asked
        command = in_brief(argv_of(about) or ()) or "?"
        self.command = command if len(command) <= COMMAND_CHARS else command[:COMMAND_CHARS] + "…"
        super().__init__(self.id)


def follow_other(
    conn: Connection, ctx: RunContext, other: OtherRunsError, on_line: Callable[[str], None] | None, *, sudo: bool
) -> None:
    """Hand on its output until it has ended; the step `nano.busy.waiting`(command). Its result counts as told: whoever
    comes next looks at the Nano itself. Raises as `Connection.run` does, and Cancelled, which leaves it alone.
    """
    log, place = JobLog(on_line), (scripts.ROOT_JOBS if sudo else "", other.id)

    def attempt() -> Report:
        log.begin()
        argv = script(scripts.FOLLOW, *place, log.token or scripts.ANY, str(log.offset))
        said = conn.run(argv, ctx, sudo=sudo, check=False, timeout_s=None, on_data=log.feed)
        lost = Report("running" if said.exit_status == -1 else "absent")
        return parse_report(said.stderr) or lost

    with waiting(ctx, other.command):
        while repeated(conn, ctx, attempt).state in {"running", "stopping"}:
            ctx.cancel.wait(POLL_S)
            ctx.cancel.raise_if_set()
    log.close()
    clear = script(scripts.CLEAR, *place, log.token)
    with contextlib.suppress(NanoError):
        repeated(conn, ctx, lambda: conn.run(clear, ctx, sudo=sudo))
