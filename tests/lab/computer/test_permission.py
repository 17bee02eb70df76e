"""People who have to ask before they may write a card: nobody answers, or the answer is no, or yes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.lab.computer.cards import CardFile, assert_holds
from tests.lab.computer.moves import Dialog, error_of, flash, result_of, step_started
from tests.lab.machines.computer import Computer
from tests.lab.machines.slots import Stick
from tests.support.disk import DiskImage

Plug = Callable[..., Stick]
ASKING = "privilege.asking"


@pytest.fixture
def dialog(computer: Computer) -> Iterator[Dialog]:
    """Carol's."""
    dialog = Dialog(computer, "carol")
    yield dialog
    dialog.close()


def test_nobody_can_ask(computer: Computer, card: CardFile, plug: Plug) -> None:
    stick = plug(card)
    error = error_of(flash(computer, "bob", stick.node))
    assert (error["code"], error["params"]) == ("privilege.no_agent", {"path": stick.node})
    assert card.untouched


def test_the_dialog_is_closed(computer: Computer, card: CardFile, plug: Plug, dialog: Dialog) -> None:
    stick = plug(card)
    run = flash(computer, "carol", stick.node)
    run.until(step_started(ASKING))
    dialog.asked()
    dialog.dismiss()
    error = error_of(run)
    assert (error["code"], error["params"]) == ("privilege.dismissed", {"path": stick.node})
    assert card.untouched


def test_the_password_is_wrong(computer: Computer, card: CardFile, plug: Plug, dialog: Dialog) -> None:
    stick = plug(card)
    run = flash(computer, "carol", stick.node)
    dialog.asked()
    assert dialog.answer("nonsense") == "FAILURE"
    error = error_of(run)
    assert (error["code"], error["params"]) == ("privilege.denied", {"path": stick.node})
    assert card.untouched


def test_stopping_takes_the_dialog_away(computer: Computer, card: CardFile, plug: Plug, dialog: Dialog) -> None:
    stick = plug(card)
    run = flash(computer, "carol", stick.node)
    dialog.asked()
    run.interrupt()
    dialog.taken_back()
    ended = run.finish()
    assert (ended.last["status"], ended.code) == ("cancelled", 130)
    assert card.untouched


def test_one_password_is_enough(
    computer: Computer, card: CardFile, plug: Plug, dialog: Dialog, image: DiskImage, tmp_path: Path
) -> None:
    """Over SSH everything needs a permission, letting go of the card too; that is not worth a second question."""
    stick = plug(card)
    run = flash(computer, "carol", stick.node)
    assert dialog.asked() == "org.freedesktop.udisks2.open-device"
    assert dialog.answer("root") == "SUCCESS"
    result = result_of(run)
    assert result["verified_bytes"] == result["written_bytes"] > 0
    assert dialog.questions == 1
    stick.unplug()
    assert_holds(card, image, tmp_path)
