"""What was done as a file: for people, for programs, the lines of the page, or a profile for the next Nano."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from nanowizard.core.errors import StoreError
from nanowizard.core.events import Status
from nanowizard.core.messages.model import Formats
from nanowizard.core.profile import save_profile
from nanowizard.gui import texts
from nanowizard.tasks.chosen import profile_of
from nanowizard.tasks.fact_rows import FactWords
from nanowizard.tasks.report import report_document, save_report
from nanowizard.tasks.report_page import ReportWords
from nanowizard.tasks.session import Session

translate = QCoreApplication.translate

PLAIN = ".txt"


def filters() -> str:
    """Of the dialog that asks for the file; the first one is what is meant without a word."""
    page = translate("FinishPage", "Page (*.html)")
    data = translate("FinishPage", "Data (*.json)")
    plain = translate("FinishPage", "Text (*.txt)")
    return ";;".join((page, data, plain))


def write_report(file: Path, session: Session, plain: str) -> None:
    """`plain`: the lines of the page, for a text file. Raises StoreError("store.not_written")."""
    if file.suffix.lower() == PLAIN:
        try:
            file.write_text(plain, encoding="utf-8")
        except OSError as error:
            raise StoreError("store.not_written", file=file.name, detail=str(error)) from error
        return
    address = session.login.address if session.login is not None else None
    save_report(file, report_document(session.journey.outcomes.values(), address), _words())


def profile_filter() -> str:
    return translate("FinishPage", "Profile (*.json)")


def write_profile(file: Path, session: Session) -> None:
    """Raises StoreError("store.not_written")."""
    try:
        save_profile(file, profile_of(session.journey))
    except OSError as error:
        raise StoreError("store.not_written", file=file.name, detail=str(error)) from error


def _words() -> ReportWords:
    return ReportWords(
        language=QLocale().name().replace("_", "-"),
        facts=FactWords(
            of=lambda code, params: texts.sentence(code, params).what,
            formats=Formats(size=texts.size, duration=texts.duration, comma=texts.comma()),
            memory=texts.memory,
            number=lambda value: texts.number(value, 0 if value == round(value) else 1),
        ),
        status=lambda status: texts.status_words(Status(status)),
        moment=_moment,
        labels={
            "title": translate("FinishPage", "NanoWizard report"),
            "found": translate("FinishPage", "What was found and measured"),
            "before": translate("FinishPage", "Found"),
            "now": translate("FinishPage", "Now"),
            "done": translate("FinishPage", "What was done"),
            "undo": translate("FinishPage", "To undo it"),
            "ended": translate("FinishPage", "How it ended"),
            "why": translate("FinishPage", "Why"),
            "nothing_changed": translate("FinishPage", "Nothing was changed"),
            "not_known": translate("FinishPage", "Nothing is known to be changed"),
        },
    )


def _moment(when: datetime) -> str:
    there = QDateTime.fromSecsSinceEpoch(int(when.timestamp()))
    return QLocale().toString(there, QLocale.FormatType.ShortFormat)
