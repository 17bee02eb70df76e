"""Reasons why a card may not be in the list, each with its one action: to do by hand, to type, or a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.core.events import ErrorInfo
from nanowizard.drives.surroundings import RemedyRequest, Surroundings
from nanowizard.drives.why import Explanation, explain
from nanowizard.drives.why_around import Reason
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.card.around import AroundWatch
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.command_line import CommandLine
from nanowizard.gui.widgets.controls import Button, IconLabel, TextLabel
from nanowizard.gui.widgets.panels import MessagePanel, Panel
from nanowizard.tasks.session import Session

translate = QCoreApplication.translate

LOOK_AGAIN = "look_again"


def doing_words() -> dict[str, str]:
    """What a button says for the actions that this program does by itself."""
    return {
        "power_cycle": translate("CardPage", "Reset the reader"),
        "start_service": translate("CardPage", "Start the service"),
    }


def remedy_for(reason: Reason | None) -> RemedyRequest:
    """What the program does about it; where it can do nothing by itself, another look."""
    if reason is None or reason.action not in doing_words():
        return RemedyRequest(action=LOOK_AGAIN, place=_place(reason))
    return RemedyRequest(action=reason.action, place=_place(reason))


def _place(reason: Reason | None) -> str:
    return str(reason.finding.params.get("place", "")) if reason else ""


def further_reasons(explanation: Explanation) -> list[Reason]:
    """Those that neither the question that failed nor the row of a drive in the list says already; each once."""
    first = explanation.reasons[:1] if explanation.failed else ()
    said: dict[tuple[str, str], Reason] = {}
    for reason in explanation.reasons[len(first) :]:
        if not reason.finding.code.startswith("drive."):
            words = texts.sentence(reason.finding.code, reason.finding.params)
            said.setdefault((words.what, words.do), reason)
    return list(said.values())


class ReasonRow(QWidget):
    wanted = Signal(object)
    """The Reason whose button was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reason: Reason | None = None
        self._icon = IconLabel("", 18)
        self._what = TextLabel(strong=True, wrap=True)
        self._do = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self.command = CommandLine()
        self.button = Button()
        self.button.clicked.connect(lambda: self.wanted.emit(self._reason))
        words = QVBoxLayout()
        words.setSpacing(2)
        for widget in (self._what, self._do, self.command):
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.M)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_reason(self, reason: Reason) -> None:
        self._reason = reason
        words = texts.sentence(reason.finding.code, reason.finding.params)
        if reason.speaks_against:
            self._icon.set_icon("warn", Tone.WARN)
        else:
            self._icon.set_icon("help", Tone.INFO)
        self._what.set_text(words.what)
        self._do.set_text(words.do)
        self.setAccessibleName(words.what)
        self.setAccessibleDescription(words.do)
        self.button.setText(doing_words().get(reason.action, ""))
        self.button.setAccessibleDescription(words.what)
        self.button.setVisible(reason.action in doing_words())
        command = str(reason.finding.params.get("command", ""))
        self.command.set_command(command)
        self.command.setVisible(bool(command))


class ReasonList(Panel):
    """`wanted` gives the Reason whose button was pressed. Hidden while there is none."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, padding=(theme.L, theme.M), spacing=theme.M)
        self.rows: list[ReasonRow] = []
        self.show_reasons(())

    def show_reasons(self, reasons: Sequence[Reason]) -> None:
        """A row that stays keeps the focus of its button."""
        while len(self.rows) > len(reasons):
            row = self.rows.pop()
            self.body.removeWidget(row)
            row.deleteLater()
        while len(self.rows) < len(reasons):
            row = ReasonRow()
            row.wanted.connect(self.wanted)
            self.body.addWidget(row)
            self.rows.append(row)
        for row, reason in zip(self.rows, reasons, strict=True):
            row.show_reason(reason)
        self.setVisible(bool(reasons))


class FailedList(QWidget):
    """Under the words of a list that failed: what around the drives explains it. Asks for that while it is seen."""

    def __init__(self, session: Callable[[], Session], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._error: ErrorInfo | None = None
        self._around = Surroundings()
        self.watch = AroundWatch(session, self)
        self.watch.seen.connect(self._show_around)
        self.watch.helped.connect(self._helped)
        self._refused: ErrorInfo | None = None
        self.note = MessagePanel(Tone.WARN)
        self.reasons = ReasonList()
        self.reasons.wanted.connect(self._help)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.reasons)
        self._column.addWidget(self.note)
        self.retranslate()

    def show_error(self, error: ErrorInfo) -> None:
        self._error, self._refused = error, None
        self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watch.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watch.stop()

    def retranslate(self) -> None:
        found = further_reasons(explain(self._around, (), self._error)) if self._error else []
        # To look again is the error's own button, and says nothing more than the error.
        self.reasons.show_reasons([reason for reason in found if reason.action != LOOK_AGAIN])
        if self._refused:
            words = texts.sentence(self._refused.code, self._refused.params)
            self.note.set_message(words.what, words.do)
        self.note.setVisible(self._refused is not None)

    def _show_around(self, around: Surroundings) -> None:
        if around != self._around:
            self._around = around
            self.retranslate()

    def _help(self, reason: Reason) -> None:
        self._refused = None
        self.watch.help(remedy_for(reason))

    def _helped(self, refused: ErrorInfo | None) -> None:
        self._refused = refused
        self.retranslate()
