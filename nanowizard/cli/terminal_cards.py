"""Several cards at once in a terminal: a bar for each, and lines that say whose they are."""

from __future__ import annotations

from pathlib import PurePath

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from nanowizard.cli.output import duration, size, words
from nanowizard.core import events
from nanowizard.core.events import Severity, Status
from nanowizard.core.messages.table import message


class CardBars:
    """Give it what is said of the cards. Bars are there from a card's first step to its end."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars = Progress(
            TextColumn("  {task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[facts]}"),
            console=console,
            transient=True,
        )
        self._of: dict[str, TaskID] = {}

    def emit(self, card: str, said: events.Event) -> None:
        match said:
            case events.StepStarted(step=step, params=params):
                self._show(card, words(step, params))
            case events.Progress():
                share = said.done / said.total if said.total else 0.0
                self._show(card, words(f"phase.{said.phase}", {}), 1000 * share, _facts(said))
            case events.StepFinished(step=step, params=params):
                took = params.get("took_s")
                self._say(card, words(step, params) + (f" ({duration(took)})" if took else ""), "[green]✓[/green] ")
            case events.FindingReported(finding=finding):
                self._say(card, words(finding.code, finding.params), _MARKS[finding.severity])
                if advice := message(finding.code).do:
                    self._console.print(f"    {escape(words(finding.code, finding.params, advice))}")
            case events.TaskFinished():
                self._finish(card, said)

    def close(self) -> None:
        for card in list(self._of):
            self._remove(card)

    def _show(self, card: str, what: str, completed: float = 0.0, facts: str = "") -> None:
        if not self._console.is_terminal:
            return
        if card not in self._of:
            self._of[card] = self._bars.add_task("", total=1000, facts="")
            self._bars.start()
        name = f"{escape(_short(card))}: {escape(what)}"
        self._bars.update(self._of[card], description=name, completed=completed, facts=facts)

    def _say(self, card: str, text: str, mark: str = "") -> None:
        self._console.print(f"  {mark}{escape(card)}: {escape(text)}")

    def _finish(self, card: str, end: events.TaskFinished) -> None:
        self._remove(card)
        if end.status is Status.SUCCEEDED:
            self._console.print(f"  [bold green]✓ {escape(card)}: done[/bold green]")
        elif end.status is Status.CANCELLED:
            self._console.print(f"  [yellow]{escape(card)}: stopped[/yellow]")
        elif end.error:
            text = message(end.error.code)
            self._console.print(f"  [bold red]✗ {escape(card)}: did not work[/bold red]")
            for part in filter(None, (text.what, text.safe, text.do)):
                self._console.print(f"    {escape(words(end.error.code, end.error.params, part))}")

    def _remove(self, card: str) -> None:
        if card in self._of:
            self._bars.remove_task(self._of.pop(card))
        if not self._of:
            self._bars.stop()


_MARKS = {
    Severity.GOOD: "[green]✓[/green] ",
    Severity.INFO: "[blue]i[/blue] ",
    Severity.WARNING: "[yellow]![/yellow] ",
    Severity.BLOCKING: "[red]✗[/red] ",
}


def _facts(progress: events.Progress) -> str:
    """What fits beside a bar on a narrow terminal."""
    rate = f"{size(round(progress.rate))}/s" if progress.rate else ""
    left = f"{duration(progress.eta_s)} left" if progress.eta_s is not None else ""
    return ", ".join(filter(None, (rate, left)))


def _short(card: str) -> str:
    """ "sdb" for /dev/sdb, the file's name for a card file: bars have little room."""
    return PurePath(card).name
