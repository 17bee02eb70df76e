"""An ordinary user, the real udevd, D-Bus, polkit and UDisks2, and a person before the password dialog."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.labs import loops_to_ourselves

from lab.loop.agent import BEGUN, CANCELLED
from lab.loop.cards import LoopCard, run
from lab.loop.image import Image
from lab.loop.udisks_lab import UdisksLab
from nanowizard.drives.marker import make_marker

pytestmark = pytest.mark.root

OPEN_DEVICE = "org.freedesktop.udisks2.open-device"
# The card is out when the last who has it open lets it go; udev may look at it just then.
TAKE_OUT = 'losetup -d "$0"; while [ -e "/sys/block/${0##*/}/loop" ]; do sleep 0.02; done'


@pytest.fixture
def asking(lab: UdisksLab, image: Image) -> Iterator[LoopCard]:
    """A card for which a password is asked. What is not granted must leave it as it was."""
    lab.asking.remember()
    yield lab.asking
    assert lab.asking.left(image) == "untouched"


def test_an_interrupted_flash_is_recognised_without_reading_the_card(lab: UdisksLab) -> None:
    card = lab.asking
    with open(card.node, "r+b") as node:
        node.write(make_marker({}))
    lab.settle()
    assert lab.case("listed", node=card.node) == {"contents": "not_ready", "readable": False, "uid": 4711}


def test_without_anybody_to_ask_there_is_a_clear_answer(lab: UdisksLab, asking: LoopCard) -> None:
    seen = lab.case("attempt", node=asking.node)
    assert (seen["code"], seen["params"]) == ("privilege.no_agent", {"path": asking.node})
    assert seen["started"] == ["privilege.asking"]


def test_a_password_opens_the_card(lab: UdisksLab, asking: LoopCard) -> None:
    seen = lab.case("attempt", node=asking.node, agent="grant")
    assert seen["code"] == "opened"
    assert seen["questions"] == [OPEN_DEVICE]
    assert seen["started"] == seen["finished"] == ["privilege.asking"]


def test_a_wrong_password_is_a_refusal(lab: UdisksLab, asking: LoopCard) -> None:
    seen = lab.case("attempt", node=asking.node, agent="refuse")
    assert (seen["code"], seen["params"]) == ("privilege.denied", {"path": asking.node})
    assert seen["questions"] == [OPEN_DEVICE]


def test_a_closed_dialog_is_told_apart_from_a_refusal(lab: UdisksLab, asking: LoopCard) -> None:
    seen = lab.case("attempt", node=asking.node, agent="dismiss")
    assert (seen["code"], seen["params"]) == ("privilege.dismissed", {"path": asking.node})
    assert seen["agent"] == [BEGUN]


def test_cancelling_takes_the_dialog_away(lab: UdisksLab, asking: LoopCard) -> None:
    seen = lab.case("attempt", node=asking.node, agent="hang", cancel_when_asked=True)
    assert seen["code"] == "cancelled"
    assert seen["agent"] == [BEGUN, CANCELLED]


def test_a_card_exchanged_behind_the_dialog_is_refused_after_the_password(lab: UdisksLab, asking: LoopCard) -> None:
    """UDisks hands over whatever has the name by then: only the kernel's insertion number tells."""
    exchange = ["sh", "-ec", f'{TAKE_OUT}; losetup "$0" "$1"', asking.node, str(asking.backing)]
    with loops_to_ourselves():
        seen = lab.case("attempt", when_asked=exchange, node=asking.node, agent="grant")
    assert (seen["code"], seen["params"]) == ("drive.changed", {"path": asking.node})
    assert seen["finished"] == ["privilege.asking"], "the password was right"


def test_a_card_that_leaves_while_the_dialog_is_open(lab: UdisksLab, asking: LoopCard) -> None:
    with loops_to_ourselves():
        seen = lab.case("attempt", when_asked=["sh", "-ec", TAKE_OUT, asking.node], node=asking.node, agent="grant")
        asking.insert()
    lab.settle()
    assert (seen["code"], seen["params"]) == ("drive.no_medium", {"path": asking.node})


def test_a_card_that_was_exchanged_before_is_refused_unasked(lab: UdisksLab, asking: LoopCard) -> None:
    seen = lab.case("open_stale", node=asking.node)
    assert (seen["code"], seen["params"]) == ("drive.changed", {"path": asking.node})


def test_an_allowed_user_gets_the_card_and_nobody_else_does(lab: UdisksLab) -> None:
    seen = lab.case("use", node=lab.allowed.node)
    assert seen["diskseq"] == seen["listed_diskseq"]
    assert (seen["read_back"], seen["direct"], seen["inheritable"]) == (True, True, False)
    assert seen["second"] == "drive.busy"


def test_a_mounted_card_is_unmounted_through_udisks(lab: UdisksLab) -> None:
    """A kernel without parsers has no partitions under udevd, so the file system is all over the card."""
    run("mkfs.ext4", "-q", "-F", lab.allowed.node)
    lab.settle()
    lab.shell("mount", lab.allowed.node, "/mnt")
    assert lab.shell("findmnt", "-n", "-o", "TARGET", lab.allowed.node) == "/mnt\n"
    seen = lab.case("attempt", node=lab.allowed.node)
    assert (seen["code"], seen["started"]) == ("opened", []), "an allowed user is not asked"
    assert seen["lines"] == [f"unmounting {lab.allowed.node} through UDisks"]
    assert lab.shell("findmnt", "-n", "-o", "TARGET", lab.allowed.node) == ""


def test_udev_tells_of_changes(lab: UdisksLab) -> None:
    change = ["udevadm", "trigger", "--action=change", f"/sys/block/{lab.allowed.name}"]
    assert lab.case("hotplug", when_asked=change, node=lab.allowed.node)["told"]
