"""Painting of one line of the side list: a step, a place caption or a rule."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from nanowizard.gui import theme
from nanowizard.gui.theme import Role
from nanowizard.gui.widgets.state_glyph import State, paint_state

ENTRY = int(Qt.ItemDataRole.UserRole) + 1
_GLYPH, _LEFT, _INDENT = 17, 20, 16


@dataclass(frozen=True, slots=True)
class Entry:
    """What a line shows. No id: a caption, or a rule."""

    id: str = ""
    label: str = ""
    state: State = State.WAITING
    visited: bool = False
    current: bool = False
    indent: bool = False
    rule: bool = False

    def shown_state(self) -> State:
        """The current step shows "here" only while nothing more important is known about it."""
        return State.HERE if self.current and self.state is State.WAITING else self.state


class SideDelegate(QStyledItemDelegate):
    """Knows the view because only the view knows whether its focus came from the keyboard."""

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        entry: Entry = index.data(ENTRY)
        if entry.rule:
            return QSize(0, 10)
        font = theme.font(Role.BODY if entry.id else Role.CAPTION, strong=True)
        height = QFontMetrics(font).height()
        return QSize(0, max(32, height + 12) if entry.id else max(28, height + 10))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: Entry = index.data(ENTRY)
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.rule:
            painter.fillRect(QRectF(_LEFT, area.center().y(), area.width() - 2 * _LEFT, 1), theme.color("border"))
        elif not entry.id:
            painter.setFont(theme.font(Role.CAPTION, strong=True))
            painter.setPen(theme.color("text2"))
            box = area.adjusted(_LEFT, 2, -8, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, entry.label)
        else:
            hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            focused = self._view.ring and self._view.hasFocus() and index == self._view.currentIndex()  # type: ignore[attr-defined]
            self._paint_step(painter, area, entry, hovered=hovered, focused=focused)
        painter.restore()

    def _paint_step(self, painter: QPainter, area: QRectF, entry: Entry, *, hovered: bool, focused: bool) -> None:
        box = area.adjusted(9.5, 1.5, -9.5, -1.5)
        if entry.current:
            painter.setPen(QPen(theme.color("border"), 1))
            painter.setBrush(theme.color("surface"))
            painter.drawRoundedRect(box, 4, 4)
            bar = QRectF(box.left() - 0.5, area.center().y() - 8, 3, 16)
            painter.fillRect(bar, theme.color("accent"))
        elif hovered and entry.visited:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(box, 4, 4)
        if focused:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        left = _LEFT + (_INDENT if entry.indent else 0)
        top = round(area.center().y() - _GLYPH / 2)
        ratio = self._view.devicePixelRatioF()
        paint_state(painter, QRectF(left, top, _GLYPH, _GLYPH), entry.shown_state(), ratio)
        font = theme.font(Role.BODY, strong=entry.current)
        known = entry.current or entry.state not in (State.WAITING, State.UNKNOWN)
        painter.setFont(font)
        painter.setPen(theme.color("text" if known else "text2"))
        words = area.adjusted(left + _GLYPH + 9, 0, -14, 0)
        text = QFontMetrics(font).elidedText(entry.label, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
