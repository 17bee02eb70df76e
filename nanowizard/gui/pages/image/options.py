"""How to download: not faster than, from which server, into which folder, and the checksum that a person was given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from nanowizard.gui import texts, theme
from nanowizard.gui.pages.image.checksum import ChecksumEdit
from nanowizard.gui.pages.image.selection import host_of
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Button, TextLabel
from nanowizard.gui.widgets.labels import ElidedLabel

translate = QCoreApplication.translate

LIMITS = (None, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000)
"""Bytes a second."""
_ANY, _OWN = "", "own"


class DownloadOptions(QWidget):
    """`changed`: what runs has to go on in another way. `folder_wanted`: ask for another one."""

    changed = Signal()
    edited = Signal()
    """A checksum was typed; it counts from the next start."""
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._urls: tuple[str, ...] = ()
        self._hosts: tuple[str, ...] = ()
        self._labels = {
            name: TextLabel(role=Role.CAPTION, tone=Tone.TEXT2) for name in ("limit", "server", "sum", "to")
        }
        self.limit_box, self.server = QComboBox(), QComboBox()
        self.own = QLineEdit()
        self.own.setPlaceholderText("https://")
        self.own.hide()
        self.sum = ChecksumEdit(self._labels["sum"])
        self.folder = ElidedLabel()
        self.folder_button = Button(icon="folder")
        self.folder_button.clicked.connect(self.folder_wanted)
        self._arrange()
        self.limit_box.activated.connect(lambda _index: self.changed.emit())
        self.server.activated.connect(lambda _index: self._server_chosen())
        self.own.editingFinished.connect(self._own_named)
        self.sum.textChanged.connect(lambda _text: self.edited.emit())
        self._last_own = ""
        self.retranslate()

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, theme.XS, 0, 0)
        grid.setHorizontalSpacing(theme.L)
        grid.setVerticalSpacing(theme.XS)
        where = QHBoxLayout()
        where.setSpacing(theme.S)
        where.addWidget(self.folder, 1)
        where.addStretch(0)
        where.addWidget(self.folder_button)
        servers = QVBoxLayout()
        servers.setSpacing(theme.XS)
        servers.addWidget(self.server)
        servers.addWidget(self.own)
        for column, name in enumerate(("limit", "server")):
            grid.addWidget(self._labels[name], 0, column)
        grid.addWidget(self.limit_box, 1, 0)
        grid.addLayout(servers, 1, 1)
        grid.addWidget(self._labels["sum"], 2, 0)
        grid.addWidget(self._labels["to"], 2, 1)
        grid.addWidget(self.sum, 3, 0)
        grid.addLayout(where, 3, 1)
        grid.setAlignment(self.limit_box, Qt.AlignmentFlag.AlignTop)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        for name, field in (("limit", self.limit_box), ("server", self.server)):
            self._labels[name].setBuddy(field)
            field.setMinimumWidth(1)

    # --- what was chosen --------------------------------------------------------------------------------------------

    def limit(self) -> int | None:
        value = self.limit_box.currentData()
        return int(value) if value else None

    def sources(self) -> tuple[str, ...]:
        """For the task: a host that is asked first, or a further address."""
        chosen = str(self.server.currentData() or "")
        if chosen == _OWN:
            return (self.own.text().strip(),) if host_of(self.own.text().strip()) else ()
        return (chosen,) if chosen else ()

    def sha256(self) -> str | None:
        return self.sum.sha256()

    def is_valid(self) -> bool:
        return self.sum.is_valid()

    def set_urls(self, urls: Sequence[str]) -> None:
        """The addresses of the chosen image; what was chosen for another one is forgotten."""
        if tuple(urls) != self._urls:
            self._urls = tuple(urls)
            self._hosts = tuple(dict.fromkeys(filter(None, map(host_of, urls))))
            self.server.setCurrentIndex(0)
            self.own.clear()
            self.sum.clear()
            self._fill_servers()
        for widget in (self._labels["server"], self.server):
            widget.setVisible(bool(self._hosts))
        self._show_own()

    def set_running(self, running: bool) -> None:
        """Folder and checksum are those that it began with."""
        for widget in (self.folder_button, self.sum):
            widget.setEnabled(not running)

    def set_folder(self, folder: Path) -> None:
        self.folder.set_text(str(folder))

    def ask_for_address(self) -> None:
        """Let the person name another server."""
        self.server.setCurrentIndex(self.server.findData(_OWN))
        self._show_own()
        self.own.setFocus()

    # --- words ------------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        names = {
            "limit": translate("ImagePage", "Speed at most"),
            "server": translate("ImagePage", "Server"),
            "to": translate("ImagePage", "Folder for downloads"),
        }
        for name, text in names.items():
            self._labels[name].set_text(text)
        self.sum.retranslate()
        for field, name in ((self.limit_box, "limit"), (self.server, "server")):
            field.setAccessibleName(names[name])
        self.own.setAccessibleName(translate("ImagePage", "Address of the same image on another server"))
        self.folder_button.setText(translate("ImagePage", "Change…"))
        self.folder_button.setAccessibleDescription(names["to"])
        self._fill_limits()
        self._fill_servers()

    def _fill_limits(self) -> None:
        at = max(self.limit_box.currentIndex(), 0)
        self.limit_box.clear()
        for limit in LIMITS:
            words = texts.rate(limit) if limit else translate("ImagePage", "As fast as possible")
            self.limit_box.addItem(words, limit)
        self.limit_box.setCurrentIndex(at)

    def _fill_servers(self) -> None:
        chosen = self.server.currentData()
        self.server.clear()
        self.server.addItem(translate("ImagePage", "Choose by itself"), _ANY)
        for host in self._hosts:
            china = translate("ImagePage", "{host} (mainland China)").format(host=host)
            self.server.addItem(china if host.endswith(".cn") else host, host)
        self.server.addItem(translate("ImagePage", "Another address…"), _OWN)
        self.server.setCurrentIndex(max(self.server.findData(chosen), 0))

    # --- choosing ---------------------------------------------------------------------------------------------------

    def _server_chosen(self) -> None:
        self._show_own()
        if self.server.currentData() == _OWN:
            self.own.setFocus()
        else:
            self.changed.emit()

    def _own_named(self) -> None:
        if self.sources() and self.own.text() != self._last_own:
            self._last_own = self.own.text()
            self.changed.emit()

    def _show_own(self) -> None:
        self.own.setVisible(self.server.currentData() == _OWN and not self.server.isHidden())
