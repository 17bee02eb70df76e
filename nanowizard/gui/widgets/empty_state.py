"""Empty state: nothing here yet, what to do, and what will happen by itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Button, IconLabel, TextLabel
from nanowizard.gui.widgets.panels import Panel


class EmptyState(Panel):
    """Not a failure: no red, no spinner. At most one plain button."""

    button_clicked = Signal()

    def __init__(self, icon: str = "card", parent: QWidget | None = None) -> None:
        super().__init__(Tone.SUNKEN, parent)
        self._headline = TextLabel(role=Role.SECTION, wrap=True)
        self._text = TextLabel(tone=Tone.TEXT2, wrap=True)
        self._button = Button()
        self._button.clicked.connect(self.button_clicked)
        self._button.hide()
        centre = Qt.AlignmentFlag.AlignHCenter
        for label in (self._headline, self._text):
            label.setAlignment(centre)
        self.body.addStretch(1)
        # A 1.5 line on the 20-unit grid would be 5 px here; a third of it keeps the weight of the other icons.
        self.body.addWidget(IconLabel(icon, 72, Tone.ACCENT, stroke=0.75), 0, centre)
        self.body.addSpacing(theme.S)
        self.body.addWidget(self._headline)
        self.body.addWidget(self._text)
        self.body.addSpacing(theme.S)
        self.body.addWidget(self._button, 0, centre)
        self.body.addStretch(1)

    def set_texts(self, headline: str, text: str, button: str = "") -> None:
        """`text` may hold line breaks: they are kept."""
        self._headline.set_text(headline)
        self._text.set_text(text)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(headline)
        self.setAccessibleDescription(text)

    def set_button_icon(self, name: str) -> None:
        self._button.set_icon(name)

    def button(self) -> Button:
        return self._button
