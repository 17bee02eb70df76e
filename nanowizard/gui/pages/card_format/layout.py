"""The view in which a person divides the card: the editor, and below it the facts of what it comes to."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.cards.division import Division, usual
from nanowizard.cards.layout import plan_card
from nanowizard.core.errors import CardError
from nanowizard.drives.model import Drive
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.card_format.editor import LayoutEditor
from nanowizard.gui.pages.card_format.facts import part_title, volume_words
from nanowizard.gui.pages.card_format.words import label_words
from nanowizard.gui.widgets.controls import Button, Kind
from nanowizard.gui.widgets.panels import FactsPanel
from nanowizard.gui.widgets.retranslated import Retranslated

translate = QCoreApplication.translate

_MOST_ROWS = 6
"""Of more partitions the chosen one and its neighbours say enough."""


class LayoutView(Retranslated, QWidget):
    """`division` is what the person made of the card that was shown last."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = LayoutEditor()
        self.editor.changed.connect(self._show)
        self.facts = FactsPanel()
        self.usual = Button(kind=Kind.LINK)
        row = QHBoxLayout()
        row.addWidget(self.usual)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.editor)
        self._column.addWidget(self.facts)
        self._column.addLayout(row)
        self.set_compact(False)
        self.retranslate()

    def show_card(self, drive: Drive, division: Division | None, name: str) -> None:
        """`division`: what was made of it before. `name`: what the one volume was going to be called."""
        if division is None:
            self.editor.begin(usual(drive.size_bytes).with_label(0, name))
        elif division != self.editor.division():
            self.editor.begin(division)

    def division(self) -> Division:
        return self.editor.division()

    def fault(self) -> str:
        """What is wrong with the name of any partition, and of which."""
        pattern = translate("CardFormatPage", "{partition}: {fault}")
        for index, part in enumerate(self.division().parts):
            if fault := label_words(part.label, part.filesystem):
                return pattern.format(partition=part_title(index), fault=fault)
        return ""

    def first_focus(self) -> QWidget:
        return self.editor.bar.segments[self.editor.chosen()]

    def set_compact(self, compact: bool) -> None:
        self._column.setSpacing(theme.gap(theme.M, compact))

    def retranslate(self) -> None:
        self.usual.setText(translate("CardFormatPage", "Back to the usual layout"))
        self._show()

    def _show(self) -> None:
        self.facts.set_facts(self._facts())
        self.changed.emit()

    def _facts(self) -> list[tuple[str, str]]:
        if fault := self.fault():
            return [(translate("CardFormatPage", "Not yet"), fault)]
        division = self.division()
        try:
            wishes, label = division.wishes(), division.parts[0].label.strip()
            plan = plan_card(division.card_bytes, table=division.table, label=label, wishes=wishes)
        except CardError as error:
            return [(translate("CardFormatPage", "Not yet"), texts.sentence(error.code, error.params).what)]
        first = max(0, min(self.editor.chosen() - _MOST_ROWS // 2, len(plan.volumes) - _MOST_ROWS))
        shown = range(first, min(first + _MOST_ROWS, len(plan.volumes)))
        return [(part_title(index), volume_words(plan, index)) for index in shown]
