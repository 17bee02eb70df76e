"""Tests with widgets: our look, and no warning of Qt goes unseen."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType
from PySide6.QtWidgets import QApplication
from support.card_states import Stage
from support.held import qt_objects_held_by
from support.patient_bot import PatientBot

from nanowizard.gui import runner
from nanowizard.gui.post import Collector
from nanowizard.gui.style import Theme, apply_theme
from nanowizard.gui.wizard import SIZE, Wizard
from nanowizard.remote.discover.sources import NONE
from nanowizard.tasks import session as session_module
from tests.gui.window import window as practice_window

HARMLESS = ("This plugin does not support propagateSizeHints()",)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    return PatientBot(request)


@pytest.fixture(autouse=True, scope="package")
def garbage(qapp: QApplication) -> Iterator[Collector]:
    """As in the program: no thread of a test deletes a widget."""
    collector = Collector()
    yield collector
    collector.close()


@pytest.fixture(autouse=True)
def threads_hold_no_widgets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever drops the last reference to a widget deletes it: that must not be a thread."""
    start = runner._start

    def checked(target: Callable[[], None], name: str) -> threading.Thread:
        assert qt_objects_held_by(target) == []
        return start(target, name)

    monkeypatch.setattr(runner, "_start", checked)


@pytest.fixture(autouse=True)
def look(qapp: QApplication, garbage: Collector) -> Theme:
    """Light, English, whatever the machine prefers. What the last test left to be deleted is not styled anew before."""
    garbage.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return apply_theme(qapp, "light")


@pytest.fixture(autouse=True)
def no_qt_warnings(qtlog: pytest.FixtureRequest) -> Iterator[None]:
    """An unexpected warning of Qt is a mistake of ours that would otherwise only be seen in a terminal."""
    yield
    bad = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg)
    records = [record for record in qtlog.records if record.type in bad]  # type: ignore[attr-defined]
    found = [record.message for record in records if not any(known in record.message for known in HARMLESS)]
    assert found == []


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path) -> Iterator[Stage]:
    """For windows whose drives, images and helper are the test's own."""
    made = Stage(tmp_path / "home", SIZE)
    yield made
    made.close()


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[Wizard]:
    """With a practice session: a card's file, and the real helper process."""
    with practice_window(tmp_path) as made:
        made.activateWindow()
        yield made


@pytest.fixture(autouse=True)
def nobody_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page of a test asks the machine's real network anything."""
    monkeypatch.setattr(session_module, "OF_THIS_COMPUTER", NONE)
