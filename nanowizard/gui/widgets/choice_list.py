"""Choice list: a panel of exclusive rows that is updated in place and never chooses for the person."""

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.widgets.choice_row import Choice, ChoiceRow

__all__ = ["Choice", "ChoiceList", "ChoiceRow"]


class ChoiceList(QFrame):
    """Arrow keys move between all rows, also those that cannot be chosen, so that their reason can be read; Space
    chooses. Selection and focus belong to the key and survive an update; a selected row that disappears or becomes
    impossible takes its selection with it."""

    selection_changed = Signal(str)  # key, or "" when nothing is selected any more
    button_clicked = Signal(str)
    row_focused = Signal(str)  # key of the row that got the focus, also of one that cannot be chosen

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "choice")
        self._rows: dict[str, ChoiceRow] = {}
        self._selected: str | None = None
        self._compact = False
        self._column = QVBoxLayout(self)
        self.set_compact(False)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Accessible name of the group, such as "Cards"."""
        self.setAccessibleName(name)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Rows in this order."""
        wanted = {choice.key for choice in choices}
        orphan = self._drop([key for key in self._rows if key not in wanted])
        for index, choice in enumerate(choices):
            if choice.key in self._rows:
                if self._rows[choice.key].choice() != choice:
                    self._rows[choice.key].set_choice(choice)
            else:
                self._rows[choice.key] = self._make(choice)
            if self._column.indexOf(self._rows[choice.key]) != index:
                self._column.insertWidget(index, self._rows[choice.key])
        self._rows = {choice.key: self._rows[choice.key] for choice in choices}
        self._order_tabs()
        if orphan is not None and self._rows:
            keys = list(self._rows)
            self._focus(keys[min(orphan, len(keys) - 1)])
        if self._selected is not None and not self._can_choose(self._selected):
            self.select(None)
        self._rove()
        self.updateGeometry()
        self.update()

    def select(self, key: str | None) -> None:
        """Select a row, or nothing. A key that cannot be chosen raises ValueError."""
        if key is not None and not self._can_choose(key):
            raise ValueError(f"not choosable: {key}")
        if key == self._selected:
            return
        self._selected = key
        for known, row in self._rows.items():
            row.set_selected(known == key)
        self._rove()
        self.selection_changed.emit(key or "")

    def selected_key(self) -> str | None:
        return self._selected

    def keys(self) -> list[str]:
        return list(self._rows)

    def row(self, key: str) -> ChoiceRow:
        return self._rows[key]

    def focused_key(self) -> str | None:
        return next((key for key, row in self._rows.items() if row.hasFocus()), None)

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self._column.setContentsMargins(6, 5, 6, 5)
        self._column.setSpacing(5 if compact else 7)
        for row in self._rows.values():
            row.set_compact(compact)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            for row in self._rows.values():
                row.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        rows = list(self._rows.values())
        for upper, lower in itertools.pairwise(rows):
            y = (upper.geometry().bottom() + 1 + lower.geometry().top()) // 2
            painter.fillRect(14, y, self.width() - 28, 1, theme.color("border"))

    def _make(self, choice: Choice) -> ChoiceRow:
        row = ChoiceRow(choice, self)
        row.set_compact(self._compact)
        row.clicked.connect(lambda _checked=False, key=choice.key: self._pick(key))
        row.moved.connect(lambda key_code, key=choice.key: self._move(key, key_code))
        # Qt arranges the tab stops of radio buttons when one gets the focus; ours come after it.
        row.focused.connect(lambda key=choice.key: self._rove(key))
        row.focused.connect(lambda key=choice.key: self.row_focused.emit(key))
        row.button_clicked.connect(self.button_clicked)
        return row

    def _drop(self, keys: Sequence[str]) -> int | None:
        """Remove rows; the index of the one that had the focus, if any."""
        orphan = None
        for key in keys:
            row = self._rows[key]
            if row.hasFocus() or row.button().hasFocus():
                orphan = list(self._rows).index(key)
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        for key in keys:
            del self._rows[key]
        return orphan

    def _can_choose(self, key: str) -> bool:
        return key in self._rows and self._rows[key].choice().choosable

    def _pick(self, key: str) -> None:
        self._rove(key)
        if self._can_choose(key):
            self.select(key)

    def _move(self, key: str, key_code: int) -> None:
        keys = list(self._rows)
        here = keys.index(key)
        target = {
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(keys) - 1,
            Qt.Key.Key_Up: here - 1,
            Qt.Key.Key_Left: here - 1,
        }.get(Qt.Key(key_code), here + 1)
        if 0 <= target < len(keys):
            self._focus(keys[target])

    def _focus(self, key: str) -> None:
        self._rove(key)
        row = self._rows[key]
        row.setFocus(Qt.FocusReason.TabFocusReason)
        # A scroll area follows Tab by itself, but not the arrow keys.
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(row, 0, 12)

    def _rove(self, key: str | None = None) -> None:
        """One tab stop for the whole group: the given row, else the focused, the selected or the first one."""
        stop = key or self.focused_key() or self._selected or next(iter(self._rows), None)
        for known, row in self._rows.items():
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if known == stop else Qt.FocusPolicy.ClickFocus)

    def tab_stops(self) -> list[QWidget]:
        """In the order of Tab, for whoever puts the list among other widgets."""
        return [stop for row in self._rows.values() for stop in (row, row.button())]

    def _order_tabs(self) -> None:
        for first, second in itertools.pairwise(self.tab_stops()):
            QWidget.setTabOrder(first, second)
