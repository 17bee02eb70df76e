"""Why is my card not here? Ordered questions that this program can answer now; the first "no" carries the advice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.core.events import Severity
from nanowizard.gui import theme
from nanowizard.gui.pages.card_rows import NEVER_A_CARD
from nanowizard.gui.pages.card_watch import Sighting
from nanowizard.gui.widgets.controls import Button, Kind
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.widgets.step_row import StepList

translate = QCoreApplication.translate

READER, CARD, ANSWER, SWITCH, FIT = "reader", "card", "answer", "switch", "fit"

_QUESTIONS: tuple[tuple[str, Callable[[Sighting], bool]], ...] = (
    (READER, lambda seen: not any(finding.code in NEVER_A_CARD for finding in seen.findings)),
    (CARD, lambda seen: seen.drive.medium_present),
    (ANSWER, lambda seen: seen.drive.size_bytes > 0),
    (SWITCH, lambda seen: not seen.drive.read_only),
    (FIT, lambda seen: not any(finding.severity is Severity.BLOCKING for finding in seen.findings)),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """`drive` is the one that came furthest: its name is the proof beside a "yes"."""

    key: str
    state: State
    drive: str = ""


def answers(sightings: Sequence[Sighting]) -> list[Answer]:
    """For all drives together: a question is answered by whichever of them passes it and all before it."""
    left = list(sightings)
    found: list[Answer] = []
    for key, passes in _QUESTIONS:
        if found and found[-1].state is not State.DONE:
            found.append(Answer(key, State.WAITING))
            continue
        left = [seen for seen in left if passes(seen)]
        if left:
            found.append(Answer(key, State.DONE, left[0].drive.reader or left[0].drive.name))
        else:
            found.append(Answer(key, State.FAILED))
    return found


class WhyPanel(QWidget):
    look_again = Signal()
    use_file = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sightings: Sequence[Sighting] = ()
        self.steps = StepList()
        self.again = Button(icon="refresh")
        self.again.clicked.connect(self.look_again)
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
        column.addWidget(self.steps)
        column.addLayout(row)
        self.retranslate()

    def show_sightings(self, sightings: Sequence[Sighting]) -> None:
        self._sightings = sightings
        self.retranslate()

    def retranslate(self) -> None:
        self.again.setText(translate("CardPage", "Look again"))
        self.file.setText(translate("CardPage", "Use a file instead of a card…"))
        found = answers(self._sightings)
        self.steps.set_steps([(answer.key, _question(answer.key)) for answer in found])
        for answer in found:
            row = self.steps.row(answer.key)
            failed, advice = _advice(answer.key)
            row.set_state(answer.state)
            row.set_caption(advice if answer.state is State.FAILED else "")
            not_yet = translate("CardPage", "Not checked yet")
            row.set_fact({State.DONE: answer.drive, State.FAILED: failed}.get(answer.state, not_yet))


def _question(key: str) -> str:
    return {
        READER: translate("CardPage", "A card reader is plugged in"),
        CARD: translate("CardPage", "There is a card in the reader"),
        ANSWER: translate("CardPage", "The card answers"),
        SWITCH: translate("CardPage", "The lock switch is off"),
        FIT: translate("CardPage", "It is large enough and not a system disk"),
    }[key]


def _advice(key: str) -> tuple[str, str]:
    """What is wrong in two words, and what to do."""
    return {
        READER: (
            translate("CardPage", "No reader seen"),
            translate("CardPage", "Plug the reader in. If it is plugged in, try another USB port."),
        ),
        CARD: (
            translate("CardPage", "No card seen"),
            translate(
                "CardPage",
                "Take the card out and push it in until it clicks. If it sits in an adapter, try another adapter.",
            ),
        ),
        ANSWER: (
            translate("CardPage", "No answer"),
            translate("CardPage", "Try another reader. A card that answers nowhere is broken."),
        ),
        SWITCH: (
            translate("CardPage", "Locked"),
            translate("CardPage", "Slide the small switch on the side of the adapter towards the contacts."),
        ),
        FIT: (
            translate("CardPage", "Does not fit"),
            translate("CardPage", "The list above says for each disk why it cannot be chosen."),
        ),
    }[key]
