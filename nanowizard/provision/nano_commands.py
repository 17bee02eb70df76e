"""How steps run a command that a person may watch: it is shown, its output is shown, it must succeed."""

from __future__ import annotations

import secrets
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from nanowizard.core.errors import NanoError
from nanowizard.core.events import LogLine
from nanowizard.core.task import RunContext
from nanowizard.remote import command
from nanowizard.remote.busy import run_held
from nanowizard.remote.shell import CommandResult, Connection
from nanowizard.remote.steady import repeated
from nanowizard.remote.streams import PassingLine

NAME_CHARS = 120
DETAIL_CHARS = 2000


def as_root(
    conn: Connection,
    ctx: RunContext,
    *argv: str,
    check: bool = True,
    umask: int | None = None,
    timeout_s: float | None = 60.0,
    again: bool = False,
) -> CommandResult:
    """Run `argv` as root with every line in the log; a change that an earlier run left behind is waited for.

    `again` is for a command that may be run twice: a broken link is waited for where `conn` can log in again, and then
    it is repeated. Raises as `Connection.run` and `busy.run_held` do.
    """
    show(ctx, f"# {shlex.join(argv)}")
    name = shlex.join(argv)[:NAME_CHARS]

    def run() -> CommandResult:
        return run_held(conn, ctx, argv, what=name, umask=umask, timeout_s=timeout_s, on_line=partial(show, ctx))

    result = repeated(conn, ctx, run) if again else run()
    if check and not result.ok:
        raise failed(argv[0], result)
    return result


def failed(program: str, result: CommandResult) -> NanoError:
    """nano.command_failed for a command that ended so."""
    detail = result.stderr.strip()[-DETAIL_CHARS:]
    return NanoError("nano.command_failed", command=program, exit_status=result.exit_status, detail=detail)


@dataclass(frozen=True, slots=True)
class Turns:
    """How commands in turn ended: `failed` is the number of the one that ended them, None where all went well."""

    commands: Sequence[Sequence[str]]
    failed: int | None
    result: CommandResult

    def error(self) -> NanoError:
        """nano.command_failed for the one that failed."""
        return failed(self.commands[self.failed or 0][0], self.result)


def in_turn_as_root(
    conn: Connection,
    ctx: RunContext,
    *commands: Sequence[str],
    check: bool = True,
    umask: int | None = None,
    timeout_s: float | None = 120.0,
) -> Turns:
    """Run commands as root one after the other, in one round, up to the first that fails.

    They are shown as by `as_root`. With `check`, a failure raises nano.command_failed for the command that it was.
    """
    mark = secrets.token_hex(16)
    began = -1

    def on_line(line: str) -> None:
        nonlocal began
        if line.startswith(mark):
            began += 1
            show(ctx, f"# {shlex.join(commands[began])}")
        else:
            show(ctx, line)

    words = [word for argv in commands for word in (str(len(argv)), *argv)]
    argv = command.script(command.IN_TURN, mark, *words)
    name = ", ".join(argv[0] for argv in commands)[:NAME_CHARS]
    result = run_held(conn, ctx, argv, what=name, umask=umask, timeout_s=timeout_s, on_line=on_line)
    turns = Turns(commands, None if result.ok else max(began, 0), result)
    if check and turns.failed is not None:
        raise turns.error()
    return turns


def show(ctx: RunContext, line: str) -> None:
    ctx.emit(LogLine(text=str(line), source="nano", passing=isinstance(line, PassingLine)))
