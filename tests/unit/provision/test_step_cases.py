"""What the steps would do on Nanos of all kinds: the cases stand as data in tests/data/nano."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nanowizard.provision.clock.facts import ClockFacts
from nanowizard.provision.clock.step import ClockOptions, plan_clock
from nanowizard.provision.pip.facts import PipFacts, PipOptions
from nanowizard.provision.pip.plan import plan_pip
from nanowizard.provision.power.facts import PowerFacts, PowerOptions
from nanowizard.provision.power.plan import plan_power
from nanowizard.provision.rootfs.facts import Entry, Part, RootfsFacts
from nanowizard.provision.rootfs.plan import plan_rootfs
from nanowizard.provision.step import Plan

DATA = Path(__file__).resolve().parents[2] / "data" / "nano"
Facts = dict[str, Any]


def _pip(facts: Facts, options: Facts) -> Plan:
    return plan_pip(PipFacts(**facts), PipOptions(**options))


def _rootfs(facts: Facts, _options: Facts) -> Plan:
    known: Facts = {**facts, "tools": frozenset(facts.get("tools", ()))}
    known["part"] = Part(**facts["part"]) if facts.get("part") else None
    known["entry"] = Entry(**facts["entry"]) if facts.get("entry") else None
    known["others"] = tuple(Part(**part) for part in facts.get("others", ()))
    return plan_rootfs(RootfsFacts(**known))


def _clock(facts: Facts, options: Facts) -> Plan:
    return plan_clock(ClockFacts(**facts), ClockOptions(**options))


def _power(facts: Facts, options: Facts) -> Plan:
    modes = {int(number): name for number, name in facts.get("modes", {}).items()}
    return plan_power(PowerFacts(**{**facts, "modes": modes}), PowerOptions(**options))


PLANS: dict[str, Callable[[Facts, Facts], Plan]] = {"clock": _clock, "pip": _pip, "power": _power, "rootfs": _rootfs}


def outcome(step: str, case: Facts) -> tuple[list[Facts], list[str]]:
    """The changes, and the findings as `SEVERITY CODE`."""
    plan = PLANS[step](case["facts"], case["options"])
    changes = [{"code": change.code, "params": dict(change.params)} for change in plan.changes]
    return changes, [f"{finding.severity.value} {finding.code}" for finding in plan.findings]


CASES = [(step, case) for step in PLANS for case in json.loads((DATA / f"{step}.json").read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("step", "case"), CASES, ids=[f"{step}: {case['name']}" for step, case in CASES])
def test_a_plan_and_what_is_found(step: str, case: Facts) -> None:
    assert outcome(step, case) == (case["plan"], case["findings"])
