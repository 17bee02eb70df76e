"""Several cards in a terminal: whose line it is, a bar for each that is under way, and how each one ended."""

from __future__ import annotations

import io
import re

from rich.console import Console

from nanowizard.cli.terminal import TerminalSink
from nanowizard.core.events import (
    CardSaid,
    ErrorInfo,
    Event,
    Finding,
    FindingReported,
    Progress,
    Severity,
    Status,
    StepFinished,
    StepStarted,
    TaskFinished,
    TaskStarted,
)

GONE = ErrorInfo(code="drive.gone", params={"path": "/dev/sdc"})


def shown(*events: Event, terminal: bool = True, refresh: bool = True) -> str:
    out = io.StringIO()
    sink = TerminalSink(Console(file=out, force_terminal=terminal, width=100))
    for event in events:
        sink.emit(event)
    if refresh:
        sink._cards._bars.refresh()
    sink.close()
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", out.getvalue())


def of(card: str, *events: Event) -> list[CardSaid]:
    return [CardSaid(card=f"/dev/{card}", said=event) for event in events]


WRITING = (
    StepStarted(step="flash.write", params={}),
    Progress(phase="write", done=5, total=10, rate=30e6, eta_s=90.0),
)


def test_each_card_has_a_bar_of_its_own() -> None:
    text = shown(*of("sdb", *WRITING), *of("sdc", *WRITING))
    for card in ("sdb", "sdc"):
        assert re.search(rf"{card}: Writing .*30\.0 MB/s, 1 min 30 s left", text)


def test_a_card_that_has_ended_has_no_bar() -> None:
    end = TaskFinished(task="card.flash", status=Status.SUCCEEDED)
    text = shown(*of("sdb", *WRITING), *of("sdc", *WRITING, end))
    assert "✓ /dev/sdc: done" in text
    assert "sdc: Writing" not in text.split("done")[1]
    assert "sdb: Writing" in text.split("done")[1]


def test_lines_say_whose_they_are() -> None:
    slow = Finding(code="flash.slow", severity=Severity.WARNING, params={"waiting_s": 30})
    text = shown(*of("sdb", StepFinished(step="flash.write", params={"took_s": 61.0}), FindingReported(finding=slow)))
    assert "/dev/sdb: Writing the image (1 min 1 s)" in text
    assert "! /dev/sdb: The card has not answered for 30 s" in text


def test_a_failed_card_says_why_and_a_stopped_one_that_it_was() -> None:
    text = shown(
        TaskStarted(task="card.flash_many"),
        *of("sdb", TaskFinished(task="card.flash", status=Status.CANCELLED)),
        *of("sdc", TaskFinished(task="card.flash", status=Status.FAILED, error=GONE)),
    )
    assert "/dev/sdb: stopped" in text
    assert "✗ /dev/sdc: did not work" in text
    assert len(text.split("did not work")[1].split()) > 5


def test_what_is_no_terminal_gets_lines_only() -> None:
    text = shown(*of("sdb", *WRITING), terminal=False, refresh=False)
    assert text.strip() == ""
