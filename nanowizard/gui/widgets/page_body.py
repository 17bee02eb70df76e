"""Page body: a column that scrolls inside the page when it must and closes ranks in a low window."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QScrollArea, QSpacerItem, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.widgets.controls import SectionHeading


class _Column(QWidget):
    """Content widget. Wrapped labels claim a minimum height for a narrow column, which would give false scroll bars;
    so the minimum size is given up and the height comes from the real width."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def needed_height(self, width: int) -> int:
        if self.column.hasHeightForWidth():
            return self.column.minimumHeightForWidth(width)
        return self.column.minimumSize().height()

    def minimumSizeHint(self) -> QSize:
        if self.column.hasHeightForWidth():
            return QSize(1, 1)
        return QSize(1, self.column.minimumSize().height())

    def heightForWidth(self, width: int) -> int:
        # The minimum, not the wish: a log pane may shrink before the page scrolls.
        return self.column.minimumHeightForWidth(width)


class PageBody(QScrollArea):
    """Add widgets top down; gaps are given at full size and shrink by themselves when the window is low."""

    room_changed = Signal()
    """There is more room now, or less, or other things in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = _Column()
        self._gaps: list[tuple[QSpacerItem, int]] = []
        self._compact = False
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._content.setAutoFillBackground(False)
        self.setWidget(self._content)
        self._content.setAutoFillBackground(False)  # setWidget() turns it on
        self._content.installEventFilter(self)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self._content.column.addWidget(widget, stretch)
        self._pass_on()

    def add_layout(self, layout: QLayout, stretch: int = 0) -> None:
        self._content.column.addLayout(layout, stretch)
        self._pass_on()

    def add_gap(self, pixels: int = theme.M) -> None:
        spacer = QSpacerItem(1, theme.gap(pixels, self._compact))
        self._gaps.append((spacer, pixels))
        self._content.column.addSpacerItem(spacer)

    def add_stretch(self, stretch: int = 1) -> None:
        self._content.column.addStretch(stretch)

    def add_section(self, text: str) -> SectionHeading:
        """Sub-heading with the gaps that belong above and below it."""
        if self._content.column.count():
            self.add_gap(18)
        heading = SectionHeading(text)
        self.add(heading)
        self.add_gap(theme.S)
        return heading

    def room(self) -> int:
        """Pixels that are left below the content; negative where it is scrolled."""
        return self.viewport().height() - self._content.needed_height(self.viewport().width())

    def is_compact(self) -> bool:
        return self._compact

    def set_compact(self, compact: bool) -> None:
        """Follows the window height by itself; call it only to force a density."""
        self._compact = compact
        for spacer, pixels in self._gaps:
            spacer.changeSize(1, theme.gap(pixels, compact))
        for child in self._content.findChildren(QWidget):
            adjust: Callable[[bool], None] | None = getattr(child, "set_compact", None)
            if adjust is not None:
                adjust(compact)
        self._content.column.invalidate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._follow_window()
        super().resizeEvent(event)
        self.room_changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.room_changed.emit()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._follow_window()

    def showEvent(self, event: QShowEvent) -> None:
        self.set_compact(theme.is_compact(self))
        super().showEvent(event)

    def _pass_on(self) -> None:
        """What is added later gets the density in use."""
        if self._compact:
            self.set_compact(True)

    def _follow_window(self) -> None:
        if theme.is_compact(self) != self._compact:
            self.set_compact(not self._compact)
