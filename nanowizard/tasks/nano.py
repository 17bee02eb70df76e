"""Waiting for the Nano, logging in, and giving it swap."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, ClassVar

from nanowizard.core.errors import NanoError
from nanowizard.core.events import FindingReported, Params, StepFinished, StepStarted
from nanowizard.core.task import Check, RunContext
from nanowizard.provision.runner import can_undo, look, run_step, undo_step
from nanowizard.provision.step import Plan
from nanowizard.provision.swap import SwapStep
from nanowizard.provision.swap_facts import SwapFacts, SwapOptions
from nanowizard.remote.address import Address
from nanowizard.remote.facts import facts_findings, facts_params, gather_facts
from nanowizard.remote.reach import ssh_banner
from nanowizard.tasks.session import NanoLogin, Session

POLL_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BootInput:
    """Where a Nano may answer; `limit_s` None waits until cancelled."""

    addresses: tuple[Address, ...]
    limit_s: float | None = None


class WaitForNano:
    """Wait until one of the addresses answers as SSH. The result names it: `host`, `port`, `banner`, `waited_s`."""

    id: ClassVar[str] = "nano.boot"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: BootInput, ctx: RunContext) -> Check:
        facts = _first_answer(inp.addresses)
        return Check(satisfied=bool(facts), facts=facts)

    def run(self, inp: BootInput, ctx: RunContext) -> Params:
        began = time.monotonic()
        ctx.emit(StepStarted(step="nano.boot"))
        while not (facts := _first_answer(inp.addresses)):
            waited_s = time.monotonic() - began
            if inp.limit_s is not None and waited_s > inp.limit_s:
                raise NanoError("nano.unreachable", host=inp.addresses[0].host, waited_s=waited_s)
            ctx.cancel.wait(POLL_S)
            ctx.cancel.raise_if_set()
        facts = {**facts, "waited_s": time.monotonic() - began}
        ctx.emit(StepFinished(step="nano.boot", params=facts))
        return facts


def _first_answer(addresses: tuple[Address, ...]) -> dict[str, object]:
    for address in addresses:
        banner = ssh_banner(address.host, address.port)
        if banner:
            return {"host": address.host, "port": address.port, "banner": banner}
    return {}


class CheckNano:
    """Log in (the first time only with a confirmed host key) and report what is there."""

    id: ClassVar[str] = "nano.check"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: NanoLogin | None, ctx: RunContext) -> Check:
        return Check(satisfied=None)

    def run(self, inp: NanoLogin | None, ctx: RunContext) -> Params:
        facts = gather_facts(self._session.connect(inp, ctx), ctx)
        for finding in facts_findings(facts):
            ctx.emit(FindingReported(finding=finding))
        return facts_params(facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapInput:
    """`login` None uses the connection that is already open. With `undo`, `options` do not matter."""

    login: NanoLogin | None = None
    options: SwapOptions = field(default_factory=SwapOptions)
    dry_run: bool = False
    undo: bool = False


class SwapNano:
    """Swap file and zram as wished, or back to what was found.

    The result: `path`, `file_bytes`, `file_active`, `zram_bytes`, `free_bytes`, `swappiness`, `can_undo`, and the
    `changes` that were made (in a dry run: would be made), each with `code` and `params`.
    """

    id: ClassVar[str] = "nano.swap"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        self._session = session
        self._step = SwapStep()

    def check(self, inp: SwapInput, ctx: RunContext) -> Check:
        conn = self._session.connect(inp.login, ctx)
        seen = look(self._step, conn, inp.options, ctx)
        facts = swap_params(seen.facts, seen.plan, can_undo=can_undo(self._step.id, conn, ctx))
        if inp.undo:
            return Check(satisfied=None, facts=facts)
        return Check(satisfied=seen.plan.is_empty, findings=seen.plan.findings, facts=facts)

    def run(self, inp: SwapInput, ctx: RunContext) -> Params:
        conn = self._session.connect(inp.login, ctx)
        if inp.undo:
            undone = undo_step(self._step, conn, ctx, dry_run=inp.dry_run)
            return swap_params(self._step.gather(conn, inp.options, ctx), undone, can_undo=inp.dry_run)
        report = run_step(self._step, conn, inp.options, ctx, dry_run=inp.dry_run)
        return swap_params(report.after, report.plan, can_undo=can_undo(self._step.id, conn, ctx))


def swap_params(facts: SwapFacts, plan: Plan, *, can_undo: bool) -> dict[str, Any]:
    return {
        "path": facts.path,
        "file_bytes": facts.file.size_bytes if facts.file else 0,
        "file_active": facts.active is not None,
        "zram_bytes": sum(area.size_bytes for area in facts.zram),
        "free_bytes": facts.disk.free_bytes if facts.disk else None,
        "swappiness": facts.swappiness,
        "can_undo": can_undo,
        "changes": [{"code": change.code, "params": dict(change.params)} for change in plan.changes],
    }
