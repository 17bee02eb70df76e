"""A second NanoWizard that follows a job on the board, in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from nanowizard.core.errors import Cancelled, NanoError
from nanowizard.core.events import Event, Progress, StepFinished, StepStarted
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.remote.jobs import run_job
from nanowizard.remote.shell import CommandResult, Connection
from nanowizard.tasks.session import Session
from tests.lab.nano.desk import Desk

PATIENCE_S = 300.0


class Follower:
    """Its own session with the person's files. `work` runs in the thread; by default it is one job."""

    def __init__(self, desk: Desk, *argv: str, work: Callable[[Connection, Follower], CommandResult] | None = None):
        self.lines: list[str] = []
        self.events: list[Event] = []
        self.cancel = CancelToken()
        self.ctx = RunContext(emit=self._event, cancel=self.cancel)
        self.session = Session(where=desk.session.places)
        self._changed = threading.Condition()
        self._ended: CommandResult | NanoError | Cancelled | None = None
        self._argv = argv
        conn = self.session.connect(desk.login(), RunContext())
        self._thread = threading.Thread(target=self._work, args=(conn, work or self._job), daemon=True)
        self._thread.start()

    @property
    def steps(self) -> list[str]:
        return [event.step for event in self.events if isinstance(event, (StepStarted, StepFinished))]

    @property
    def progress(self) -> list[Progress]:
        return [event for event in self.events if isinstance(event, Progress)]

    def until(self, done: Callable[[Follower], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: done(self) or self._ended is not None, timeout=PATIENCE_S)
            assert done(self), (self._ended, self.lines[-5:], self.events[-5:])

    def end(self) -> CommandResult | NanoError | Cancelled:
        self._thread.join(PATIENCE_S)
        self.session.close()
        assert self._ended is not None, (self.lines[-5:], self.events[-5:])
        return self._ended

    def error(self) -> str:
        ended = self.end()
        assert isinstance(ended, NanoError), ended
        return ended.code

    def let_go(self) -> None:
        """NanoWizard is closed in the middle."""
        self.session.close()
        self._thread.join(PATIENCE_S)

    def line(self, line: str) -> None:
        with self._changed:
            self.lines.append(line)
            self._changed.notify_all()

    def _job(self, conn: Connection, _follower: Follower) -> CommandResult:
        return run_job(conn, self.ctx, "lab.job", self._argv, on_line=self.line)

    def _work(self, conn: Connection, work: Callable[[Connection, Follower], CommandResult]) -> None:
        try:
            ended: CommandResult | NanoError | Cancelled = work(conn, self)
        except (NanoError, Cancelled) as error:
            ended = error
        with self._changed:
            self._ended = ended
            self._changed.notify_all()

    def _event(self, event: Event) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()
