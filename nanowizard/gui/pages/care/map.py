"""Where a card does not keep data, as a map with its legend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.gui.widgets.card_map import CardMapSection, CellState

translate = QCoreApplication.translate


class BadPlacesMap(CardMapSection):
    """Hidden while there are no bad places."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(rows=3, parent=parent)
        self.hide()

    def show_places(
        self, size_bytes: int, bad: Iterable[Mapping[str, Any]], *, rest: CellState = CellState.CHECKED
    ) -> None:
        """`bad`: the ranges of a report, with `offset_bytes` and `length_bytes`. `rest`: what is true of the others."""
        ranges = [(int(one["offset_bytes"]), int(one["length_bytes"])) for one in bad]
        self.map.set_extent(size_bytes)
        self.map.mark(rest, 0, size_bytes)
        for start, length in ranges:
            self.map.mark(CellState.FAULTY, start, start + length)
        self.retranslate()
        self.setVisible(bool(ranges))

    def retranslate(self) -> None:
        self.set_heading(translate("CardCare", "Places on the card"))
