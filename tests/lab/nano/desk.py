"""The person at the computer: NanoWizard's tasks on one connection, and what they said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nanowizard.core.events import Event, FindingReported, LogLine, Params, StepFinished, StepStarted, TaskFinished
from nanowizard.core.places import Places
from nanowizard.core.task import RunContext, Task, TaskRun
from nanowizard.provision.swap.facts import SwapOptions
from nanowizard.remote.shell import CommandResult
from nanowizard.tasks.nano import CheckNano
from nanowizard.tasks.session import NanoLogin, Session
from nanowizard.tasks.swap import SwapInput, SwapNano
from tests.lab.machines.nano_image import PASSWORD
from tests.lab.nano.board import Board

Watch = Callable[[Event], None]


@dataclass
class Done:
    """One run of a task: its end, and everything that a page would have shown on the way."""

    finished: TaskFinished
    events: list[Event] = field(default_factory=list)

    @property
    def status(self) -> str:
        return self.finished.status.value

    @property
    def result(self) -> Params:
        return self.finished.result

    @property
    def error(self) -> tuple[str, Params]:
        assert self.finished.error, self.finished
        return self.finished.error.code, self.finished.error.params

    @property
    def detail(self) -> str:
        """What the Nano itself said about the error."""
        assert self.finished.error, self.finished
        return self.finished.error.detail

    @property
    def findings(self) -> Mapping[str, Params]:
        found = [event.finding for event in self.events if isinstance(event, FindingReported)]
        return {finding.code: finding.params for finding in found}

    @property
    def begun(self) -> list[str]:
        return [event.step for event in self.events if isinstance(event, StepStarted)]

    @property
    def completed(self) -> list[str]:
        return [event.step for event in self.events if isinstance(event, StepFinished)]

    @property
    def changes(self) -> list[str]:
        """What was done, or in a dry run would be."""
        return [change["code"] for change in self.result["changes"]]


class Desk:
    """NanoWizard in this process, with its own files below `home`: one session, one connection."""

    def __init__(self, board: Board, home: Path) -> None:
        self.board = board
        self.session = Session(where=Places(home / "state", home / "cache", home / "logs"))

    def login(self, *, password: str = PASSWORD, trust: str | None = None) -> NanoLogin:
        return NanoLogin(address=self.board.address, password=password, trust=trust)

    def run(self, task: Task, inp: Any, watch: Watch | None = None) -> Done:
        events: list[Event] = []

        def emit(event: Event) -> None:
            events.append(event)
            if watch:
                watch(event)

        return Done(TaskRun(task, inp, RunContext(emit=emit)).check_then_run(), events)

    def meet(self) -> None:
        """Confirm the board's identity, as a person who compares the fingerprint, unless that was done before."""
        if self.session.pins.pinned(self.board.address.place) is None:
            said = self.check().findings["nano.host_key_unknown"]
            assert said["fingerprint"] in self.board.fingerprints()
            assert self.check(self.login(trust=str(said["fingerprint"]))).status == "succeeded"

    def check(self, login: NanoLogin | None = None) -> Done:
        return self.run(CheckNano(self.session), login or self.login())

    def swap(
        self,
        mib: int = 0,
        *,
        keep_zram: bool = True,
        dry_run: bool = False,
        undo: bool = False,
        login: NanoLogin | None = None,
        watch: Watch | None = None,
    ) -> Done:
        options = SwapOptions(size_bytes=mib << 20, keep_zram=keep_zram)
        inp = SwapInput(login=login or self.login(), options=options, dry_run=dry_run, undo=undo)
        return self.run(SwapNano(self.session), inp, watch)

    def command(
        self, *argv: str, sudo: bool = False, stdin: bytes = b"", on_line: Callable[[str], None] | None = None
    ) -> CommandResult:
        """As a step runs one on the Nano. Raises NanoError."""
        ctx = RunContext()
        conn = self.session.connect(self.login(), ctx)
        return conn.run(argv, ctx, sudo=sudo, stdin=stdin, timeout_s=300.0, on_line=on_line)

    def close(self) -> None:
        self.session.close()


def at_line(beginning: str, act: Callable[[], object]) -> Watch:
    """Does `act` once, when a line of the log begins so: in the middle of a step, while it waits for us."""
    left = [act]

    def watch(event: Event) -> None:
        if left and isinstance(event, LogLine) and event.text.startswith(beginning):
            left.pop()()

    return watch
