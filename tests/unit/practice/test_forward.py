"""Ports of the practice Nano that lead to the person's computer, when the SSH link breaks."""

from __future__ import annotations

import socket
import threading

import pytest

from nanowizard.practice.forward import Forwards


class Broken:
    """A channel of an SSH link that is gone: paramiko says so in several ways."""

    def __init__(self, error: type[Exception]) -> None:
        self._error = error
        self.closed = threading.Event()

    def recv(self, nbytes: int, /) -> bytes:
        raise self._error

    def sendall(self, s: bytes, /) -> None:
        raise self._error

    def shutdown_write(self) -> None:
        raise self._error

    def close(self) -> None:
        self.closed.set()
        raise self._error


@pytest.mark.parametrize("error", [EOFError, OSError])
def test_a_link_that_breaks_ends_the_connection_and_nothing_else(error: type[Exception]) -> None:
    link, mistakes = Broken(error), list[threading.ExceptHookArgs]()
    before, threading.excepthook = threading.excepthook, mistakes.append
    forwards = Forwards(lambda _peer, _port: link)
    try:
        port = forwards.listen(0)
        assert port
        with socket.create_connection(("127.0.0.1", port), timeout=30) as sock:
            assert sock.recv(1) == b""
        assert link.closed.wait(30)
        for thread in threading.enumerate():
            if thread.name.endswith("(_serve)"):
                thread.join(30)
    finally:
        forwards.close()
        threading.excepthook = before
    assert mistakes == []
