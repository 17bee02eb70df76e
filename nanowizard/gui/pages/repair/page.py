"""Repair home: every step with its state, looked at just now, and the way into each page alone."""

from __future__ import annotations

import time
from functools import partial

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QWidget

from nanowizard.core.task import RunContext, Verdict
from nanowizard.gui import page_ids, texts
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer, Page
from nanowizard.gui.pages.care.links import care_words
from nanowizard.gui.pages.repair.checks import look_at
from nanowizard.gui.pages.repair.seen import Seen
from nanowizard.gui.pages.repair.words import action_words, seen_words, tile_name
from nanowizard.gui.runner import Call, call_in_thread
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Button, TextLabel
from nanowizard.gui.widgets.panels import MessagePanel
from nanowizard.gui.widgets.repair_tile import RepairTile, TileGrid
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.widgets.tag import TagSpec
from nanowizard.tasks.session import Session

translate = QCoreApplication.translate

ICONS = {
    page_ids.IMAGE: "image",
    page_ids.CARD: "card",
    page_ids.FLASH: "flash",
    page_ids.BOOT: "board",
    page_ids.CONNECT: "link",
    page_ids.ROOTFS: "disk",
    page_ids.SWAP: "swap",
    page_ids.PACKAGES: "wrench",
    page_ids.MIRRORS: "mirror",
    page_ids.TENSORFLOW: "tf",
    page_ids.PROOF: "flag",
    page_ids.POWER: "power",
}
TONES = {
    Verdict.SATISFIED: (Tone.GOOD, "check"),
    Verdict.NEEDED: (Tone.BAD, "cross"),
    Verdict.BLOCKED: (Tone.WARN, "bang"),
    Verdict.UNKNOWN: (Tone.NEUTRAL, ""),
}
AGE_MS = 5000


class RepairPage(Page):
    id = page_ids.REPAIR

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._seen: dict[str, Seen] = {}
        self._calls: dict[str, Call] = {}
        self._looked_at = 0.0
        self.worst = MessagePanel(Tone.BAD, icon="warn")
        self.worst.action_clicked.connect(self._open_worst)
        self._age = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2)
        self._again = Button("", "refresh")
        self._again.clicked.connect(self.look)
        self.tiles = {page_id: RepairTile(ICONS[page_id]) for page_id in page_ids.TASK_PAGES}
        self._timer = QTimer(self)
        self._timer.setInterval(AGE_MS)
        self._timer.timeout.connect(self._show_age)
        self._arrange()
        self.retranslate()

    def _arrange(self) -> None:
        self.body.add(self.worst)
        self._heading = self.body.add_section("")
        self._heading.add_right(self._age)
        self._heading.add_right(self._again)
        grid = TileGrid()
        for page_id, tile in self.tiles.items():
            tile.action_clicked.connect(partial(self.go_to.emit, page_id))
            tile.more_clicked.connect(partial(self._care, page_id))
            grid.add(tile)
        self.body.add(grid)
        self.body.add_stretch()

    def texts(self) -> tuple[str, str]:
        return (
            translate("RepairPage", "Repair one step"),
            translate("RepairPage", "Every state below was checked just now. Checking changes nothing."),
        )

    def footer(self) -> Footer:
        return Footer(primary=translate("RepairPage", "Close"), filled=False, back=False, leave_to=page_ids.WELCOME)

    def first_focus(self) -> QWidget | None:
        return self.worst.action() if self._worst() is not None else self.tiles[page_ids.TASK_PAGES[0]].action()

    def enter(self) -> None:
        self._timer.start()
        self.look()

    def leave(self) -> None:
        self._timer.stop()
        for call in self._calls.values():
            call.abandon()
        self._calls.clear()

    # --- looking ----------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Check every step again, each in a thread of its own: a slow network must not hide the card's state."""
        session = self.context.session
        for page_id in page_ids.TASK_PAGES:
            if page_id not in self._calls:
                self._calls[page_id] = call_in_thread(
                    self, partial(_look, page_id, session), partial(self._found, page_id), partial(self._lost, page_id)
                )
        self._show()

    def _found(self, page_id: str, seen: Seen) -> None:
        self._calls.pop(page_id, None)
        self._seen[page_id] = seen
        self._looked_at = time.monotonic()
        self._show()
        self.found.emit({page_id: texts.VERDICT_STATES[seen.verdict]})

    def _lost(self, page_id: str, _error: Exception) -> None:
        self._calls.pop(page_id, None)
        self._seen.pop(page_id, None)
        self._show()
        self.found.emit({page_id: State.UNKNOWN})

    def is_looking(self) -> bool:
        return bool(self._calls)

    # --- showing ----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        super().retranslate()
        self._heading.set_text(translate("RepairPage", "All steps"))
        self._again.setText(translate("RepairPage", "Check all again"))
        self._show()

    def _show(self) -> None:
        for page_id, tile in self.tiles.items():
            self._show_tile(page_id, tile)
        self._show_worst()
        self._show_age()
        self._again.setEnabled(not self._calls)

    def _show_tile(self, page_id: str, tile: RepairTile) -> None:
        tile.set_title(tile_name(page_id))
        seen = self._seen.get(page_id)
        if page_id in self._calls:
            tile.set_tag(TagSpec(translate("RepairPage", "Checking…"), Tone.INFO))
        else:
            verdict = seen.verdict if seen is not None else Verdict.UNKNOWN
            tone, icon = TONES[verdict]
            tile.set_tag(TagSpec(texts.verdict_words(verdict), tone, icon))
        tile.set_sentence(seen_words(seen) if seen is not None else "")
        wrong = seen is not None and seen.verdict in (Verdict.NEEDED, Verdict.BLOCKED)
        tile.set_action(action_words(page_id, wrong=wrong), wrong=wrong)
        tile.set_more(care_words()[seen.care[0]] if seen is not None and seen.care else "")

    def _care(self, page_id: str) -> None:
        """To the care of the card that the check has seen."""
        seen = self._seen.get(page_id)
        if seen is not None and seen.care:
            care_page, self.context.card_in_care = seen.care
            self.go_to.emit(care_page)

    def _worst(self) -> str | None:
        for verdict in (Verdict.NEEDED, Verdict.BLOCKED):
            for page_id in page_ids.TASK_PAGES:
                if page_id in self._seen and self._seen[page_id].verdict is verdict:
                    return page_id
        return None

    def _show_worst(self) -> None:
        worst = self._worst()
        if worst is not None:
            words = translate("RepairPage", "This step needs repair: {step}").format(step=tile_name(worst))
            repair = translate("RepairPage", "Repair: {step}").format(step=tile_name(worst))
            self.worst.set_icon("warn")
            self.worst.set_tone(Tone.BAD)
            self.worst.set_message(words, seen_words(self._seen[worst]))
            self.worst.set_action(repair, "wrench", primary=True)
            return
        self.worst.set_action("")
        if self._calls:
            self.worst.set_icon("refresh")
            self.worst.set_tone(Tone.INFO)
            self.worst.set_message(translate("RepairPage", "Every step is being checked"))
        else:
            self.worst.set_icon("check")
            self.worst.set_tone(Tone.GOOD)
            self.worst.set_message(
                translate("RepairPage", "Nothing was found that needs repair"),
                translate("RepairPage", "What could not be checked has a question mark."),
            )

    def _open_worst(self) -> None:
        worst = self._worst()
        if worst is not None:
            self.go_to.emit(worst)

    def _show_age(self) -> None:
        if self._calls or not self._looked_at:
            self._age.set_text(translate("RepairPage", "Checking…") if self._calls else "")
            return
        age_s = time.monotonic() - self._looked_at
        if age_s * 1000 < AGE_MS:
            self._age.set_text(translate("RepairPage", "Checked just now"))
            return
        self._age.set_text(translate("RepairPage", "Checked {time} ago").format(time=texts.duration(age_s)))

    def primary(self) -> None:
        self.closing.emit()


def _look(page_id: str, session: Session, ctx: RunContext) -> Seen:
    return look_at(page_id, session, ctx)
