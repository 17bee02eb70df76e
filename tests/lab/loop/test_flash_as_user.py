"""A whole flash by an ordinary user: the helper, the password, the write, the read-back, the eject."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.labs import loops_to_ourselves

from lab.loop.cards import LoopCard
from lab.loop.image import Image
from lab.loop.udisks_lab import UdisksLab

pytestmark = pytest.mark.root

IMAGE = "/run/lab/nano.img"  # as ada sees it
OPEN_DEVICE = "org.freedesktop.udisks2.open-device"


@pytest.fixture
def card(lab: UdisksLab) -> Iterator[LoopCard]:
    """In a reader, full of old data; put back in when it was ejected."""
    lab.asking.fill()
    lab.settle()
    with loops_to_ourselves():  # nobody may take the slot while it is empty
        yield lab.asking
        lab.asking.insert()
    lab.settle()


def test_one_password_for_write_verify_and_eject(lab: UdisksLab, card: LoopCard, image: Image) -> None:
    seen = lab.case("flash", node=card.node, image=IMAGE, agent="grant")
    assert seen["questions"] == [OPEN_DEVICE], "asked once"
    report = seen["report"]
    assert report["raw_bytes"] == report["written_bytes"] == report["verified_bytes"] == len(image.data)
    assert (report["ejected"], report["repaired_ranges"]) == (True, 0)
    steps = [event["step"] for event in seen["events"] if event["event"] == "step_started"]
    assert steps == ["privilege.asking", "flash.prepare", "flash.write", "flash.verify", "flash.eject"]
    assert card.left(image) == "image"
    assert not seen["still_there"], "UDisks opened the tray"


def test_the_new_partitions_are_known_when_the_card_is_put_in_again(
    lab: UdisksLab, card: LoopCard, image: Image
) -> None:
    assert "report" in lab.case("flash", node=card.node, image=IMAGE, agent="grant")
    card.insert()
    try:
        lab.shell("partx", "-u", card.node)  # for kernels that know no tables
        lab.settle()
        assert lab.case("listed", node=card.node) == {"contents": "jetson", "readable": False, "uid": 4711}
    finally:
        lab.shell("partx", "-d", "--nr", "1-9", card.node)


def test_a_closed_dialog_leaves_the_card_as_it_was(lab: UdisksLab, card: LoopCard, image: Image) -> None:
    seen = lab.case("flash", node=card.node, image=IMAGE, agent="dismiss")
    assert (seen["code"], seen["params"]) == ("privilege.dismissed", {"path": card.node})
    assert card.left(image) == "untouched"
    assert seen["still_there"]


def test_a_second_operation_of_the_same_helper_asks_no_more(lab: UdisksLab, card: LoopCard, image: Image) -> None:
    seen = lab.case("verify_twice", node=card.node, image=IMAGE)
    assert seen["codes"] == ["flash.card_differs"] * 2
    assert seen["questions"] == [OPEN_DEVICE]
    assert card.left(image) == "untouched"
