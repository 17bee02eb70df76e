"""A SOCKS5 proxy (RFC 1928 and 1929) on 127.0.0.1: whatever it is asked for, it leads to one port of this computer."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

_NO_LOGIN, _WITH_PASSWORD, _NONE_FITS = 0, 2, 0xFF
_IPV4, _NAME = 1, 3


@dataclass
class SocksProxy:
    """`leads_to`: the port; `answer`: RFC 1928's reply, 0 for "succeeded". `seen`: hosts as they were asked for.

    With `login`, a user's name and password, nobody else gets in.
    """

    leads_to: int
    login: tuple[str, str] | None = None
    answer: int = 0
    port: int = 0
    seen: list[str] = field(default_factory=list)


@contextlib.contextmanager
def socks_proxy(proxy: SocksProxy) -> Iterator[SocksProxy]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                if self._greet() and self._connect():
                    self._pass_on()

        def _greet(self) -> bool:
            _version, count = self.rfile.read(2)
            methods = self.rfile.read(count)
            wanted = _WITH_PASSWORD if proxy.login else _NO_LOGIN
            self.wfile.write(bytes((5, wanted if wanted in methods else _NONE_FITS)))
            if wanted not in methods:
                return False
            if not proxy.login:
                return True
            self.rfile.read(1)
            given = tuple(self.rfile.read(self.rfile.read(1)[0]).decode() for _ in range(2))
            self.wfile.write(bytes((1, given != proxy.login)))
            return given == proxy.login

        def _connect(self) -> bool:
            _version, _command, _reserved, kind = self.rfile.read(4)
            if kind == _NAME:
                proxy.seen.append(self.rfile.read(self.rfile.read(1)[0]).decode())
            elif kind == _IPV4:
                proxy.seen.append(socket.inet_ntoa(self.rfile.read(4)))
            self.rfile.read(2)
            self.wfile.write(bytes((5, proxy.answer, 0, _IPV4, 0, 0, 0, 0, 0, 0)))
            return proxy.answer == 0

        def _pass_on(self) -> None:
            with socket.create_connection(("127.0.0.1", proxy.leads_to)) as there:
                back = threading.Thread(target=_copy, args=(there, self.connection), daemon=True)
                back.start()
                _copy(self.connection, there)
                back.join()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    server = Server(("127.0.0.1", 0), Handler)
    proxy.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _copy(source: socket.socket, to: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            to.sendall(data)
    for end in (source, to):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
