"""Format a card: as it was when it was new, or divided as the person wishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.cards.division import Division
from nanowizard.cards.layout import CardPlan
from nanowizard.core.events import Params
from nanowizard.core.task import Task
from nanowizard.drives.model import DriveIdentity
from nanowizard.gui import page_ids, texts
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer
from nanowizard.gui.pages.card_format.facts import plan_facts
from nanowizard.gui.pages.card_format.layout import LayoutView
from nanowizard.gui.pages.card_format.mode import ERASE, FULL, measured_rate
from nanowizard.gui.pages.card_format.options import FormatOptions
from nanowizard.gui.pages.care.base import CarePage
from nanowizard.gui.pages.care.look import Look
from nanowizard.gui.pages.care.model import CareStep, CareWords
from nanowizard.gui.pages.care.views import OUTCOME
from nanowizard.gui.task_page import MAIN
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.card_map import CardMapSection, CellState
from nanowizard.tasks.format import FormatCard, FormatInput

translate = QCoreApplication.translate

LAYOUT = "layout"


class CardFormatPage(CarePage):
    id: ClassVar[str] = page_ids.CARD_FORMAT
    changing: ClassVar[frozenset[str]] = frozenset({"card.format.clear"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._made: CardPlan | None = None
        self.options = FormatOptions()
        self.options.changed.connect(self._answered)
        self.options.divide.connect(self._divide)
        self.question.add_options(self.options)
        self.layout_view = LayoutView()
        self.layout_view.changed.connect(self.footer_changed)
        self.layout_view.usual.clicked.connect(lambda: self._divided(None))
        view = self.add_view(LAYOUT)
        view.add(self.layout_view)
        view.add_stretch()
        self.bad = CardMapSection(rows=3)
        self.outcome.add(self.bad)
        self.retranslate()

    # --- what it is about -------------------------------------------------------------------------------------------

    def words(self) -> CareWords:
        return CareWords(
            title=translate("CardFormatPage", "Format the card"),
            purpose=translate("CardFormatPage", "Makes the card empty, for cameras, computers and everything else."),
            running=translate("CardFormatPage", "You agreed to erase the card, so nothing on it is kept."),
            start=translate("CardFormatPage", "Hold to erase and format"),
            consequence=translate("CardFormatPage", "Erase and format {card}, {size}"),
            then="",
            stop=translate("CardFormatPage", "Stop the formatting?"),
            stopped=translate("CardFormatPage", "You stopped the formatting"),
            changed=translate(
                "CardFormatPage", "The card is marked as not ready. Format or write it before you use it."
            ),
        )

    def steps(self) -> list[CareStep]:
        mode = self.options.mode.mode()
        clear = CareStep(id="card.format.clear", name=translate("CardFormatPage", "Mark the card as not ready"))
        overwrite = CareStep(
            id="card.format.overwrite",
            name=translate("CardFormatPage", "Overwrite the whole card"),
            caption=translate("CardFormatPage", "Places that cannot be written are found by this."),
            counts=True,
        )
        discard = CareStep(
            id="card.format.discard", name=translate("CardFormatPage", "Let the card forget everything"), counts=True
        )
        rest = {
            "card.format.write": translate("CardFormatPage", "Write a new, empty file system"),
            "card.format.check": translate("CardFormatPage", "Read the new file system back"),
            "card.format.table": translate("CardFormatPage", "Write the new partition table"),
            "flash.eject": translate("CardFormatPage", "Make the card safe to remove"),
        }
        before = {FULL: [overwrite], ERASE: [discard]}.get(mode, [])
        return [clear, *before, *(CareStep(id=step, name=name) for step, name in rest.items())]

    def map_phases(self) -> Mapping[str, CellState]:
        return {"overwrite": CellState.WRITTEN} if self.options.mode.mode() == FULL else {}

    def job(self, card: DriveIdentity, *, very_large: bool) -> tuple[Task, Any]:
        # Before the question nothing of the form counts: it may still be about another card.
        wishes = self.options.wishes() if self.question.drive is not None else {}
        inp = FormatInput(card=card, confirmed=True, very_large=very_large, **wishes)
        return FormatCard(self.context.session), inp

    # --- the form ---------------------------------------------------------------------------------------------------

    def card_seen(self, found: Look) -> None:
        rate = measured_rate(self.context.session.journey.outcomes, found.drive)
        self.options.set_card(found.drive, rate)
        self._allow()

    def retranslate(self) -> None:
        super().retranslate()
        self.options.retranslate()
        self.layout_view.retranslate()
        self.bad.set_heading(translate("CardFormatPage", "Places that could not be written"))
        self._allow()

    def _divide(self) -> None:
        drive = self.question.drive
        if drive is not None:
            self.layout_view.show_card(drive, self.options.division(), self.options.name.value())
            self.show_view(LAYOUT)
            self.wants_focus.emit()

    def _divided(self, division: Division | None) -> None:
        self.options.set_division(division)
        self.show_view(MAIN)
        self.wants_focus.emit()

    def primary(self) -> None:
        if self.shown_view() == LAYOUT:
            self._divided(self.layout_view.division())
        elif self._is_failing():
            self.choose.emit(page_ids.CARD)
        else:
            super().primary()

    def footer(self) -> Footer:
        if self.shown_view() == LAYOUT:
            use = translate("CardFormatPage", "Use this layout")
            return Footer(primary=use, enabled=not self.layout_view.fault(), back=False)
        if self._is_failing():
            return Footer(primary=translate("CardCare", "Back to the card list"))
        return super().footer()

    def texts(self) -> tuple[str, str]:
        if self.shown_view() == LAYOUT:
            return (
                self.words().title,
                translate("CardFormatPage", "Move the borders. Nothing is changed on the card before you format it."),
            )
        return super().texts()

    def first_focus(self) -> QWidget | None:
        return self.layout_view.first_focus() if self.shown_view() == LAYOUT else super().first_focus()

    def _answered(self) -> None:
        self.refresh()
        self._allow()

    def _allow(self) -> None:
        """Nothing starts with a name that the file system cannot have."""
        fault = self.options.fault()
        self.question.erase.hold.setEnabled(not fault)
        # Why is said below the field already, where there is one.
        is_said = bool(fault) and self.options.division() is None
        self.question.erase.set_hint(translate("CardFormatPage", "Change the name first.") if is_said else fault)

    # --- the end ----------------------------------------------------------------------------------------------------

    def on_started(self) -> None:
        super().on_started()
        self._made = self.options.plan()
        self.bad.hide()

    def _is_failing(self) -> bool:
        """A card with bad blocks was formatted: nobody is led on to use it."""
        return self.shown_view() == OUTCOME and self.result is not None and bool(self.result["bad"])

    def _show_places(self, bad: Sequence[Mapping[str, Any]]) -> None:
        size_bytes = self._made.size_bytes if self._made is not None else 0
        self.bad.map.set_extent(size_bytes)
        self.bad.map.mark(CellState.WRITTEN, 0, size_bytes)
        for one in bad:
            self.bad.map.mark(CellState.FAULTY, one["offset_bytes"], one["offset_bytes"] + one["length_bytes"])
        self.bad.setVisible(bool(bad))

    def show_result(self, result: Params) -> None:
        bad = result["bad"]
        facts = plan_facts(self._made) if self._made is not None else []
        if result["overwritten_bytes"]:
            overwritten = texts.size(result["overwritten_bytes"])
            facts.append((translate("CardFormatPage", "Overwritten"), overwritten))
        facts.append((translate("CardFormatPage", "Took"), texts.duration(result["took_s"])))
        self._show_places(bad)
        if bad:
            self.outcome.show_good(
                translate("CardFormatPage", "The card is formatted, but parts of it fail"),
                translate("CardFormatPage", "It works for now. Do not trust it with anything you need."),
                facts,
                tone=Tone.WARN,
            )
            return
        self.outcome.show_good(
            translate("CardFormatPage", "The card is as new"),
            translate("CardFormatPage", "It is empty. What was written was read back and is the same."),
            facts,
        )
