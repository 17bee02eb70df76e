"""Work of a page that is still going on alone on the Nano. No Qt."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from nanowizard.core.errors import NanoError
from nanowizard.core.task import RunContext
from nanowizard.remote.jobs_list import JobFact, list_jobs
from nanowizard.tasks.session import Session

UNDOING = frozenset({"purge", "uninstall", "undo"})
"""Last words of the jobs that take away what a step has made."""
TOLD_ONCE = frozenset({"nano.proof.train"})
"""Jobs whose end says what a look at the Nano does not: it is wanted even when they ended meanwhile."""


def running_jobs(session: Session, step_ids: Sequence[str], ctx: RunContext) -> list[str]:
    """Ids of the jobs of these steps that run on the Nano now, or whose end is still to be told. Where that cannot be
    asked, none.

    Raises Blocked without a login, and Cancelled.
    """
    conn = session.connect(None, ctx)
    with contextlib.suppress(NanoError):
        going_on = [job.id for job in list_jobs(conn, ctx) if _goes_on(job)]
        return [job for job in going_on if any(job.startswith(f"{step}.") for step in step_ids)]
    return []


def _goes_on(job: JobFact) -> bool:
    return job.state == "running" or (job.state == "ended" and job.id in TOLD_ONCE)


def is_undo(job: str) -> bool:
    return job.rpartition(".")[2] in UNDOING
