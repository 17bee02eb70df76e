"""Repair tile: one step's state, the fact behind it and its action; and the grid of such tiles."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Button, ElidedLabel, IconLabel, Kind, TextLabel
from nanowizard.gui.widgets.panels import Panel
from nanowizard.gui.widgets.tag import Tag, TagSpec


class RepairTile(Panel):
    """The action is a link while all is well and a bordered button when something is wrong. `more` is always a link."""

    action_clicked = Signal()
    more_clicked = Signal()

    def __init__(self, icon: str = "", title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, padding=(14, 13), spacing=6)
        self._compact = False
        self._tag = Tag()
        self._title = ElidedLabel(title, strong=True)
        self._title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._sentence = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._action = Button(kind=Kind.LINK)
        self._action.clicked.connect(self.action_clicked)
        self._action.hide()
        self._more = Button(kind=Kind.LINK)
        self._more.clicked.connect(self.more_clicked)
        self._more.hide()
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(IconLabel(icon, 22))
        head.addWidget(self._title, 1)
        head.addWidget(self._tag)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(theme.M)
        self._middle.addWidget(self._sentence, 1, Qt.AlignmentFlag.AlignTop)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._action)
        self._foot.addWidget(self._more)
        self._foot.addStretch(1)
        self.body.addLayout(head)
        self.body.addLayout(self._middle)
        self.body.addStretch(1)
        self.body.addLayout(self._foot)
        self._describe()

    def set_title(self, text: str) -> None:
        self._title.set_text(text)
        self._describe()

    def set_tag(self, tag: TagSpec | None) -> None:
        self._tag.set_spec(tag)
        self._describe()

    def set_sentence(self, text: str) -> None:
        self._sentence.set_text(text)
        self._describe()

    def set_action(self, text: str, *, wrong: bool = False) -> None:
        self._action.setText(text)
        self._action.set_kind(Kind.PLAIN if wrong else Kind.LINK)
        self._action.setVisible(bool(text))
        self._describe()

    def set_more(self, text: str) -> None:
        """A second way out of the tile; an empty text removes it."""
        self._more.setText(text)
        self._more.setVisible(bool(text))
        self._describe()

    def action(self) -> Button:
        return self._action

    def more(self) -> Button:
        return self._more

    def set_compact(self, compact: bool) -> None:
        """In a low window the actions stand at the right of the sentence."""
        super().set_compact(compact)
        if compact != self._compact:
            self._compact = compact
            source, target = (self._foot, self._middle) if compact else (self._middle, self._foot)
            for index, button in enumerate((self._action, self._more)):
                source.removeWidget(button)
                if compact:
                    target.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
                else:
                    target.insertWidget(index, button)

    def head_width(self) -> int:
        """Width at which neither the title nor the tag is cut."""
        margins = self.body.contentsMargins()
        words = self._title.sizeHint().width() + self._tag.sizeHint().width()
        return words + 22 + 3 * 10 + margins.left() + margins.right()

    def _describe(self) -> None:
        spec = self._tag.spec()
        title = self._title.full_text()
        self.setAccessibleName(f"{title}, {spec.text}" if spec else title)
        self.setAccessibleDescription(self._sentence.text())
        for button in (self._action, self._more):
            button.setAccessibleName(f"{button.text()}: {title}")


class TileGrid(QWidget):
    """Three columns, two when the grid is narrow or the text is large, or else the tags are clipped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: list[RepairTile] = []
        self._columns = 3
        self._compact = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.M)

    def add(self, tile: RepairTile) -> None:
        tile.set_compact(self._compact)
        self._tiles.append(tile)
        self._place()

    def columns(self) -> int:
        return self._columns

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self._grid.setSpacing(theme.S if compact else theme.M)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._choose_columns()
        super().resizeEvent(event)

    def _choose_columns(self) -> None:
        narrow = self.window().width() < theme.NARROW_WIDTH or theme.base_pt() >= theme.LARGE_BASE_PT
        share = (self.width() - 2 * self._grid.horizontalSpacing()) // 3
        widest = max((tile.head_width() for tile in self._tiles), default=0)
        columns = 2 if narrow or widest > share else 3
        if columns != self._columns:
            self._columns = columns
            self._place()

    def _place(self) -> None:
        for tile in self._tiles:
            self._grid.removeWidget(tile)
        for index, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, index // self._columns, index % self._columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)
            self._grid.setColumnMinimumWidth(column, 0)
