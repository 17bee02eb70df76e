"""What may be chosen of a flash: folded away, reached by keyboard, kept for the next time, and asked for."""

from __future__ import annotations

from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot
from support import flash_options_states as states
from support import several_states
from support import window_parts as parts
from support.card_states import Stage, wait_until
from support.flash_fit_states import flash_room

from nanowizard.gui.pages.flash.options import FlashOptions
from nanowizard.gui.pages.flash.page import FlashPage
from nanowizard.gui.pages.several.page import SeveralPage
from nanowizard.gui.wizard import SMALLEST


def asked_for(page: FlashPage | SeveralPage) -> list[tuple[bool, bool, bool | None]]:
    requests = cast(parts.FakeHelper, page.context.session.helper).requests
    return [(request.full, request.grow, request.update) for request in requests]


def pick(options: FlashOptions, *, update: int = 0, keep: int = 0) -> None:
    for choice, index in ((options.update_choice, update), (options.keep_choice, keep)):
        choice.box.setCurrentIndex(index)
        choice.box.activated.emit(index)


def test_nothing_of_it_is_seen_before_it_is_wanted(stage: Stage, qtbot: QtBot) -> None:
    page = cast(FlashPage, flash_room(stage))
    options = page.confirm.options
    assert not options.every_byte.isVisible()
    page.confirm.confirmed.emit()
    qtbot.waitUntil(lambda: page.shown_view() == "outcome")
    assert asked_for(page) == [(False, False, None)]


def test_what_is_chosen_is_asked_for(stage: Stage, qtbot: QtBot) -> None:
    page = cast(FlashPage, states.options_flash(stage))
    options = page.confirm.options
    assert not options.keep_choice.isVisible(), "nothing is downloaded"
    options.every_byte.box.click()
    pick(options, update=1)
    assert options.update_choice.reason.text().startswith("All is read first")
    page.confirm.confirmed.emit()
    qtbot.waitUntil(lambda: page.shown_view() == "outcome")
    assert asked_for(page) == [(True, False, True)]


@pytest.mark.parametrize(("index", "keep"), [(0, None), (1, True), (2, False)])
def test_a_download_is_kept_as_is_wished(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, index: int, keep: bool | None
) -> None:
    page = cast(FlashPage, states.options_arriving(stage))
    pick(page.confirm.options, update=2, keep=index)
    started: list[Any] = []
    monkeypatch.setattr(page, "start", lambda _task, inp: started.append(inp))
    page.confirm.confirmed.emit()
    (inp,) = started
    assert (inp.keep_archive, inp.flash.update) == (keep, False)


def test_it_is_kept_for_the_next_card_and_for_several(stage: Stage) -> None:
    page = cast(FlashPage, states.options_flash(stage))
    page.confirm.options.whole_card.box.click()
    pick(page.confirm.options, update=1)
    stage.close()
    again = cast(FlashPage, flash_room(stage))
    assert again.confirm.options.fold.is_open(), "who left it otherwise sees that"
    assert again.confirm.options.wishes() == {"full": False, "grow": True, "update": True}
    stage.close()
    several = several_states.asked(several_states.opened(stage))
    assert several.ask.options.update_choice.value() is True
    assert not several.ask.options.wishes()["grow"], "nobody knows how large the image is"


def test_several_cards_are_written_as_was_chosen(stage: Stage) -> None:
    page = cast(SeveralPage, states.options_several(stage))
    cast(parts.FakeHelper, page.context.session.helper).many_script = lambda request, _ctx: {
        card.identity.path: several_states.done() for card in request.cards
    }
    for box in (page.ask.options.every_byte, page.ask.options.whole_card):
        box.box.click()
    page.ask.confirmed.emit()
    wait_until(lambda: not page.is_busy())
    assert asked_for(page) == [(True, True, None)] * 3


@pytest.mark.parametrize("name", states.OPTION_STATES)
def test_all_of_it_is_reached_by_keyboard_and_in_sight_in_the_smallest_window(stage: Stage, name: str) -> None:
    stage.size = SMALLEST
    page = states.OPTION_STATES[name](stage)
    (options,) = [one for one in page.findChildren(FlashOptions) if one.isVisible()]
    area = next(area for area in page.findChildren(QScrollArea) if area.isVisible())
    QApplication.processEvents()  # the layout follows the click
    end = options.rect().bottomLeft()
    wait_until(lambda: options.mapTo(area.viewport(), end).y() < area.viewport().height())
    assert not area.horizontalScrollBar().isVisible()
    wanted = [options.update_choice.box, options.keep_choice.box, options.every_byte.box, options.whole_card.box]
    options.fold.setFocus()
    reached = []
    for _step in range(len(wanted)):
        QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    shown = [widget for widget in wanted if widget.isVisible()]
    assert reached[: len(shown)] == shown
