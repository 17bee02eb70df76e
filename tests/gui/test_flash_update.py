"""The Flash page where the card holds the image already, or a part of it."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from support import card_states as states
from support.card_states import Stage

from nanowizard.core.events import StepStarted
from nanowizard.gui.pages.flash.page import FlashPage


def shown(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel)).replace("\u00a0", " ")


def test_a_write_that_broke_off_is_offered_to_go_on(stage: Stage) -> None:
    page = cast(FlashPage, states.flash_goes_on(stage))
    facts = shown(page.confirm.facts)
    assert "After 5.8 GB" in facts
    assert "only the rest is written" in facts


def test_another_card_is_not(stage: Stage) -> None:
    page = cast(FlashPage, states.flash_confirm(stage))
    assert "only the rest" not in shown(page.confirm)


def test_while_it_is_compared_nothing_was_written(stage: Stage, qtbot: QtBot) -> None:
    page = cast(FlashPage, states.flash_updating(stage))
    assert "writing what differs" in page.progress_view.block.words()
    assert "What is right stays" in shown(page)
    assert not page.progress_view.began_writing
    page.stop()
    qtbot.waitUntil(lambda: page.shown_view() == "outcome")
    assert page.outcome.headline().startswith("You stopped before anything was written")


def test_from_the_first_write_on_the_card_is_not_as_it_was(stage: Stage, qtbot: QtBot) -> None:
    page = cast(FlashPage, states.flash_updating(stage))
    page.on_step_started(StepStarted(step="flash.mark"))
    assert "writing what differs" in page.progress_view.block.words()
    page.stop()
    qtbot.waitUntil(lambda: page.shown_view() == "outcome")
    assert page.outcome.headline().startswith("You stopped the writing")


def test_a_card_that_held_the_image_says_so(stage: Stage) -> None:
    page = cast(FlashPage, states.flash_already_there(stage))
    assert page.outcome.is_good()
    assert "nothing was written" in shown(page.outcome.good)
