"""Which cards: a box for each one that may be erased. None is ever ticked for the person."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.drives.policy import is_very_large
from nanowizard.gui import theme
from nanowizard.gui.pages.card.rows import card_choice, card_key, is_never_a_card
from nanowizard.gui.pages.card.watch import Sighting
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import CheckBox, IconLabel, TextLabel
from nanowizard.gui.widgets.panels import Panel

translate = QCoreApplication.translate


class CardBoxes(Panel):
    """`changed` when a tick came or went. A card that is taken out takes its tick with it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._rows: dict[str, _Row] = {}
        self._sightings: dict[str, Sighting] = {}

    def show_sightings(self, seen: Sequence[Sighting]) -> None:
        shown = {card_key(one.drive): one for one in seen if not is_never_a_card(one.findings)}
        before = self.ticked()
        for key in [key for key in self._rows if key not in shown]:
            row = self._rows.pop(key)
            row.hide()
            self.body.removeWidget(row)
            row.deleteLater()
        self._sightings = shown
        for index, (key, one) in enumerate(shown.items()):
            if key not in self._rows:
                self._rows[key] = _Row()
                self._rows[key].box.toggled.connect(self.changed)
            self._rows[key].show_sighting(one)
            self.body.insertWidget(index, self._rows[key])
        if self.ticked() != before:
            self.changed.emit()

    def ticked(self) -> list[Sighting]:
        return [self._sightings[key] for key, row in self._rows.items() if row.box.isChecked()]

    def untick(self) -> None:
        for row in self._rows.values():
            row.box.setChecked(False)

    def boxes(self) -> list[CheckBox]:
        return [row.box for row in self._rows.values()]

    def retranslate(self) -> None:
        for key, row in self._rows.items():
            row.show_sighting(self._sightings[key])


class _Row(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = CheckBox()
        self._icon = IconLabel("card", 22)
        self._facts = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.box)
        words.addWidget(self._facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.XS, 0, theme.XS)
        row.setSpacing(theme.M)
        row.addWidget(self._icon)
        row.addLayout(words, 1)

    def show_sighting(self, seen: Sighting) -> None:
        choice = card_choice(seen.drive, seen.findings)
        facts, may = choice.reason, choice.choosable
        if may and is_very_large(seen.drive):
            facts, may = translate("SeveralPage", "It is very large. Write it alone, on the Card page."), False
        self._icon.set_icon(choice.icon)
        self.box.setText(choice.title)
        self.box.setAccessibleDescription(facts)
        self._facts.set_text(facts)
        if not may:
            self.box.setChecked(False)
        self.box.setEnabled(may)
