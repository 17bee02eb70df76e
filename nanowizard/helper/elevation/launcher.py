"""A helper with an administrator's rights on Windows: started by `runas`, spoken to over three named pipes.

`runas` hands on neither handles nor an environment, so the pipes stand in for the standard streams and their name goes
on the command line. It is no secret: each end asks Windows which process is at the other one, and listens to no other.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Final

from nanowizard.core.errors import Cancelled, HelperError, NanoWizardError, PrivilegeError
from nanowizard.core.task import CancelToken
from nanowizard.drives.windows.errors import CallFailed
from nanowizard.helper.elevation import structs as win
from nanowizard.helper.elevation.calls import ElevationCalls
from nanowizard.helper.elevation.process import ElevatedProcess

_log = logging.getLogger(__name__)

# On the helper's command line: `--pipe NAME`, and the folder of our own files, as `runas` hands on no environment.
PIPE_ARGUMENT: Final = "--pipe"
HOME_ARGUMENT: Final = "--home"
PREFIX: Final = "nanowizard"
STREAMS: Final = ("stdin", "stdout", "stderr")

# From the person's yes to the pipe: as long as an ordinary helper may take for its first line (child._HELLO_S).
_CONNECT_S = 30.0
_LOOK_EVERY_S = 0.1


def start_elevated(
    calls: ElevationCalls, command: Sequence[str], folder: str, path: str, cancel: CancelToken
) -> ElevatedProcess:
    """Ask the person for an administrator's rights, and start `command` in `folder` with them.

    `path` names the card that they are for. Raises PrivilegeError privilege.dismissed or privilege.denied, HelperError
    helper.not_started, Cancelled. A helper that was started all the same finds no pipe then, and ends.
    """
    name = f"{PREFIX}-{os.getpid()}-{secrets.token_hex(16)}"
    with contextlib.ExitStack() as taken:
        try:
            pipes = [_create(calls, name, stream) for stream in STREAMS]
            for pipe in pipes:
                taken.callback(calls.close, pipe)
            arguments = subprocess.list2cmdline([*command[1:], PIPE_ARGUMENT, name])
            process = _Question(calls, lambda: calls.start_as_administrator(command[0], arguments, folder)).answer(
                cancel
            )
            taken.callback(calls.close, process)
            for pipe in pipes:
                _await(calls, pipe, process, cancel)
        except CallFailed as failed:
            raise _refused(failed, path) from failed
        taken.pop_all()
    return ElevatedProcess(calls, process, pipes)


def pipe_path(name: str, stream: str) -> str:
    return rf"\\.\pipe\{name}-{stream}"


def _create(calls: ElevationCalls, name: str, stream: str) -> int:
    """For this user and for administrators (another one may have typed a password), on this computer, and once."""
    direction = win.PIPE_ACCESS_OUTBOUND if stream == "stdin" else win.PIPE_ACCESS_INBOUND
    return calls.create_pipe(
        pipe_path(name, stream),
        direction | win.FILE_FLAG_FIRST_PIPE_INSTANCE | win.FILE_FLAG_OVERLAPPED,
        win.PIPE_REJECT_REMOTE_CLIENTS,
        f"D:P(A;;GRGW;;;{calls.user_sid()})(A;;GRGW;;;BA)",
    )


class _Question:
    """Windows' question to the person, in a thread of its own: nobody can take it back, or has to wait for it."""

    def __init__(self, calls: ElevationCalls, ask: Callable[[], int]) -> None:
        self._calls = calls
        self._ask = ask
        self._answers: SimpleQueue[int | CallFailed | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._given_up = False
        threading.Thread(target=self._run, name="elevation", daemon=True).start()

    def answer(self, cancel: CancelToken) -> int:
        """A handle of the process. Raises CallFailed or Cancelled."""
        forget = cancel.on_set(lambda: self._answers.put(None))
        try:
            answer = self._answers.get()
        finally:
            forget()
        if isinstance(answer, CallFailed):
            raise answer
        if answer is None:
            self._give_up()
            raise Cancelled
        return answer

    def _run(self) -> None:
        answer: int | CallFailed
        try:
            answer = self._ask()
        except CallFailed as failed:
            answer = failed
        with self._lock:
            if not self._given_up:
                self._answers.put(answer)
            elif isinstance(answer, int):
                self._calls.close(answer)

    def _give_up(self) -> None:
        with self._lock:
            self._given_up = True
            while not self._answers.empty():
                late = self._answers.get()
                if isinstance(late, int):
                    self._calls.close(late)


def _await(calls: ElevationCalls, pipe: int, process: int, cancel: CancelToken) -> None:
    """Until the helper is at the other end; anybody else is thrown out. Raises HelperError or Cancelled."""
    end = time.monotonic() + _CONNECT_S
    while True:
        cancel.raise_if_set()
        if calls.connect(pipe, _LOOK_EVERY_S):
            if _is_ours(calls, pipe, process):
                return
            calls.disconnect(pipe)
        status = calls.exit_status(process, 0.0)
        if status is not None:
            raise HelperError("helper.not_started", detail=f"it ended with {status} before it said anything")
        if time.monotonic() > end:
            raise HelperError("helper.not_started", detail=f"silent for {_CONNECT_S} s")


def _is_ours(calls: ElevationCalls, pipe: int, process: int) -> bool:
    """The process that was started, or one that it started: python.exe of a virtual environment and one-file programs
    do. Nobody without an administrator's rights can make a process look like the child of one that has them.
    """
    try:
        client = calls.client_of(pipe)
    except CallFailed as failed:
        _log.warning("who opened the pipe cannot be seen: %s", failed)
        return False
    started = calls.process_id(process)
    if started in (client, calls.parent_of(client)):
        return True
    _log.warning("process %s is not the helper %s and is thrown out", client, started)
    return False


def _refused(failed: CallFailed, path: str) -> NanoWizardError:
    if failed.winerror == win.ERROR_CANCELLED:
        return PrivilegeError("privilege.dismissed", path=path)
    if failed.winerror in _FORBIDDEN:
        return PrivilegeError("privilege.denied", detail=str(failed), path=path)
    return HelperError("helper.not_started", detail=str(failed))


# What a policy or a missing desktop answers: ERROR_ACCESS_DENIED, ERROR_ELEVATION_REQUIRED,
# ERROR_ACCESS_DISABLED_BY_POLICY, ERROR_LOGON_TYPE_NOT_GRANTED.
_FORBIDDEN = frozenset({5, 740, 1260, 1385})
