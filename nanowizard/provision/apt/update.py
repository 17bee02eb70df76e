"""Fetches apt's package lists on the Nano and says in our words what went wrong: the proof that a mirror works."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Finding, FindingReported, Severity, StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.provision.apt import said as apt_said
from nanowizard.provision.apt.locks import LISTS_LOCK, wait_for_locks
from nanowizard.provision.apt.progress import AptProgress
from nanowizard.provision.nano_commands import show
from nanowizard.remote.jobs import run_job
from nanowizard.remote.jobs_scripts import STATUS_FD
from nanowizard.remote.shell import CommandResult, Connection

JOB = "nano.apt.update"
_OPTIONS = (
    f"APT::Status-Fd={STATUS_FD}",
    "Acquire::http::Timeout=30",
    "Acquire::https::Timeout=30",
    "Acquire::Retries=2",
)
"""apt itself would wait two minutes for each file of a server that is silent."""
UPDATE = ("apt-get", "-q", *(word for option in _OPTIONS for word in ("-o", option)), "update")
TRIES = 5
DETAIL_CHARS = 2000


def update_lists(conn: Connection, ctx: RunContext, addresses: Collection[str], *, mirror: str) -> None:
    """Fetch the lists of all sources; those of `addresses` (of the server that is called `mirror`) must arrive.

    What other sources lack is reported as a finding. Raises NanoError: nano.apt_locked, nano.apt_list_damaged,
    nano.apt_no_space, one of nano.apt_* for what the mirror did, and what `Connection.run` raises; Cancelled.
    """
    ctx.emit(StepStarted(step="nano.apt.fetch", params={"mirror": mirror}))
    said, found = _ask(conn, ctx)
    complaint = apt_said.about(found, addresses)
    if complaint:
        raise NanoError(complaint.code, mirror=mirror, detail=_shown(complaint.text))
    others = apt_said.about_others(found, addresses)
    if not said.ok and not others:
        raise NanoError(apt_said.OTHER, mirror=mirror, detail=_shown(said.stdout + said.stderr))
    for host, other in others.items():
        params = {"host": host, "reason": other.code, "said": _shown(other.text)}
        ctx.emit(
            FindingReported(finding=Finding(code="nano.apt_other_source", severity=Severity.WARNING, params=params))
        )
    ctx.emit(StepFinished(step="nano.apt.fetch", params={"mirror": mirror}))


def _ask(conn: Connection, ctx: RunContext) -> tuple[CommandResult, Sequence[apt_said.Complaint]]:
    """Another program may take the lock between our look and apt's: then it is waited for again."""
    for left in reversed(range(TRIES)):
        wait_for_locks(conn, ctx, {LISTS_LOCK})
        said, lines = _update(conn, ctx)
        found = apt_said.complaints(lines)
        own = apt_said.of_the_nano(found)
        if own is None:
            return said, found
        if own.code != apt_said.LOCKED or not left:
            raise NanoError(own.code, detail=_shown(own.text))
    raise AssertionError("the last try returns or raises")


def _shown(text: str) -> str:
    """The end of it, without the name and password that an address may hold."""
    return re.sub(r"://[^/@\s]+@", "://", text)[-DETAIL_CHARS:]


def _update(conn: Connection, ctx: RunContext) -> tuple[CommandResult, list[str]]:
    """The job's end, and what apt said without the lines of its machine interface."""
    lines: list[str] = []

    def on_line(line: str) -> None:
        lines.append(line)
        show(ctx, _shown(line))

    show(ctx, "# apt-get update")
    progress = AptProgress(ctx.emit, "nano.apt.fetch", on_line)
    return run_job(conn, ctx, JOB, UPDATE, on_line=progress.feed, check=False, fresh=True), lines
