"""Waiting for the Nano, logging in, and looking at it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Finding, FindingReported, Params, StepFinished, StepStarted
from nanowizard.core.task import Check, RunContext
from nanowizard.provision.report.facts import gather_report, report_params
from nanowizard.provision.report.findings import PAGES, report_findings
from nanowizard.remote.address import Address
from nanowizard.tasks.find import Lookout
from nanowizard.tasks.session import NanoLogin, Session

POLL_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BootInput:
    """Where a Nano may answer; `limit_s` None waits until cancelled.

    `around`: a Nano on the USB cable, or one that appears in the network meanwhile, is taken too.
    """

    addresses: tuple[Address, ...]
    limit_s: float | None = None
    around: bool = False


class WaitForNano:
    """Wait until one of the addresses answers as SSH. The result names it: `host`, `port`, `banner`, `waited_s`.

    A Nano that is on, but whose first-boot setup is not finished, is a finding meanwhile.
    """

    id: ClassVar[str] = "nano.boot"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: BootInput, ctx: RunContext) -> Check:
        facts = Lookout(self._session, inp.addresses, around=False).glance()
        return Check(satisfied=bool(facts), facts=facts)

    def run(self, inp: BootInput, ctx: RunContext) -> Params:
        began = time.monotonic()
        ctx.emit(StepStarted(step="nano.boot"))
        lookout = Lookout(self._session, inp.addresses, around=inp.around)
        while not (facts := lookout.glance() or lookout.look_around(ctx)):
            waited_s = time.monotonic() - began
            if inp.limit_s is not None and waited_s > inp.limit_s:
                raise NanoError("nano.unreachable", host=inp.addresses[0].host, waited_s=waited_s)
            ctx.cancel.wait(POLL_S)
            ctx.cancel.raise_if_set()
        facts = {**facts, "waited_s": time.monotonic() - began}
        ctx.emit(StepFinished(step="nano.boot", params=facts))
        return facts


class CheckNano:
    """Log in (the first time only with a confirmed host key) and report what is there.

    The result: the facts, and in `repairs` the page that helps by the code of a finding.
    """

    id: ClassVar[str] = "nano.check"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: NanoLogin | None, ctx: RunContext) -> Check:
        return Check(satisfied=None)

    def run(self, inp: NanoLogin | None, ctx: RunContext) -> Params:
        report = gather_report(self._session.connect(inp, ctx), ctx)
        findings = report_findings(report)
        for finding in findings:
            ctx.emit(FindingReported(finding=finding))
        repairs = {finding.code: PAGES[finding.code] for finding in findings if finding.code in PAGES}
        result = {**report_params(report), "repairs": repairs}
        self._remember(str(result.get("host_name") or ""), findings)
        return result

    def _remember(self, name: str, findings: Sequence[Finding]) -> None:
        """For the list of Nanos: what it calls itself. What is no Nano does not belong there."""
        login = self._session.login
        if login is None or self._session.is_practice:
            return
        if any(finding.code == "nano.not_a_nano" for finding in findings):
            self._session.used.forget(login.address.place)
        else:
            self._session.used.note(login.address, name)
