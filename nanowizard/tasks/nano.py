"""Waiting for the Nano, logging in, and giving it swap."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import ClassVar

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Params, StepFinished, StepStarted
from nanowizard.core.task import Check, RunContext
from nanowizard.provision.runner import plan_step, run_step, undo_step
from nanowizard.provision.swap import SwapOptions, SwapStep
from nanowizard.remote.address import Address
from nanowizard.remote.facts import gather_facts
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
        conn = self._session.connect(inp, ctx)
        return gather_facts(conn, ctx).as_params()


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapInput:
    """`login` None uses the connection that is already open."""

    login: NanoLogin | None = None
    options: SwapOptions = field(default_factory=SwapOptions)
    dry_run: bool = False
    undo: bool = False


class SwapNano:
    """Swap file and zram as wished, or back to what was found. The result lists the changes and the facts after."""

    id: ClassVar[str] = "nano.swap"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        self._session = session
        self._step = SwapStep()

    def check(self, inp: SwapInput, ctx: RunContext) -> Check:
        conn = self._session.connect(inp.login, ctx)
        if inp.undo:
            return Check(satisfied=None)
        facts, plan = plan_step(self._step, conn, inp.options, ctx)
        return Check(satisfied=plan.is_empty, findings=plan.findings, facts=facts.as_params())

    def run(self, inp: SwapInput, ctx: RunContext) -> Params:
        conn = self._session.connect(inp.login, ctx)
        if inp.undo:
            undo_step(self._step, conn, ctx)
            return self._step.gather(conn, ctx).as_params()
        return run_step(self._step, conn, inp.options, ctx, dry_run=inp.dry_run).as_params()
