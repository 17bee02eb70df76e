"""How steps run a command that a person may watch: it is shown, its output is shown, it must succeed."""

from __future__ import annotations

import shlex

from nanowizard.core.events import LogLine
from nanowizard.core.task import RunContext
from nanowizard.remote.shell import CommandResult, Connection


def as_root(
    conn: Connection,
    ctx: RunContext,
    *argv: str,
    check: bool = True,
    umask: int | None = None,
    timeout_s: float | None = 60.0,
) -> CommandResult:
    """Run `argv` as root with every line in the log. Raises as `Connection.run` does."""
    show(ctx, f"# {shlex.join(argv)}")
    return conn.run(
        argv,
        ctx,
        sudo=True,
        check=check,
        umask=umask,
        timeout_s=timeout_s,
        on_line=lambda line: show(ctx, line),
    )


def show(ctx: RunContext, line: str) -> None:
    ctx.emit(LogLine(text=line, source="nano"))
