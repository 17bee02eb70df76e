"""Packages that dpkg left half installed: completed by dpkg itself, and by apt where dpkg alone cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Finding, Severity
from nanowizard.core.task import RunContext
from nanowizard.provision.apt import locks
from nanowizard.provision.apt.facts import INTERRUPTED
from nanowizard.provision.nano_commands import show
from nanowizard.provision.package_jobs import APT_ENVIRONMENT, apt_get
from nanowizard.provision.report.parse import Lock, parse_audit, parse_locks
from nanowizard.provision.step import Change, OneWayStep, Plan
from nanowizard.remote.jobs import run_job
from nanowizard.remote.shell import CommandResult, Connection
from nanowizard.remote.together import ask_together

AUDIT = ("dpkg", "--audit")
DPKG = "dpkg"
"""Stands for a package where dpkg was interrupted and none is half installed."""
CONFIGURE = ("dpkg", "--force-confdef", "--force-confold", "--configure", "-a")
"""Settings that the person changed stay; a question would never be answered."""
TRIES = 5
_STATE = {"audit": AUDIT, "interrupted": INTERRUPTED}
_LOCKED = ("locked by another process", "Could not get lock", "Unable to lock", "Unable to acquire the dpkg frontend")
_DISK_FULL = "No space left on device"
DETAIL_CHARS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagesOptions:
    """There is nothing to choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagesFacts:
    """`broken`: packages that are half installed; `holders`: who has the package system to himself now."""

    broken: Sequence[str] = ()
    holders: Sequence[Lock] = ()


class PackagesStep(OneWayStep):
    """Options: `PackagesOptions`. Changes: nano.packages.*; findings: nano.packages_*."""

    id: ClassVar[str] = "nano.packages"
    no_undo: ClassVar[str] = "nano.packages_no_undo"

    def gather(self, conn: Connection, options: PackagesOptions, ctx: RunContext) -> PackagesFacts:
        del options
        said = ask_together(conn, ctx, {**_STATE, "locks": locks.QUESTION}, sudo=True)
        return PackagesFacts(broken=_parse(said), holders=parse_locks(said["locks"].stdout))

    def plan(self, facts: PackagesFacts, options: PackagesOptions) -> Plan:
        return plan_packages(facts, options)

    def apply(self, conn: Connection, change: Change, ctx: RunContext) -> None:
        """Raises NanoError nano.packages_not_completed(packages), nano.job_disk_full, nano.apt_locked, and as `run_job`
        does. Nothing is ever removed.
        """
        del change
        said = _when_free(conn, ctx, lambda: _configure(conn, ctx))
        if said.ok and not _broken(conn, ctx):
            return
        # What is missing or damaged has to be fetched again.
        words = ("--no-remove", "-f", "install")
        said = _when_free(conn, ctx, lambda: apt_get(conn, ctx, "nano.packages.fix", *words, check=False, fresh=True))
        left = _broken(conn, ctx)
        if not left:
            return
        detail = said.stdout[-DETAIL_CHARS:].strip()
        if _DISK_FULL in said.stdout:
            raise NanoError("nano.job_disk_full", command="dpkg", detail=detail)
        raise NanoError("nano.packages_not_completed", packages=left, detail=detail)


def plan_packages(facts: PackagesFacts, options: PackagesOptions) -> Plan:
    """Pure."""
    del options
    if not facts.broken:
        return Plan(findings=[Finding(code="nano.packages_ready", severity=Severity.GOOD)])
    programs = [lock.program for lock in facts.holders]
    busy = Finding(code="nano.packages_busy", severity=Severity.INFO, params={"programs": programs})
    change = Change(code="nano.packages.complete", params={"packages": list(facts.broken)})
    return Plan(changes=[change], findings=[busy] if programs else [])


def _configure(conn: Connection, ctx: RunContext) -> CommandResult:
    show(ctx, f"# {' '.join(CONFIGURE)}")
    return run_job(
        conn,
        ctx,
        "nano.packages.configure",
        CONFIGURE,
        environment=APT_ENVIRONMENT,
        on_line=partial(show, ctx),
        check=False,
        fresh=True,
        protect="dpkg",
    )


def _when_free(conn: Connection, ctx: RunContext, run: Callable[[], CommandResult]) -> CommandResult:
    """Another program may take the lock between our look and dpkg's: then it is waited for again."""
    for left in reversed(range(TRIES)):
        locks.wait_for_locks(conn, ctx)
        said = run()
        if said.ok or not left or not any(words in said.stdout for words in _LOCKED):
            return said
    raise AssertionError("the last try returns")


def _broken(conn: Connection, ctx: RunContext) -> list[str]:
    return _parse(ask_together(conn, ctx, _STATE, sudo=True))


def _parse(said: Mapping[str, CommandResult]) -> list[str]:
    broken, notes = parse_audit(said["audit"].stdout), said["interrupted"].stdout.strip()
    return broken or ([DPKG] if notes else [])
