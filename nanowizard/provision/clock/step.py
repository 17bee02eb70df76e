"""The Nano's clock: it has no battery, so after every power cut it is wrong until a time server answers.

Until then every certificate is "not yet valid" and every package list "from the future". This computer's time helps.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import ClassVar

from nanowizard.core.events import Finding, Severity
from nanowizard.core.task import RunContext
from nanowizard.provision.clock.facts import ClockFacts, clock_ahead_s, parse_timedatectl, with_clock
from nanowizard.provision.nano_commands import as_root
from nanowizard.provision.step import Change, OneWayStep, Plan
from nanowizard.remote.shell import Connection
from nanowizard.remote.together import ask_together

TOLERANCE_S = 5.0
"""Two clocks that time servers set differ by less, and nothing that NanoWizard does minds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockOptions:
    """`tolerance_s`: a smaller difference is left alone."""

    tolerance_s: float = TOLERANCE_S


class ClockStep(OneWayStep):
    """Options: `ClockOptions`. Changes: nano.clock.*; findings: nano.clock_*."""

    id: ClassVar[str] = "nano.clock"
    no_undo: ClassVar[str] = "nano.clock_no_undo"

    def gather(self, conn: Connection, options: ClockOptions, ctx: RunContext) -> ClockFacts:
        del options
        before = time.time()
        said = ask_together(conn, ctx, with_clock({"timedatectl": ("timedatectl", "status")}))
        after = time.time()
        synchronized, ntp = parse_timedatectl(said["timedatectl"].stdout)
        return ClockFacts(ahead_s=clock_ahead_s(said, before, after), synchronized=synchronized, ntp=ntp)

    def plan(self, facts: ClockFacts, options: ClockOptions) -> Plan:
        return plan_clock(facts, options)

    def apply(self, conn: Connection, change: Change, ctx: RunContext) -> None:
        """The time is taken now: a person may have looked at the plan for long."""
        del change
        as_root(conn, ctx, "date", "-u", "-s", f"@{time.time():.3f}")


def plan_clock(facts: ClockFacts, options: ClockOptions) -> Plan:
    """A clock that a time server set is right, whatever this computer believes. Pure."""
    if facts.ahead_s is None:
        return Plan(findings=[Finding(code="nano.clock_unknown", severity=Severity.BLOCKING)])
    difference = {"difference_s": abs(facts.ahead_s)}
    if abs(facts.ahead_s) <= options.tolerance_s:
        unset = [Finding(code="nano.clock_no_time_server", severity=Severity.INFO)]
        ready = Finding(code="nano.clock_ready", severity=Severity.GOOD)
        return Plan(findings=[ready, *(unset if facts.synchronized is False else [])])
    if facts.synchronized:
        differs = Finding(code="nano.clock_computer_differs", severity=Severity.WARNING, params=difference)
        return Plan(findings=[differs])
    if facts.ahead_s < 0:
        return Plan(changes=[Change(code="nano.clock.set", params=difference)])
    back = Finding(code="nano.clock_backwards", severity=Severity.WARNING, params=difference)
    return Plan(changes=[Change(code="nano.clock.set_back", params=difference)], findings=[back])
