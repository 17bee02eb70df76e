"""Root file system: it takes all of the card. Its form shows how much is not used yet; there is nothing to choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from nanowizard.core.events import Finding, Params
from nanowizard.core.task import Task
from nanowizard.gui import page_ids, texts
from nanowizard.gui.context import Context
from nanowizard.gui.pages.step.base import StepPage
from nanowizard.gui.pages.step.form import StepForm
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.memory_bars import BarRow, MemoryBars, Segment
from nanowizard.provision.rootfs.facts import RootfsOptions
from nanowizard.tasks.rootfs import GrowRootfs

translate = QCoreApplication.translate


class RootfsForm(StepForm):
    """The card now and after, to one scale."""

    def __init__(self) -> None:
        super().__init__()
        self._found: Params = {}
        self.bars = MemoryBars()
        self._note = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self.add(self.bars, self._note)
        self.retranslate()

    def options(self) -> RootfsOptions:
        return RootfsOptions()

    def set_seen(self, facts: Params, findings: Sequence[Finding]) -> None:
        del findings  # the page shows them
        self._found = facts
        self._show()

    def retranslate(self) -> None:
        self._show()

    def _show(self) -> None:
        used = self._found.get("fs_bytes") or self._found.get("partition_bytes")
        room = self._found.get("room_bytes") or 0
        for part in (self.bars, self._note):
            part.setVisible(bool(used))
        if not used:
            return
        grows = translate("RootfsPage", "It grows while the Nano runs. Nothing is moved. This cannot be undone.")
        self._note.set_text(grows if room else translate("RootfsPage", "All of the card is in use already."))
        word = translate("RootfsPage", "Root file system")
        free = translate("RootfsPage", "Not used yet")
        now = [Segment(word, texts.size(used), used)]
        if room:
            now.append(Segment(free, texts.size(room), room, Tone.WARN))
        rows = [BarRow(translate("RootfsPage", "Now"), now, texts.size(used))]
        if room:
            whole = texts.size(used + room)
            rows.append(BarRow(translate("RootfsPage", "After"), [Segment(word, whole, used + room)], whole))
        self.bars.set_rows(rows)


class RootfsPage(StepPage):
    id = page_ids.ROOTFS

    def __init__(self, context: Context) -> None:
        form = RootfsForm()
        super().__init__(context, form)
        self.form = form
        self.retranslate()

    def purpose(self) -> tuple[str, str]:
        return (
            translate("RootfsPage", "Use the whole card"),
            translate(
                "RootfsPage",
                "The root file system holds the Nano’s programs and files. It should take all of the card.",
            ),
        )

    def task(self) -> Task:
        return GrowRootfs(self.context.session)

    def effect(self) -> str:
        room = (self.check.facts.get("room_bytes") if self.check is not None else 0) or 0
        if not room:
            return translate("RootfsPage", "Use the whole card")
        return translate("RootfsPage", "Add {size}").format(size=texts.size(room))

    def done_words(self, result: Mapping[str, Any]) -> tuple[str, str]:
        size = result.get("fs_bytes") or 0
        return translate("RootfsPage", "The Nano uses all of the card: {size}").format(size=texts.size(size)), ""
