"""The Flash page with an image that is made to fit the card."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from support import flash_fit_states as states
from support import window_parts as parts
from support.card_states import Stage

from nanowizard.flash.model import FlashRequest
from nanowizard.gui.pages.flash.page import FlashPage
from nanowizard.gui.wizard import SMALLEST


def shown(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel)).replace("\u00a0", " ")


def written(page: FlashPage, qtbot: QtBot) -> FlashRequest:
    page.confirm.confirmed.emit()
    qtbot.waitUntil(lambda: page.shown_view() == "outcome")
    (request,) = cast(parts.FakeHelper, page.context.session.helper).requests
    return request


@pytest.mark.parametrize("wanted", [True, False])
def test_the_box_is_the_wish(stage: Stage, qtbot: QtBot, wanted: bool) -> None:
    page = cast(FlashPage, states.flash_whole_card(stage))
    assert page.confirm.options.whole_card.isVisible()
    page.confirm.options.whole_card.box.setChecked(wanted)
    assert written(page, qtbot).grow is wanted


def test_nobody_is_asked_for_room_that_is_not_there(stage: Stage, qtbot: QtBot) -> None:
    page = cast(FlashPage, states.flash_whole_card(stage))
    assert page.confirm.drive
    page.confirm.show_card(replace(page.confirm.drive, size_bytes=33 * 1024 * 1024), None)
    assert not page.confirm.options.whole_card.isVisible()
    assert not written(page, qtbot).grow


def test_an_image_that_is_made_smaller_is_said_before(stage: Stage) -> None:
    page = cast(FlashPage, states.flash_a_little_small(stage))
    facts = shown(page.confirm.facts)
    assert "2.1 MB too small, so the image is made smaller" in facts and "No file is left out" in facts
    assert not page.confirm.options.whole_card.isVisible()


def test_what_was_done_is_said_after(stage: Stage) -> None:
    assert "The system's partition, by 50.0 GB" in shown(cast(FlashPage, states.flash_done_grown(stage)).outcome)
    assert "The image, by 2.1 MB" in shown(cast(FlashPage, states.flash_done_smaller(stage)).outcome)


@pytest.mark.parametrize("name", states.FIT_STATES)
def test_all_of_it_fits_the_smallest_window(stage: Stage, name: str) -> None:
    stage.size = SMALLEST
    page = states.FIT_STATES[name](stage)
    area = next(area for area in page.findChildren(QScrollArea) if area.isVisible())
    assert not area.horizontalScrollBar().isVisible() and not area.verticalScrollBar().isVisible()
