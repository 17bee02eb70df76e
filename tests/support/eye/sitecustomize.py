"""Gives a test eyes inside the unchanged program `python -m nanowizard`: what a person sees, as lines of JSON.

Python imports a module of this name from PYTHONPATH at its start. It does nothing until the program loads its window,
and then only looks. Screen readers have such eyes too, but theirs need a session bus and change how Qt behaves.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

PIPE = "NANOWIZARD_EYE_PIPE"
LOOK_EVERY_MS = 20
_PRIMARY = "primary"


class _Finder(MetaPathFinder):
    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname != "nanowizard.gui.app":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        assert spec is not None
        loader: Any = spec.loader
        ordinary = loader.exec_module

        def load(module: ModuleType) -> None:
            ordinary(module)
            made: Any = module
            made.make_application = _watched(made.make_application)

        loader.exec_module = load
        return spec


def _watched(make: Callable[[], Any]) -> Callable[[], Any]:
    def make_and_watch() -> Any:
        app = make()
        _eyes.append(_Eye(app))
        return app

    return make_and_watch


_eyes: list[_Eye] = []
"""Signals of PySide do not keep alive whom they call."""


def _key_counter() -> Any:
    """Counts the keys that reach the windows it is set on: what they did is done when the next look sees the number."""
    from PySide6.QtCore import QEvent, QObject, Qt

    # A press of their own, before that of the key they are pressed with.
    together = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta}

    class Counter(QObject):
        keys = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.KeyPress and event.key() not in together:
                self.keys += 1
            return False

    return Counter()


class _Eye:
    def __init__(self, app: Any) -> None:
        from PySide6.QtCore import QTimer

        self._app = app
        self._counter = _key_counter()
        self._counted: set[int] = set()
        self._pipe = int(os.environ[PIPE])
        self._last = b""
        timer = QTimer(app)
        timer.setInterval(LOOK_EVERY_MS)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        import json

        line = json.dumps(self._seen(), ensure_ascii=False).encode() + b"\n"
        if line != self._last:
            self._last = line
            os.write(self._pipe, line)

    def _seen(self) -> dict[str, Any]:
        from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget, QWizard

        windows = [window for window in self._app.topLevelWidgets() if window.isVisible()]
        self._count_keys([window.windowHandle() for window in windows])
        active = self._app.activeModalWidget() or self._app.activeWindow()
        wizard = next((window for window in windows if isinstance(window, QWizard)), None)
        page = wizard.currentPage() if wizard is not None else None
        shown = [part for part in active.findChildren(QWidget) if part.isVisible()] if active is not None else []
        focus = self._app.focusWidget()
        if focus is not None and focus.window() is not active:
            focus = None  # a dialog is opening, and has not got the keyboard yet
        return {
            "title": active.windowTitle() if active is not None else "",
            "page": getattr(page, "id", ""),
            "asks": active is not None and active is not wizard,
            "focus": _kind(focus) if focus is not None else "",
            "focus_name": _name(focus) if focus is not None else "",
            "keys": self._counter.keys,
            "buttons": {_name(part): part.isEnabled() for part in shown if isinstance(part, QAbstractButton)},
            "filled": [_name(part) for part in shown if part.property("kind") == _PRIMARY and part.isEnabled()],
            "chosen": [_name(part) for part in shown if isinstance(part, QAbstractButton) and part.isChecked()],
            "texts": [part.text() for part in shown if isinstance(part, QLabel) and part.text()],
        }

    def _count_keys(self, windows: list[Any]) -> None:
        for window in windows:
            if window is not None and window.winId() not in self._counted:
                self._counted.add(window.winId())
                window.installEventFilter(self._counter)


def _kind(widget: Any) -> str:
    return str(type(widget).__name__)


def _name(widget: Any) -> str:
    text = getattr(widget, "text", None)
    return str(widget.accessibleName() or (text() if text is not None else "")).replace("\u2009", " ").strip()


if PIPE in os.environ:
    sys.meta_path.insert(0, _Finder())
