"""A command's events as sentences in English with progress bars, and its results as tables: for a person.

Loading rich takes as long as all of a short command: with --json nobody waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.control import Control
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.segment import ControlType
from rich.table import Table

from nanowizard.cli.output import duration, progress_facts, redacted, words
from nanowizard.cli.terminal_cards import CardBars
from nanowizard.core import events
from nanowizard.core.events import Severity, Status
from nanowizard.core.messages.table import MESSAGES, message


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
        self._cards = CardBars(self.console)
        self._bar: TaskID | None = None
        self._phase = ""
        self._step = ""
        self._part = ""
        self._passing = False

    def emit(self, event: events.Event) -> None:
        event = redacted(event)
        match event:
            case events.TaskStarted(task=task):
                self._say(f"[bold]{_words(f'task.{task}')}[/bold]")
            case events.StepStarted(step=step, params=params):
                self._step = _words(step, params)
                self._say(f"  {self._step}…")
            case events.Progress():
                self._show(event)
            case events.LogLine():
                self._log(event)
            case events.FindingReported(finding=finding):
                self._say(f"  {_MARKS[finding.severity]} {_words(finding.code, finding.params)}")
                self._advise(finding.code, finding.params)
            case events.StepFinished(step=step, params=params) if step in _ON_THE_BAR:
                self._part = _words(step, params)
            case events.StepFinished(step=step, params=params):
                took = params.get("took_s")
                self._say(f"  [green]✓[/green] {_words(step, params)}" + (f" ({duration(took)})" if took else ""))
            case events.CardSaid(card=card, said=said):
                self._cards.emit(card, said)
            case events.TaskFinished():
                self._finish(event)

    def say(self, text: str) -> None:
        self.console.print(escape(text))

    def table(self, headings: Iterable[str], rows: Iterable[Iterable[str]], title: str | None) -> None:
        """Without `headings` a list of names with their values."""
        names = list(headings)
        table = Table(*names, show_header=bool(names), title=title)
        for row in rows:
            table.add_row(*map(escape, row))
        self.console.print(table)

    def close(self) -> None:
        self._cards.close()
        self._end_bar()

    def _say(self, text: str) -> None:
        self._end_bar()
        self._part = ""
        self._passing = False
        self.console.print(text)

    def _log(self, line: events.LogLine) -> None:
        """Progress that is written over itself stays one line in a terminal; elsewhere only its end is said."""
        if self._passing and self.console.is_terminal:
            self.console.control(Control((ControlType.CURSOR_UP, 1), (ControlType.ERASE_IN_LINE, 2)))
        if not line.passing or self.console.is_terminal:
            self._say(f"  [dim]{escape(line.text[: self.console.width - 2] if line.passing else line.text)}[/dim]")
        self._passing = line.passing

    def _advise(self, code: str, params: Mapping[str, Any]) -> None:
        advice = message(code).do
        if advice:
            self.console.print(f"    {escape(words(code, params, advice))}")

    def _show(self, progress: events.Progress) -> None:
        if self._bar is None or progress.phase != self._phase:
            self._end_bar()
            self._phase = progress.phase
            self._bar = self._bars.add_task(self._phase_words(progress.phase), total=1000, facts="")
            self._bars.start()
        share = progress.done / progress.total if progress.total else 0.0
        name = self._part or self._phase_words(progress.phase)
        facts = "" if self._part else progress_facts(progress)
        self._bars.update(self._bar, description=name, completed=1000 * share, facts=facts)

    def _phase_words(self, phase: str) -> str:
        """A phase without words of its own is a part of the step that runs."""
        code = f"phase.{phase}"
        return self._step if code not in MESSAGES and self._step else _words(code)

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


_ON_THE_BAR = frozenset({"nano.proof.batch"})
"""Ends of parts that come too often for a line of their own."""

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


def _words(code: str, params: Mapping[str, Any] | None = None) -> str:
    return escape(words(code, params or {}))
