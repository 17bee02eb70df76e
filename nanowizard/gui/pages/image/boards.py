"""Which Nano is it? One tile for each board, with a drawing and what tells it from the others."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from nanowizard.core.resources import resource
from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.focus_ring import FocusRing
from nanowizard.gui.widgets.retranslated import Retranslated

translate = QCoreApplication.translate

NANO_4GB, NANO_2GB, EMMC = "jetson-nano-4gb", "jetson-nano-2gb", "jetson-nano-emmc"
_PICTURES = {NANO_4GB: "nano-4gb", NANO_2GB: "nano-2gb", EMMC: "nano-emmc"}
_RADIO = 17


def board_name(board: str) -> str:
    return {
        NANO_4GB: translate("ImagePage", "Nano 4 GB"),
        NANO_2GB: translate("ImagePage", "Nano 2 GB"),
        EMMC: translate("ImagePage", "eMMC module"),
    }[board]


def _marks(board: str) -> tuple[str, str]:
    """What one sees on it, and the number on its label.

    The numbers are NVIDIA's own: its text for the 4.6.1 image names both 4 GB kits, its user guide the 2 GB ones.
    """
    return {
        NANO_4GB: (
            translate("ImagePage", "A02, B01: round plug"),
            translate("ImagePage", "Label {number}").format(number="945-13450"),
        ),
        NANO_2GB: (
            translate("ImagePage", "USB-C power plug"),
            translate("ImagePage", "Label {number}").format(number="945-13541"),
        ),
        EMMC: (
            translate("ImagePage", "No slot for a card"),
            translate("ImagePage", "Label {number}").format(number="900-13448"),
        ),
    }[board]


class BoardDrawing(QWidget):
    """It shows; the words beside it say the same."""

    def __init__(self, picture: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        self._renderers: dict[str, QSvgRenderer] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_compact(False)

    def set_compact(self, compact: bool) -> None:
        self.setFixedSize(QSize(52, 40) if compact else QSize(78, 60))

    def paintEvent(self, _event: QPaintEvent) -> None:
        mode = theme.current().name
        if mode not in self._renderers:
            file = resource("pictures", f"{self._picture}-{mode}.svg")
            self._renderers[mode] = QSvgRenderer(str(file), self)
        self._renderers[mode].render(QPainter(self), QRectF(self.rect()))


class BoardTile(FocusRing, QRadioButton):
    """A radio button to the keyboard and the screen reader; the arrow keys go from one to the next."""

    def __init__(self, board: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board = board
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._drawing = BoardDrawing(_PICTURES[board])
        self._title = TextLabel(strong=True, wrap=True)
        self._marks = [TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True) for _ in range(2)]
        self._title.setContentsMargins(_RADIO + 7, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        for label in (self._title, *self._marks):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.setMinimumWidth(1)
            words.addWidget(label)
        words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(theme.M)
        self._row.addWidget(self._drawing, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addLayout(words, 1)
        self.set_compact(False)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.set_text(board_name(self.board))
        marks = _marks(self.board)
        for label, text in zip(self._marks, marks, strict=True):
            label.set_text(text)
        self.setAccessibleName(board_name(self.board))
        self.setAccessibleDescription(". ".join(marks))

    def set_compact(self, compact: bool) -> None:
        vertical = 4 if compact else 8
        self._row.setContentsMargins(8 if compact else 12, vertical, 8, vertical)
        self._row.setSpacing(theme.S if compact else theme.M)
        self._drawing.set_compact(compact)

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(150, self._row.minimumSize().height())

    def hasHeightForWidth(self) -> bool:
        return self._row.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        return self._row.heightForWidth(width)

    def hitButton(self, position: object) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        fill = "accent_soft" if chosen else "hover" if self.underMouse() else "surface"
        line, width = ("accent", 2.0) if self.ring else ("accent_mid", 1.0) if chosen else ("border", 1.0)
        painter.setPen(QPen(theme.color(line), width))
        painter.setBrush(theme.color(fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), 8, 8)
        title = self._title.geometry()
        middle = title.top() + min(title.height(), self._title.fontMetrics().height()) / 2
        box = QRectF(title.left(), middle - _RADIO / 2, _RADIO, _RADIO)
        painter.setPen(QPen(theme.color("accent" if chosen else "ctl"), 5 if chosen else 1.2))
        painter.setBrush(theme.color("surface"))
        inset = 2.5 if chosen else 0.6
        painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))


class BoardPicker(Retranslated, QWidget):
    """The tiles beside each other, always one of them chosen."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles = {board: BoardTile(board, self) for board in _PICTURES}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.M)
        for board, tile in self.tiles.items():
            row.addWidget(tile, 1)
            tile.setChecked(board == NANO_4GB)
            tile.toggled.connect(lambda on, board=board: self.chosen.emit(board) if on else None)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(translate("ImagePage", "Which Nano do you have?"))
        for tile in self.tiles.values():
            tile.retranslate()

    def board(self) -> str:
        return next(board for board, tile in self.tiles.items() if tile.isChecked())

    def choose(self, board: str) -> None:
        if board in self.tiles:
            self.tiles[board].setChecked(True)
