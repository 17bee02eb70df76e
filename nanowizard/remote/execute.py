"""Follows one running command over its channel: both streams at once, its input, its end, a wish to stop it."""

from __future__ import annotations

import contextlib
import enum
import queue
import threading
import time
from collections.abc import Callable
from typing import Protocol

from nanowizard.core.task import CancelToken

_PIECE_BYTES = 32768


class ByteChannel(Protocol):
    """What is needed of the library's channel. `recv` and `recv_stderr` give b"" at the end.

    `sendall` and `shutdown_write` raise OSError, or EOFError where the link breaks in that moment.
    """

    def recv(self, nbytes: int, /) -> bytes: ...
    def recv_stderr(self, nbytes: int, /) -> bytes: ...
    def sendall(self, s: bytes, /) -> None: ...
    def shutdown_write(self) -> None: ...
    def exit_status_ready(self) -> bool: ...
    def close(self) -> None: ...


class Ending(enum.Enum):
    FINISHED = "finished"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed_out"


class Execution:
    """A started command. `follow` may be called again after it returned CANCELLED or TIMED_OUT, to drain the rest."""

    def __init__(
        self, channel: ByteChannel, stdin: bytes, on_out: Callable[[bytes], None], on_err: Callable[[bytes], None]
    ) -> None:
        self._channel = channel
        self._sinks = {"out": on_out, "err": on_err}
        self._open = set(self._sinks)
        self._queue: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._read, args=("out", channel.recv), daemon=True),
            threading.Thread(target=self._read, args=("err", channel.recv_stderr), daemon=True),
            threading.Thread(target=self._write, args=(stdin,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def follow(self, cancel: CancelToken, timeout_s: float | None) -> Ending:
        """Hand the output on, in the caller's thread, until the command has ended."""
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        take_back = cancel.on_set(lambda: self._queue.put(("cancel", b"")))
        try:
            while self._open or not self._channel.exit_status_ready():
                if cancel.is_set:
                    return Ending.CANCELLED
                # A command may close its streams before it ends: then only its exit status is waited for.
                patience = None if deadline is None else deadline - time.monotonic()
                if patience is not None and patience <= 0:
                    return Ending.TIMED_OUT
                self._take(patience if self._open else 0.05)
        finally:
            take_back()
        return Ending.FINISHED

    def close(self) -> None:
        """Let go of the channel and of the threads; the output is complete only after FINISHED."""
        self._channel.close()
        for thread in self._threads:
            thread.join()

    def _take(self, patience: float | None) -> None:
        with contextlib.suppress(queue.Empty):
            name, data = self._queue.get(timeout=patience)
            if name in self._sinks and data:
                self._sinks[name](data)
            elif name in self._sinks:
                self._open.discard(name)

    def _read(self, name: str, receive: Callable[[int], bytes]) -> None:
        data = b"-"
        while data:
            data = receive(_PIECE_BYTES)
            self._queue.put((name, data))

    def _write(self, stdin: bytes) -> None:
        # A command that ends without reading all its input is no error here: its exit status tells. Nor is a link that
        # breaks: whoever follows the command learns of it.
        with contextlib.suppress(OSError, EOFError):
            self._channel.sendall(stdin)
            self._channel.shutdown_write()
