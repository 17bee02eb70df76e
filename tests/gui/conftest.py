"""Tests with widgets: our look, and no warning of Qt goes unseen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QtMsgType
from PySide6.QtWidgets import QApplication

from nanowizard.gui.style import Theme, apply_theme

HARMLESS = ("This plugin does not support propagateSizeHints()",)


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Theme:
    """Light, English, whatever the machine prefers."""
    return apply_theme(qapp, "light")


@pytest.fixture(autouse=True)
def no_qt_warnings(qtlog: pytest.FixtureRequest) -> Iterator[None]:
    """An unexpected warning of Qt is a mistake of ours that would otherwise only be seen in a terminal."""
    yield
    bad = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg)
    records = [record for record in qtlog.records if record.type in bad]  # type: ignore[attr-defined]
    found = [record.message for record in records if not any(known in record.message for known in HARMLESS)]
    assert found == []
