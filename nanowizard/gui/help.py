"""Help and log: where to read more, and where the log of this run lies."""

from __future__ import annotations

from importlib import metadata

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.core.logs import FILE_NAME
from nanowizard.core.places import places
from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Button, TextLabel

translate = QCoreApplication.translate


class HelpDialog(QDialog):
    """Deletes itself when closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("HelpDialog", "Help and log"))
        self.setMinimumWidth(480)
        self._folder = places().logs
        file = TextLabel(str(self._folder / FILE_NAME), Role.MONO, wrap=True)
        file.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.L)
        column.setSpacing(theme.S)
        column.addWidget(TextLabel(translate("HelpDialog", "Every page can be opened again later"), Role.SECTION))
        column.addWidget(
            TextLabel(
                translate("HelpDialog", "Choose “Repair one step” on the first page. It checks every step."), wrap=True
            )
        )
        column.addSpacing(theme.S)
        column.addWidget(TextLabel(translate("HelpDialog", "Log of what was done (without passwords)"), strong=True))
        column.addWidget(file)
        column.addSpacing(theme.S)
        column.addWidget(
            TextLabel(
                translate("HelpDialog", "Version {version}").format(version=metadata.version("nanowizard")),
                Role.CAPTION,
                Tone.TEXT2,
            )
        )
        column.addSpacing(theme.M)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        folder = Button(translate("HelpDialog", "Open the folder"), "folder")
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))))
        close = Button(translate("HelpDialog", "Close"))
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(folder)
        row.addStretch(1)
        row.addWidget(close)
        return row
