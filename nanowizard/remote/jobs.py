"""Long commands on the Nano: they run there on their own, and are followed from here.

A job goes on when the link breaks, the computer sleeps or NanoWizard is closed; whoever asks for the same job again
gets its output from the start. It is kept in /var/lib/nanowizard/jobs/ID on the Nano (`jobs_scripts` says how).
"""

from __future__ import annotations

import contextlib
import json
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from nanowizard.core.errors import Cancelled, NanoError
from nanowizard.core.events import Finding, FindingReported, Severity, StepFinished, StepStarted
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.remote import jobs_scripts as scripts
from nanowizard.remote.command import job_command, script
from nanowizard.remote.jobs_log import JobLog, Report, parse_report
from nanowizard.remote.jobs_other import OtherRunsError, follow_other
from nanowizard.remote.shell import CommandResult, Connection
from nanowizard.remote.steady import environment_of, repeated

CLOSING = "nano.job.closing"
STOP_TIMEOUT_S = 20.0
DETAIL_CHARS = 2000
POLL_S = 1.0
LATE_ROUNDS = 3
FULL_BELOW_BYTES = 64 << 10
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")


def run_job(
    conn: Connection,
    ctx: RunContext,
    job_id: str,
    argv: Sequence[str],
    *,
    sudo: bool = True,
    environment: Mapping[str, str] | None = None,
    on_line: Callable[[str], None] | None = None,
    check: bool = True,
    protect: str = "",
    fresh: bool = False,
    offset: int = 0,
    name: str = "",
) -> CommandResult:
    """Run a command that may take minutes or hours, with every line handed on as it comes.

    `job_id` is a slug that names this work ("nano.apt.update"). `environment` is no place for secrets. Both streams
    come as one: `stdout` holds its last 64 KiB, `stderr` is empty. Standard input is empty too. Errors call it `name`,
    or by its first word.

    If the same command runs already under this id, it is followed from the start of its output (or from `offset`
    bytes); if it ended while nobody looked, its result is returned, once. With `fresh` such an old result is dropped
    and the command runs again: for one whose meaning depends on what was changed meanwhile.

    A broken link is waited for where `conn` can log in again (`remote.steady`). A cancel ends the command with all
    that it started. With `protect="dpkg"` the command completes packages that are half-made first (the step
    `nano.job.closing`); a second cancel lets go, and the job goes on alone.

    Another command under this id, or under one that differs in its last part only ("nano.apt.*"), is followed to its
    end instead (the step `nano.busy.waiting`; a cancel leaves it alone). What was planned meanwhile may be wrong then:
    NanoError nano.job_other_ended(command) asks for a new plan.

    Raises as `Connection.run` does, and NanoError nano.job_other_ended, nano.job_cut_by_restart(command),
    nano.job_fetched_elsewhere(command), nano.job_killed(command), nano.job_disk_full(command).
    """
    if not _ID.fullmatch(job_id):
        raise ValueError(f"not a job's id: {job_id!r}")
    log = JobLog(on_line, offset)
    job = _Job(conn, job_id, name or argv[0], tuple(argv), dict(environment or {}), sudo, protect, log, on_line)
    return job.run(ctx, check=check, fresh=fresh)


@dataclass
class _Job:
    conn: Connection
    id: str
    name: str
    argv: tuple[str, ...]
    environment: dict[str, str]
    sudo: bool
    protect: str
    log: JobLog
    on_line: Callable[[str], None] | None

    def __post_init__(self) -> None:
        self._own_token = secrets.token_hex(8)

    def run(self, ctx: RunContext, *, check: bool, fresh: bool) -> CommandResult:
        try:
            report = self._follow(ctx, fresh=fresh)
        except Cancelled:
            self._stop(ctx)
            raise
        except OtherRunsError as other:
            follow_other(self.conn, ctx, other, self.on_line, sudo=self.sudo)
            raise NanoError("nano.job_other_ended", command=other.command) from None
        self.log.close()
        self._clear(ctx)
        return self._result(report, check=check)

    @property
    def _token(self) -> str:
        """Of the job that is followed; before the first answer, of the one that may have been started."""
        return self.log.token or self._own_token

    @property
    def _place(self) -> tuple[str, str]:
        return scripts.ROOT_JOBS if self.sudo else "", self.id

    def _follow(self, ctx: RunContext, *, fresh: bool = False) -> Report:
        late = 0
        while True:
            report = repeated(self.conn, ctx, lambda: self._attempt(ctx, fresh=fresh))
            if report.state in {"running", "stopping"}:
                # Somebody ended our follower and not the job, or the Nano goes down and takes the link along.
                ctx.cancel.wait(POLL_S)
                continue
            # A last line may come late; but what the command left behind may go on writing for ever.
            late += report.state == "ended" and report.log_bytes > self.log.offset
            if report.log_bytes <= self.log.offset or report.state != "ended" or late > LATE_ROUNDS:
                return report

    def _attempt(self, ctx: RunContext, *, fresh: bool) -> Report:
        """One command that starts the job if need be, and follows it to its end."""
        self.log.begin()
        if self.log.token:
            argv = script(scripts.FOLLOW, *self._place, self.log.token, str(self.log.offset))
        else:
            about = json.dumps({"argv": self.argv, "environment": self.environment}, sort_keys=True)
            # What the connection lends is not what makes two jobs the same: it may be lent anew on another port.
            line = job_command(self.argv, {**environment_of(self.conn), **self.environment})
            words = ("drop" if fresh else "keep", about, line, scripts.RUNNER, str(self.log.offset))
            argv = script(scripts.START, *self._place, self._own_token, *words)
        said = self.conn.run(argv, ctx, sudo=self.sudo, check=False, timeout_s=None, on_data=self.log.feed)
        if said.exit_status == scripts.OTHER_RUNS:
            raise OtherRunsError(self.id, self.log.tail)
        if self.log.how == "absent":
            return Report("absent")
        report = parse_report(said.stderr)
        if report:
            return report
        if said.exit_status == -1 and self.log.token:
            return Report("running")
        if "No space left" in said.stderr:
            raise NanoError("nano.job_disk_full", command=self.name, detail=said.stderr)
        raise NanoError("nano.command_failed", command="sh", exit_status=said.exit_status, detail=said.stderr)

    def _result(self, report: Report, *, check: bool) -> CommandResult:
        program, tail = self.name, self.log.tail
        detail = tail[-DETAIL_CHARS:].strip()
        if report.state == "cut":
            raise NanoError("nano.job_cut_by_restart", command=program, detail=detail)
        if report.state == "absent":
            raise NanoError("nano.job_fetched_elsewhere", command=program, detail=detail)
        if report.state == "gone" or report.exit_status is None:
            raise NanoError("nano.job_killed", command=program, detail=detail)
        if check and report.exit_status != 0:
            if report.free_bytes is not None and report.free_bytes < FULL_BELOW_BYTES:
                raise NanoError("nano.job_disk_full", command=program, detail=detail)
            raise NanoError("nano.command_failed", command=program, exit_status=report.exit_status, detail=detail)
        return CommandResult(report.exit_status, tail, "")

    def _clear(self, ctx: RunContext) -> None:
        """The result has arrived. If this does not, the next one to ask for the same gets it once more."""
        argv = script(scripts.CLEAR, *self._place, self._token)
        with contextlib.suppress(NanoError):
            repeated(self.conn, ctx, lambda: self.conn.run(argv, ctx, sudo=self.sudo))

    def _stop(self, ctx: RunContext) -> None:
        """End the job after a cancel, or wait for its end. Without a link it goes on, and that is said."""
        calm = replace(ctx, cancel=CancelToken())
        take_back = ctx.cancel.on_insist(calm.cancel.set)
        argv = script(scripts.STOP, *self._place, self._token, self.protect)
        try:
            said = self.conn.run(argv, calm, sudo=self.sudo, check=False, timeout_s=STOP_TIMEOUT_S)
            if said.exit_status == scripts.BUSY:
                calm.emit(StepStarted(step=CLOSING, params={"command": self.name}))
                self._follow(calm)
                calm.emit(StepFinished(step=CLOSING, params={"command": self.name}))
            self.log.close()
            self._clear(calm)
        except (NanoError, Cancelled):
            finding = Finding(code="nano.job_left_running", severity=Severity.WARNING, params={"command": self.name})
            ctx.emit(FindingReported(finding=finding))
        finally:
            take_back()
