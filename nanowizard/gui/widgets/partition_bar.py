"""Partition bar: a card as a bar of its partitions, whose borders are moved by mouse, keyboard or screen reader."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nanowizard.cards.division import BLOCK_BYTES, Division
from nanowizard.gui import texts, theme
from nanowizard.gui.theme import Role
from nanowizard.gui.widgets import partition_bar_words as words
from nanowizard.gui.widgets.partition_bar_parts import BORDER_PX, Border, Segment, Unused
from nanowizard.gui.widgets.retranslated import Retranslated

translate = QCoreApplication.translate

_LEAST_PX = 30


class PartitionBar(Retranslated, QWidget):
    """Shows a `Division` and reports the one that the person made of it; who owns the bar shows that one then."""

    changed = Signal(object, str)
    """The new division, and which movement it belongs to: those of one movement are one change."""
    selected = Signal(int)

    def __init__(self, division: Division, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._division = self._grabbed = division
        self._drags = 0
        self._chosen = 0
        self.segments: list[Segment] = []
        self.borders: list[Border] = []
        self.unused = Unused(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_division(division, 0)

    def set_division(self, division: Division, chosen: int) -> None:
        self._division, self._chosen = division, chosen
        while len(self.segments) < len(division.parts):
            self._grow()
        for index, (segment, border) in enumerate(zip(self.segments, self.borders, strict=True)):
            is_there = index < len(division.parts)
            if not is_there and (segment.hasFocus() or border.hasFocus()):
                self.segments[chosen].setFocus(Qt.FocusReason.TabFocusReason)
            segment.setVisible(is_there)
            border.setVisible(is_there)
        self.segments[chosen].setChecked(True)
        self.retranslate()
        self._place()

    def retranslate(self) -> None:
        division = self._division
        hundredth = max(division.room_blocks // 100, 1)
        self.setAccessibleName(translate("PartitionBar", "The partitions of the card"))
        for index, part in enumerate(division.parts):
            facts = words.part_facts(division, index)
            number = texts.number(index + 1)
            formatted = bool(part.filesystem)
            self.segments[index].set_part(words.part_name(division, index), facts, number, formatted=formatted)
            low, high = division.limits(index)
            self.borders[index].set_place(
                words.border_name(division, index),
                _millions(division.border(index)),
                (_millions(low), _millions(high)),
                hundredth,
                _millions(hundredth),
            )
        self.unused.set_words(words.free_words(division.free_blocks * BLOCK_BYTES))

    def sizeHint(self) -> QSize:
        line = QFontMetrics(theme.font(Role.CAPTION, strong=True)).height()
        return QSize(400, 2 * line + 26)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    # --- moving -----------------------------------------------------------------------------------------------------

    def _grow(self) -> None:
        index = len(self.segments)
        segment, border = Segment(self), Border(self)
        segment.toggled.connect(lambda on: self._choose(index, on))
        border.stepped.connect(lambda blocks: self._move(index, self._division.border(index) + blocks))
        border.to_limit.connect(lambda far: self._move(index, self._division.limits(index)[far]))
        border.asked.connect(lambda value: self._move(index, round(value * texts.MB / BLOCK_BYTES)))
        border.grabbed.connect(self._grab)
        border.dragged.connect(lambda pixels: self._drag(index, pixels))
        before = self.borders[-1] if self.borders else None
        if before is not None:
            QWidget.setTabOrder(self.segments[-1], segment)
            QWidget.setTabOrder(before, border)
        self.segments.append(segment)
        self.borders.append(border)

    def _choose(self, index: int, is_on: bool) -> None:
        if is_on and index != self._chosen:
            self._chosen = index
            self.selected.emit(index)

    def _grab(self) -> None:
        self._grabbed = self._division
        self._drags += 1

    def _drag(self, index: int, pixels: float) -> None:
        """Always from where it was grabbed, so that a border comes back when the mouse does."""
        blocks = round(pixels * self._grabbed.room_blocks / max(self.width() - BORDER_PX, 1))
        made = self._grabbed.moved(index, self._grabbed.border(index) + blocks)
        self._say(made, f"drag {self._drags}")

    def _move(self, index: int, border: int) -> None:
        self._say(self._division.moved(index, border), f"border {index}")

    def _say(self, made: Division, movement: str) -> None:
        if made != self._division:
            self.changed.emit(made, movement)
        else:
            self.retranslate()  # a screen reader may have set a value that no block ends at

    # --- drawing ----------------------------------------------------------------------------------------------------

    def _place(self) -> None:
        division = self._division
        sizes = [part.blocks for part in division.parts]
        widths = _widths([*sizes, *([division.free_blocks] if division.free_blocks else [])], self.width() - BORDER_PX)
        left = BORDER_PX / 2
        for index, width in enumerate(widths):
            right = left + width
            box = (round(left), 0, round(right) - round(left), self.height())
            if index == len(sizes):
                self.unused.setGeometry(*box)
            else:
                self.segments[index].setGeometry(*box)
                border = self.borders[index]
                border.setGeometry(round(right) - BORDER_PX // 2, 0, BORDER_PX, self.height())
                border.raise_()
            left = right
        self.unused.setVisible(len(widths) > len(sizes))


def _widths(sizes: list[int], room: float) -> list[float]:
    """In proportion, but none so narrow that it could not be hit."""
    least = min(_LEAST_PX, max(room, 0) / len(sizes))
    narrow: set[int] = set()
    while True:
        left = room - least * len(narrow)
        whole = sum(size for index, size in enumerate(sizes) if index not in narrow)
        more = {i for i, size in enumerate(sizes) if i not in narrow and whole and left * size / whole < least}
        if not more:
            break
        narrow |= more
    return [least if i in narrow else left * size / whole for i, size in enumerate(sizes)]


def _millions(blocks: int) -> int:
    return round(blocks * BLOCK_BYTES / texts.MB)
