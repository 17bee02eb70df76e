"""Which jobs there are on the Nano: for the report, and for a wizard that opens anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from nanowizard.core.errors import NanoError
from nanowizard.core.task import RunContext
from nanowizard.remote import jobs_scripts as scripts
from nanowizard.remote.command import script
from nanowizard.remote.shell import Connection


@dataclass(frozen=True, slots=True)
class JobFact:
    """A job that is on the Nano. `state`: running, ended, gone (killed) or cut (by a restart).

    `environment` is what it was given: with that and `argv`, `run_job` takes it up again.
    `since` is the Nano's own clock at its start (seconds since 1970; it may be wrong, there is no battery),
    `running_s` how long it has been running, None for one that does not run any more.
    """

    id: str
    argv: tuple[str, ...]
    state: str
    exit_status: int | None
    since: int
    running_s: int | None
    environment: Mapping[str, str] = field(default_factory=dict)


def list_jobs(conn: Connection, ctx: RunContext) -> list[JobFact]:
    """The jobs that run on the Nano, and those whose result nobody has fetched. One command.

    Who may not ask as root gets the login user's own.
    """
    question = jobs_question(conn.user)
    try:
        return parse_jobs(conn.run(question, ctx, sudo=True).stdout)
    except NanoError as error:
        if error.code != "nano.sudo_refused":
            raise
        return parse_jobs(conn.run(question, ctx).stdout)


def jobs_question(user: str) -> list[str]:
    """The same as a question for `remote.together.ask_together` (as root); `parse_jobs` reads the answer."""
    return script(scripts.LIST, scripts.ROOT_JOBS, user)


def parse_jobs(text: str) -> list[JobFact]:
    """What LIST prints; a pair of lines that is no job's is left out."""
    lines = text.splitlines()
    found = (_fact(head, about) for head, about in zip(lines[::2], lines[1::2], strict=False))
    return [fact for fact in found if fact]


def _fact(head: str, about: str) -> JobFact | None:
    try:
        job, state, status, since, seconds = head.split(" ")
        argv, ended = argv_of(about), int(status) if status != "-" else None
        running_s = int(seconds) if state == "running" else None
        return JobFact(job, argv, state, ended, int(since), running_s, _environment_of(about)) if argv else None
    except ValueError:
        return None


def argv_of(about: str) -> tuple[str, ...] | None:
    """The command in a job's `about`; None for one that is damaged."""
    try:
        return tuple(str(word) for word in json.loads(about)["argv"]) or None
    except (ValueError, KeyError, TypeError):
        return None


def _environment_of(about: str) -> dict[str, str]:
    """Of an `about` that holds a command."""
    settings = json.loads(about).get("environment")
    return {str(name): str(value) for name, value in settings.items()} if isinstance(settings, dict) else {}
