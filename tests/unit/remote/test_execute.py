from __future__ import annotations

import threading
from typing import Any

import pytest

from nanowizard.core.task import CancelToken
from nanowizard.remote.execute import Ending, Execution


class _Channel:
    """A command that has ended, on a link that breaks while its input is being sent."""

    def __init__(self, breaks_in: str, error: Exception) -> None:
        self._breaks_in = breaks_in
        self._error = error

    def recv(self, nbytes: int, /) -> bytes:
        return b""

    def recv_stderr(self, nbytes: int, /) -> bytes:
        return b""

    def sendall(self, s: bytes, /) -> None:
        self._break("sendall")

    def shutdown_write(self) -> None:
        self._break("shutdown_write")

    def exit_status_ready(self) -> bool:
        return True

    def close(self) -> None:
        pass

    def _break(self, where: str) -> None:
        if where == self._breaks_in:
            raise self._error


@pytest.mark.parametrize("breaks_in", ["sendall", "shutdown_write"])
@pytest.mark.parametrize("error", [EOFError(), OSError("Socket is closed")], ids=lambda error: type(error).__name__)
def test_a_link_that_breaks_while_input_is_sent_is_no_accident_of_a_thread(
    breaks_in: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    accidents: list[Any] = []
    monkeypatch.setattr(threading, "excepthook", accidents.append)
    execution = Execution(_Channel(breaks_in, error), b"input", lambda data: None, lambda data: None)
    assert execution.follow(CancelToken(), None) is Ending.FINISHED
    execution.close()
    assert accidents == []
