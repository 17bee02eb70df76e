"""Another card where the chosen one was: behind the password dialog, before the writing, and while it goes on.

Each time the new card has to stay as it is, and it is the system that would have let it be written.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lab.computer.cards import CardFile
from tests.lab.computer.moves import GONE, IMAGE, Dialog, error_of, flash, progress_past, start
from tests.lab.machines.computer import SD_NODE, Computer
from tests.lab.machines.slots import Reader, Stick
from tests.support.disk import MIB

Plug = Callable[..., Stick]
NewCard = Callable[[], CardFile]


@pytest.fixture
def other(new_card: NewCard) -> CardFile:
    return new_card()


def is_chosen(event: dict[str, object]) -> bool:
    return event["event"] == "chosen"


def test_behind_the_password_dialog(
    computer: Computer, card: CardFile, other: CardFile, plug: Plug, new_card: NewCard
) -> None:
    stick = plug(card)
    dialog = Dialog(computer, "carol")
    run = flash(computer, "carol", stick.node)
    dialog.asked()
    stick.unplug()
    computer.wait_gone(stick.node)
    second = plug(other)
    assert second.node == stick.node
    assert dialog.answer("root") == "SUCCESS"
    error = error_of(run)
    dialog.close()
    assert (error["code"], error["params"]) == ("drive.changed", {"path": stick.node})
    second.unplug()
    assert card.untouched
    assert other.untouched


def test_gone_behind_the_password_dialog(computer: Computer, card: CardFile, plug: Plug) -> None:
    stick = plug(card)
    dialog = Dialog(computer, "carol")
    run = flash(computer, "carol", stick.node)
    dialog.asked()
    stick.unplug()
    computer.wait_gone(stick.node)
    dialog.answer("root")
    error = error_of(run)
    dialog.close()
    assert (error["code"], error["params"]) == ("drive.gone", {"path": stick.node})
    assert card.untouched


def test_between_choosing_and_writing(computer: Computer, card: CardFile, other: CardFile, plug: Plug) -> None:
    stick = plug(card)
    run = start(computer, "alice", "chooser.py", stick.node, IMAGE)
    run.until(is_chosen)
    stick.unplug()
    computer.wait_gone(stick.node)
    second = plug(other)
    assert second.node == stick.node
    run.write("\n")
    error = error_of(run)
    assert (error["code"], error["params"]) == ("drive.changed", {"path": stick.node})
    second.unplug()
    assert card.untouched
    assert other.untouched


def test_between_choosing_and_writing_in_the_sd_slot(laptop: Computer, card: CardFile, other: CardFile) -> None:
    """QEMU gives every card the same serial number: only the kernel's count of insertions tells them apart."""
    laptop.insert_sd(card.path)
    run = start(laptop, "alice", "chooser.py", SD_NODE, IMAGE)
    run.until(is_chosen)
    laptop.sd_slot.pull()
    laptop.wait_gone(SD_NODE)
    laptop.insert_sd(other.path)
    run.write("\n")
    error = error_of(run)
    assert (error["code"], error["params"]) == ("drive.changed", {"path": SD_NODE})
    laptop.sd_slot.pull()
    assert card.untouched
    assert other.untouched


def test_in_a_reader_while_it_is_written(computer: Computer, card: CardFile, other: CardFile, reader: Reader) -> None:
    """The open descriptor belongs to the reader: after one error it would write to the new card without another."""
    node = computer.insert(reader, card.path)
    reader.slow(3 * MIB)
    run = flash(computer, "alice", node)
    run.until(progress_past("write"))
    reader.swap(other.path)
    error = error_of(run)
    reader.pull()
    assert error["code"] in GONE | {"drive.changed"}, error
    assert error["params"]["path"] == node
    assert card.contents == "not_ready"
    assert other.untouched
