"""What a step page asks of its form, and the column that a form is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.core.events import Finding, Params
from nanowizard.gui import theme


class StepForm(QWidget):
    """A form asks for a step's options; what is added stands below each other. `changed`: other options are meant now.

    The subclass calls `self.retranslate()` as its constructor's last line.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.M)

    def add(self, *parts: QWidget) -> None:
        for part in parts:
            self._column.addWidget(part)

    def options(self) -> Any:
        """The step's options as they are chosen now."""
        raise NotImplementedError

    def set_seen(self, facts: Params, findings: Sequence[Finding]) -> None:
        """What the check found for these options."""

    def retranslate(self) -> None:
        """Set every text again."""
        raise NotImplementedError

    def first_focus(self) -> QWidget | None:
        """The control for the keyboard to begin at, None where there is nothing to choose."""
        return None

    def set_compact(self, compact: bool) -> None:
        self._column.setSpacing(theme.gap(theme.M, compact))
