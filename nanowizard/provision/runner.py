"""Runs a step: look, plan, note how to go back, change, look again.

What is needed to go back is kept on the Nano itself (`/var/lib/nanowizard/STEP.json`, root only), so that any computer
can undo. The first note stays until it is used: it describes the state from before NanoWizard's first change.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Finding, FindingReported, Severity, StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.provision.step import Change, Facts, OneWayStep, Plan, Step, UndoRecord
from nanowizard.remote import command
from nanowizard.remote.shell import Connection
from nanowizard.remote.steady import link_of, repeated

CUT_BY_RESTART = "nano.job_cut_by_restart"
OTHER_ENDED = "nano.job_other_ended"
NOTES = "/var/lib/nanowizard"
SCHEMA = 1

Options = TypeVar("Options")


@dataclass(frozen=True, slots=True)
class Look(Generic[Facts]):
    """What is there and what would be done about it."""

    facts: Facts
    plan: Plan


@dataclass(frozen=True, slots=True)
class StepReport(Generic[Facts]):
    """`changed` is False for a dry run and where there was nothing to do; `after` is then the same as `before`."""

    changed: bool
    plan: Plan
    before: Facts
    after: Facts


def look(step: Step[Facts, Options], conn: Connection, options: Options, ctx: RunContext) -> Look[Facts]:
    """Observe and plan; changes nothing. For a task's `check` and for a page's summary."""
    facts = step.gather(conn, options, ctx)
    return Look(facts, step.plan(facts, options))


def run_step(
    step: Step[Facts, Options], conn: Connection, options: Options, ctx: RunContext, *, dry_run: bool = False
) -> StepReport[Facts]:
    """Bring the Nano to the wished state; each change is a StepStarted and a StepFinished of its own.

    A blocked plan raises NanoError with the code and parameters of its first blocking finding before anything is
    changed; a dry run returns it instead. Also raises nano.step_incomplete(step, left) where changes are still wanted
    after all were done, what `apply` raises, and Cancelled between two changes. A restart of the Nano in the middle of
    a job is met once by planning anew; so is, whenever it happens, the end of a job that an earlier run left behind.
    """
    seen = look(step, conn, options, ctx)
    if dry_run:
        return StepReport(False, seen.plan, seen.facts, seen.facts)
    _raise_if_blocked(seen.plan)
    if seen.plan.is_empty:
        return StepReport(False, seen.plan, seen.facts, seen.facts)
    if not isinstance(step, OneWayStep):
        _keep_note(step.id, step.undo_record(seen.facts), conn, ctx)
    rest = seen.plan
    while True:
        link = link_of(conn)
        _apply_or_plan_anew(step, rest, conn, options, ctx)
        after = look(step, conn, options, ctx)
        if after.plan.is_empty:
            return StepReport(True, seen.plan, seen.facts, after.facts)
        if link_of(conn) is link:
            left = [change.code for change in after.plan.changes]
            raise NanoError("nano.step_incomplete", step=step.id, left=left)
        # A link that broke may have been a restart, which takes back what was not yet made to last.
        rest = after.plan
        _raise_if_blocked(rest)


def _apply_or_plan_anew(
    step: Step[Any, Options], plan: Plan, conn: Connection, options: Options, ctx: RunContext
) -> None:
    restarts = 0
    while True:
        try:
            _apply_all(step, plan, conn, ctx)
            return
        except NanoError as error:
            restarts += error.code == CUT_BY_RESTART
            if error.code not in {CUT_BY_RESTART, OTHER_ENDED} or restarts > 1:
                raise
            if error.code == CUT_BY_RESTART:
                finding = Finding(code=error.code, severity=Severity.WARNING, params=error.params)
                ctx.emit(FindingReported(finding=finding))
        # The Nano is not as it was planned for: look again, and do what is still missing.
        plan = look(step, conn, options, ctx).plan
        _raise_if_blocked(plan)


def _raise_if_blocked(plan: Plan) -> None:
    blocking = next((f for f in plan.findings if f.severity is Severity.BLOCKING), None)
    if blocking is not None:
        raise NanoError(blocking.code, **blocking.params)


def _apply_all(step: Step[Any, Any], plan: Plan, conn: Connection, ctx: RunContext) -> None:
    for change in plan.changes:
        ctx.cancel.raise_if_set()
        ctx.emit(StepStarted(step=change.code, params=change.params))
        began = time.monotonic()
        step.apply(conn, change, ctx)
        took_s = time.monotonic() - began
        ctx.emit(StepFinished(step=change.code, params={**change.params, "took_s": took_s}))


def can_undo(step_id: str, conn: Connection, ctx: RunContext) -> bool:
    """Whether there is a note of an earlier state on the Nano (it may still turn out to be damaged)."""
    return conn.read_file(_note(step_id), ctx, sudo=True) is not None


def undo_step(step: Step[Any, Any], conn: Connection, ctx: RunContext, *, dry_run: bool = False) -> Plan:
    """Go back to the state that was found before the first change, and then drop the note; a dry run only looks for it.

    Returns the one change that this is.
    Raises NanoError nano.nothing_to_undo(step), nano.undo_damaged(step, path), what `undo` raises, and for a step
    without a way back its own `no_undo`.
    """
    if isinstance(step, OneWayStep):
        raise NanoError(step.no_undo)
    data = conn.read_file(_note(step.id), ctx, sudo=True)
    if data is None:
        raise NanoError("nano.nothing_to_undo", step=step.id)
    records = _records(data)
    if records is None:
        raise NanoError("nano.undo_damaged", step=step.id, path=_note(step.id))
    code, began = f"{step.id}.undo", time.monotonic()
    plan = Plan(changes=[Change(code=code)])
    if dry_run:
        return plan
    ctx.emit(StepStarted(step=code))
    for record in reversed(records):
        _undo(step, record, conn, ctx)
    repeated(conn, ctx, lambda: conn.run(["rm", "-f", "--", _note(step.id)], ctx, sudo=True))
    ctx.emit(StepFinished(step=code, params={"took_s": time.monotonic() - began}))
    return plan


def _undo(step: Step[Any, Any], record: UndoRecord, conn: Connection, ctx: RunContext) -> None:
    """Begun anew after the end of a job that an earlier run left behind."""
    while True:
        try:
            step.undo(conn, record, ctx)
            return
        except NanoError as error:
            if error.code != OTHER_ENDED:
                raise


def _keep_note(step_id: str, record: UndoRecord, conn: Connection, ctx: RunContext) -> None:
    """Where there is none yet, this takes one round."""
    path = _note(step_id)
    found = _new_note(path, _document(step_id, [record]), conn, ctx)
    if found is None:
        return
    records = _records(found)
    if records is None:
        conn.run(["mv", "-f", "--", path, f"{path}.bad"], ctx, sudo=True)
        params = {"step": step_id, "path": path}
        ctx.emit(FindingReported(finding=Finding(code="nano.undo_damaged", severity=Severity.WARNING, params=params)))
        records = []
    if not any(kept.get("scope") == record.get("scope") for kept in records):
        conn.write_file(path, _document(step_id, [*records, record]), ctx, mode=0o600)


def _new_note(path: str, document: bytes, conn: Connection, ctx: RunContext) -> bytes | None:
    """Write a note where there is none; else what stands there."""
    argv = command.script(command.NEW_FILE, path, "0700", str(len(document)))
    result = conn.run(argv, ctx, sudo=True, stdin=document, umask=0o077, check=False)
    if result.exit_status == command.FILE_EXISTS:
        return result.stdout.encode()
    if not result.ok:
        status, detail = result.exit_status, result.stderr.strip()
        raise NanoError("nano.command_failed", command="mv", exit_status=status, detail=detail)
    return None


def _document(step_id: str, records: list[UndoRecord]) -> bytes:
    return json.dumps({"schema": SCHEMA, "step": step_id, "records": records}, indent=1).encode() + b"\n"


def _note(step_id: str) -> str:
    return f"{NOTES}/{step_id}.json"


def _records(data: bytes) -> list[UndoRecord] | None:
    """The records in a note; None if it is damaged or of a schema that this program does not know."""
    try:
        document = json.loads(data)
        records = [dict(record) for record in document["records"]]
    except (ValueError, TypeError, KeyError):
        return None
    return records if document.get("schema") == SCHEMA else None
