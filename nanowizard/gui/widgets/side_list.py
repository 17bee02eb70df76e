"""Side list: the steps by place, each with its real state; visited steps can be opened again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Button, IconLabel, Kind, TextLabel
from nanowizard.gui.widgets.focus_ring import FocusRing
from nanowizard.gui.widgets.panels import Panel
from nanowizard.gui.widgets.retranslated import Retranslated
from nanowizard.gui.widgets.side_delegate import ENTRY, Entry, SideDelegate
from nanowizard.gui.widgets.state_glyph import FRAME_MS, State, motion_wanted, state_words

translate = QCoreApplication.translate

WIDTH, NARROW = 224, 196


@dataclass(frozen=True, slots=True)
class SideItem:
    """One step. `indent` is for a page inside another step, such as "Repair card" under Card."""

    id: str
    label: str
    state: State = State.WAITING
    visited: bool = False
    indent: bool = False


@dataclass(frozen=True, slots=True)
class SideGroup:
    """Steps of one place. No caption and `rule` for the last group (Finish)."""

    caption: str
    items: Sequence[SideItem]
    rule: bool = False


class _View(FocusRing, QListWidget):
    """A real list, so that a screen reader counts and names the steps."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)

    def entry_at(self, position: QPoint) -> Entry | None:
        item = self.itemAt(position)
        return item.data(ENTRY) if item is not None else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        entry = self.entry_at(event.position().toPoint())
        hand = entry is not None and entry.visited and not entry.current
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._open(self.entry_at(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            item = self.currentItem()
            self._open(item.data(ENTRY) if item is not None else None)
            event.accept()
            return
        super().keyPressEvent(event)

    def _open(self, entry: Entry | None) -> None:
        if entry is not None and entry.id and entry.visited and not entry.current:
            self.opened.emit(entry.id)


class SideList(Retranslated, QFrame):
    """Full-height list at the left of the window. Keep a Python reference to it: QWizard does not own it for us."""

    step_activated = Signal(str)
    help_activated = Signal()

    def __init__(self, app_name: str = "NanoWizard", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("side", True)
        self._current = ""
        self._help_text = ""
        self._items: dict[str, QListWidgetItem] = {}
        self._view = _View()
        self._view.setItemDelegate(SideDelegate(self._view))
        self._view.opened.connect(self.step_activated)
        self._practice = Panel(Tone.WARN, padding=(10, 7), spacing=0)
        self._practice_words = (
            TextLabel(role=Role.CAPTION, tone=Tone.WARN, strong=True, wrap=True),
            TextLabel(role=Role.CAPTION, tone=Tone.WARN, wrap=True),
        )
        for label in self._practice_words:
            self._practice.body.addWidget(label)
        self._practice.hide()
        self._help = Button("", "help", Kind.QUIET)
        self._help.clicked.connect(self.help_activated)
        self._frames = QTimer(self)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self._turn)
        self._arrange(app_name)
        self.set_narrow(False)
        self.retranslate()

    def _arrange(self, app_name: str) -> None:
        mark = QHBoxLayout()
        mark.setContentsMargins(20, 18, 12, 12)
        mark.setSpacing(11)
        mark.addWidget(IconLabel("app", 28))
        mark.addWidget(TextLabel(app_name, Role.SECTION), 1)
        bottom = QVBoxLayout()
        bottom.setContentsMargins(12, 8, 12, 10)
        bottom.setSpacing(6)
        bottom.addWidget(self._practice)
        bottom.addWidget(self._help)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(mark)
        column.addWidget(self._view, 1)
        column.addLayout(bottom)

    def set_groups(self, groups: Sequence[SideGroup]) -> None:
        """Replace the list, for example for another language; the current step stays current."""
        self._view.clear()
        self._items.clear()
        for group in groups:
            if group.rule:
                self._append(Entry(rule=True))
            if group.caption:
                self._append(Entry(label=group.caption))
            for step in group.items:
                entry = Entry(step.id, step.label, step.state, step.visited, step.id == self._current, step.indent)
                self._items[step.id] = self._append(entry)
        self._animate()

    def set_state(self, step_id: str, state: State) -> None:
        self._change(step_id, state=state)
        self._animate()

    def state(self, step_id: str) -> State:
        return self._entry(step_id).state

    def set_visited(self, step_id: str, visited: bool) -> None:
        self._change(step_id, visited=visited)

    def set_current(self, step_id: str) -> None:
        """Mark the page that is shown; it counts as visited from then on."""
        for known in self._items:
            if self._entry(known).current:
                self._change(known, current=False)
        self._current = step_id
        if step_id in self._items:
            self._change(step_id, current=True, visited=True)
            self._view.setCurrentItem(self._items[step_id])

    def current(self) -> str:
        return self._current

    def accessible_text(self, step_id: str) -> str:
        return str(self._items[step_id].data(Qt.ItemDataRole.AccessibleTextRole))

    def set_practice(self, headline: str, text: str = "") -> None:
        """Amber box that says nothing real is touched; an empty headline removes it."""
        for label, words in zip(self._practice_words, (headline, text), strict=True):
            label.set_text(words)
            label.setVisible(bool(words))
        self._practice.setAccessibleName(f"{headline}. {text}")
        self._practice.setVisible(bool(headline))

    def set_help(self, text: str) -> None:
        """Other words than "Help and log"."""
        self._help_text = text
        self.retranslate()

    def set_narrow(self, narrow: bool) -> None:
        """For windows below 1000 px."""
        self.setFixedWidth(NARROW if narrow else WIDTH)

    def view(self) -> QListWidget:
        """The list itself, for focus and tests."""
        return self._view

    def retranslate(self) -> None:
        self._view.setAccessibleName(translate("Widgets", "Steps"))
        self._help.setText(self._help_text or translate("Widgets", "Help and log"))
        for step_id in self._items:
            self._change(step_id)

    def _append(self, entry: Entry) -> QListWidgetItem:
        item = QListWidgetItem(self._view)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled if entry.id else Qt.ItemFlag.NoItemFlags)
        self._store(item, entry)
        return item

    @staticmethod
    def _store(item: QListWidgetItem, entry: Entry) -> None:
        item.setData(ENTRY, entry)
        item.setData(Qt.ItemDataRole.DisplayRole, entry.label)
        words = f"{entry.label}, {state_words(entry.shown_state())}" if entry.id else entry.label
        item.setData(Qt.ItemDataRole.AccessibleTextRole, words)

    def _entry(self, step_id: str) -> Entry:
        entry = self._items[step_id].data(ENTRY)
        assert isinstance(entry, Entry)
        return entry

    def _change(self, step_id: str, **fields: object) -> None:
        self._store(self._items[step_id], replace(self._entry(step_id), **fields))  # type: ignore[arg-type]

    def _animate(self) -> None:
        running = any(self._entry(step_id).state is State.RUNNING for step_id in self._items)
        if running and motion_wanted():
            self._frames.start()
        else:
            self._frames.stop()

    def _turn(self) -> None:
        for step_id, item in self._items.items():
            if self._entry(step_id).state is State.RUNNING:
                self._view.viewport().update(self._view.visualItemRect(item))
