"""The lab's own cable does what its name says: else the tests on it would prove nothing. Lower bounds of time only."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.lab.machines.link import Link


@pytest.fixture
def link() -> Iterator[Link]:
    """Leads to somebody who says everything back."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def echo() -> None:
            while True:
                try:
                    talker, _place = listener.accept()
                except OSError:
                    return
                with talker, contextlib.suppress(OSError):  # the link broke off
                    while data := talker.recv(65536):
                        talker.sendall(data)

        thread = threading.Thread(target=echo, daemon=True)
        thread.start()
        link = Link(listener.getsockname()[1])
        yield link
        link.close()
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def call(link: Link) -> socket.socket:
    return socket.create_connection(("127.0.0.1", link.port), timeout=20)


def receive(sock: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count and (piece := sock.recv(65536)):
        data += piece
    return data


def test_latency_and_rate(link: Link) -> None:
    link.slow(latency_s=0.2, bits_per_s=400_000)
    with call(link) as sock:
        began = time.monotonic()
        sock.sendall(b"x")
        assert receive(sock, 1) == b"x"
        assert time.monotonic() - began >= 0.2
        began = time.monotonic()
        sock.sendall(b"y" * 50_000)
        assert receive(sock, 50_000) == b"y" * 50_000
        assert time.monotonic() - began >= 1.0


def test_a_cut_is_silent_and_nothing_is_lost(link: Link) -> None:
    with call(link) as sock:
        sock.sendall(b"one")
        assert receive(sock, 3) == b"one"
        link.cut()
        sock.sendall(b"two")
        sock.settimeout(0.3)
        with pytest.raises(TimeoutError):
            sock.recv(1)
        sock.settimeout(20)
        link.restore()
        assert receive(sock, 3) == b"two"


def test_a_broken_link_says_so_and_can_be_replaced(link: Link) -> None:
    with call(link) as sock:
        link.after(100, link.break_off)
        sock.sendall(b"z" * 50)
        assert receive(sock, 50) == b"z" * 50
        sock.sendall(b"z" * 50_000)
        with pytest.raises(ConnectionError):
            if len(receive(sock, 50_000)) < 50_000:
                raise ConnectionResetError
    with call(link) as sock:
        sock.sendall(b"again")
        assert receive(sock, 5) == b"again"


def test_it_may_lead_nowhere(link: Link) -> None:
    link.to = None
    with call(link) as sock:
        assert receive(sock, 1) == b""
