"""The window: routes, modes, footer, focus, languages, stopping and closing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget, QWizard

from nanowizard.core.events import Params, Progress, TaskFinished
from nanowizard.core.task import RunContext
from nanowizard.gui import frame, page_ids, trail
from nanowizard.gui import wizard as wizard_module
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer, Page
from nanowizard.gui.page_table import PAGES
from nanowizard.gui.pages.welcome import LANGUAGE_WORD, PRACTICE, REPAIR
from nanowizard.gui.route import JOURNEY_ROUTE, Mode, single_route
from nanowizard.gui.task_page import ERROR, NEEDS, TaskPage
from nanowizard.gui.widgets.state_glyph import State
from tests.gui.test_runner import FakeTask
from tests.gui.window import Marking, press, visible_texts, window


class PlainPage(Page):
    """Leads on, nothing else."""

    id = page_ids.BOOT

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.retranslate()

    def texts(self) -> tuple[str, str]:
        return self.id, "A page of the tests."

    def footer(self) -> Footer:
        return Footer(primary="Next", moves_on=True)


class WorkPage(TaskPage):
    """Runs what the test puts into `work`."""

    id = page_ids.IMAGE
    work: ClassVar[Any] = None

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.progress: list[Progress] = []
        self.ended: list[TaskFinished] = []
        self.retranslate()

    def texts(self) -> tuple[str, str]:
        return "Work", self.safe_words() or "A page of the tests."

    def footer(self) -> Footer:
        if self.shown_view() in (NEEDS, ERROR):
            return self.needs_footer()
        return Footer(primary="Work", enabled=not self.is_busy(), busy=self.is_busy(), back=not self.is_busy())

    def primary(self) -> None:
        self.start(FakeTask(type(self).work), None)

    def on_progress(self, progress: Progress) -> None:
        self.progress.append(progress)

    def on_finished(self, finished: TaskFinished) -> None:
        super().on_finished(finished)
        self.ended.append(finished)


def page_with_id(page_id: str) -> type[Page]:
    return type("Plain", (PlainPage,), {"id": page_id})


@pytest.fixture
def plain_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """All pages but Welcome are plain; Image is the one that works."""
    for page_id in page_ids.PAGE_IDS:
        if page_id != page_ids.WELCOME:
            page = WorkPage if page_id == page_ids.IMAGE else page_with_id(page_id)
            monkeypatch.setitem(trail.LOADERS, page_id, lambda page=page: page)


@pytest.fixture
def journey(tmp_path: Path, plain_pages: None) -> Iterator[wizard_module.Wizard]:
    with window(tmp_path, practice=False) as wizard:
        yield wizard


def endless(ctx: RunContext) -> Params:
    while True:
        ctx.cancel.wait(0.01)
        ctx.cancel.raise_if_set()


# --- routes ------------------------------------------------------------------


def test_the_journey_leads_through_all_pages_in_order() -> None:
    here: str | None = page_ids.WELCOME
    way = []
    while here is not None:
        way.append(here)
        here = JOURNEY_ROUTE.after(here)
    assert tuple(way) == page_ids.JOURNEY
    assert JOURNEY_ROUTE.step(page_ids.CARD) == (3, len(page_ids.JOURNEY))


def test_a_single_route_holds_the_page_and_what_it_needs_in_the_usual_order() -> None:
    route = single_route(page_ids.FLASH, (page_ids.CARD, page_ids.IMAGE))
    assert route.ids == (page_ids.IMAGE, page_ids.CARD, page_ids.FLASH)
    assert route.start == page_ids.FLASH
    assert route.after(page_ids.IMAGE) is None


def test_pages_and_ids_match() -> None:
    assert {entry.id for entry in PAGES} == set(page_ids.PAGE_IDS)
    assert all(entry.load().id == entry.id for entry in PAGES)


# --- walking ------------------------------------------------------------------


def test_next_and_back(journey: wizard_module.Wizard) -> None:
    assert journey.current().id == page_ids.WELCOME
    assert not journey.footer_bar.back.isVisible()
    journey.footer_bar.primary.click()
    assert journey.current().id == page_ids.IMAGE
    assert journey.side_list.state(page_ids.WELCOME) is State.DONE
    journey.current().go_on.emit()
    assert journey.current().id == page_ids.CARD
    assert "3" in journey.current().header.findChildren(type(journey.current().header._caption))[0].text()
    journey.footer_bar.back.click()
    assert journey.current().id == page_ids.IMAGE
    journey.footer_bar.back.click()
    assert journey.current().id == page_ids.WELCOME


def test_the_side_list_opens_visited_pages_and_back_still_leads_in_order(journey: wizard_module.Wizard) -> None:
    for _page in range(4):
        journey.current().go_on.emit()
    assert journey.current().id == page_ids.BOOT
    journey.side_list.step_activated.emit(page_ids.IMAGE)
    assert journey.current().id == page_ids.IMAGE
    journey.side_list.step_activated.emit(page_ids.BOOT)
    assert journey.current().id == page_ids.BOOT
    journey.footer_bar.back.click()
    assert journey.current().id == page_ids.FLASH


def test_skip_shows_as_skipped(journey: wizard_module.Wizard) -> None:
    journey.current().go_on.emit()
    journey.current().skip()
    assert journey.current().id == page_ids.CARD
    assert journey.side_list.state(page_ids.IMAGE) is State.SKIPPED


def test_exactly_one_filled_button_and_none_is_default(journey: wizard_module.Wizard) -> None:
    assert journey.footer_bar.primary.property("kind") == "primary"
    assert not journey.footer_bar.primary.isDefault()


def test_enter_presses_the_primary_and_a_focused_button_itself(journey: wizard_module.Wizard) -> None:
    press(journey, Qt.Key.Key_Return)
    assert journey.current().id == page_ids.IMAGE
    journey.current().go_on.emit()
    journey.footer_bar.back.setFocus()
    press(journey, Qt.Key.Key_Return)
    assert journey.current().id == page_ids.IMAGE


def test_escape_closes_nothing(journey: wizard_module.Wizard) -> None:
    press(journey, Qt.Key.Key_Escape)
    assert journey.isVisible()


def is_usable(widget: QWidget | None) -> bool:
    return widget is not None and widget.isVisible() and widget.isEnabled()


def test_the_focus_is_never_lost(journey: wizard_module.Wizard, qtbot: Any) -> None:
    for _page in range(len(page_ids.JOURNEY) - 1):
        qtbot.waitUntil(lambda: is_usable(journey.focusWidget()))
        journey.current().go_on.emit()


# --- modes ------------------------------------------------------------------


def test_a_single_page_alone(tmp_path: Path, plain_pages: None) -> None:
    with window(tmp_path, page=page_ids.BOOT) as wizard:
        assert wizard.current().id == page_ids.BOOT
        assert list(wizard.route.ids) == [page_ids.BOOT]
        assert wizard.footer_bar.primary.text() == "Close"
        assert not wizard.footer_bar.back.isVisible()
        wizard.footer_bar.primary.click()
        assert not wizard.isVisible()


def test_a_page_says_what_it_needs_and_leads_there_and_back(tmp_path: Path) -> None:
    with window(tmp_path, page=page_ids.SWAP) as wizard:
        page = wizard.current()
        assert page.shown_view() == NEEDS
        assert wizard.route.ids == (page_ids.CONNECT, page_ids.SWAP)
        assert not wizard.footer_bar.primary.isEnabled()
        assert isinstance(page, TaskPage)
        page.choose.emit(page_ids.CONNECT)
        assert wizard.current().id == page_ids.CONNECT
        wizard.current().go_on.emit()
        assert wizard.current().id == page_ids.SWAP


def test_repair_opens_a_page_and_comes_back(tmp_path: Path, plain_pages: None) -> None:
    with window(tmp_path, repair=True) as wizard:
        assert wizard.current().id == page_ids.REPAIR
        assert wizard.route.mode is Mode.REPAIR
        wizard.current().go_to.emit(page_ids.SWAP)
        assert wizard.current().id == page_ids.SWAP
        assert wizard.footer_bar.primary.text() == "Done"
        wizard.footer_bar.primary.click()
        assert wizard.current().id == page_ids.REPAIR


def test_welcome_leads_to_repair_and_back(journey: wizard_module.Wizard) -> None:
    journey.current()._ways.select(REPAIR)  # type: ignore[attr-defined]
    journey.footer_bar.primary.click()
    assert journey.current().id == page_ids.REPAIR
    journey.go(page_ids.WELCOME)
    assert journey.route is JOURNEY_ROUTE
    assert journey.current().id == page_ids.WELCOME


def test_practice_from_the_first_page_replaces_the_session(journey: wizard_module.Wizard) -> None:
    before = journey.context.session
    journey.current()._ways.select(PRACTICE)  # type: ignore[attr-defined]
    journey.footer_bar.primary.click()
    assert journey.context.practice
    assert journey.context.session is not before
    assert journey.context.session.is_practice
    assert journey.current().id == page_ids.IMAGE


def test_what_went_with_the_old_session_marks_no_page_of_the_new_one(journey: wizard_module.Wizard) -> None:
    """A task that ends behind the pages after practice began."""
    gone = journey.open_page(page_ids.IMAGE)
    journey.context.set_practice(True)
    gone.state_changed.emit(State.FAILED)
    assert journey._side.state(page_ids.IMAGE) is State.WAITING
    journey.open_page(page_ids.IMAGE).state_changed.emit(State.DONE)
    assert journey._side.state(page_ids.IMAGE) is State.DONE


# --- runs ------------------------------------------------------------------


def test_a_mistake_in_a_task_becomes_an_error_panel(
    journey: wizard_module.Wizard, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    def crash(_ctx: RunContext) -> Params:
        raise ZeroDivisionError

    monkeypatch.setattr(WorkPage, "work", crash)
    journey.current().go_on.emit()
    page = journey.current()
    assert isinstance(page, WorkPage)
    journey.footer_bar.primary.click()
    qtbot.waitUntil(lambda: page.shown_view() == ERROR)
    assert any("made a mistake" in text for text in visible_texts(page))
    assert journey.side_list.state(page_ids.IMAGE) is State.FAILED
    assert page.error_panel.remedy.isVisible()
    assert not journey.footer_bar.primary.isEnabled()
    page.error_panel.remedy.click()
    assert page.shown_view() == "main"
    assert journey.footer_bar.primary.isEnabled()


def test_stop_asks_first(journey: wizard_module.Wizard, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> None:
    monkeypatch.setattr(WorkPage, "work", endless)
    journey.current().go_on.emit()
    page = journey.current()
    assert isinstance(page, WorkPage)
    journey.footer_bar.primary.click()
    qtbot.waitUntil(lambda: journey.footer_bar.leave.text() == "Stop…")
    assert not journey.footer_bar.back.isVisible()
    journey.footer_bar.leave.click()
    box = journey.stopper.question
    assert box is not None
    box.defaultButton().click()
    assert page.is_busy(), "the safe answer lets it run"
    journey.footer_bar.leave.click()
    box = journey.stopper.question
    assert box is not None
    next(b for b in box.buttons() if b is not box.defaultButton()).click()
    qtbot.waitUntil(lambda: bool(page.ended))
    assert page.ended[0].status.value == "cancelled"
    assert journey.isVisible()


def test_who_meant_stop_does_not_quit_when_the_run_ends_under_the_finger(
    journey: wizard_module.Wizard, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    end = threading.Event()
    monkeypatch.setattr(WorkPage, "work", lambda _ctx: {"waited": end.wait(20)})
    patience = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(60_000)
    try:
        journey.current().go_on.emit()
        journey.footer_bar.primary.click()
        qtbot.waitUntil(lambda: journey.footer_bar.leave.text() == "Stop…")
        end.set()
        qtbot.waitUntil(lambda: journey.footer_bar.leave.text() == "Quit")
        journey.footer_bar.leave.click()
        assert journey.isVisible()
        qapp.setDoubleClickInterval(0)
        journey.footer_bar.leave.click()
        assert not journey.isVisible()
    finally:
        qapp.setDoubleClickInterval(patience)


def test_who_went_on_after_the_run_may_quit_at_once(
    journey: wizard_module.Wizard, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    monkeypatch.setattr(WorkPage, "work", lambda _ctx: {})
    patience = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(60_000)
    try:
        journey.current().go_on.emit()
        page = journey.current()
        journey.footer_bar.primary.click()
        qtbot.waitUntil(lambda: bool(page.ended) and not page.is_busy())
        page.go_on.emit()
        assert journey.current() is not page
        journey.footer_bar.leave.click()
        assert not journey.isVisible()
    finally:
        qapp.setDoubleClickInterval(patience)


def test_closing_mid_run_asks_cancels_waits_and_leaves_nothing_running(
    journey: wizard_module.Wizard, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    threads = threading.active_count()
    monkeypatch.setattr(WorkPage, "work", endless)
    journey.current().go_on.emit()
    page = journey.current()
    journey.footer_bar.primary.click()
    qtbot.waitUntil(page.is_busy)
    journey.close()
    assert journey.isVisible()
    box = journey.stopper.question
    assert box is not None
    next(b for b in box.buttons() if b is not box.defaultButton()).click()
    qtbot.waitUntil(lambda: not journey.isVisible())
    assert not page.is_busy()
    qtbot.waitUntil(lambda: threading.active_count() <= threads)


# --- languages ------------------------------------------------------------------

OWN_NAMES = ("NanoWizard", LANGUAGE_WORD, "English", "简体中文", "JetPack", "Card reader", "/")
"""Names are the same in every language, those of devices too; what begins with one of these is a name or a path."""


@pytest.mark.parametrize("page_id", page_ids.PAGE_IDS)
def test_every_visible_text_follows_the_language(tmp_path: Path, page_id: str, qapp: QApplication, qtbot: Any) -> None:
    translator = Marking()
    mode = {"repair": True} if page_id == page_ids.REPAIR else {"page": page_id}
    with window(tmp_path, **mode) as wizard:
        qtbot.wait(50)
        qapp.installTranslator(translator)
        try:
            QCoreApplication.sendPostedEvents()
            texts = [text for text in visible_texts(wizard) if any(map(str.isalpha, text))]
            unmarked = [text for text in texts if "«" not in text and not text.startswith(OWN_NAMES)]
        finally:
            qapp.removeTranslator(translator)
    assert unmarked == []


def test_the_language_is_switched_on_the_first_page_and_kept(tmp_path: Path, plain_pages: None) -> None:
    used: list[str] = []
    with window(tmp_path, practice=False, use_language=used.append) as wizard:
        box = wizard.current()._language  # type: ignore[attr-defined]
        box.setCurrentIndex(box.findData("zh_CN"))
        assert used == ["zh_CN"]
    assert '"language": "zh_CN"' in (tmp_path / "state" / "journey.json").read_text(encoding="utf-8")


def test_every_focusable_widget_has_a_name(tmp_path: Path) -> None:
    with window(tmp_path) as wizard:
        nameless = [
            widget
            for widget in wizard.findChildren(type(wizard.footer_bar.primary))
            if widget.isVisible() and not (widget.accessibleName() or widget.text())
        ]
        assert nameless == []


def test_a_window_that_is_resized_while_it_is_made_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Qt does so on Windows."""
    dress = frame.dress

    def dress_and_resize(wizard: QWizard) -> None:
        dress(wizard)
        QCoreApplication.sendEvent(wizard, QResizeEvent(QSize(1000, 700), wizard.size()))

    monkeypatch.setattr(frame, "dress", dress_and_resize)
    with window(tmp_path) as wizard:
        assert wizard.current().id == page_ids.WELCOME
