"""What a command prints: values as words, and one JSON event a line. Sentences and bars are in `terminal`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol, TextIO

from nanowizard.core import events
from nanowizard.core.events import Status
from nanowizard.core.logs import redact
from nanowizard.core.messages.model import Formats, fill
from nanowizard.core.messages.table import message
from nanowizard.core.profile import GIB

EXIT_CODES = {Status.SUCCEEDED: 0, Status.SATISFIED: 0, Status.FAILED: 1, Status.BLOCKED: 3, Status.CANCELLED: 130}
EXIT_USAGE = 2

_UNITS = ("B", "kB", "MB", "GB", "TB")


def size(amount: int) -> str:
    """Decimal units, as cards are labelled: 63 864 569 856 -> "63.9 GB"."""
    value, unit = float(amount), 0
    while abs(value) >= 999.5 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    digits = 0 if unit == 0 or value >= 99.95 else 1
    return f"{value:.{digits}f} {_UNITS[unit]}"


def duration(seconds: float) -> str:
    """Whole units, the two largest: "9 s", "3 min 20 s", "1 h 6 min", and "3 days" from two days on."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes == 0:
        return f"{rest} s"
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24} days"
    if hours == 0:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def memory(amount: int) -> str:
    """Binary gigabytes, called GB as on a memory module: swap is counted like memory, "4 GB" and not "4.3 GB"."""
    return f"{round(amount / GIB, 1):g} GB"


def words(code: str, params: Mapping[str, Any], template: str | None = None) -> str:
    """The headline of `code`, or another of its texts, filled in English."""
    shown = Formats(size=memory if code.startswith("nano.swap") else size, duration=duration)
    return fill(message(code).what if template is None else template, params, shown)


class Sink(Protocol):
    """Where a run's events go. `emit` is called from the run's thread; `say` and `table` show results to a person."""

    def emit(self, event: events.Event) -> None: ...

    def say(self, text: str) -> None: ...

    def table(self, headings: Iterable[str], rows: Iterable[Iterable[str]], title: str | None) -> None: ...

    def close(self) -> None: ...


class JsonSink:
    """One event a line on `out`, flushed at once, and nothing else; pure ASCII, whatever the locale and the names."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout

    def emit(self, event: events.Event) -> None:
        self._out.write(json.dumps(events.to_wire(redacted(event))) + "\n")
        self._out.flush()

    def say(self, text: str) -> None:
        """Nothing: the result has already gone out in the last event."""

    def table(self, headings: Iterable[str], rows: Iterable[Iterable[str]], title: str | None) -> None:
        """Nothing, as above."""

    def close(self) -> None:
        pass


def redacted(event: events.Event) -> events.Event:
    """Secrets can only be in what came from outside as text. Codes are ours: "nano" may well be a password."""
    if isinstance(event, events.CardSaid):
        return replace(event, said=redacted(event.said))
    if isinstance(event, events.LogLine):
        return replace(event, text=redact(event.text))
    if isinstance(event, events.TaskFinished) and event.error:
        return replace(event, error=replace(event.error, detail=redact(event.error.detail)))
    return event


def progress_facts(progress: events.Progress) -> str:
    """For example "5.8 GB of 13.8 GB, 38.0 MB/s, 8 min left, limited by the card"."""
    show = size if progress.unit == "bytes" else str
    parts = [show(progress.done) + (f" of {show(progress.total)}" if progress.total else "")]
    if progress.rate:
        parts.append(f"{show(round(progress.rate))}/s")
    if progress.eta_s is not None:
        parts.append(f"{duration(progress.eta_s)} left")
    if progress.limited_by:
        parts.append(f"limited by the {progress.limited_by.value}")
    return ", ".join(parts)
