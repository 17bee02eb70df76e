"""The layout of a card by hand: the bar, the buttons for its partitions, and a form for the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QSpinBox, QWidget

from nanowizard.cards.division import BLOCK_BYTES, Division, usual
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.card_format.history import History
from nanowizard.gui.pages.card_format.name import NameField
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Button, Kind, TextLabel
from nanowizard.gui.widgets.panels import Panel
from nanowizard.gui.widgets.partition_bar import PartitionBar
from nanowizard.gui.widgets.partition_bar_words import filesystem_words
from nanowizard.gui.widgets.retranslated import Retranslated

translate = QCoreApplication.translate

_MILLION = texts.MB
_ANY_CARD_BYTES = 64 * 1024 * 1024
"""What is divided before there is a card."""


class LayoutEditor(Retranslated, Panel):
    """`division` is what the person made of the card; `changed` comes with each change of it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._division = usual(_ANY_CARD_BYTES)
        self._chosen = 0
        self._history = History()
        self._showing = False
        self.bar = PartitionBar(self._division)
        self.bar.changed.connect(lambda made, movement: self._change(made, self._chosen, movement))
        self.bar.selected.connect(self._choose)
        self.add, self.split, self.remove = Button(), Button(), Button()
        self.undo = Button(kind=Kind.LINK)
        self.again = Button(kind=Kind.LINK)
        self.filesystem, self.table, self.size_box = QComboBox(), QComboBox(), QSpinBox()
        self.name = NameField(self)
        self._captions = [TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, strong=True) for _ in range(3)]
        self._arrange()
        self._connect()
        self.retranslate()

    def begin(self, division: Division) -> None:
        """What was made before is forgotten."""
        self._history.forget()
        self._show(division, 0)

    def division(self) -> Division:
        return self._division

    def chosen(self) -> int:
        return self._chosen

    def retranslate(self) -> None:
        self.add.setText(translate("CardFormatPage", "Add"))
        self.split.setText(translate("CardFormatPage", "Split"))
        self.remove.setText(translate("CardFormatPage", "Remove"))
        self.undo.setText(translate("CardFormatPage", "Undo"))
        self.again.setText(translate("CardFormatPage", "Start again"))
        words = (
            translate("CardFormatPage", "File system"),
            translate("CardFormatPage", "Size"),
            translate("CardFormatPage", "Table"),
        )
        for caption, text, field in zip(
            self._captions, words, (self.filesystem, self.size_box, self.table), strict=True
        ):
            caption.set_text(text)
            field.setAccessibleName(text)
        self.size_box.setSuffix(translate("Texts", "{number} MB").replace(" ", texts.NBSP).format(number=""))
        self._refresh()

    # --- parts ------------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.body.addWidget(self.bar)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.S)
        for button in (self.add, self.split, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.undo, self.again):
            buttons.addWidget(button)
        self.body.addLayout(buttons)
        form = QGridLayout()
        form.setHorizontalSpacing(theme.M)
        form.setVerticalSpacing(theme.XS)
        for column, (caption, field) in enumerate(
            zip(self._captions, (self.filesystem, self.size_box, self.table), strict=True)
        ):
            caption.setBuddy(field)
            form.addWidget(caption, 0, column)
            form.addWidget(field, 1, column)
            form.setColumnStretch(column, 1)
        form.addWidget(self.name.caption, 0, 3)
        form.addWidget(self.name.field, 1, 3)
        form.addWidget(self.name.said, 2, 0, 1, 4)
        form.setColumnStretch(3, 1)
        self.body.addLayout(form)

    def _connect(self) -> None:
        self.size_box.setButtonSymbols(
            QSpinBox.ButtonSymbols.NoButtons
        )  # the bar and the arrow keys are there for that
        self.size_box.setKeyboardTracking(False)
        self.size_box.setGroupSeparatorShown(True)
        self.size_box.valueChanged.connect(self._resize)
        self.filesystem.activated.connect(self._set_filesystem)
        self.table.activated.connect(self._set_table)
        self.name.edited.connect(self._set_label)
        self.add.clicked.connect(lambda: self._change(self._division.added(), len(self._division.parts)))
        self.split.clicked.connect(lambda: self._change(self._division.split(self._chosen), self._chosen))
        self.remove.clicked.connect(self._remove)
        self.undo.clicked.connect(lambda: self._show(*self._history.undo()))
        self.again.clicked.connect(lambda: self._change(usual(self._division.card_bytes), 0))

    # --- changes ----------------------------------------------------------------------------------------------------

    def _change(self, made: Division, chosen: int, movement: str = "") -> None:
        if made == self._division:
            return
        self._history.note((self._division, self._chosen), movement)
        self._show(made, chosen)

    def _show(self, division: Division, chosen: int) -> None:
        self._division, self._chosen = division, chosen
        self._refresh()
        self.changed.emit()

    def _choose(self, index: int) -> None:
        self._chosen = index
        self._refresh()
        self.changed.emit()

    def _remove(self) -> None:
        left = self._division.removed(self._chosen)
        self._change(left, min(self._chosen, len(left.parts) - 1))

    def _resize(self, millions: int) -> None:
        if not self._showing:
            blocks = round(millions * _MILLION / BLOCK_BYTES)
            border = self._division.start_blocks(self._chosen) + blocks
            self._change(self._division.moved(self._chosen, border), self._chosen, f"size {self._chosen}")

    def _set_filesystem(self, row: int) -> None:
        kind = self.filesystem.itemData(row)
        made = self._division.with_filesystem(self._chosen, kind)
        if not self._can_be_named(made):
            made = made.with_label(self._chosen, "")
        self._change(made, self._chosen)

    def _set_table(self, row: int) -> None:
        made = self._division.with_table(self.table.itemData(row))
        if made.table == "mbr":  # which keeps no names of partitions without a file system
            parts = tuple(part if part.filesystem else replace(part, label="") for part in made.parts)
            made = replace(made, parts=parts)
        self._change(made, self._chosen)

    def _set_label(self, text: str) -> None:
        self._change(self._division.with_label(self._chosen, text), self._chosen, f"name {self._chosen}")

    def _can_be_named(self, division: Division) -> bool:
        return bool(division.parts[self._chosen].filesystem) or division.table == "gpt"

    # --- showing ----------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        division, chosen = self._division, self._chosen
        part = division.parts[chosen]
        self._showing = True
        self.bar.set_division(division, chosen)
        _fill(self.filesystem, division.filesystems(chosen), part.filesystem, filesystem_words)
        _fill(self.table, division.tables(), division.table, str.upper)
        low, high = (limit - division.start_blocks(chosen) for limit in division.limits(chosen))
        self.size_box.setRange(_millions(low * BLOCK_BYTES), _millions(high * BLOCK_BYTES + BLOCK_BYTES))
        self.size_box.setSingleStep(max(_millions(division.room_blocks * BLOCK_BYTES) // 100, 5))
        self.size_box.setValue(_millions(division.size_bytes(chosen)))
        named = self._can_be_named(division)
        without = translate("CardFormatPage", "None") if named else translate("CardFormatPage", "GPT only")
        self.name.set_words(translate("CardFormatPage", "Name"), without)
        self.name.set_value(part.label, part.filesystem, possible=named)
        self._showing = False
        self._able(self.add, division.can_add())
        self._able(self.split, division.can_split(chosen))
        self._able(self.remove, division.can_remove())
        self._able(self.undo, self._history.can_undo())
        self._able(self.again, division != usual(division.card_bytes))

    def _able(self, button: Button, possible: bool) -> None:
        """The focus does not vanish with a button that has done its work."""
        if button.hasFocus() and not possible:
            self.bar.segments[self._chosen].setFocus(Qt.FocusReason.TabFocusReason)
        button.setEnabled(possible)


def _fill(box: QComboBox, kinds: tuple[str, ...], chosen: str, words: Callable[[str], str]) -> None:
    box.clear()
    for kind in kinds:
        box.addItem(words(kind), kind)
    box.setCurrentIndex(kinds.index(chosen))


def _millions(size_bytes: int) -> int:
    return round(size_bytes / _MILLION)
