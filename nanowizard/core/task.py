"""Tasks: what one page does and one command does, and the states a run of one goes through."""

from __future__ import annotations

import enum
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from nanowizard.core.errors import Blocked, Cancelled, NanoWizardError
from nanowizard.core.events import (
    Event,
    Finding,
    FindingReported,
    Params,
    Severity,
    Status,
    TaskFinished,
    TaskStarted,
)


class CancelToken:
    """One wish to stop, shared by everything that takes part in a run; checked at every block or line."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._callbacks: list[Callable[[], None]] = []
        self._insisting: list[Callable[[], None]] = []
        self._is_insisted = False
        self._parts: dict[str, CancelToken] = {}
        self._lock = threading.Lock()

    @property
    def is_set(self) -> bool:
        return self._event.is_set()

    def set(self) -> None:
        """Ask the run to stop. Callbacks run once, in the caller's thread.

        A second call insists: what stops only at a safe place, such as the end of dpkg, is then left to itself.
        """
        with self._lock:
            if self._event.is_set():
                self._is_insisted = True
                callbacks, self._insisting = self._insisting, []
            else:
                self._event.set()
                callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def part(self, name: str) -> CancelToken:
        """The wish to stop that part of the run alone, such as one of several cards. It is set with the whole too."""
        with self._lock:
            known = self._parts.get(name)
            part = self._parts[name] = known or CancelToken()
        if not known:
            self.on_set(lambda: None if part.is_set else part.set())
            self.on_insist(part.set)
        return part

    def raise_if_set(self) -> None:
        if self._event.is_set():
            raise Cancelled

    def wait(self, timeout_s: float) -> bool:
        """Sleep up to `timeout_s`; True as soon as the token is set."""
        return self._event.wait(timeout_s)

    def on_set(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` when the token is set (at once if it already is); returns a function that takes it back."""
        with self._lock:
            if not self._event.is_set():
                self._callbacks.append(callback)
                return lambda: self._forget(callback)
        callback()
        return lambda: None

    def on_insist(self, callback: Callable[[], None]) -> Callable[[], None]:
        """The same for the second `set`."""
        with self._lock:
            if not self._is_insisted:
                self._insisting.append(callback)
                return lambda: self._forget(callback)
        callback()
        return lambda: None

    def _forget(self, callback: Callable[[], None]) -> None:
        with self._lock:
            for callbacks in (self._callbacks, self._insisting):
                if callback in callbacks:
                    callbacks.remove(callback)


def _ignore(_event: Event) -> None:
    pass


@dataclass(frozen=True, slots=True)
class RunContext:
    """What a run needs from whoever started it: where events go, and whether to stop."""

    emit: Callable[[Event], None] = _ignore
    cancel: CancelToken = field(default_factory=CancelToken)


class Verdict(enum.Enum):
    """What `check` makes of the present state: a tick, work to do, an obstacle, or not enough known to say."""

    SATISFIED = "satisfied"
    NEEDED = "needed"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The outcome of looking without touching.

    `satisfied` is True when nothing is left to do, False when there is, and None when that cannot be known yet.
    `facts` is what was seen; it becomes the result of a run that found nothing to do.
    """

    satisfied: bool | None
    findings: Sequence[Finding] = ()
    facts: Params = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        if any(finding.severity is Severity.BLOCKING for finding in self.findings):
            return Verdict.BLOCKED
        if self.satisfied is None:
            return Verdict.UNKNOWN
        return Verdict.SATISFIED if self.satisfied else Verdict.NEEDED


class Task(Protocol):
    """One use case. `check` changes nothing; `run` may be repeated and does only what is still missing.

    `inp` is the task's own frozen dataclass. `run` returns the facts worth reporting, JSON-able.
    Both raise NanoWizardError, Blocked or Cancelled and nothing else on purpose.
    """

    id: ClassVar[str]
    needs_drive_access: ClassVar[bool]

    def check(self, inp: Any, ctx: RunContext) -> Check: ...

    def run(self, inp: Any, ctx: RunContext) -> Params: ...


class TaskState(enum.Enum):
    IDLE = "idle"
    CHECKING = "checking"
    READY = "ready"
    SATISFIED = "satisfied"
    BLOCKED = "blocked"
    RUNNING = "running"
    CANCELLING = "cancelling"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


_S = TaskState
TRANSITIONS: dict[TaskState, frozenset[TaskState]] = {
    _S.IDLE: frozenset({_S.CHECKING}),
    _S.CHECKING: frozenset({_S.READY, _S.SATISFIED, _S.BLOCKED, _S.FAILED, _S.CANCELLED}),
    _S.READY: frozenset({_S.RUNNING, _S.CHECKING}),
    _S.SATISFIED: frozenset({_S.CHECKING}),
    _S.BLOCKED: frozenset({_S.CHECKING}),
    _S.RUNNING: frozenset({_S.SUCCEEDED, _S.FAILED, _S.CANCELLED, _S.BLOCKED, _S.CANCELLING}),
    _S.CANCELLING: frozenset({_S.SUCCEEDED, _S.FAILED, _S.CANCELLED, _S.BLOCKED}),
    _S.SUCCEEDED: frozenset({_S.CHECKING}),
    _S.FAILED: frozenset({_S.CHECKING}),
    _S.CANCELLED: frozenset({_S.CHECKING}),
}

_END: dict[Status, TaskState] = {
    Status.SUCCEEDED: _S.SUCCEEDED,
    Status.SATISFIED: _S.SATISFIED,
    Status.FAILED: _S.FAILED,
    Status.CANCELLED: _S.CANCELLED,
    Status.BLOCKED: _S.BLOCKED,
}


class IllegalTransitionError(RuntimeError):
    """A programming mistake: a run was moved to a state that its present one does not lead to."""


class TaskRun:
    """One execution of a task with its state. `check_then_run` blocks; call it in a thread of its own.

    The state may be read from any thread; `on_state` is called in the thread that makes the move.
    """

    def __init__(
        self, task: Task, inp: Any, ctx: RunContext, *, on_state: Callable[[TaskState], None] | None = None
    ) -> None:
        self.task = task
        self._inp = inp
        self._ctx = ctx
        self._on_state = on_state
        self._lock = threading.Lock()
        self.state = TaskState.IDLE

    def move(self, to: TaskState) -> None:
        with self._lock:
            if to not in TRANSITIONS[self.state]:
                raise IllegalTransitionError(f"{self.task.id}: {self.state.value} -> {to.value}")
            self.state = to
        if self._on_state:
            self._on_state(to)

    def cancel(self) -> None:
        """Ask the run to stop; it ends as CANCELLED unless it is already past the point of stopping."""
        with self._lock:
            moved = self.state is TaskState.RUNNING
            if moved:
                self.state = TaskState.CANCELLING
        if moved and self._on_state:
            self._on_state(TaskState.CANCELLING)
        self._ctx.cancel.set()

    def cancel_part(self, name: str) -> None:
        """Ask one part of the run to stop; the run goes on with the others."""
        self._ctx.cancel.part(name).set()

    def check(self) -> Check:
        """Look only: leaves the run READY, SATISFIED or BLOCKED, or re-raises after FAILED or CANCELLED."""
        self.move(TaskState.CHECKING)
        try:
            check = self.task.check(self._inp, self._ctx)
        except Cancelled:
            self.move(TaskState.CANCELLED)
            raise
        except Blocked:
            self.move(TaskState.BLOCKED)
            raise
        except NanoWizardError:
            self.move(TaskState.FAILED)
            raise
        after = {Verdict.BLOCKED: _S.BLOCKED, Verdict.SATISFIED: _S.SATISFIED}.get(check.verdict, _S.READY)
        self.move(after)
        return check

    def check_then_run(self) -> TaskFinished:
        """Check, then run if there is something to do; emits every event and returns the last one."""
        emit = self._ctx.emit
        emit(TaskStarted(task=self.task.id))
        finished = self._attempt()
        if _END[finished.status] is not self.state:
            self.move(_END[finished.status])
        emit(finished)
        return finished

    def _attempt(self) -> TaskFinished:
        finish = _Finish(self.task.id)
        try:
            check = self.check()
            for finding in check.findings:
                self._ctx.emit(FindingReported(finding=finding))
            if self.state is TaskState.BLOCKED:
                return finish(Status.BLOCKED)
            if self.state is TaskState.SATISFIED:
                return finish(Status.SATISFIED, result=check.facts)
            self.move(TaskState.RUNNING)
            return finish(Status.SUCCEEDED, result=self.task.run(self._inp, self._ctx))
        except Cancelled:
            return finish(Status.CANCELLED)
        except Blocked as blocked:
            for finding in blocked.findings:
                self._ctx.emit(FindingReported(finding=finding))
            return finish(Status.BLOCKED)
        except NanoWizardError as error:
            return finish(Status.FAILED, error=error)


class _Finish:
    def __init__(self, task: str) -> None:
        self._task = task

    def __call__(
        self, status: Status, *, result: Params | None = None, error: NanoWizardError | None = None
    ) -> TaskFinished:
        return TaskFinished(task=self._task, status=status, error=error.info if error else None, result=result or {})
