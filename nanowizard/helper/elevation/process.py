"""A helper with an administrator's rights, as far as its client is concerned: a process with three binary streams."""

from __future__ import annotations

import contextlib
import io
import logging
import subprocess
import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from nanowizard.drives.windows.errors import CallFailed
from nanowizard.helper.elevation.calls import ElevationCalls

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

_log = logging.getLogger(__name__)

# A process that Windows does not let us end is not waited for any longer than this.
_END_S = 5.0
_LOST = -1


class ElevatedProcess:
    """Implements `launch.HelperProcess`. Owns the handles."""

    def __init__(self, calls: ElevationCalls, process: int, pipes: Sequence[int]) -> None:
        self._calls = calls
        self._process = process
        self._ends = [PipeStream(calls, pipe) for pipe in pipes]
        self._killed = False
        self.stdin = io.BufferedWriter(self._ends[0])
        self.stdout = io.BufferedReader(self._ends[1])
        self.stderr = io.BufferedReader(self._ends[2])

    def poll(self) -> int | None:
        return self._calls.exit_status(self._process, 0.0)

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired."""
        if timeout is None and self._killed:
            status = self._calls.exit_status(self._process, _END_S)
            return _LOST if status is None else status
        status = self._calls.exit_status(self._process, timeout)
        if status is None:
            raise subprocess.TimeoutExpired("the helper", timeout or 0.0)
        return status

    def kill(self) -> None:
        """Ends it. Where Windows does not let us, its pipes are cut: it ends by itself, and nobody waits for it."""
        if self.poll() is not None:
            return
        self._killed = True
        try:
            self._calls.terminate(self._process)
        except CallFailed as failed:
            _log.warning("the helper cannot be ended from here: %s", failed)
            for end in self._ends:
                end.cut()

    def __del__(self) -> None:
        self._calls.close(self._process)


class PipeStream(io.RawIOBase):
    """One end of a pipe as a binary stream. Owns the handle."""

    def __init__(self, calls: ElevationCalls, pipe: int) -> None:
        super().__init__()
        self._calls = calls
        self._pipe = pipe
        self._closing = threading.Lock()

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        with _as_os_errors():
            return self._calls.read(self._pipe, memoryview(buffer).cast("B"))

    def write(self, data: ReadableBuffer, /) -> int:
        with _as_os_errors():
            return self._calls.write(self._pipe, bytes(data))

    def cut(self) -> None:
        """Both ends are at their end now; whoever reads or writes here gets no further."""
        with self._closing:
            if not self.closed:
                self._calls.disconnect(self._pipe)

    def close(self) -> None:
        with self._closing:
            if not self.closed:
                self._calls.close(self._pipe)
                super().close()


@contextlib.contextmanager
def _as_os_errors() -> Iterator[None]:
    try:
        yield
    except CallFailed as failed:
        raise BrokenPipeError(str(failed)) from failed
