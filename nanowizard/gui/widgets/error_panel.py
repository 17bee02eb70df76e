"""Error panel: what happened, why, one way out with its duration, what comes next, and the details for an expert."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Button, Kind, TextLabel
from nanowizard.gui.widgets.details import DetailsFold
from nanowizard.gui.widgets.panels import Panel
from nanowizard.gui.widgets.state_glyph import State, StateMark


class ErrorPanel(QWidget):
    """Owns the page's only filled button while it is shown. Remedies only, never a bare OK."""

    remedy_clicked = Signal()
    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panel = Panel(Tone.BAD, padding=(18, 18), spacing=theme.M)
        self._headline = TextLabel(role=Role.SECTION, wrap=True)
        self._text = TextLabel(wrap=True)
        self._embedded: QWidget | None = None
        self.remedy = Button(kind=Kind.PRIMARY)
        self.remedy.clicked.connect(self.remedy_clicked)
        self._duration = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2)
        self._if_again = TextLabel(tone=Tone.TEXT2, wrap=True)
        self._details = DetailsFold()
        self._details.copied.connect(self.copied)
        head = QHBoxLayout()
        head.setSpacing(theme.M)
        head.addWidget(StateMark(State.FAILED), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._headline, 1)
        self._slot = QVBoxLayout()
        self._foot = QHBoxLayout()
        self._foot.setSpacing(14)
        self._foot.addWidget(self.remedy)
        self._foot.addWidget(self._duration)
        self._foot.addStretch(1)
        for layout in (head, self._slot, self._foot):
            self._panel.body.addLayout(layout)
            if layout is head:
                self._panel.body.addWidget(self._text)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.M)
        self._column.addWidget(self._panel)
        self._column.addWidget(self._if_again)
        self._column.addWidget(self._details)
        self.set_error("", "")

    def set_error(
        self,
        headline: str,
        text: str,
        *,
        remedy: str = "",
        remedy_icon: str = "",
        duration: str = "",
        if_again: str = "",
        details: str = "",
    ) -> None:
        """`headline` is what happened in the person's world, `text` at most two sentences why."""
        self._headline.set_text(headline)
        self._text.set_text(text)
        self._text.setVisible(bool(text))
        self.remedy.setText(remedy)
        self.remedy.set_icon(remedy_icon)
        self.remedy.setVisible(bool(remedy))
        self.remedy.setAccessibleDescription(duration)
        self._duration.set_text(duration)
        self._duration.setVisible(bool(duration))
        self._if_again.set_text(if_again)
        self._if_again.setVisible(bool(if_again))
        self._details.set_details(details)
        self.setAccessibleName(headline)
        self.setAccessibleDescription(text)

    def set_embedded(self, widget: QWidget | None) -> None:
        """The picture of the failure, such as a card map; None takes it out again without deleting it."""
        if self._embedded is not None:
            self._slot.removeWidget(self._embedded)
            self._embedded.hide()
        self._embedded = widget
        if widget is not None:
            self._slot.addWidget(widget)
            widget.show()

    def add_link(self, link: Button) -> None:
        """Beside the remedy: where more can be seen."""
        self._foot.insertWidget(self._foot.count() - 1, link)

    def details(self) -> DetailsFold:
        return self._details

    def headline(self) -> str:
        return self._headline.text()

    def set_compact(self, compact: bool) -> None:
        self._column.setSpacing(theme.gap(theme.M, compact))
