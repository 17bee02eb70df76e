"""The form of the Format page: how, under what name, and the way to a layout of one's own."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.cards.division import Division
from nanowizard.cards.layout import CardPlan, plan_card
from nanowizard.drives.model import Drive
from nanowizard.gui import theme
from nanowizard.gui.pages.card_format.facts import plan_words
from nanowizard.gui.pages.card_format.mode import FormatMode
from nanowizard.gui.pages.card_format.name import NameField
from nanowizard.gui.pages.card_format.words import label_words
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Button, Kind, TextLabel
from nanowizard.gui.widgets.retranslated import Retranslated

translate = QCoreApplication.translate

SMALLEST_TO_DIVIDE = 16 * 1024 * 1024
"""Below this there is nothing to divide: a partition begins at 4 MiB and takes as much."""


class FormatOptions(Retranslated, QWidget):
    """With a `division` the card gets that layout, and the names that are in it; without, the usual one."""

    changed = Signal()
    divide = Signal()
    """The person wants to see the layout."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drive: Drive | None = None
        self._division: Division | None = None
        self.mode = FormatMode()
        self.mode.chosen.connect(self.changed)
        self.name = NameField(self)
        self.name.edited.connect(lambda _text: self.changed.emit())
        self.made = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2)
        self.layout_link = Button(icon="chevr", kind=Kind.LINK)
        self.layout_link.clicked.connect(self.divide)
        row = QHBoxLayout()
        row.setSpacing(theme.M)
        for widget, stretch in ((self.name.caption, 0), (self.name.field, 2)):
            row.addWidget(widget, stretch)
        row.addStretch(1)
        row.addWidget(self.made)
        row.addWidget(self.layout_link)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.mode)
        self._column.addLayout(row)
        self._column.addWidget(self.name.said)
        self.set_compact(False)
        self.retranslate()

    def set_card(self, drive: Drive, write_rate: float | None) -> None:
        """Another size makes the layout that was chosen meaningless."""
        if self._drive is None or self._drive.size_bytes != drive.size_bytes:
            self._division = None
        self._drive = drive
        self.mode.set_card(drive, write_rate)
        self._show()

    def division(self) -> Division | None:
        """The person's own layout."""
        return self._division

    def set_division(self, division: Division | None) -> None:
        self._division = division
        self._show()
        self.changed.emit()

    def wishes(self) -> dict[str, Any]:
        """For `FormatInput`."""
        division, mode = self._division, self.mode.mode()
        if division is None:
            return {"mode": mode, "label": self.name.value()}
        wishes = division.wishes()
        label = division.parts[0].label.strip() if not wishes else ""
        return {"mode": mode, "table": division.table, "partitions": wishes, "label": label}

    def plan(self) -> CardPlan | None:
        """What comes of it; None while no card was seen. Raises CardError where that cannot be."""
        if self._drive is None:
            return None
        wishes = self.wishes()
        table, partitions = wishes.get("table", "mbr"), wishes.get("partitions", ())
        return plan_card(self._drive.size_bytes, table=table, label=wishes["label"], wishes=partitions)

    def fault(self) -> str:
        """Why nothing can be started with these answers, or ""."""
        if self._division is None:
            return self.name.fault()
        return next(filter(None, (label_words(part.label, part.filesystem) for part in self._division.parts)), "")

    def set_compact(self, compact: bool) -> None:
        self._column.setSpacing(theme.XS if compact else theme.S)

    def retranslate(self) -> None:
        self.mode.retranslate()
        self.layout_link.setText(translate("CardFormatPage", "Change the layout…"))
        caption = translate("CardFormatPage", "Name of the card")
        self.name.set_words(caption, translate("CardFormatPage", "None is needed"))
        self._show()

    def _show(self) -> None:
        own = self._division is not None
        for widget in (self.name.caption, self.name.field):
            widget.setVisible(not own)
        if self._drive is None:
            return
        self.layout_link.setVisible(self._drive.size_bytes >= SMALLEST_TO_DIVIDE)
        plan = self.plan()
        self.made.set_text(plan_words(plan) if plan is not None else "")
        if plan is not None and not own:
            self.name.set_value(self.name.field.text(), plan.volumes[0].filesystem)
        self.name.said.setVisible(not own and bool(self.name.said.text()))
