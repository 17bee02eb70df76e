"""What the desktop is told of a window's runs: where they are, how they ended, and that nobody logs out meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanowizard.core.events import CardSaid, ErrorInfo, Event, Progress, Status, StepStarted, TaskFinished, TaskStarted
from nanowizard.gui import page_ids
from nanowizard.gui.desktop.signs import LONG_S, DesktopSigns
from nanowizard.gui.runner import Runner
from nanowizard.gui.task_page import TaskPage
from nanowizard.gui.wizard import Wizard


class Told:
    """A `Desktop` that keeps what it was told."""

    def __init__(self) -> None:
        self.progress: list[float | None] = []
        self.messages: list[tuple[str, str]] = []
        self.holds: list[str] = []
        self.is_closed = False

    def show_progress(self, fraction: float | None) -> None:
        self.progress.append(fraction)

    def notify(self, headline: str, text: str) -> None:
        self.messages.append((headline, text))

    def hold(self, why: str) -> None:
        self.holds.append(why)

    def release(self) -> None:
        self.holds.clear()

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def signs(window: Wizard, told: Told) -> Iterator[DesktopSigns]:
    made = DesktopSigns(window, told)
    yield made
    made.setParent(None)


@pytest.fixture
def page(window: Wizard, signs: DesktopSigns) -> TaskPage:
    """Made after the signs were; nobody handles its events but them."""
    made = window.open_page(page_ids.FLASH)
    assert isinstance(made, TaskPage)
    made.runner.said.disconnect(made._on_event)
    return made


def elsewhere(monkeypatch: pytest.MonkeyPatch, window: Wizard, took_s: float) -> None:
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    monkeypatch.setattr(Runner, "took_s", took_s)


def step(page: TaskPage, fraction: float) -> None:
    page.runner.said.emit(Progress(phase="write", done=1, fraction=fraction))


def test_progress_is_shown_by_the_per_cent_and_taken_away(page: TaskPage, told: Told) -> None:
    page.runner.said.emit(StepStarted(step="flash.write"))
    for fraction in (0.101, 0.104, 0.11):
        step(page, fraction)
    assert told.progress == [0.1, 0.11]
    page.runner.said.emit(TaskFinished(task="card.flash", status=Status.CANCELLED))
    assert told.progress[-1] is None
    assert told.messages == []


def test_nobody_logs_out_while_something_is_done(page: TaskPage, told: Told) -> None:
    page.runner.said.emit(TaskStarted(task="card.flash"))
    assert told.holds == [], "a look is no work"
    page.runner.said.emit(StepStarted(step="flash.prepare"))
    step(page, 0.5)
    assert told.holds == [page.header.title()]
    page.runner.said.emit(TaskFinished(task="card.flash", status=Status.SUCCEEDED))
    assert told.holds == []


def test_what_went_with_its_page_holds_nobody(window: Wizard, page: TaskPage, told: Told) -> None:
    step(page, 0.5)
    assert told.holds
    window.context.set_practice(False)
    step(page, 0.6)
    assert (told.holds, told.progress[-1]) == ([], None)


def of_card(page: TaskPage, card: str, event: Event) -> None:
    page.runner.said.emit(CardSaid(card=card, said=event))


def test_several_cards_are_one_piece_of_work(page: TaskPage, told: Told, signs: DesktopSigns) -> None:
    """It ends with the last of them, and is as far as they are on the average."""
    end = TaskFinished(task="card.flash", status=Status.FAILED)
    of_card(page, "a", StepStarted(step="flash.prepare"))
    assert told.holds == [page.header.title()]
    of_card(page, "b", StepStarted(step="flash.prepare"))
    of_card(page, "a", Progress(phase="write", done=1, fraction=0.5))
    of_card(page, "b", Progress(phase="write", done=1, fraction=0.25))
    of_card(page, "a", end)
    assert told.progress == [0.25, 0.37, 0.62]
    assert told.holds, "the other one is still written"
    busy = Manager()
    signs.session_ends(busy)  # type: ignore[arg-type]
    assert busy.is_cancelled
    of_card(page, "b", end)
    page.runner.said.emit(TaskFinished(task="card.flash_many", status=Status.SUCCEEDED))
    assert told.holds == []
    assert told.progress[-1] is None


@pytest.mark.parametrize(
    ("finished", "headline"),
    [
        (TaskFinished(task="card.flash", status=Status.SUCCEEDED), "Write the image to the card"),
        (
            TaskFinished(
                task="card.flash", status=Status.FAILED, error=ErrorInfo(code="drive.gone", params={"path": "/dev/sdb"})
            ),
            "The card is no longer there",
        ),
    ],
)
def test_who_looks_elsewhere_hears_of_the_end(
    finished: TaskFinished,
    headline: str,
    page: TaskPage,
    told: Told,
    window: Wizard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    elsewhere(monkeypatch, window, LONG_S)
    step(page, 0.5)
    page.runner.said.emit(finished)
    ((said, text),) = told.messages
    assert headline in said
    assert text


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.SATISFIED, Status.BLOCKED])
def test_what_the_person_did_is_no_news(
    status: Status, page: TaskPage, told: Told, window: Wizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(monkeypatch, window, LONG_S)
    page.runner.said.emit(TaskFinished(task="card.flash", status=status))
    assert told.messages == []


def test_nor_what_was_short_or_is_in_sight(
    page: TaskPage, told: Told, window: Wizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = TaskFinished(task="card.flash", status=Status.SUCCEEDED)
    elsewhere(monkeypatch, window, LONG_S / 2)
    page.runner.said.emit(good)
    monkeypatch.setattr(Runner, "took_s", LONG_S)
    monkeypatch.setattr(window, "isActiveWindow", lambda: True)
    page.runner.said.emit(good)
    assert told.messages == []


class Manager:
    """As Qt's own, which cannot be made here."""

    def __init__(self) -> None:
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True


def test_the_end_of_a_session_waits_for_an_answer(
    qtbot: QtBot, page: TaskPage, signs: DesktopSigns, window: Wizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle, busy = Manager(), Manager()
    signs.session_ends(idle)  # type: ignore[arg-type]
    assert not idle.is_cancelled
    monkeypatch.setattr(page, "is_busy", lambda: True)
    step(page, 0.5)
    signs.session_ends(busy)  # type: ignore[arg-type]
    assert busy.is_cancelled
    assert window.isVisible()
    question = window.stopper.question
    assert question is not None
    question.reject()
    monkeypatch.setattr(page, "is_busy", lambda: False)


def test_qt_tells_of_the_end_of_a_session(signs: DesktopSigns, qapp: QApplication) -> None:
    """The signal is there and has us: disconnecting what was never connected would fail."""
    assert qapp.commitDataRequest.disconnect(signs.session_ends)


def test_it_ends_with_the_window(signs: DesktopSigns, told: Told) -> None:
    signs.close()
    assert told.is_closed
