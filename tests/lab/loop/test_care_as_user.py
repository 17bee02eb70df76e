"""Formatting, repairing and testing by an ordinary user: who is asked for what, and what a refusal leaves behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.labs import loops_to_ourselves

from lab.loop.cards import LoopCard
from lab.loop.cases import CARE
from lab.loop.image import Image
from lab.loop.udisks_lab import UdisksLab
from nanowizard.drives.partition import read_table

pytestmark = pytest.mark.root

OPEN_DEVICE = "org.freedesktop.udisks2.open-device"


@pytest.fixture
def card(lab: UdisksLab) -> Iterator[LoopCard]:
    """In a reader, full of old data."""
    lab.asking.fill()
    lab.settle()
    yield lab.asking
    lab.settle()


@pytest.fixture
def ejected_card(lab: UdisksLab, card: LoopCard) -> Iterator[LoopCard]:
    """Put back in when it was ejected."""
    with loops_to_ourselves():  # nobody may take the slot while it is empty
        yield card
        card.insert()


@pytest.mark.parametrize("name", CARE)
@pytest.mark.parametrize(
    ("agent", "code", "questions"),
    [
        ("", "privilege.no_agent", []),
        ("dismiss", "privilege.dismissed", [OPEN_DEVICE]),
        ("refuse", "privilege.denied", [OPEN_DEVICE]),
    ],
    ids=["nobody to ask", "closed", "wrong password"],
)
def test_what_is_not_granted_leaves_the_card_as_it_was(
    name: str, agent: str, code: str, questions: list[str], lab: UdisksLab, card: LoopCard, image: Image
) -> None:
    seen = lab.case("care", node=card.node, what=name, agent=agent)
    assert (seen["code"], seen["params"]) == (code, {"path": card.node})
    assert (seen["questions"], seen["steps"]) == (questions, ["privilege.asking"])
    assert card.left(image) == "untouched"


@pytest.mark.parametrize("name", CARE)
def test_one_password_is_enough(name: str, lab: UdisksLab, ejected_card: LoopCard, image: Image) -> None:
    card = ejected_card
    seen = lab.case("care", node=card.node, what=name, agent="grant")
    assert (seen["code"], seen["questions"]) == ("done", [OPEN_DEVICE])
    if name == "test":
        assert card.left(image) == "untouched"
    if name in ("format", "repair"):
        data = card.backing.read_bytes()
        assert len(read_table(lambda offset, length: data[offset : offset + length], len(data)).partitions) == 1


@pytest.mark.parametrize("name", CARE)
def test_without_polkit(name: str, lab: UdisksLab, card: LoopCard, image: Image) -> None:
    lab.stop("polkitd")
    try:
        seen = lab.case("care", node=card.node, what=name)
    finally:
        lab.start("polkitd")
    assert (seen["code"], seen["params"]) == ("privilege.no_polkit", {"path": card.node})
    assert card.left(image) == "untouched"
