"""Start the Nano: four things to do by hand, and a look-out for the moment it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Finding, Status, TaskFinished
from nanowizard.gui import page_ids, theme
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer
from nanowizard.gui.pages.boot.picture import BoardPanel
from nanowizard.gui.pages.boot.waiting import WaitingPanel
from nanowizard.gui.runner import Call, call_in_thread, error_info
from nanowizard.gui.task_page import ERROR, TaskPage
from nanowizard.gui.widgets.fold_link import FoldLink
from nanowizard.gui.widgets.icon_fact import IconFact
from nanowizard.gui.widgets.numbered_list import NumberedList
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.remote.address import Address, parse_address
from nanowizard.tasks.nano import BootInput, WaitForNano

if TYPE_CHECKING:
    from nanowizard.practice.world import PracticeWorld

translate = QCoreApplication.translate


class BootPage(TaskPage):
    """Looks while it is shown, for as long as it takes. What it finds is only an address: Connect does the rest."""

    id: ClassVar[str] = page_ids.BOOT

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._switching_on: Call | None = None
        self._answered: Address | None = None
        self._is_shown = False
        self._is_skipped = False
        self.board = BoardPanel()
        self.steps = NumberedList()
        self.waiting = WaitingPanel(practice=context.practice)
        self.fold = FoldLink()
        # No numbers here: those in the drawing mean something else.
        self.checks = QWidget()
        self._checks = [IconFact() for _ in _checks()]
        self.fold.set_target(self.checks)
        self.fold.toggled.connect(self._make_room)
        self._arrange()
        self.retranslate()

    def _arrange(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(0)
        for widget in (self.steps, self.checks):
            side.addWidget(widget)
        side.addSpacing(theme.M)
        side.addWidget(self.waiting)
        side.addSpacing(theme.S)
        checks = QVBoxLayout(self.checks)
        checks.setContentsMargins(0, 0, 0, 0)
        checks.setSpacing(theme.S)
        for fact in self._checks:
            checks.addWidget(fact)
        row = QHBoxLayout()
        row.addWidget(self.fold)
        row.addStretch(1)
        side.addLayout(row)
        side.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(20)
        both.addWidget(self.board, 4)
        both.addLayout(side, 3)
        self.body.add_layout(both, 1)

    def _make_room(self, is_open: bool) -> None:
        """In a low window there is room for one of the two lists."""
        self.steps.setVisible(not is_open)
        self.waiting.set_brief(is_open)

    # --- what the page says -----------------------------------------------------------------------------------------

    def texts(self) -> tuple[str, str]:
        purpose = translate(
            "BootPage", "Follow the four numbers. NanoWizard notices by itself when the Nano has started."
        )
        if self.shown_view() == ERROR:
            purpose = self.safe_words()
        return translate("BootPage", "Start the Nano"), purpose

    def retranslate(self) -> None:
        super().retranslate()
        self.steps.set_steps(_steps())
        self.steps.set_current(0)
        for fact, words in zip(self._checks, _checks(), strict=True):
            fact.set_fact(*words)
        self.fold.setText(translate("BootPage", "I see no light, or nothing happens"))
        self.waiting.retranslate()

    def footer(self) -> Footer:
        has_answer = self._answered is not None
        return Footer(primary=translate("BootPage", "Connect"), enabled=has_answer, skip=not has_answer, moves_on=True)

    def first_focus(self) -> QWidget | None:
        return None if self._answered is not None else self.fold

    # --- looking out ------------------------------------------------------------------------------------------------

    def is_busy(self) -> bool:
        """Looking out is nothing that a closing window has to ask about."""
        return False

    def skip(self) -> None:
        self._is_skipped = True
        super().skip()

    def enter(self) -> None:
        self._is_shown, self._is_skipped = True, False
        if self._answered is None:
            self.set_state(State.HERE)
        world = self.context.session.world
        if world is None:
            self._wait(None)
        elif self._switching_on is None:
            self._switching_on = call_in_thread(self, lambda _ctx: _switch_on(world), self._wait, self._not_on)
            self.waiting.begin()

    def leave(self) -> None:
        self._is_shown = False
        self.stop()
        self.waiting.pause()

    def stop(self) -> None:
        if self._switching_on is not None:
            self._switching_on.abandon()
            self._switching_on = None
        super().stop()

    def _not_on(self, error: Exception) -> None:
        self._switching_on = None
        self.set_state(State.FAILED)
        self.show_error(error_info(error))

    def _wait(self, practice: Address | None) -> None:
        """Look now, and again until somebody answers."""
        self._switching_on = None
        if self.runner.is_running:  # the last look was told to stop and has not ended yet; `on_finished` comes back
            return
        self._answered = None
        self.waiting.begin()
        around = practice is None
        inp = BootInput(addresses=self._addresses(practice), around=around)
        self.start(WaitForNano(self.context.session), inp)

    def _addresses(self, practice: Address | None) -> tuple[Address, ...]:
        if practice is not None:
            return (practice,)
        kept = self._kept()
        return () if kept is None else (kept,)

    def on_finding(self, finding: Finding) -> None:
        """It is on, but waits for its first-boot setup."""
        self.waiting.show_unfinished(finding)

    def on_finished(self, finished: TaskFinished) -> None:
        if finished.status is Status.CANCELLED:
            # Going on without waiting is no failure and no outcome of this step.
            self.context.session.journey.outcomes.pop(self.id, None)
            self.set_state(State.SKIPPED if self._is_skipped else State.WAITING)
            if self._is_shown:
                self.enter()
            return
        super().on_finished(finished)
        if finished.error is not None:
            self.waiting.pause()
            return
        facts = finished.result
        self._answered = Address(str(facts["host"]), int(facts["port"]))
        self.waiting.show_answer(self._answered.host)
        self.announce(self.waiting.accessibleName())

    def remedy(self) -> None:
        super().remedy()
        self.enter()

    def primary(self) -> None:
        if self._answered is not None:
            self._remember(self._answered)
        super().primary()

    def _remember(self, found: Address) -> None:
        """The address that answered, with the user name of before where it is the same place."""
        kept = self._kept()
        if kept is None or kept.place != found.place:
            self.context.session.journey.nano = str(found)
            self.context.save_choices()

    def _kept(self) -> Address | None:
        """The Nano of last time; None also where the file was mended into something that is no address."""
        kept = self.context.session.journey.nano
        try:
            return parse_address(kept) if kept else None
        except NanoError:
            return None


def _switch_on(world: PracticeWorld) -> Address:
    world.switch_on()
    return world.nano_address()


def _steps() -> list[tuple[str, str]]:
    return [
        (
            translate("BootPage", "Push the card in"),
            translate("BootPage", "The slot is under the heat sink. Push until it clicks."),
        ),
        (
            translate("BootPage", "Put the cap on J48"),
            translate("BootPage", "Only for a power supply with a round plug."),
        ),
        (
            translate("BootPage", "Connect the cable"),
            translate("BootPage", "micro-USB to this computer, or a network cable to your router."),
        ),
        (
            translate("BootPage", "Plug in the power"),
            translate("BootPage", "A green light turns on next to the micro-USB port."),
        ),
    ]


def _checks() -> list[tuple[str, str, str]]:
    return [
        (
            "power",
            translate("BootPage", "Check the power"),
            translate("BootPage", "5 V with 4 A at the round plug, or at least 2 A at micro-USB."),
        ),
        (
            "plug",
            translate("BootPage", "Check the cap on J48"),
            translate("BootPage", "On for a round plug. Off if micro-USB gives the power."),
        ),
        (
            "card",
            translate("BootPage", "Push the card in again"),
            translate("BootPage", "Take the power away first. The card must click."),
        ),
        (
            "usb",
            translate("BootPage", "Connect less"),
            translate("BootPage", "Unplug sticks and cameras. Use a screen with HDMI, without an adapter."),
        ),
        (
            "flash",
            translate("BootPage", "Write the card again"),
            translate("BootPage", "If nothing helps, try another card."),
        ),
    ]
