"""The form of the Swap page: now and after, the size, and compressed memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.core.events import Finding
from nanowizard.gui import texts
from nanowizard.gui.pages.step.form import StepForm
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.choice_list import Choice, ChoiceList
from nanowizard.gui.widgets.controls import CheckBox, SectionHeading, TextLabel
from nanowizard.gui.widgets.memory_bars import BarRow, MemoryBars, Segment
from nanowizard.gui.widgets.tag import TagSpec
from nanowizard.provision.swap.facts import SwapOptions

translate = QCoreApplication.translate

SIZES_GIB = (4, 8, 0)
GIB = 1 << 30


class SwapForm(StepForm):
    """Now and after are drawn to one scale."""

    def __init__(self) -> None:
        super().__init__()
        self._memory_bytes: int | None = None
        self._seen: Mapping[str, Any] = {}
        self.bars = MemoryBars()
        self._heading = SectionHeading()
        self.sizes = ChoiceList()
        self.zram = CheckBox("")
        self.zram.setChecked(True)
        self._note = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self.add(self.bars, self._heading, self.sizes, self.zram, self._note)
        self.retranslate()
        self.sizes.select("4")
        self.sizes.selection_changed.connect(lambda _key: self.changed.emit())
        self.zram.toggled.connect(lambda _on: self.changed.emit())

    def options(self) -> SwapOptions:
        return SwapOptions(
            size_bytes=int(self.sizes.selected_key() or 0) * GIB,
            keep_zram=self.zram.isChecked(),
        )

    def choose(self, options: SwapOptions) -> None:
        """Preset the form, for example with what was chosen the last time."""
        size = options.size_bytes // GIB
        self.sizes.select(str(size if size in SIZES_GIB else SIZES_GIB[0]))
        self.zram.setChecked(options.keep_zram)

    def set_memory(self, memory_bytes: int | None) -> None:
        self._memory_bytes = memory_bytes
        self._show_bars()

    def set_seen(self, seen: Mapping[str, Any], findings: Sequence[Finding]) -> None:
        del findings  # the page shows them
        self._seen = seen
        self._show_bars()
        self._show_note()

    def first_focus(self) -> QWidget:
        return self.sizes.row(self.sizes.selected_key() or self.sizes.keys()[0])

    def file_bytes(self) -> int:
        """The swap file that is there now; 0 without one."""
        return int(self._seen.get("file_bytes", 0))

    def retranslate(self) -> None:
        heading = translate("SwapPage", "Size of the swap file")
        self._heading.set_text(heading)
        self.sizes.set_name(heading)
        self.sizes.set_choices(
            [
                Choice(
                    "4",
                    texts.memory(4 * GIB),
                    translate("SwapPage", "Enough to install TensorFlow and run common models."),
                    tags=(TagSpec(translate("SwapPage", "Recommended"), Tone.GOOD),),
                ),
                Choice("8", texts.memory(8 * GIB), translate("SwapPage", "For large models. Uses more of the card.")),
                Choice(
                    "0",
                    translate("SwapPage", "No swap file"),
                    translate("SwapPage", "Installing TensorFlow will probably run out of memory."),
                    tags=(TagSpec(translate("SwapPage", "Not advised"), Tone.WARN),),
                ),
            ]
        )
        self.zram.setText(translate("SwapPage", "Keep compressed memory (zram) on, it is faster than the card"))
        self._show_bars()
        self._show_note()

    def _show_note(self) -> None:
        free = self._seen.get("free_bytes")
        undo = translate("SwapPage", "You can undo this at any time under “Repair one step”.")
        if free is None:
            self._note.set_text(undo)
            return
        room = translate("SwapPage", "{size} are free on the card.").format(size=texts.size(free))
        self._note.set_text(texts.sentences(room, undo))

    def _show_bars(self) -> None:
        """zram lies inside the memory: it is not added."""
        memory = self._memory_bytes or 0
        now, after = self.file_bytes(), self.options().size_bytes
        base = [Segment(translate("SwapPage", "Memory"), texts.memory(memory), memory)] if memory else []

        def row(label: str, amount: int, word: str) -> BarRow:
            extra = [Segment(word, texts.memory(amount), amount, Tone.GOOD)] if amount else []
            return BarRow(label, [*base, *extra], texts.memory(memory + amount))

        same = now == after and now > 0
        word = translate("SwapPage", "Swap file") if same else translate("SwapPage", "New swap file")
        self.bars.set_rows(
            [
                row(translate("SwapPage", "Now"), now, translate("SwapPage", "Swap file")),
                row(translate("SwapPage", "After"), after, word),
            ]
        )
