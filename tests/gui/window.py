"""A whole window for tests: with a practice session, or with pages that the test writes itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget
from support.patience import PATIENCE_S

from nanowizard.core.places import Places
from nanowizard.gui.context import Context
from nanowizard.gui.runner import wait_for_threads
from nanowizard.gui.wizard import Wizard
from nanowizard.remote.discover.sources import NONE
from nanowizard.tasks.session import Session


@contextmanager
def window(
    folder: Path, *, practice: bool = True, use_language: Callable[[str], None] = lambda _tag: None, **mode: Any
) -> Iterator[Wizard]:
    """Shown; at the end it is closed and nothing of it is left running."""
    where = Places(folder / "state", folder / "cache", folder / "logs")
    context = Context(lambda p: Session(practice=p, where=where, sources=NONE), use_language, practice=practice)
    wizard = Wizard(context, **mode)
    wizard.show()
    QTest.qWaitForWindowExposed(wizard)
    try:
        yield wizard
    finally:
        for page in wizard.findChildren(QWidget):
            stop = getattr(page, "stop", None)
            if stop is not None and hasattr(page, "is_busy"):
                stop()
        wizard.current().leave()
        wizard.hide()
        assert wait_for_threads(PATIENCE_S)
        context.close()
        wizard.deleteLater()
        QCoreApplication.sendPostedEvents(None, 0)


def press(wizard: Wizard, key: Qt.Key) -> None:
    QTest.keyClick(wizard.focusWidget() or wizard, key)


class Marking(QTranslator):
    """A language in which every text stands in guillemets: what is not marked has not been translated again."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        del context, disambiguation, n
        return f"«{text}»" if text.strip() else text


def visible_texts(root: QWidget) -> list[str]:
    """Every word that the person sees or hears below `root`."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if not widget.isVisibleTo(root):
            continue
        if isinstance(widget, (QLabel, QAbstractButton)) and not isinstance(widget.parent(), QComboBox):
            found.append(widget.text())
        if isinstance(widget, QLineEdit):
            found.append(widget.placeholderText())
        found += [widget.accessibleName(), widget.accessibleDescription()]
    return [text for text in found if text.strip()]
