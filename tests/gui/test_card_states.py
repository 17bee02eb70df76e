"""Image, Card, Flash, Boot and care of a card in every state: they fit the smallest window, with one filled button."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from support.arriving_states import ARRIVING_STATES
from support.card_states import STATES, Stage
from support.care_states import CARE_STATES
from support.format_states import FORMAT_STATES
from support.several_states import SEVERAL_STATES
from support.verify_states import VERIFY_STATES
from support.window_parts import SANDISK, fake_session

from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.page import Page
from nanowizard.gui.widgets.hold_button import HoldButton
from nanowizard.gui.wizard import SIZE, SMALLEST, Wizard

ALL_STATES = {**STATES, **ARRIVING_STATES, **CARE_STATES, **FORMAT_STATES, **SEVERAL_STATES, **VERIFY_STATES}
NOTHING_TO_DO_BUT_WAIT = {
    "flash_coming", "flash_asking", "flash_writing", "flash_slow", "flash_checking",
    "repair_asking", "repair_running", "repair_slow", "test_running", "test_putting_back", "test_running_full",
    "test_asking", "test_silent", "format_asking", "format_running", "format_running_full", "format_erasing",
    "several_running", "flash_downloading", "flash_link_broken", "flash_updating", "verify_running",
}  # fmt: skip
WAITS_FOR_THE_PERSON = {
    "card_why",
    "card_empty",
    "boot_waiting",
    "boot_help",
    "several_empty",
    "several_choose",
    "verify_nothing_to_compare_with",
}
"""States whose primary button is there, but cannot be pressed yet."""


@pytest.fixture
def stages(qtbot: QtBot, tmp_path: Path) -> Iterator[dict[str, Stage]]:
    made = {name: Stage(tmp_path / name, size) for name, size in (("small", SMALLEST), ("usual", SIZE))}
    yield made
    for stage in made.values():
        stage.close()


def shown(page: Page) -> QScrollArea:
    return next(area for area in page.findChildren(QScrollArea) if area.isVisible())


def filled(page: Page) -> list[str]:
    window = page.wizard()
    assert window is not None
    buttons = [b for b in window.findChildren(QPushButton) if b.isVisible() and b.isEnabled()]
    holds = [hold.text() for hold in page.findChildren(HoldButton) if hold.isVisible()]
    return holds + [button.text() for button in buttons if button.property("kind") == "primary"]


@pytest.mark.parametrize("name", ALL_STATES)
def test_a_state_fits_the_usual_window_and_says_the_same_after_a_change_of_language(
    name: str, stages: dict[str, Stage], qtbot: QtBot
) -> None:
    page = ALL_STATES[name](stages["usual"])
    qtbot.waitUntil(lambda: not shown(page).verticalScrollBar().isVisible())
    before = (page.shown_view(), page.footer(), page.header.purpose())
    QCoreApplication.sendEvent(page.wizard(), QEvent(QEvent.Type.LanguageChange))
    assert (page.shown_view(), page.footer(), page.header.purpose()) == before


@pytest.mark.parametrize("name", ALL_STATES)
def test_a_state_fits_the_smallest_window_with_one_filled_button_and_a_name_for_everything(
    name: str, stages: dict[str, Stage], qtbot: QtBot
) -> None:
    page = ALL_STATES[name](stages["small"])
    qtbot.waitUntil(lambda: not shown(page).verticalScrollBar().isVisible())
    assert page.wizard().size() == SMALLEST
    idle = name in NOTHING_TO_DO_BUT_WAIT | WAITS_FOR_THE_PERSON
    assert len(filled(page)) == (0 if idle else 1)
    operable = [w for w in page.findChildren(QWidget) if w.isVisible() and w.focusPolicy().value & 0x1]
    assert [w for w in operable if not (w.accessibleName() or getattr(w, "text", str)())] == []


@pytest.mark.parametrize("page_id", (*page_ids.JOURNEY[1:5], *page_ids.CARE_PAGES))
def test_a_page_works_alone(page_id: str, qtbot: QtBot, tmp_path: Path) -> None:
    session = fake_session(tmp_path, [SANDISK])
    window = Wizard(Context(lambda _practice: session), page=page_id)
    window.show()
    qtbot.wait(20)
    assert window.current().id == page_id
    assert window.current().shown_view() == ("needs" if page_id in (page_ids.FLASH, *page_ids.CARE_PAGES) else "main")
    window.close()
    window.deleteLater()


def test_the_smallest_window_is_what_was_promised() -> None:
    assert QSize(900, 600) == SMALLEST
