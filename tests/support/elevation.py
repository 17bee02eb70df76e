"""A Windows that starts helpers as administrator, in answers only: the seam `ElevationCalls` over a real child.

What the three named pipes would carry goes through the child's standard streams.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from nanowizard.drives.model import DriveIdentity
from nanowizard.drives.windows.errors import CallFailed
from nanowizard.helper.launch import RunAsLauncher

HELPER, STRANGER, LAUNCHER = 4711, 666, 4710
PROCESS = 9000  # handles: of the process, and of the pipes from 100 on


class AskForPracticeCards(RunAsLauncher):
    """As if they were disks, which only an administrator may open."""

    def must_elevate(self, identity: DriveIdentity) -> bool:
        return identity.backend == "practice"


@dataclass
class FakeElevation:
    """`visitors` are the processes that open each pipe, in turn; `refuses` is what the person or Windows answers.

    `asking` is called while the question is open. `command` is what really runs; none: nothing does. `parents` are the
    processes that started others. `dead` is the status that the process ended with before it said anything.
    """

    command: Sequence[str] = ()
    elevated: bool = False
    refuses: int = 0
    visitors: Sequence[int] = (HELPER,)
    parents: dict[int, int] = field(default_factory=dict)
    started_id: int = HELPER
    may_terminate: bool = True
    dead: int | None = None
    asking: Callable[[], None] = lambda: None
    pipes: dict[int, tuple[str, int, int, str]] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    thrown_out: list[tuple[int, int]] = field(default_factory=list)
    open_handles: set[int] = field(default_factory=set)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._came: dict[int, int] = {}
        self._behind: dict[int, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()

    def is_elevated(self) -> bool:
        return self.elevated

    def user_sid(self) -> str:
        return "S-1-5-21-7-8-9-1001"

    def create_pipe(self, path: str, access: int, mode: int, security: str) -> int:
        pipe = 100 + len(self.pipes)
        self.pipes[pipe] = (path, access, mode, security)
        self.open_handles.add(pipe)
        return pipe

    def connect(self, pipe: int, wait_s: float) -> bool:
        del wait_s
        return self._came.get(pipe, 0) < len(self.visitors)

    def disconnect(self, pipe: int) -> None:
        self.thrown_out.append((pipe, self.client_of(pipe)))
        self._came[pipe] = self._came.get(pipe, 0) + 1

    def client_of(self, pipe: int) -> int:
        return self.visitors[self._came.get(pipe, 0)]

    def start_as_administrator(self, program: str, arguments: str, folder: str) -> int:
        self.asked.append((program, arguments, folder))
        self.asking()
        if self.refuses:
            raise CallFailed("ShellExecuteEx", self.refuses)
        if self.command:
            # Somewhere else, as Windows starts it: a path that is not whole leads nowhere there.
            self.processes.append(
                subprocess.Popen(
                    self.command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    cwd=tempfile.gettempdir(),
                    env={**os.environ, "PYTHONPATH": folder},
                )
            )
            self._behind.update(dict.fromkeys(list(self.pipes)[-3:], self.processes[-1]))
        with self._lock:
            handle = PROCESS + len(self.processes)
            self.open_handles.add(handle)
        return handle

    def process_id(self, process: int) -> int:
        del process
        return self.started_id

    def parent_of(self, process_id: int) -> int | None:
        return self.parents.get(process_id)

    def exit_status(self, process: int, wait_s: float | None) -> int | None:
        if not self.processes:
            return self.dead
        try:
            return self._popen(process).wait(wait_s)
        except subprocess.TimeoutExpired:
            return None

    def terminate(self, process: int) -> None:
        if not self.may_terminate:
            raise CallFailed("TerminateProcess", 5)
        self._popen(process).kill()

    def read(self, pipe: int, into: memoryview) -> int:
        data = self._stream(pipe).read1(len(into))
        into[: len(data)] = data
        return len(data)

    def write(self, pipe: int, data: bytes) -> int:
        stream = self._stream(pipe)
        try:
            stream.write(data)
            stream.flush()
        except OSError as error:
            raise CallFailed("WriteFile", 232) from error
        return len(data)

    def close(self, handle: int) -> None:
        with self._lock:
            self.open_handles.discard(handle)
        if handle in self._behind:
            with contextlib.suppress(OSError):
                self._stream(handle).close()

    def _popen(self, process: int) -> subprocess.Popen[bytes]:
        return self.processes[process - PROCESS - 1]

    def _stream(self, pipe: int) -> Any:
        process = self._behind[pipe]
        return (process.stdin, process.stdout, process.stderr)[(pipe - 100) % 3]
