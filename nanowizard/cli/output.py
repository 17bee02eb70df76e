"""What a command prints: sentences in English with progress bars, or one JSON event a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol, TextIO

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from nanowizard.core import events
from nanowizard.core.events import Severity, Status
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
    """Whole units, the two largest: "9 s", "3 min 20 s", "1 h 6 min"."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes == 0:
        return f"{rest} s"
    hours, minutes = divmod(minutes, 60)
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
    """Where a run's events go. `emit` is called from the run's thread."""

    def emit(self, event: events.Event) -> None: ...

    def close(self) -> None: ...


class JsonSink:
    """One event a line on `out`, flushed at once, and nothing else; pure ASCII, whatever the locale and the names."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout

    def emit(self, event: events.Event) -> None:
        self._out.write(json.dumps(events.to_wire(_redacted(event))) + "\n")
        self._out.flush()

    def close(self) -> None:
        pass


class TerminalSink:
    """Sentences for a person; a bar for the phase that runs."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True)
        self._bars = Progress(
            TextColumn("  {task.description}"),
            BarColumn(bar_width=32),
            TextColumn("{task.fields[facts]}"),
            console=self.console,
            transient=True,
        )
        self._bar: TaskID | None = None
        self._phase = ""

    def emit(self, event: events.Event) -> None:
        event = _redacted(event)
        match event:
            case events.TaskStarted(task=task):
                self._say(f"[bold]{_words(f'task.{task}')}[/bold]")
            case events.StepStarted(step=step, params=params):
                self._say(f"  {_words(step, params)}…")
            case events.Progress():
                self._show(event)
            case events.LogLine(text=text):
                self._say(f"  [dim]{escape(text)}[/dim]")
            case events.FindingReported(finding=finding):
                self._say(f"  {_MARKS[finding.severity]} {_words(finding.code, finding.params)}")
                self._advise(finding.code, finding.params)
            case events.StepFinished(step=step, params=params):
                took = params.get("took_s")
                self._say(f"  [green]✓[/green] {_words(step, params)}" + (f" ({duration(took)})" if took else ""))
            case events.TaskFinished():
                self._finish(event)

    def close(self) -> None:
        self._end_bar()

    def _say(self, text: str) -> None:
        self._end_bar()
        self.console.print(text)

    def _advise(self, code: str, params: Mapping[str, Any]) -> None:
        advice = message(code).do
        if advice:
            self.console.print(f"    {escape(words(code, params, advice))}")

    def _show(self, progress: events.Progress) -> None:
        if self._bar is None or progress.phase != self._phase:
            self._end_bar()
            self._phase = progress.phase
            self._bar = self._bars.add_task(_words(f"phase.{progress.phase}"), total=1000, facts="")
            self._bars.start()
        share = progress.done / progress.total if progress.total else 0.0
        self._bars.update(self._bar, completed=1000 * share, facts=progress_facts(progress))

    def _end_bar(self) -> None:
        if self._bar is not None:
            self._bars.remove_task(self._bar)
            self._bars.stop()
            self._bar = None

    def _finish(self, finished: events.TaskFinished) -> None:
        self._say(_ENDINGS[finished.status])
        if finished.error is None:
            return
        text, params = message(finished.error.code), finished.error.params
        for part in (text.what, text.safe, text.do):
            if part:
                self.console.print(f"  {escape(words(finished.error.code, params, part))}")
        detail = f": {finished.error.detail.strip()}" if finished.error.detail else ""
        self.console.print(f"  [dim]({escape(finished.error.code + detail)})[/dim]")


def _redacted(event: events.Event) -> events.Event:
    """Secrets can only be in what came from outside as text. Codes are ours: "nano" may well be a password."""
    if isinstance(event, events.LogLine):
        return replace(event, text=redact(event.text))
    if isinstance(event, events.TaskFinished) and event.error:
        return replace(event, error=replace(event.error, detail=redact(event.error.detail)))
    return event


_MARKS = {
    Severity.GOOD: "[green]✓[/green]",
    Severity.INFO: "[blue]i[/blue]",
    Severity.WARNING: "[yellow]![/yellow]",
    Severity.BLOCKING: "[red]✗[/red]",
}

_ENDINGS = {
    Status.SUCCEEDED: "  [green]Done.[/green]",
    Status.SATISFIED: "  [green]Nothing to do: it is already as wished.[/green]",
    Status.FAILED: "  [red]This did not work.[/red]",
    Status.CANCELLED: "  [yellow]Stopped.[/yellow]",
    Status.BLOCKED: "  [yellow]Not started: see above.[/yellow]",
}


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


def _words(code: str, params: Mapping[str, Any] | None = None) -> str:
    return escape(words(code, params or {}))
