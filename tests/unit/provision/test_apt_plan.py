"""What the apt step would do, case by case: tests/data/nano/apt.json."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from nanowizard.core.messages.model import placeholders
from nanowizard.core.messages.table import MESSAGES
from nanowizard.provision.apt.archive import NVIDIA_LIST, archive_of, host_of, is_plain, with_soc, without_password
from nanowizard.provision.apt.facts import AptFacts, AptOptions, Journal, index_name
from nanowizard.provision.apt.plan import lists_restored, plan_apt, rewritten, wished_target
from nanowizard.provision.mirrors import load_mirrors
from nanowizard.provision.report.parse import Lock

CASES = json.loads((Path(__file__).parents[2] / "data/nano/apt.json").read_text(encoding="utf-8"))
EXTRA = ("half_configured", "interrupted", "clock_ahead_s")


def facts_of(case: dict[str, Any]) -> AptFacts:
    given = case["facts"]
    distribution, release, architecture = given["system"].split(" ")
    mirrors = load_mirrors().apt
    day = given["certificates"]
    facts = AptFacts(
        distribution=distribution,
        release=release,
        architecture=architecture,
        is_nano=given["nano"],
        archive=archive_of(distribution, release, architecture, mirrors),
        mirrors=mirrors,
        lists=texts(given["lists"]),
        unproved=Journal() if given.get("unproved") else None,
        locks=[Lock(*lock) for lock in given.get("locks", [])],
        certificates=dt.date.fromisoformat(day) if day else None,
        **{name: given[name] for name in EXTRA if name in given},
    )
    return fetched(facts) if given["fetched"] else facts


def fetched(facts: AptFacts) -> AptFacts:
    """As if apt had fetched all that the lists name."""
    names = [index_name(uri, suite) for source, uri in facts.addresses() for suite in source.suites]
    return _with(facts, indexes={f"{name}_InRelease": 1.6e9 for name in names})


def done(facts: AptFacts, options: AptOptions) -> AptFacts:
    """As the plan's changes leave a Nano."""
    target = wished_target(facts, options)
    assert target
    lists = rewritten(facts, target)
    if any(change.code == "nano.apt.repair_nvidia" for change in plan_apt(facts, options).changes):
        lists[NVIDIA_LIST] = with_soc(lists[NVIDIA_LIST])
    return fetched(_with(facts, lists=lists, unproved=None))


def _with(facts: AptFacts, **changed: Any) -> AptFacts:
    known = {name: getattr(facts, name) for name in AptFacts.__dataclass_fields__}
    return AptFacts(**{**known, **changed})


def texts(lists: dict[str, list[str]]) -> dict[str, str]:
    return {path: "".join(f"{line}\n" for line in lines) for path, lines in lists.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_plan(case: dict[str, Any]) -> None:
    facts = facts_of(case)
    plan = plan_apt(facts, AptOptions(**case["options"]))
    assert [{"code": c.code, "params": dict(c.params)} for c in plan.changes] == case["plan"]
    assert [finding.code for finding in plan.findings] == case["findings"]
    for told in (*plan.changes, *plan.findings):
        assert placeholders(MESSAGES[told.code]) <= set(told.params), told.code
    if "after" in case:
        assert done(facts, AptOptions(**case["options"])).lists == texts(case["after"])


@pytest.mark.parametrize("case", [c for c in CASES if c["plan"]], ids=lambda case: case["name"])
def test_after_it_was_done_nothing_is_left_to_do_and_going_back_gives_the_first_lists(case: dict[str, Any]) -> None:
    facts, options = facts_of(case), AptOptions(**case["options"])
    after = done(facts, options)
    assert plan_apt(after, options).is_empty
    assert lists_restored(after, facts.lists) == facts.lists


@pytest.mark.parametrize(
    ("address", "shown", "host"),
    [
        (
            "http://me:secret@proxy.example:3142/ubuntu-ports/",
            "http://proxy.example:3142/ubuntu-ports/",
            "proxy.example:3142",
        ),
        ("https://a.example/x@y/", "https://a.example/x@y/", "a.example"),
        ("cdrom:[Ubuntu]/", "cdrom:[Ubuntu]/", ""),
    ],
)
def test_a_password_in_an_address_is_never_shown(address: str, shown: str, host: str) -> None:
    assert without_password(address) == shown
    assert host_of(address) == host
    assert is_plain(address) is (address == shown and address.startswith("http"))


def test_a_password_in_the_lists_is_in_no_plan() -> None:
    lists = {"/etc/apt/sources.list": ["deb http://me:secret@proxy.example/ubuntu-ports bionic main"]}
    case = {"facts": {**CASES[0]["facts"], "lists": lists}}
    plan = plan_apt(facts_of(case), AptOptions(mirror="tuna"))
    assert plan.changes[0].params["instead_of"] == ["proxy.example"]
    assert "secret" not in str(plan)
