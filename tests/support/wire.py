"""A network cable for tests: forwards one TCP port, and can be cut or go silent."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading


class Wire:
    """`cut` breaks every link at once; `freeze` keeps them open and passes nothing on, as a lost Wi-Fi does."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._frozen = threading.Event()
        self._cut = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def cut(self) -> None:
        self._cut.set()

    def freeze(self) -> None:
        self._frozen.set()

    def mend(self) -> None:
        self._frozen.clear()
        self._cut.clear()

    def close(self) -> None:
        self._closing.set()
        self._thread.join()
        self._listener.close()

    def _carry(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._listener, selectors.EVENT_READ)
            while not self._closing.is_set():
                if self._cut.is_set():
                    self._drop(selector, list(self._pairs))
                for key, _events in selector.select(0.02):
                    if key.fileobj is self._listener:
                        self._accept(selector)
                    elif not self._frozen.is_set():
                        self._pass_on(selector, key.fileobj)
            self._drop(selector, list(self._pairs))

    def _accept(self, selector: selectors.BaseSelector) -> None:
        near, _ = self._listener.accept()
        far = socket.create_connection(("127.0.0.1", self._to))
        for one, other in ((near, far), (far, near)):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._pairs[one] = other
            selector.register(one, selectors.EVENT_READ)

    def _pass_on(self, selector: selectors.BaseSelector, link: object) -> None:
        assert isinstance(link, socket.socket)
        if link not in self._pairs:
            return
        try:
            data = link.recv(65536)
            self._pairs[link].sendall(data)
        except OSError:
            data = b""
        if not data:
            self._drop(selector, [link])

    def _drop(self, selector: selectors.BaseSelector, links: list[socket.socket]) -> None:
        for link in links:
            for end in (link, self._pairs.pop(link, None)):
                if end is not None and end.fileno() >= 0:
                    self._pairs.pop(end, None)
                    with contextlib.suppress(KeyError):
                        selector.unregister(end)
                    end.close()
