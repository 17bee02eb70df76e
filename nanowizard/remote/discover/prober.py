"""Asks many addresses at once whether somebody speaks SSH there: one short TCP contact each, no login."""

from __future__ import annotations

import contextlib
import errno
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from nanowizard.remote.discover.model import Answer, Reply
from nanowizard.remote.reach import BANNER_BYTES, parse_banner

AT_ONCE = 240
"""Windows' select takes 512 sockets, and many a Linux gives a process 1024 descriptors in all."""
CONNECT_S = 0.8
"""A kernel in the local network accepts in milliseconds, also where its programs are slow."""
BANNER_S = 2.0
_TICK_S = 0.05
_REFUSED = {errno.ECONNREFUSED, 10061}

Place = tuple[str, int]


@dataclass(slots=True)
class _Contact:
    place: Place
    until: float
    is_open: bool = False


class Prober:
    """`ask` from any thread; `run` calls `on_answer` in its own until it is told that nothing more will come."""

    def __init__(self, on_answer: Callable[[Place, Answer], None]) -> None:
        self._on_answer = on_answer
        self._waiting: deque[Place] = deque()
        self._asked: set[Place] = set()
        self._lock = threading.Lock()
        self._selector = selectors.DefaultSelector()

    def ask(self, place: Place) -> None:
        """Each address (IPv4 and port) is asked once."""
        with self._lock:
            if place not in self._asked:
                self._asked.add(place)
                self._waiting.append(place)

    @property
    def is_idle(self) -> bool:
        with self._lock:
            return not self._waiting and not self._selector.get_map()

    def run(self, is_over: Callable[[], bool]) -> None:
        try:
            while not is_over():
                self._begin()
                if self._selector.get_map():
                    self._look()
                else:
                    time.sleep(_TICK_S)
        finally:
            for key in list(self._selector.get_map().values()):
                self._end(key.fileobj)
            self._selector.close()

    def _begin(self) -> None:
        while self._waiting and len(self._selector.get_map()) < AT_ONCE:
            with self._lock:
                place = self._waiting.popleft()
                sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                sock.setblocking(False)
                contact = _Contact(place, time.monotonic() + CONNECT_S)
                self._selector.register(sock, selectors.EVENT_WRITE, contact)
            code = sock.connect_ex(place)
            if code not in {0, errno.EINPROGRESS, errno.EWOULDBLOCK, 10035}:
                self._end(sock, _failure(code), contact)

    def _look(self) -> None:
        # Before the look: on a busy computer much time may pass after it, in which answers have come.
        began = time.monotonic()
        for key, _events in self._selector.select(_TICK_S):
            self._go_on(key.fileobj, key.data)
        for key in list(self._selector.get_map().values()):
            if began > key.data.until:
                reply = Reply.OTHER if key.data.is_open else Reply.SILENT
                self._end(key.fileobj, Answer(reply), key.data)

    def _go_on(self, sock: object, contact: _Contact) -> None:
        assert isinstance(sock, socket.socket)
        if contact.is_open:
            line = b""
            with contextlib.suppress(OSError):
                line = sock.recv(BANNER_BYTES)
            banner = parse_banner(line)
            self._end(sock, Answer(Reply.SSH, banner) if banner else Answer(Reply.OTHER), contact)
            return
        code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            self._end(sock, _failure(code), contact)
            return
        contact.is_open, contact.until = True, time.monotonic() + BANNER_S
        self._selector.modify(sock, selectors.EVENT_READ, contact)

    def _end(self, sock: object, answer: Answer | None = None, contact: _Contact | None = None) -> None:
        assert isinstance(sock, socket.socket)
        # First told, then forgotten: whoever sees us idle must have every answer.
        if answer is not None and contact is not None:
            self._on_answer(contact.place, answer)
        self._selector.unregister(sock)
        sock.close()


def _failure(code: int) -> Answer:
    return Answer(Reply.REFUSED if code in _REFUSED else Reply.SILENT)
