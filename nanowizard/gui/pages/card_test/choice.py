"""Which test: a quick one that keeps what is on the card, or one of every byte that does not."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from nanowizard.gui import texts
from nanowizard.gui.widgets.choice_list import Choice, ChoiceList

translate = QCoreApplication.translate

QUICK, FULL = "quick", "full"

USUAL_RATE = 20_000_000
"""Bytes a second of a usual card in a USB 2 reader, for forecasts: the bus ends at some 40 MB/s, most cards before."""
QUICK_BYTES = 3 * 512 * 1024**2 + 4 * 64 * 1024**2
"""What a quick test moves on a large card: thrice the pressure, twice the first stride and the area for the speed."""


class ProbeChoice(ChoiceList):
    """`chosen` is emitted when another test was picked."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._size_bytes = 0
        self.retranslate()
        self.select(QUICK)
        self.selection_changed.connect(lambda _key: self.chosen.emit())

    def kind(self) -> str:
        return self.selected_key() or QUICK

    def set_size(self, size_bytes: int) -> None:
        """Of the card, for the forecasts."""
        self._size_bytes = size_bytes
        self.retranslate()

    def retranslate(self) -> None:
        self.set_name(translate("CardTestPage", "Which test"))
        quick = _forecast(min(QUICK_BYTES, self._size_bytes * 2) / USUAL_RATE)
        full = _forecast(self._size_bytes * 2 / USUAL_RATE)
        self.set_choices(
            [
                Choice(
                    key=QUICK,
                    title=translate("CardTestPage", "Quick test"),
                    reason=translate(
                        "CardTestPage",
                        "Size, health and speed at spread places, about {time}. What is on the card stays.",
                    ).format(time=quick),
                    icon="clock",
                ),
                Choice(
                    key=FULL,
                    title=translate("CardTestPage", "Full test"),
                    reason=translate(
                        "CardTestPage",
                        "Writes every byte and reads it back, about {time}. Everything on the card is erased.",
                    ).format(time=full),
                    icon="card",
                ),
            ]
        )


def _forecast(seconds: float) -> str:
    """A minute at least, and rounded as a time left is."""
    return texts.duration(texts.TimeLeft().update(max(seconds, texts.MINUTE_S)) or texts.MINUTE_S)
