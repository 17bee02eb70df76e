"""Where a card is not what it should be: how much, in which partitions and files, and a map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.core.events import Finding
from nanowizard.flash.verify import MOST_BAD_RANGES
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.care.map import BadPlacesMap
from nanowizard.gui.plurals import Plurals
from nanowizard.gui.widgets.card_map import CellState
from nanowizard.gui.widgets.panels import FactsPanel

translate = QCoreApplication.translate

_PLACE = "flash.range_differs"
_LOST = ("flash.lost_in_files", "flash.lost_in_many_files", "flash.lost_in_partition", "flash.lost_outside")
DIFFERENCES = frozenset({_PLACE, *_LOST})
"""Codes of what is shown here."""


class DifferencesView(QWidget):
    """Facts and map; hidden while there are no differences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: list[Finding] = []
        self._lost: list[Finding] = []
        self.facts = FactsPanel()
        self.map = BadPlacesMap()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.facts)
        self._column.addWidget(self.map)
        self.set_compact(False)
        self.show_findings((), 0)

    def show_findings(self, findings: Iterable[Finding], size_bytes: int) -> None:
        """Those of them that are differences, on a card of that size."""
        found = list(findings)
        self._places = [finding for finding in found if finding.code == _PLACE]
        self._lost = [finding for finding in found if finding.code in _LOST]
        self.map.show_places(size_bytes, [place.params for place in self._places], rest=CellState.UNUSED)
        self.setVisible(bool(self._places))
        self.retranslate()

    def lines(self) -> list[str]:
        """Every place, for the technical details: where it begins and how long it is, in bytes."""
        return [f"differs  {offset} {length}" for offset, length in sorted(map(_range, self._places))]

    def set_compact(self, compact: bool) -> None:
        self._column.setSpacing(theme.gap(theme.S, compact))

    def retranslate(self) -> None:
        self.facts.set_facts([*_amount(self._places), *map(_where, self._lost)] if self._places else [])
        self.map.retranslate()


def _range(place: Finding) -> tuple[int, int]:
    return int(place.params["offset_bytes"]), int(place.params["length_bytes"])


def _amount(places: Sequence[Finding]) -> list[tuple[str, str]]:
    size = texts.size(sum(length for _offset, length in map(_range, places)))
    facts = [Plurals.different_places(len(places)), size]
    if len(places) >= MOST_BAD_RANGES:
        facts.append(translate("CardVerifyPage", "then looking stopped"))
    return [(translate("CardVerifyPage", "Different"), texts.join_facts(facts))]


def _where(lost: Finding) -> tuple[str, str]:
    return translate("CardVerifyPage", "Where"), texts.sentence(lost.code, lost.params).what
