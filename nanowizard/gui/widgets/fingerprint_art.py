"""A fingerprint's picture and its words: the same key looks the same on every screen."""

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.fingerprint import Fingerprint
from nanowizard.remote.hostkey_art import COLUMNS, END, LEVELS, ROWS, START, picture_of, words_of

translate = QCoreApplication.translate

_CELL, _EDGE = 10, 6
_DARKEST = 6
"""Visits from which on a field is as dark as it gets: more hardly happen."""


class FingerprintPicture(QWidget):
    """OpenSSH's random art as fields: the more often visited the darker; S and E where the walk begins and ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self.sizeHint())

    def set_fingerprint(self, fingerprint: str) -> None:
        self._rows = picture_of(fingerprint) if fingerprint else []
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(COLUMNS * _CELL + 2 * _EDGE, ROWS * _CELL + 2 * _EDGE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        for y, row in enumerate(self._rows):
            for x, letter in enumerate(row):
                self._paint_field(painter, QRectF(_EDGE + x * _CELL, _EDGE + y * _CELL, _CELL, _CELL), letter)

    def _paint_field(self, painter: QPainter, field: QRectF, letter: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if letter in (START, END):
            painter.setPen(QPen(theme.color("text"), 1.5))
            painter.setBrush(theme.color("text") if letter == END else theme.color("surface"))
            painter.drawEllipse(field.adjusted(1.5, 1.5, -1.5, -1.5))
            return
        visits = min(LEVELS.index(letter), _DARKEST)
        if visits:
            ink = QColor(theme.color("accent"))
            ink.setAlphaF(0.25 + 0.75 * visits / _DARKEST)
            painter.setBrush(ink)
            painter.drawRoundedRect(field.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)


class FingerprintCard(QWidget):
    """The whole fingerprint, its words and its picture. What they are good for is said below them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._print = Fingerprint()
        self._words = TextLabel(strong=True, wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._use = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._picture = FingerprintPicture()
        left = QVBoxLayout()
        left.setSpacing(theme.S)
        for widget in (self._print, self._words, self._use):
            left.addWidget(widget)
        left.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.L)
        row.addLayout(left, 1)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        self.retranslate()

    def set_fingerprint(self, fingerprint: str) -> None:
        self._print.set_fingerprint("SHA256:" + fingerprint.removeprefix("SHA256:"))
        self._words.set_text(" ".join(words_of(fingerprint)))
        self._picture.set_fingerprint(fingerprint)

    def words(self) -> str:
        return self._words.text()

    def retranslate(self) -> None:
        self._use.set_text(
            translate("Widgets", "Words and picture are the fingerprint again, to compare two screens at a glance.")
        )
        self._picture.setAccessibleName(translate("Widgets", "Picture of the fingerprint"))
