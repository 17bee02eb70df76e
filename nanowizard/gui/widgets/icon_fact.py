"""Icon with a strong line and a caption; the sunken panel of such facts, and From -> To built from two of them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import ElidedLabel, IconLabel, TextLabel
from nanowizard.gui.widgets.panels import Panel, caption_label


class IconFact(QWidget):
    """What it is and one line about it."""

    def __init__(self, icon: str = "", title: str = "", text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(icon, 22)
        self._title = ElidedLabel(strong=True)
        self._text = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self.set_fact(icon, title, text)

    def set_fact(self, icon: str, title: str, text: str) -> None:
        self._icon.set_icon(icon)
        self._title.set_text(title)
        self._text.set_text(text)
        self._text.setVisible(bool(text))


class NeedsPanel(Panel):
    """Sunken panel with two columns of facts: what the person needs."""

    def __init__(self, items: Sequence[tuple[str, str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(Tone.SUNKEN, parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.XL)
        self._grid.setVerticalSpacing(theme.M)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        self.body.addLayout(self._grid)
        self._facts: list[IconFact] = []
        self.set_items(items)

    def set_items(self, items: Sequence[tuple[str, str, str]]) -> None:
        while len(self._facts) > len(items):
            fact = self._facts.pop()
            self._grid.removeWidget(fact)
            fact.deleteLater()
        while len(self._facts) < len(items):
            fact = IconFact()
            self._grid.addWidget(fact, len(self._facts) // 2, len(self._facts) % 2)
            self._facts.append(fact)
        for fact, (icon, title, text) in zip(self._facts, items, strict=True):
            fact.set_fact(icon, title, text)

    def set_compact(self, compact: bool) -> None:
        super().set_compact(compact)
        self._grid.setVerticalSpacing(theme.gap(theme.M, compact))


class FromToPanel(Panel):
    """What goes where, before it happens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._from_caption, self._to_caption = caption_label(), caption_label()
        self._from, self._to = IconFact(), IconFact()
        row = QHBoxLayout()
        row.setSpacing(theme.XL)
        row.addLayout(self._column(self._from_caption, self._from), 1)
        row.addWidget(IconLabel("chevr", 20), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._column(self._to_caption, self._to), 1)
        self.body.addLayout(row)

    @staticmethod
    def _column(caption: TextLabel, fact: IconFact) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(caption)
        column.addWidget(fact)
        column.addStretch(1)  # both captions stay on one line where one side needs more lines
        return column

    def set_captions(self, from_: str, to: str) -> None:
        self._from_caption.set_text(from_)
        self._to_caption.set_text(to)

    def set_from(self, icon: str, title: str, text: str) -> None:
        self._from.set_fact(icon, title, text)

    def set_to(self, icon: str, title: str, text: str) -> None:
        self._to.set_fact(icon, title, text)
