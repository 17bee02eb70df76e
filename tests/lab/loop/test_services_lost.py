"""Services that an ordinary user's card depends on and that are absent, or end in the middle of a question."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lab.loop.agent import BEGUN
from lab.loop.cards import LoopCard
from lab.loop.image import Image
from lab.loop.udisks_lab import UdisksLab

pytestmark = pytest.mark.root

# Ends UDisks with nobody noticing: a crash. It is the only one of this process namespace. When it is over the bus has
# told polkit, which else might still take the password for the old question and not ask again.
CRASH = [
    "sh",
    "-ec",
    """
    bus=org.freedesktop.DBus
    ask() { dbus-send --system --print-reply=literal --dest=$bus / $bus."$1" string:"$2"; }
    owner=$(ask GetNameOwner org.freedesktop.UDisks2 | tr -d ' ')
    pkill -KILL -x udisksd
    while ask NameHasOwner "$owner" | grep -q true; do sleep 0.02; done
    """,
]


@pytest.fixture
def card(lab: UdisksLab, image: Image) -> Iterator[LoopCard]:
    lab.asking.remember()
    yield lab.asking
    assert lab.asking.left(image) == "untouched"


def test_without_polkit(lab: UdisksLab, card: LoopCard, no_polkit: None) -> None:
    seen = lab.case("attempt", node=card.node)
    assert (seen["code"], seen["params"]) == ("privilege.no_polkit", {"path": card.node})
    assert "polkit authority not available" in seen["detail"]


def test_without_udisks(lab: UdisksLab, card: LoopCard, no_udisks: None) -> None:
    seen = lab.case("attempt", node=card.node)
    assert (seen["code"], seen["params"]) == ("privilege.no_udisks", {"path": card.node})


def test_without_a_bus(lab: UdisksLab, card: LoopCard) -> None:
    seen = lab.case("attempt", node=card.node, bus="unix:path=/run/dbus/absent")
    assert seen["code"] == "privilege.no_bus"


def test_udisks_that_ends_during_the_question_is_asked_once_more(
    lab: UdisksLab, card: LoopCard, udisks_again: None
) -> None:
    lab.activate(True)
    once = ["sh", "-c", 'test -e /run/lab/crashed || { touch /run/lab/crashed; exec "$@"; }', "sh", *CRASH]
    seen = lab.case("attempt", when_asked=once, node=card.node, agent="grant")
    assert seen["code"] == "opened"
    assert seen["agent"].count(BEGUN) == 2


def test_udisks_that_ends_again_is_given_up(lab: UdisksLab, card: LoopCard, udisks_again: None) -> None:
    lab.activate(True)
    seen = lab.case("attempt", when_asked=CRASH, node=card.node, agent="hang")
    assert seen["code"] == "privilege.service_lost"
    assert seen["agent"].count(BEGUN) == 2


def test_udisks_that_ends_and_is_not_started_again(lab: UdisksLab, card: LoopCard, udisks_again: None) -> None:
    seen = lab.case("attempt", when_asked=CRASH, node=card.node, agent="hang")
    assert (seen["code"], seen["params"]) == ("privilege.no_udisks", {"path": card.node})
