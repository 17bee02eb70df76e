from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.lab.children import Ended
from tests.lab.machines.boot import REPEATED
from tests.lab.plan import Job
from tests.lab.results import Case, Tier, complaints, tier_of

# As pytest 9 writes it.
XML = f"""<?xml version="1.0" encoding="utf-8"?>
<testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="1" skipped="1" tests="4" time="61.0">
<properties><property name="{REPEATED}" value="no SSH after 400 s" /><property name="other" value="1" /></properties>
<testcase classname="tests.lab.computer.test_sd_slot" name="test_a_card_is_pulled[while writing]" time="12.25" />
<testcase classname="tests.lab.computer.test_sd_slot" name="test_a_card" time="1.5">
  <properties><property name="{REPEATED}" value="QEMU ended" /></properties>
  <failure message="AssertionError: wrong&#10;assert 1 == 2">the traceback</failure></testcase>
<testcase classname="tests.lab.computer.test_usb" name="test_a_stick" time="0">
  <skipped type="pytest.skip" message="needs root">tests/lab/computer/test_usb.py:1: needs root</skipped></testcase>
<testcase classname="tests.lab.computer.test_usb" name="test_setup" time="0">
  <error message="failed on setup">the traceback</error></testcase>
</testsuite></testsuites>"""


def ended(name: str = "computer", code: int | None = 0) -> Ended:
    return Ended(Job(name, "image" if "image" in name else "tier"), code, 61.0)


def tier(*outcomes: str, name: str = "computer", code: int | None = 0) -> Tier:
    return Tier(ended(name, code), [Case("usb", "a card", outcome, 1.0) for outcome in outcomes])


def complained(tiers: Sequence[Tier], ends: Sequence[Ended] = (), *, ci: bool = False) -> list[str]:
    return complaints([*ends, *(tier.end for tier in tiers)], tiers, ci=ci)


def test_cases_are_read_from_the_report() -> None:
    read = tier_of(ended(), XML)
    assert list(read.cases) == [
        Case("sd slot", "a card is pulled [while writing]", "passed", 12.25),
        Case("sd slot", "a card", "failed", 1.5, "AssertionError: wrong"),
        Case("usb", "a stick", "skipped", 0.0, "needs root"),
        Case("usb", "setup", "error", 0.0, "failed on setup"),
    ]
    assert read.summary == "1 passed, 1 failed, 1 error, 1 skipped"


def test_repeated_boots_are_read_wherever_they_were_noted() -> None:
    assert tier_of(ended(), XML).repeated == ["no SSH after 400 s", "QEMU ended"]


def test_green() -> None:
    assert complained([tier("passed", "skipped"), tier("passed", name="loop")], [ended("nano image")], ci=True) == []


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (tier("passed", "failed", code=1), "1 passed, 1 failed, exit 1"),
        (tier("passed", "error", code=0), "1 error"),
        (tier("passed", code=-9), "exit -9"),
        (tier(code=5), "no tests, exit 5"),
        (tier(code=None), "did not run"),
    ],
    ids=["failed", "error", "killed", "nothing collected", "never began"],
)
def test_a_tier_that_is_not_green(bad: Tier, says: str) -> None:
    (complaint,) = complained([bad, tier("passed", name="loop")])
    assert complaint.startswith("computer: ")
    assert says in complaint


def test_an_image_that_could_not_be_built() -> None:
    (complaint,) = complained([tier("passed", name="loop")], [ended("nano image", 1)])
    assert "nano image: could not be built" in complaint


def test_a_tier_that_was_skipped_as_a_whole_is_an_error_in_ci() -> None:
    tiers = [tier("skipped", "skipped"), tier("passed", name="loop")]
    assert complained(tiers, ci=False) == []
    assert complained(tiers, ci=True) == ["computer: 2 skipped; in CI a tier has to run"]


def test_a_run_of_nothing_is_never_green() -> None:
    assert complained([tier("skipped")]) == ["nothing ran"]
    assert complained([]) == ["nothing ran"]
