"""Write one image to several cards at once: tick them, agree to lose what is on each, watch each one."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.core.events import Event, Status, TaskFinished
from nanowizard.gui import page_ids, texts, theme
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer
from nanowizard.gui.pages.card.watch import CardWatch, Sighting, Wish
from nanowizard.gui.pages.several.asking import AskView
from nanowizard.gui.pages.several.choosing import CardBoxes
from nanowizard.gui.pages.several.running import CardRun
from nanowizard.gui.plurals import Plurals
from nanowizard.gui.task_page import ERROR, MAIN, TaskPage
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.empty_state import EmptyState
from nanowizard.gui.widgets.panels import MessagePanel
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.tasks.card import FlashInput
from nanowizard.tasks.several_cards import FlashCards, FlashCardsInput

translate = QCoreApplication.translate

ASK, RUNS = "ask", "runs"
LEAST = 2


class SeveralPage(TaskPage):
    id: ClassVar[str] = page_ids.CARD_SEVERAL
    requires: ClassVar[tuple[str, ...]] = (page_ids.IMAGE,)
    enter_is_primary: ClassVar[bool] = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.runs: dict[str, CardRun] = {}
        self._chosen: list[Sighting] = []
        self.watch = CardWatch(self)
        self.watch.seen.connect(self._seen)
        self.watch.failed.connect(self.show_error)
        self.problem = MessagePanel(Tone.BAD)
        self.problem.hide()
        self.hint = MessagePanel(Tone.INFO)
        self.boxes = CardBoxes()
        self.boxes.changed.connect(self._ticked)
        self.empty = EmptyState("card")
        self.empty.hide()
        for widget in (self.problem, self.boxes, self.hint):
            self.body.add(widget)
            self.body.add_gap(8)
        self.body.add(self.empty, 1)
        self.body.add_stretch(0)  # gives way to the empty state
        self.ask = AskView()
        self.ask.confirmed.connect(self._write)
        self.ask.choose_others.connect(self._choose)
        self.ask.options.changed.connect(self._keep_options)
        asking = self.add_view(ASK)
        asking.add(self.ask)
        asking.add_stretch()
        self.verdict = MessagePanel(Tone.GOOD, mark=State.DONE)
        self._rows = QWidget()
        self._list = QVBoxLayout(self._rows)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.S)
        running = self.add_view(RUNS)
        running.add(self.verdict)
        running.add_gap(8)
        running.add(self._rows)
        running.add_stretch()
        self.retranslate()

    # --- what the page says -----------------------------------------------------------------------------------------

    def texts(self) -> tuple[str, str]:
        return translate("SeveralPage", "Write several cards"), self._purpose()

    def _purpose(self) -> str:
        view = self.shown_view()
        if view == ERROR:
            return self.safe_words()
        if view == ASK:
            return translate("SeveralPage", "Check that these are the right cards. Nothing has been changed so far.")
        if view == RUNS and self.is_busy():
            return translate("SeveralPage", "Leave the cards in. Each one is for itself: none waits for another.")
        if view == RUNS:
            return translate("SeveralPage", "Each card says what became of it.")
        return translate("SeveralPage", "The same image goes to every card that you tick.")

    def footer(self) -> Footer:
        view = self.shown_view()
        if view == RUNS and self.is_busy():
            return Footer(primary=self._more(), enabled=False, filled=False, back=False, busy=True)
        if view == RUNS:
            return Footer(primary=self._more())
        words = translate("SeveralPage", "Go on with these cards")
        ready = view == MAIN and len(self.boxes.ticked()) >= LEAST
        return Footer(primary=words, enabled=ready, filled=view == MAIN)

    def _more(self) -> str:
        return translate("SeveralPage", "Write more cards")

    def stop_question(self) -> tuple[str, str]:
        return (
            translate("SeveralPage", "Stop writing all cards?"),
            translate("SeveralPage", "Cards that are not finished are marked as not ready. You can write them again."),
        )

    def first_focus(self) -> QWidget | None:
        if self.shown_view() == MAIN:
            return next((box for box in self.boxes.boxes() if box.isEnabled()), self.header)
        # The hold button is never where the first key press goes.
        return self.header if self.shown_view() == ASK else None

    def retranslate(self) -> None:
        super().retranslate()
        self.hint.set_message(
            "", translate("SeveralPage", "Tick two cards or more. Everything on a card that you tick will be erased.")
        )
        self.boxes.setAccessibleName(translate("SeveralPage", "Cards"))
        self.boxes.retranslate()
        self.empty.set_texts(
            translate("SeveralPage", "No card yet"),
            translate(
                "SeveralPage", "Put the cards into readers and plug the readers in.\nThey appear here by themselves."
            ),
        )
        self.ask.retranslate()
        for run in self.runs.values():
            run.retranslate()
        self._show_verdict()

    # --- choosing ---------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        if self.is_busy() or self.look_for_needs():
            return
        if self.shown_view() == MAIN:
            self._choose()

    def leave(self) -> None:
        self.watch.stop()

    def _choose(self) -> None:
        """From the beginning: whatever was ticked before has to be ticked again."""
        self.boxes.untick()
        self.show_view(MAIN)
        session = self.context.session
        self.watch.start(session, Wish(image=session.journey.image, image_bytes=self.context.image_bytes))

    def _seen(self, sightings: list[Sighting]) -> None:
        if self.shown_view() == ERROR:
            self.show_view(MAIN)
        self.boxes.show_sightings(sightings)
        self._show_empty()
        self.footer_changed.emit()

    def _show_empty(self) -> None:
        is_empty = not self.boxes.boxes()
        self.empty.setVisible(is_empty)
        for widget in (self.boxes, self.hint):
            widget.setVisible(not is_empty)

    def _ticked(self) -> None:
        self.problem.hide()
        self.footer_changed.emit()

    def primary(self) -> None:
        if self.shown_view() == RUNS:
            self._choose()
            return
        image = self.context.session.journey.image
        if image is None or len(self.boxes.ticked()) < LEAST:
            return
        self.watch.stop()
        self._chosen = self.boxes.ticked()
        self.ask.options.choose(self.context.session.journey.choices.get(page_ids.FLASH, {}))
        self.ask.ask([one.drive for one in self._chosen], image, self.context.image_bytes)
        self.show_view(ASK)
        self.wants_focus.emit()

    # --- writing ----------------------------------------------------------------------------------------------------

    def _write(self) -> None:
        session = self.context.session
        image = session.journey.image
        if image is None or self.is_busy():
            return
        self._show_runs()
        wishes = self.ask.options.wishes()
        cards = [FlashInput(image=image, card=one.drive.identity, confirmed=True, **wishes) for one in self._chosen]
        self.start(FlashCards(session), FlashCardsInput(cards=tuple(cards)))

    def _keep_options(self) -> None:
        """They are those of the page that writes one card."""
        self.context.session.journey.choices[page_ids.FLASH] = self.ask.options.kept()
        self.context.save_choices()

    def on_started(self) -> None:
        self.refresh_header()

    def _show_runs(self) -> None:
        for old in self.runs.values():
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.runs = {one.drive.path: CardRun(one.drive) for one in self._chosen}
        for path, run in self.runs.items():
            run.stop.connect(lambda path=path: self.runner.cancel_part(path))
            self._list.addWidget(run)
        self.verdict.hide()
        self.show_view(RUNS)

    def on_card(self, card: str, said: Event) -> None:
        run = self.runs.get(card)
        if run is None:
            return
        run.said(said)
        if run.end is not None:
            self.announce(f"{run.name.text()}: {run.words.text()}")

    def on_finished(self, finished: TaskFinished) -> None:
        if finished.status is Status.BLOCKED:
            self._say_blocked()
        elif finished.error is not None and not any(run.end for run in self.runs.values()):
            super().on_finished(finished)
        else:
            self._show_verdict()
            self.refresh_header()
            self.announce(self.verdict.accessibleName())

    def _say_blocked(self) -> None:
        """The look just before the first write found something: nothing was begun."""
        found = next((finding for finding in self.findings if finding.code == "flash.cards_blocked"), None)
        self._choose()
        if found is not None:
            words = texts.sentence(found.code, found.params)
            self.problem.set_message(words.what, texts.sentences(words.safe, words.do))
            self.problem.show()

    def _show_verdict(self) -> None:
        if not self.runs or self.is_busy():
            return
        good = sum(run.is_good() for run in self.runs.values())
        is_all = good == len(self.runs)
        self.verdict.set_tone(Tone.GOOD if is_all else Tone.WARN)
        self.verdict.set_mark(State.DONE if is_all else State.ATTENTION)
        if is_all:
            self.verdict.set_message(Plurals.cards_ready(good))
        else:
            words = translate("SeveralPage", "{good} of {all} cards are ready")
            self.verdict.set_message(words.format(good=good, all=len(self.runs)))
        self.verdict.show()
