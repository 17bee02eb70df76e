"""Erase panel: what will be lost, and the only button that may start it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import ElidedLabel, IconLabel, TextLabel
from nanowizard.gui.widgets.hold_button import HoldButton
from nanowizard.gui.widgets.panels import Panel

translate = QCoreApplication.translate

_SAID_MS = 4000


class ErasePanel(Panel):
    """Losses are rows of (name, fact, fact, ...). After an early release it says that nothing was erased."""

    confirmed = Signal()
    released_early = Signal()

    def __init__(self, hold_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(Tone.BAD, parent, padding=(18, 17), spacing=10)
        self._headline = TextLabel(role=Role.SECTION, wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(3)
        self._warning = TextLabel(wrap=True)
        self.hold = HoldButton(hold_text)
        self.hold.confirmed.connect(self.confirmed)
        self.hold.hold_started.connect(self._show_hint)
        self.hold.released_early.connect(self._say_safe)
        self._own_hint = ""
        self._hint = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._said = QTimer(self)
        self._said.setSingleShot(True)
        self._said.setInterval(_SAID_MS)
        self._said.timeout.connect(self._show_hint)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(IconLabel("warn", 22, Tone.BAD), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._headline, 1)
        foot = QHBoxLayout()
        foot.setSpacing(18)
        foot.addWidget(self.hold)
        foot.addWidget(self._hint, 1)
        self.body.addLayout(head)
        self.body.addLayout(self._rows)
        self.body.addWidget(self._warning)
        self.body.addSpacing(theme.XS)
        self.body.addLayout(foot)
        self._show_hint()

    def set_headline(self, text: str) -> None:
        self._headline.set_text(text)
        self.setAccessibleName(text)

    def set_losses(self, losses: Sequence[Sequence[str]]) -> None:
        """One row a volume: its name first, then what is known about it."""
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for loss in losses:
            self._rows.addWidget(self._loss_row(loss))
        self.setAccessibleDescription("; ".join(", ".join(loss) for loss in losses))

    def set_warning(self, text: str) -> None:
        self._warning.set_text(text)
        self._warning.setVisible(bool(text))

    def set_hint(self, text: str) -> None:
        """Other words than "Hold for 2 seconds…" beside the button."""
        self._own_hint = text
        self._show_hint()

    def set_hold_text(self, text: str) -> None:
        self.hold.set_text(text)

    def set_typed_only(self, typed_only: bool) -> None:
        """Ask for the word in every case: for a drive so large that it is hardly a card."""
        self.hold.set_typed_only(typed_only)
        self._show_hint()

    def hint(self) -> str:
        return self._hint.text()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.hold.retranslate()  # its children hear of the language after the panel
            self._show_hint()

    @staticmethod
    def _loss_row(loss: Sequence[str]) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        for index, words in enumerate(loss):
            row.addWidget(ElidedLabel(words, strong=index == 0))
        row.addStretch(1)
        return made

    def _show_hint(self) -> None:
        self._said.stop()
        self._hint.set_text(self._own_hint or self.hold.accessibleDescription())
        self._hint.set_tone(Tone.TEXT2)

    def _say_safe(self) -> None:
        self._hint.set_text(translate("Widgets", "Nothing was erased."))
        self._hint.set_tone(Tone.TEXT)
        self._said.start()
        self.released_early.emit()
