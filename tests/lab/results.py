"""What the tiers' tests came to, read from pytest's JUnit XML; and whether a whole run may be believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from tests.lab.children import Ended, log_of, xml_of
from tests.lab.machines.boot import REPEATED

PASSED, FAILED, ERROR, SKIPPED = "passed", "failed", "error", "skipped"
_OUTCOMES = {"failure": FAILED, "error": ERROR, "skipped": SKIPPED}


@dataclass(frozen=True, slots=True)
class Case:
    """`name` as a sentence; `note` is the reason of a skip, or the first line of a failure."""

    group: str
    name: str
    outcome: str
    seconds: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tier:
    """`repeated` has what was seen of each boot that had to be repeated. No cases: there was no report."""

    end: Ended
    cases: Sequence[Case] = ()
    repeated: Sequence[str] = ()

    @property
    def name(self) -> str:
        return self.end.job.name

    def count(self, outcome: str) -> int:
        return Counter(case.outcome for case in self.cases)[outcome]

    @property
    def summary(self) -> str:
        counts = (f"{number} {word}" for word in (PASSED, FAILED, ERROR, SKIPPED) if (number := self.count(word)))
        return ", ".join(counts) or "no tests"


def read_tier(end: Ended) -> Tier:
    try:
        return tier_of(end, xml_of(end.job).read_text())
    except (FileNotFoundError, ElementTree.ParseError):  # it broke off, which its exit code says
        return Tier(end)


def tier_of(end: Ended, xml: str) -> Tier:
    """Raises ElementTree.ParseError."""
    tree = ElementTree.fromstring(xml)
    properties = [prop for prop in tree.iter("property") if prop.get("name") == REPEATED]
    return Tier(end, [_case(element) for element in tree.iter("testcase")], [p.get("value", "") for p in properties])


def _case(element: ElementTree.Element) -> Case:
    outcome, note = PASSED, ""
    for child in element:
        if child.tag in _OUTCOMES:
            outcome, note = _OUTCOMES[child.tag], child.get("message", "").partition("\n")[0]
    group = element.get("classname", "").rpartition(".")[2].removeprefix("test_").replace("_", " ")
    return Case(group, _sentence(element.get("name", "")), outcome, float(element.get("time", 0)), note)


def _sentence(name: str) -> str:
    function, bracket, values = name.partition("[")
    words = function.removeprefix("test_").replace("_", " ")
    return f"{words} {bracket}{values}" if bracket else words


def complaints(ends: Sequence[Ended], tiers: Sequence[Tier], *, ci: bool) -> list[str]:
    """Why this run does not count as green; empty if it does.

    A tier of which everything was skipped proves nothing, and in CI nobody would notice: there it is an error.
    """
    found = [
        f"{end.job.name}: could not be built (all of its output: {log_of(end.job)})" for end in _broken_images(ends)
    ]
    for tier in tiers:
        bad = tier.count(FAILED) + tier.count(ERROR)
        if tier.end.code is None:
            found.append(f"{tier.name}: did not run")
        elif tier.end.code or bad:
            found.append(
                f"{tier.name}: {tier.summary}, exit {tier.end.code} (all of its output: {log_of(tier.end.job)})"
            )
        elif ci and not tier.count(PASSED):
            found.append(f"{tier.name}: {tier.summary}; in CI a tier has to run")
    if not found and not any(tier.count(PASSED) for tier in tiers):
        found.append("nothing ran")
    return found


def _broken_images(ends: Sequence[Ended]) -> list[Ended]:
    return [end for end in ends if end.job.kind == "image" and end.code != 0]
