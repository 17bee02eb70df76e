"""Numbered list: things to do by hand, with the numbers of the drawing beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import TextLabel


class _Badge(QWidget):
    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self.in_hand = False
        self.setFixedSize(QSize(24, 24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), 1.5))
        painter.setBrush(theme.color("accent" if self.in_hand else "surface"))
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.setPen(theme.color("on_accent" if self.in_hand else "accent"))
        painter.setFont(theme.font(Role.CAPTION, strong=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))


class NumberedList(QWidget):
    """The number in hand is filled."""

    def __init__(self, steps: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(14)
        self._lines: list[tuple[QWidget, _Badge, TextLabel, TextLabel]] = []
        self.set_steps(steps)

    def set_steps(self, steps: Sequence[tuple[str, str]]) -> None:
        """(title, explanation) in order."""
        while len(self._lines) > len(steps):
            line = self._lines.pop()[0]
            self._column.removeWidget(line)
            line.deleteLater()
        while len(self._lines) < len(steps):
            self._append()
        for index, ((title, text), (line, _badge, name, caption)) in enumerate(zip(steps, self._lines, strict=True)):
            name.set_text(title)
            caption.set_text(text)
            caption.setVisible(bool(text))
            line.setAccessibleName(f"{index + 1}. {title}")
            line.setAccessibleDescription(text)

    def set_current(self, index: int | None) -> None:
        for position, (_line, badge, _name, _caption) in enumerate(self._lines):
            badge.in_hand = position == index
            badge.update()

    def set_compact(self, compact: bool) -> None:
        self._column.setSpacing(theme.gap(14, compact))

    def _append(self) -> None:
        line = QWidget()
        badge = _Badge(len(self._lines) + 1)
        name = TextLabel(strong=True, wrap=True)
        caption = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(name)
        words.addWidget(caption)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.M)
        row.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self._column.addWidget(line)
        self._lines.append((line, badge, name, caption))
