"""Runs tasks in plain threads and brings what they say into the GUI thread, and nowhere else.

This is the GUI's only catch-all: a mistake in a task becomes a TaskFinished with `internal.error` and a logged
traceback, never a silent end.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from nanowizard.core.errors import Blocked, Cancelled, NanoWizardError
from nanowizard.core.events import ErrorInfo, Event, Status, TaskFinished
from nanowizard.core.task import CancelToken, RunContext, Task, TaskRun, TaskState
from nanowizard.gui.post import Inbox

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

_live: set[threading.Thread] = set()
_live_lock = threading.Lock()


def _start(target: Callable[[], None], name: str) -> threading.Thread:
    def body() -> None:
        try:
            target()
        finally:
            with _live_lock:
                _live.discard(threading.current_thread())

    # Daemon: a task that hangs in the system must not keep a closed program alive; `wait_for_threads` gives it time.
    thread = threading.Thread(target=body, name=name, daemon=True)
    with _live_lock:
        _live.add(thread)
    thread.start()
    return thread


def wait_for_threads(limit_s: float) -> bool:
    """Wait until everything started here has ended; False when `limit_s` was not enough. For the end of the program."""
    until = time.monotonic() + limit_s
    with _live_lock:
        threads = tuple(_live)
    for thread in threads:
        thread.join(max(until - time.monotonic(), 0.0))
    return not any(thread.is_alive() for thread in threads)


def _mistake(error: BaseException) -> NanoWizardError:
    _log.exception("a mistake of ours", exc_info=error)
    return NanoWizardError("internal.error", detail=f"{type(error).__name__}: {error}")


class Runner(QObject):
    """One run at a time of any task; all signals are emitted in the thread that this object lives in (the GUI's).

        runner.said.connect(...)       every core Event in order, TaskFinished last
        runner.finished.connect(...)   that TaskFinished again, when the runner is ready for the next start
        runner.state_changed.connect(...)   TaskState

    `start` while a run is going on raises RuntimeError.
    """

    said = Signal(object)
    finished = Signal(object)
    state_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: TaskRun | None = None
        self._state = TaskState.IDLE
        self._began = 0.0
        self._took_s = 0.0
        self._inbox = Inbox(self._deliver)

    @property
    def state(self) -> TaskState:
        """As last seen by the GUI thread."""
        return self._state

    @property
    def is_running(self) -> bool:
        """True from `start` until `finished` was emitted."""
        return self._run is not None

    @property
    def took_s(self) -> float:
        """Seconds of the present run so far, or of the last one."""
        return time.monotonic() - self._began if self._run is not None else self._took_s

    def start(self, task: Task, inp: Any) -> None:
        """Check, then run if there is something to do."""
        if self._run is not None:
            raise RuntimeError(f"{self._run.task.id} is still running")
        self._began = time.monotonic()
        put = self._inbox.put
        run = TaskRun(task, inp, RunContext(emit=put, cancel=CancelToken()), on_state=put)
        self._run = run
        _start(lambda: _work(run, put), f"run {task.id}")

    def cancel(self) -> None:
        """Ask the run to stop; `finished` follows. Without a run this does nothing."""
        if self._run is not None:
            self._run.cancel()

    def cancel_part(self, name: str) -> None:
        """Ask that part of the run to stop, such as one of several cards."""
        if self._run is not None:
            self._run.cancel_part(name)

    def _deliver(self, thing: Event | TaskState) -> None:
        if isinstance(thing, TaskState):
            self._state = thing
            self.state_changed.emit(thing)
            return
        if isinstance(thing, TaskFinished):
            self._took_s = time.monotonic() - self._began
            self._run = None
        self.said.emit(thing)
        if isinstance(thing, TaskFinished):
            self.finished.emit(thing)


def _work(run: TaskRun, put: Callable[[Event | TaskState], None]) -> None:
    """The thread of a run. It knows no Qt object: the window may be torn down under a task that hangs."""
    try:
        run.check_then_run()
    except BaseException as error:  # noqa: BLE001 - the promise of this module: a mistake becomes a visible end
        put(TaskState.FAILED)
        put(TaskFinished(task=run.task.id, status=Status.FAILED, error=_mistake(error).info))


class Call(QObject):
    """A cheap background question; see `call_in_thread`."""

    def __init__(self, owner: QObject, done: Callable[[Any], None], failed: Callable[[Exception], None] | None) -> None:
        super().__init__(owner)
        self._done = done
        self._failed = failed
        self.cancel = CancelToken()
        self.inbox = Inbox(self._deliver)

    def abandon(self) -> None:
        """The answer is not wanted any more: cancels, and neither `done` nor `failed` will be called."""
        self._done = _ignore
        self._failed = None
        self.cancel.set()

    def _deliver(self, value: object, error: Exception | None) -> None:
        if error is None:
            self._done(value)
        elif self._failed is not None:
            self._failed(error)
        self.deleteLater()


def call_in_thread(
    owner: QObject,
    fn: Callable[[RunContext], _T],
    done: Callable[[_T], None],
    failed: Callable[[Exception], None] | None = None,
) -> Call:
    """Call `fn` in a thread; `done(result)` or `failed(error)` follow in the GUI thread, unless `owner` is deleted.

    `fn` gets a RunContext whose cancel token is `Call.cancel`. `failed` gets a NanoWizardError, Blocked or Cancelled;
    a mistake in `fn` arrives as NanoWizardError("internal.error"). Not for work that needs a Stop button: that is
    what `Runner` is for.
    """
    call = Call(owner, done, failed)
    context, put = RunContext(cancel=call.cancel), call.inbox.put

    def work() -> None:
        try:
            put(fn(context), None)
        except (NanoWizardError, Blocked, Cancelled) as error:
            put(None, error)
        except BaseException as error:  # noqa: BLE001 - see the module's first lines
            put(None, _mistake(error))

    _start(work, "call")
    return call


def error_info(error: Exception) -> ErrorInfo:
    """What `failed` got, as data for an error panel. A Blocked shows its first finding."""
    if isinstance(error, NanoWizardError):
        return error.info
    if isinstance(error, Blocked) and error.findings:
        return ErrorInfo(code=error.findings[0].code, params=error.findings[0].params)
    return ErrorInfo(code="internal.error", detail=str(error))


def _ignore(_value: object) -> None:
    pass
