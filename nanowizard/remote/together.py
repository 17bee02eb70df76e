"""Several questions to the Nano in one round: over a slow link each command of its own costs a noticeable time."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence

from nanowizard.core.errors import NanoError
from nanowizard.core.task import RunContext
from nanowizard.remote import command
from nanowizard.remote.busy import question as busy_question
from nanowizard.remote.busy import wait_until_free
from nanowizard.remote.shell import CommandResult, Connection
from nanowizard.remote.steady import repeated

MOST_S = 60.0


def ask_together(
    conn: Connection,
    ctx: RunContext,
    questions: Mapping[str, Sequence[str]],
    *,
    sudo: bool = False,
    timeout_s: float | None = MOST_S,
    settled: bool = True,
) -> dict[str, CommandResult]:
    """Run short commands that only look, one after the other; the answers by the questions' names.

    They have no input, what they say on standard error is dropped, and a failure is an answer too (127 where there is
    no such program). A broken link is waited for where `conn` can log in again. With `settled`, so is a change that an
    earlier run left behind: then all is asked again. Raises as `Connection.run` and `busy.wait_until_free` do.
    """
    while True:
        busy, *answers = _ask(conn, ctx, [busy_question(), *questions.values()], sudo=sudo, timeout_s=timeout_s)
        if busy.ok or not settled:
            return dict(zip(questions, answers, strict=True))
        wait_until_free(conn, ctx, busy.stdout.strip())


def _ask(
    conn: Connection, ctx: RunContext, questions: Sequence[Sequence[str]], *, sudo: bool, timeout_s: float | None
) -> list[CommandResult]:
    mark = secrets.token_hex(16)
    words = [word for argv in questions for word in (str(len(argv)), *argv)]
    argv = command.script(command.TOGETHER, mark, *words)
    said = repeated(conn, ctx, lambda: conn.run(argv, ctx, sudo=sudo, timeout_s=timeout_s))
    answers = _answers(said.stdout, mark)
    if len(answers) != len(questions):
        raise NanoError("nano.command_failed", command="sh", exit_status=said.exit_status, detail=said.stdout[-500:])
    return answers


def read_files(*paths: str) -> dict[str, tuple[str, ...]]:
    """Questions for the content of small files, by their path."""
    return {path: ("head", "-c", "65536", "--", path) for path in paths}


def _answers(text: str, mark: str) -> list[CommandResult]:
    found = re.findall(rf"(.*?)\n{mark} (\d+)\n", text, re.DOTALL)
    return [CommandResult(int(status), out, "") for out, status in found]
