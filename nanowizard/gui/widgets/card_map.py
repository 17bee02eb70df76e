"""Card map: the image as cells whose shape tells the state; a faulty place shows however many blocks share its cell."""

from enum import Enum

from PySide6.QtCore import QCoreApplication, QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.ranges import RangeSet
from nanowizard.gui.widgets.retranslated import Retranslated

translate = QCoreApplication.translate

CELL, STEP = 11, 13


class CellState(Enum):
    TODO = "todo"
    UNUSED = "unused"  # holds no data, is neither written nor read
    WRITTEN = "written"
    CHECKED = "checked"
    FAULTY = "faulty"


class CardMap(Retranslated, QWidget):
    """Decoration for the bar, never the only source; to a screen reader one picture with one sentence."""

    def __init__(self, rows: int = 9, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._shown_rows = rows, rows
        self._extent = 0
        self._here: int | None = None
        self._sets = {state: RangeSet() for state in CellState if state is not CellState.TODO}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.retranslate()

    def set_extent(self, total_bytes: int) -> None:
        """Length of what the map stands for; forgets everything that was marked."""
        self._extent = total_bytes
        self.clear()

    @property
    def extent(self) -> int:
        """In bytes."""
        return self._extent

    def mark(self, state: CellState, start: int, end: int) -> None:
        """[start, end) is now in that state. Writing a place again, and only that, takes a fault away."""
        if state is CellState.TODO:
            for known in self._sets.values():
                known.remove(start, end)
        else:
            self._sets[state].add(start, end)
        if state is CellState.WRITTEN:
            self._sets[CellState.CHECKED].remove(start, end)
            self._sets[CellState.FAULTY].remove(start, end)
        self.retranslate()
        self.update()

    def set_here(self, offset: int | None) -> None:
        """Ring the cell in work."""
        self._here = offset
        self.update()

    def clear(self) -> None:
        for known in self._sets.values():
            known.clear()
        self._here = None
        self.retranslate()
        self.update()

    def faulty_ranges(self) -> list[tuple[int, int]]:
        return self._sets[CellState.FAULTY].ranges()

    def set_compact(self, compact: bool) -> None:
        self._shown_rows = min(self._rows, 5) if compact else self._rows
        self.updateGeometry()
        self.update()

    def columns(self) -> int:
        return max(1, (self.width() + STEP - CELL) // STEP)

    def cell_count(self) -> int:
        return self.columns() * self._shown_rows

    def cell_state(self, index: int) -> CellState:
        """State of a cell: any fault wins, else the least that is true for all of its bytes."""
        low, high = self._span(index)
        if high <= low:
            return CellState.UNUSED if self._extent else CellState.TODO
        if self._sets[CellState.FAULTY].overlaps(low, high):
            return CellState.FAULTY
        need = high - low - self._sets[CellState.UNUSED].covered(low, high)
        if need <= 0:
            return CellState.UNUSED
        if self._sets[CellState.CHECKED].covered(low, high) >= need:
            return CellState.CHECKED
        # Checked bytes were written, whether or not that was reported.
        written = self._sets[CellState.WRITTEN].covered(low, high)
        return CellState.WRITTEN if written >= need else CellState.TODO

    def retranslate(self) -> None:
        self.setAccessibleName(translate("Widgets", "Card map"))
        share = self._sets[CellState.WRITTEN].total() / self._extent if self._extent else 0.0
        percent = QLocale().toString(int(share * 100))
        faults = QLocale().toString(len(self.faulty_ranges()))
        words = translate("Widgets", "{percent} percent written, {faults} faulty")
        self.setAccessibleDescription(words.format(percent=percent, faults=faults))

    def sizeHint(self) -> QSize:
        return QSize(59 * STEP, self._shown_rows * STEP - (STEP - CELL) + 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(10 * STEP, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns = self.columns()
        # The last column ends at the right edge, so the pitch takes up what is left over.
        pitch = (self.width() - CELL) / (columns - 1) if columns > 1 else STEP
        here = self._cell_of(self._here)
        for index in range(self.cell_count()):
            column, row = index % columns, index // columns
            box = QRectF(round(column * pitch), row * STEP, CELL, CELL)
            paint_cell(painter, box, self.cell_state(index), here=index == here)

    def _span(self, index: int) -> tuple[int, int]:
        count = self.cell_count()
        return self._extent * index // count, self._extent * (index + 1) // count

    def _cell_of(self, offset: int | None) -> int | None:
        if offset is None or not self._extent:
            return None
        return min(offset * self.cell_count() // self._extent, self.cell_count() - 1)


def paint_cell(painter: QPainter, box: QRectF, state: CellState, *, here: bool = False) -> None:
    """One cell; the shape alone tells the state."""
    painter.setPen(Qt.PenStyle.NoPen)
    if here and state is not CellState.FAULTY:
        painter.setBrush(theme.color("accent_soft"))
        painter.setPen(QPen(theme.color("accent"), 1.6))
        painter.drawRoundedRect(box.adjusted(0.8, 0.8, -0.8, -0.8), 2, 2)
    elif state is CellState.WRITTEN:
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 1.5, 1.5)
    elif state is CellState.CHECKED:
        painter.setBrush(theme.color("good_fill"))
        painter.drawRoundedRect(box, 1.5, 1.5)
    elif state is CellState.FAULTY:
        painter.setBrush(theme.color("bad_fill"))
        painter.drawRoundedRect(box, 1.5, 1.5)
        painter.setPen(QPen(theme.color("on_bad"), 1.5))
        cross = box.adjusted(2.8, 2.8, -2.8, -2.8)
        painter.drawLine(cross.topLeft(), cross.bottomRight())
        painter.drawLine(cross.topRight(), cross.bottomLeft())
    elif state is CellState.UNUSED:
        painter.setBrush(theme.color("idle"))
        painter.drawEllipse(box.center(), 1.2, 1.2)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("idle"), 1))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)


class _Sample(QWidget):
    def __init__(self, state: CellState) -> None:
        super().__init__()
        self._state = state
        self.setFixedSize(CELL, CELL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_cell(painter, QRectF(self.rect()), self._state)


class CardMapLegend(Retranslated, QWidget):
    """The four shapes with their words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._words: list[TextLabel] = []
        for index, state in enumerate((CellState.WRITTEN, CellState.CHECKED, CellState.FAULTY, CellState.TODO)):
            if index:
                row.addSpacing(14)
            row.addWidget(_Sample(state), 0, Qt.AlignmentFlag.AlignVCenter)
            self._words.append(TextLabel(role=Role.CAPTION, tone=Tone.TEXT2))
            row.addWidget(self._words[-1])
        self.retranslate()

    def retranslate(self) -> None:
        words = (
            translate("Widgets", "written"),
            translate("Widgets", "checked"),
            translate("Widgets", "faulty"),
            translate("Widgets", "to do"),
        )
        for label, text in zip(self._words, words, strict=True):
            label.set_text(text)


class CardMapSection(QWidget):
    """Heading, legend and map."""

    def __init__(self, heading: str = "", rows: int = 9, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.map = CardMap(rows)
        self._heading = TextLabel(heading, strong=True)
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(CardMapLegend())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.map)

    def set_heading(self, text: str) -> None:
        self._heading.set_text(text)
