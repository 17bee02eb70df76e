"""How thoroughly a card is formatted: quick, full, or erased by discard, each with what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from nanowizard.drives.model import Drive
from nanowizard.gui import texts
from nanowizard.gui.pages.card_test.choice import USUAL_RATE
from nanowizard.gui.widgets.choice_list import Choice, ChoiceList

translate = QCoreApplication.translate

QUICK, FULL, ERASE = "quick", "full", "erase"
QUICK_S = 20.0
"""A quick format writes and reads some 100 MB at most, whatever the card."""
ERASE_S = 60.0
"""Slots discard a GB in a fraction of a second; the file system comes after that."""


class FormatMode(ChoiceList):
    """`chosen` is emitted when another one was picked."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._size_bytes, self._bus, self._discards = 0, "", False
        self._measured: float | None = None
        self.retranslate()
        self.select(QUICK)
        self.selection_changed.connect(lambda _key: self.chosen.emit())

    def mode(self) -> str:
        return self.selected_key() or QUICK

    def set_card(self, drive: Drive, write_rate: float | None) -> None:
        """`write_rate` in bytes per second, where a test of this card has measured it."""
        self._size_bytes, self._bus, self._discards = drive.size_bytes, drive.bus, drive.discards
        self._measured = write_rate
        if self.mode() == ERASE and not drive.discards:
            self.select(QUICK)
        self.retranslate()

    def retranslate(self) -> None:
        self.set_name(translate("CardFormatPage", "How to format"))
        about = translate("CardFormatPage", "about {time}")
        full_s = self._size_bytes / (self._measured or USUAL_RATE)
        quick = translate("CardFormatPage", "Enough for most cards. Old files are gone, but not overwritten.")
        erase_s = texts.duration(ERASE_S)
        rows = [
            (QUICK, translate("CardFormatPage", "Quick"), quick, "clock", texts.duration(QUICK_S)),
            (FULL, translate("CardFormatPage", "Full"), self._full_words(), "card", _rounded(full_s)),
            (ERASE, translate("CardFormatPage", "Erase"), self._erase_words(), "flash", erase_s),
        ]
        self.set_choices(
            [self._row(key, title, words, icon, about.format(time=t)) for key, title, words, icon, t in rows]
        )

    def _row(self, key: str, title: str, words: str, icon: str, takes: str) -> Choice:
        can = key != ERASE or self._discards
        return Choice(key=key, title=title, reason=words, icon=icon, choosable=can, value=takes if can else "")

    def _full_words(self) -> str:
        if self._measured:
            return translate("CardFormatPage", "Finds bad places. Time at {rate}, which a test measured.").format(
                rate=texts.rate(self._measured)
            )
        return translate("CardFormatPage", "Overwrites all, finds bad places. Time at {rate}, a usual rate.").format(
            rate=texts.rate(USUAL_RATE)
        )

    def _erase_words(self) -> str:
        if self._discards:
            return translate("CardFormatPage", "The card forgets everything at once, and may be faster afterwards.")
        if self._bus == "usb":
            return translate("CardFormatPage", "This reader cannot do it. A card slot in the computer often can.")
        if self._bus == "sd":
            return translate("CardFormatPage", "This card cannot do it.")
        return translate("CardFormatPage", "Only real cards can do it, in a card slot of the computer.")


def measured_rate(outcomes: Mapping[str, Any], drive: Drive) -> float | None:
    """Bytes per second that a test of a card of this very size has measured in this run of the program."""
    tested = outcomes.get("card.test")
    if tested is None or tested.facts.get("claimed_bytes") != drive.size_bytes:
        return None
    rate: float | None = tested.facts.get("write_rate")
    return rate


def _rounded(seconds: float) -> str:
    return texts.duration(texts.TimeLeft().update(max(seconds, QUICK_S)) or QUICK_S)
