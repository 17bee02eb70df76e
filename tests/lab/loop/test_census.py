"""The census of broken cards, those that can be had here: listed, told what is wrong, rescued or refused.

The same cases on real readers, with an ordinary user, and beside what peers list: `./dev lab census`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from lab.census.case import RESCUED, Case
from lab.census.cases import CASES
from lab.census.prepared import missing, new_card
from lab.census.usable import is_usable
from lab.loop.cards import LoopCard
from lab.loop.lying_card import LyingCard
from nanowizard.cards.model import RepairRequest
from nanowizard.core.errors import NanoWizardError
from nanowizard.core.events import Event, FindingReported
from nanowizard.core.task import RunContext
from nanowizard.helper import formatting

pytestmark = [pytest.mark.root, pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}")]

HERE = [case for case in CASES if case.read]
Insert = Callable[[Case], LoopCard]


@pytest.fixture
def insert(tmp_path: Path) -> Iterator[Insert]:
    """Makes the card of a case and puts it into a slot."""
    made: list[LoopCard | LyingCard] = []

    def card_of(case: Case) -> LoopCard:
        backing, file = new_card(tmp_path / "card.img", case.size_bytes, case.make), None
        if case.faults:
            made.append(LyingCard(backing, tmp_path / "reader", case.faults))
            file = made[-1].file
        options = [f"--sector-size={case.block_bytes}"] if case.block_bytes != 512 else []
        options += ["--read-only"] if case.plugged == "protected" else []
        made.append(LoopCard(backing, *options, file=file, remember=False))
        return made[-1]

    yield card_of
    for one in reversed(made):
        one.close()


@dataclass
class Repaired:
    """How it ended, and what it found on the way."""

    end: str = RESCUED
    found: list[str] = field(default_factory=list)


def repair(card: LoopCard) -> Repaired:
    """As the helper does it."""
    repaired = Repaired()

    def emit(event: Event) -> None:
        if isinstance(event, FindingReported) and event.finding.code.startswith("found."):
            repaired.found.append(event.finding.code.removeprefix("found."))

    request = RepairRequest(identity=card.drive().identity)
    try:
        formatting.repair_card(
            lambda _files: [card.backend], request, RunContext(emit=emit), lambda device: device.close()
        )
    except NanoWizardError as error:
        repaired.end = error.code
    return repaired


@pytest.mark.parametrize("case", HERE, ids=lambda case: case.name)
def test_a_broken_card(case: Case, insert: Insert, tmp_path: Path) -> None:
    card = insert(case)
    drive = card.drive()
    assert (drive.contents, drive.medium_present) == (case.read, case.size_bytes > 0)
    repaired = repair(card)
    assert (repaired.end, tuple(repaired.found)) == (case.ends, case.found)
    if case.is_rescued:
        is_usable(card.backing, tmp_path)


def test_most_cases_are_tried_here() -> None:
    assert len(HERE) >= 40
    assert {case.name for case in CASES if not case.told_by} == {"half_by_dd"}, "what NanoWizard cannot tell"
