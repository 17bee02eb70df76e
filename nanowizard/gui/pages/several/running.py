"""One of several cards while it is written, and how it ended: its own bar, words, facts and Stop."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.core.events import (
    Event,
    Finding,
    FindingReported,
    Params,
    Progress,
    Severity,
    Status,
    StepFinished,
    StepStarted,
    TaskFinished,
)
from nanowizard.drives.model import Drive
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.card.rows import card_title
from nanowizard.gui.pages.care.asking import ASKING
from nanowizard.gui.pages.care.losses import where_words
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Bar, Button, Kind, TextLabel
from nanowizard.gui.widgets.panels import Panel
from nanowizard.gui.widgets.state_glyph import State, StateMark

translate = QCoreApplication.translate

_STATES = {
    Status.SUCCEEDED: State.DONE,
    Status.SATISFIED: State.DONE,
    Status.FAILED: State.FAILED,
    Status.BLOCKED: State.ATTENTION,
    Status.CANCELLED: State.ATTENTION,
}


class CardRun(Panel):
    """Give it what is `said` of its card. `stop` asks that this one ends."""

    stop = Signal()

    def __init__(self, drive: Drive, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, padding=(theme.L, 10))
        self.drive = drive
        self.end: TaskFinished | None = None
        self.began_writing = False
        self._is_updating = False
        self._step = ""
        self._progress: Progress | None = None
        self._left = texts.TimeLeft()
        self._warning: Finding | None = None
        self._stopping = False
        self.mark = StateMark(State.RUNNING, 22)
        self.name = TextLabel(strong=True)
        self.where = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2)
        self.words = TextLabel(wrap=True)
        self.facts = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self.bar = Bar(6)
        self.button = Button(kind=Kind.LINK)
        self.button.clicked.connect(self._ask_to_stop)
        head = QHBoxLayout()
        head.setSpacing(theme.M)
        head.addWidget(self.name)
        head.addWidget(self.where, 1)
        head.addWidget(self.button)
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addLayout(head)
        for widget in (self.words, self.bar, self.facts):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(theme.M)
        row.addWidget(self.mark)
        row.addLayout(column, 1)
        self.body.addLayout(row)
        self.retranslate()

    def said(self, event: Event) -> None:
        if isinstance(event, StepStarted):
            if event.step == ("flash.mark" if self._is_updating else "flash.prepare"):
                self.began_writing = True
            if event.step != "flash.mark":  # a moment within the comparison
                self._step = event.step
        elif isinstance(event, StepFinished) and event.step == ASKING:
            self._step = ""
        elif isinstance(event, Progress):
            self._moved(event)
        elif isinstance(event, FindingReported) and event.finding.code == "flash.updating":
            self._is_updating = True
        elif isinstance(event, FindingReported) and event.finding.severity is Severity.WARNING:
            self._warning = event.finding
        elif isinstance(event, TaskFinished):
            self.end = event
        self.retranslate()

    def is_good(self) -> bool:
        return self.end is not None and self.end.status is Status.SUCCEEDED

    def retranslate(self) -> None:
        self.name.set_text(card_title(self.drive))
        self.where.set_text(where_words(self.drive))
        self.bar.setAccessibleName(translate("SeveralPage", "Progress of {card}").format(card=card_title(self.drive)))
        self.button.setText(translate("SeveralPage", "Stop this one"))
        self.button.setAccessibleDescription(card_title(self.drive))
        for widget in (self.bar, self.button):
            widget.setVisible(self.end is None)
        self.button.setEnabled(not self._stopping)
        if self.end is None:
            self._show_run()
        else:
            self._show_end(self.end)
        self.facts.setVisible(bool(self.facts.text()))

    def _moved(self, progress: Progress) -> None:
        if self._progress is None or progress.phase != self._progress.phase:
            self._left = texts.TimeLeft()
        self._progress, self._warning = progress, None

    def _show_run(self) -> None:
        self.words.set_text(self._what())
        self.bar.set_fraction(self._progress.fraction if self._progress else 0.0)
        if self._warning is not None:
            self.facts.set_text(texts.finding_text(self._warning))
        elif self._progress is not None:
            checking = self._progress.phase == "write"
            facts = texts.progress_facts(self._progress, self._left, checking_included=checking)
            self.facts.set_text(texts.join_facts([facts, texts.limited_by(self._progress.limited_by)]))

    def _what(self) -> str:
        if self._stopping:
            return translate("SeveralPage", "Stopping…")
        comparing = translate("SeveralPage", "Comparing, writing what differs")
        return {
            "flash.look": translate("SeveralPage", "Looking at what is on it already"),
            "flash.write": comparing if self._is_updating else translate("SeveralPage", "Writing"),
            "flash.verify": translate("SeveralPage", "Reading back and comparing"),
            "flash.repair": translate("SeveralPage", "Writing a few places again"),
            "flash.eject": translate("SeveralPage", "Making it safe to remove"),
            ASKING: translate("SeveralPage", "Waiting for permission"),
        }.get(self._step, translate("SeveralPage", "Getting the card ready"))

    def _show_end(self, end: TaskFinished) -> None:
        self.mark.set_state(_STATES[end.status])
        if end.error is not None:
            words = texts.sentence(end.error.code, end.error.params)
            self.words.set_text(words.what)
            self.facts.set_text(texts.sentences(words.safe, words.do))
        elif end.status is Status.SUCCEEDED:
            self.words.set_text(_good_words(end.result))
            done = translate("SeveralPage", "{size} in {time}")
            took_s = max(end.result["write_s"] + end.result["verify_s"], 1.0)
            self.facts.set_text(done.format(size=texts.size(end.result["verified_bytes"]), time=texts.duration(took_s)))
        else:
            self.words.set_text(translate("SeveralPage", "You stopped it."))
            unfinished = translate("SeveralPage", "The card is not finished. Write it again before you use it.")
            as_it_was = translate("SeveralPage", "The card is as it was.")
            self.facts.set_text(unfinished if self.began_writing else as_it_was)

    def _ask_to_stop(self) -> None:
        self._stopping = True
        self.retranslate()
        self.stop.emit()


def _good_words(report: Params) -> str:
    if report["written_bytes"]:
        done = translate("SeveralPage", "Written and checked.")
    else:
        done = translate("SeveralPage", "Compared: the whole image was on it already.")
    return texts.sentences(done, translate("SeveralPage", "You can take it out.") if report["ejected"] else "")
