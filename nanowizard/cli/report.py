"""The report of a set-up on this computer, in English: kept at every end, since what was done is done."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

from nanowizard.cli.output import duration, memory, size, words
from nanowizard.core.events import Status
from nanowizard.core.messages.model import Formats
from nanowizard.remote.address import Address
from nanowizard.tasks.fact_rows import FactWords
from nanowizard.tasks.report import report_document, save_report
from nanowizard.tasks.report_page import ReportWords
from nanowizard.tasks.session import Session

STATUS_WORDS = {
    Status.SUCCEEDED: "Done",
    Status.SATISFIED: "Already in order",
    Status.FAILED: "Failed",
    Status.CANCELLED: "Stopped by you",
    Status.BLOCKED: "Needs you",
}
_LABELS = {
    "title": "NanoWizard report",
    "found": "What was found and measured",
    "before": "Found",
    "now": "Now",
    "done": "Done",
    "undo": "To undo it",
    "ended": "How it ended",
    "why": "Why",
    "nothing_changed": "Nothing had to be changed",
    "not_known": "Nothing is known to be changed",
}
ENGLISH = FactWords(
    of=words,
    formats=Formats(size=size, duration=duration),
    memory=memory,
    number=lambda value: f"{round(value, 1):g}",
)


def status_words(status: str) -> str:
    return STATUS_WORDS[Status(status)]


def keep_report(work: Session, nano: Address | None) -> Path:
    """A page for people, and the same for programs beside it. Raises StoreError("store.not_written")."""
    document = report_document(work.journey.outcomes.values(), nano)
    page = work.places.state / "reports" / time.strftime("%Y-%m-%d-%H%M%S.html")
    english = ReportWords(language="en", facts=ENGLISH, status=status_words, moment=_moment, labels=_LABELS)
    save_report(page.with_suffix(".json"), document, english)
    save_report(page, document, english)
    return page


def _moment(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M}"
