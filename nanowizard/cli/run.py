"""Running a task for a command: in a thread of its own, stopped by Ctrl-C, ended with an exit code."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterable, Iterator
from types import FrameType
from typing import Any

import typer

from nanowizard.cli.output import EXIT_CODES, EXIT_USAGE, JsonSink, Sink
from nanowizard.core.errors import NanoWizardError
from nanowizard.core.events import Event, Status, TaskFinished
from nanowizard.core.task import CancelToken, RunContext, Task, TaskRun

POLL_S = 0.2


def exit_code(finished: TaskFinished) -> int:
    if finished.error and finished.error.code.startswith("usage."):
        return EXIT_USAGE
    return EXIT_CODES[finished.status]


def sink(*, json: bool) -> Sink:
    if json:
        return JsonSink()
    # rich takes as long to load as all of a short command: programs that read JSON do not wait for it.
    from nanowizard.cli.terminal import TerminalSink  # noqa: PLC0415

    return TerminalSink()


class Command:
    """One command's run: its sink, its wish to stop, and its end."""

    def __init__(self, *, json: bool) -> None:
        self.json = json
        self.cancel = CancelToken()
        self._sink = sink(json=json)
        self._emitting = threading.RLock()
        self._ended: str | None = None
        self._left = False
        self.ctx = RunContext(emit=self._emit, cancel=self.cancel)

    def _emit(self, event: Event) -> None:
        with self._emitting:
            if self._left:
                return  # a second Ctrl-C left the task behind
            self._sink.emit(event)
            self._ended = event.task if isinstance(event, TaskFinished) else None

    def run(self, task: Task, inp: Any) -> TaskFinished:
        """Run `task` to its end and raise typer.Exit unless it went well."""
        run = TaskRun(task, inp, self.ctx)
        ends: list[TaskFinished] = []
        crash: list[BaseException] = []

        def work() -> None:
            try:
                ends.append(run.check_then_run())
            except BaseException as error:  # noqa: BLE001 - handed to the main thread, which has the catch-all
                crash.append(error)

        thread = threading.Thread(target=work, name=f"task {task.id}", daemon=True)
        try:
            with self._stopped_by_signals(run):
                thread.start()
                while thread.is_alive():
                    thread.join(POLL_S)
        finally:
            self._sink.close()
        if crash:
            raise crash[0]
        finished = ends[0]
        if exit_code(finished):
            raise typer.Exit(exit_code(finished))
        return finished

    def show(self, text: str) -> None:
        """A result for a person; with --json it has already gone out in the last event."""
        self._sink.say(text)

    def table(self, headings: Iterable[str], rows: Iterable[Iterable[str]], *, title: str | None = None) -> None:
        """The same as a table. Without headings each row is a name and its value."""
        self._sink.table(headings, rows, title)

    def end_early(self, task: str, error: NanoWizardError | None) -> typer.Exit:
        """For what a task did not end itself: the same last event and exit code. None: the person wished to stop."""
        status = Status.FAILED if error else Status.CANCELLED
        finished = TaskFinished(task=task, status=status, error=error.info if error else None)
        if self._ended != task:
            self._emit(finished)
        self._left = True
        self._sink.close()
        return typer.Exit(exit_code(finished))

    @contextlib.contextmanager
    def _stopped_by_signals(self, run: TaskRun) -> Iterator[None]:
        """The first Ctrl-C asks the run to stop; the second one leaves at once (the helper then stops by itself)."""

        def stop(_number: int, _frame: FrameType | None) -> None:
            if self.cancel.is_set:
                raise KeyboardInterrupt
            run.cancel()

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
