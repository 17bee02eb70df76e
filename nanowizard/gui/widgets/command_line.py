"""Command line: one command to try on another machine or in a terminal, with Copy."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Kind, TextLabel
from nanowizard.gui.widgets.details import CopyButton
from nanowizard.gui.widgets.panels import Panel


class CommandLine(Panel):
    """One command to try, with Copy."""

    copied = Signal()

    def __init__(self, command: str = "", parent: QWidget | None = None) -> None:
        super().__init__(Tone.SUNKEN, parent, padding=(theme.L, 10))
        self._label = TextLabel(role=Role.CODE, wrap=True)
        self._label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._copy = CopyButton(Kind.PLAIN)
        self._copy.copied.connect(self.copied)
        row = QHBoxLayout()
        row.setSpacing(theme.M)
        row.addWidget(self._label, 1)
        row.addWidget(self._copy)
        self.body.addLayout(row)
        self.set_command(command)

    def set_command(self, command: str) -> None:
        self._label.set_text(command)
        self._copy.set_copy_text(command)
        self._copy.setAccessibleDescription(command)

    def command(self) -> str:
        return self._label.text()

    def copy_button(self) -> CopyButton:
        return self._copy
