"""Why is my card not here? Ordered questions that this program can answer now; the first "no" carries the advice.

What else keeps a card away, or is worth knowing, stands below: the card that is missed need not be the one that is
seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.core.events import ErrorInfo
from nanowizard.drives.surroundings import Surroundings
from nanowizard.drives.why import Answer, Explanation, explain
from nanowizard.drives.why_around import Reason
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.card.around import AroundWatch
from nanowizard.gui.pages.card.reasons import LOOK_AGAIN, ReasonList, doing_words, further_reasons, remedy_for
from nanowizard.gui.pages.card.watch import Sighting
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.command_line import CommandLine
from nanowizard.gui.widgets.controls import Button, Kind
from nanowizard.gui.widgets.panels import MessagePanel
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.widgets.step_row import StepList
from nanowizard.tasks.session import Session

translate = QCoreApplication.translate

_STATES = {True: State.DONE, False: State.FAILED, None: State.WAITING}
# Questions whose short answer says all that the reason says.
_SHORT = frozenset({"reader", "card", "switch"})
# The advice for a reader that is empty is the same wherever its slot is.
_SAME_ADVICE = {"drive.no_medium": "why.slot_empty"}


class WhyPanel(QWidget):
    """`look_again` wants the list anew, `use_file` a card file. Asks what is around the drives while it is seen."""

    look_again = Signal()
    use_file = Signal()

    def __init__(self, session: Callable[[], Session], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sightings: Sequence[Sighting] = ()
        self._around = Surroundings()
        self._refused: ErrorInfo | None = None
        self.watch = AroundWatch(session, self)
        self.watch.seen.connect(self._show_around)
        self.watch.helped.connect(self._helped)
        self.steps = StepList()
        self.command = CommandLine()
        self.note = MessagePanel(Tone.WARN)
        self.others = ReasonList()
        self.others.wanted.connect(self._help)
        self.again = Button(icon="refresh")
        self.again.clicked.connect(self._act)
        self.file = Button(icon="file", kind=Kind.LINK)
        self.file.clicked.connect(self.use_file)
        row = QHBoxLayout()
        row.setSpacing(theme.M)
        row.addWidget(self.again)
        row.addWidget(self.file)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        for widget in (self.steps, self.command, self.note, self.others):
            column.addWidget(widget)
        column.addLayout(row)
        self.retranslate()

    def show_sightings(self, sightings: Sequence[Sighting]) -> None:
        self._sightings = sightings
        self.watch.ask()
        self.retranslate()

    def explanation(self) -> Explanation:
        return explain(self._around, [(seen.drive, seen.findings) for seen in self._sightings])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watch.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watch.stop()

    def _show_around(self, around: Surroundings) -> None:
        if around != self._around:
            self._around = around
            self.retranslate()

    def _act(self) -> None:
        """The button of the question that failed: what its reason wants, where this program can do it."""
        self._help(_first(self.explanation()))

    def _help(self, reason: Reason | None) -> None:
        request = remedy_for(reason)
        self._refused = None
        self.watch.help(request)
        if request.action == LOOK_AGAIN:
            self.look_again.emit()

    def _helped(self, refused: ErrorInfo | None) -> None:
        self._refused = refused
        self.retranslate()

    # --- what it says -----------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.file.setText(translate("CardPage", "Use a file instead of a card…"))
        explanation = self.explanation()
        first = _first(explanation)
        self.again.setText(doing_words().get(first.action if first else "", translate("CardPage", "Look again")))
        # That drives can be seen at all goes without saying where it is so.
        shown = [answer for answer in explanation.answers if answer.question != "system" or not answer.passed]
        self.steps.set_steps([(answer.question, _question(answer.question)) for answer in shown])
        for answer in shown:
            self._show_answer(answer, explanation)
        self._show_command(first)
        self._show_note()
        self.others.show_reasons(further_reasons(explanation))

    def _show_answer(self, answer: Answer, explanation: Explanation) -> None:
        row = self.steps.row(answer.question)
        row.set_state(_STATES[answer.passed])
        row.set_caption(_advice(explanation) if answer.passed is False else "")
        if answer.passed is None:
            row.set_fact(translate("CardPage", "Not checked yet"))
        else:
            row.set_fact(answer.proof if answer.passed else _short_answer(answer.question))

    def _show_command(self, first: Reason | None) -> None:
        command = str(first.finding.params.get("command", "")) if first else ""
        self.command.set_command(command)
        self.command.setVisible(bool(command))

    def _show_note(self) -> None:
        """A remedy that was refused."""
        if self._refused:
            words = texts.sentence(self._refused.code, self._refused.params)
            self.note.set_message(words.what, words.do)
        self.note.setVisible(self._refused is not None)


def _first(explanation: Explanation) -> Reason | None:
    """The likeliest reason of the question that failed."""
    return explanation.reasons[0] if explanation.failed else None


def _advice(explanation: Explanation) -> str:
    first = explanation.reasons[0]
    several = [reason for reason in explanation.reasons if reason.question == "fit" and reason.speaks_against]
    if explanation.failed == "fit" and len(several) > 1:
        return translate("CardPage", "The list above says for each disk why it cannot be chosen.")
    code = _SAME_ADVICE.get(first.finding.code, first.finding.code)
    words = texts.sentence(code, first.finding.params)
    if explanation.failed in _SHORT:
        return words.do
    return texts.sentences(
        translate("Texts", "{headline}.", "made a whole sentence").format(headline=words.what), words.do
    )


def _question(question: str) -> str:
    return {
        "system": translate("CardPage", "This computer shows its drives"),
        "driver": translate("CardPage", "The drivers for card readers work"),
        "reader": translate("CardPage", "A card reader is plugged in"),
        "card": translate("CardPage", "There is a card in the reader"),
        "answer": translate("CardPage", "The card answers"),
        "switch": translate("CardPage", "The lock switch is off"),
        "fit": translate("CardPage", "It is large enough and not a system disk"),
        "permission": translate("CardPage", "NanoWizard may open cards"),
    }[question]


def _short_answer(question: str) -> str:
    return {
        "system": translate("CardPage", "Not all of them"),
        "driver": translate("CardPage", "Not working"),
        "reader": translate("CardPage", "No reader seen"),
        "card": translate("CardPage", "No card seen"),
        "answer": translate("CardPage", "No answer"),
        "switch": translate("CardPage", "Locked"),
        "fit": translate("CardPage", "Does not fit"),
        "permission": translate("CardPage", "Not yet"),
    }[question]
