"""An HTTP server on 127.0.0.1 whose every answer a test writes itself: its bytes, and the silence between them."""

from __future__ import annotations

import contextlib
import re
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_RANGE = re.compile(r"bytes=(\d+)-(\d*)$")


@dataclass
class Request:
    """`target` as it stands in the request line: with a host in front of the path where a proxy is asked."""

    method: str
    target: str
    headers: dict[str, str]

    def span(self, size: int) -> tuple[int, int] | None:
        """First byte and the one behind the last that the Range header asks for."""
        match = _RANGE.match(self.headers.get("range", ""))
        return (int(match[1]), min(int(match[2] or size - 1) + 1, size)) if match else None


class Drop(Exception):  # noqa: N818 - not an error: the server hangs up
    """Ends the connection at once."""


@dataclass
class Out:
    """What the server says to one request."""

    connection: socket.socket
    closing: threading.Event
    silent: threading.Event

    def head(self, status: int, **headers: object) -> None:
        lines = [f"HTTP/1.1 {status} X", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
        self.raw("\r\n".join([*lines, "", ""]).encode("latin-1"))

    def raw(self, data: bytes) -> None:
        self.connection.sendall(data)

    def whole(self, status: int, body: bytes = b"", **headers: object) -> None:
        self.head(status, Content_Length=len(body), **headers)
        self.raw(body)

    def part(self, content: bytes, span: tuple[int, int], **headers: object) -> None:
        """As a server with ranges answers."""
        first, end = span
        place = f"bytes {first}-{end - 1}/{len(content)}"
        self.whole(206, content[first:end], Content_Range=place, **headers)

    def file(self, request: Request, content: bytes, **headers: object) -> None:
        """What a good server sends: a part where one was asked for, and everything else as a whole."""
        span = request.span(len(content))
        good = request.headers.get("if-range", headers.get("ETag")) == headers.get("ETag")
        if span and good and span[0] < len(content):
            self.part(content, span, **headers)
        else:
            self.whole(200, content, **headers)

    def fall_silent(self) -> None:
        self.silent.set()
        self.closing.wait()
        raise Drop


@dataclass
class ScriptedWeb:
    """`answer` is called for each request, in a thread for each connection; `seen` is the log."""

    answer: Callable[[Request, Out], None]
    host: str = "127.0.0.1"
    seen: list[Request] = field(default_factory=list)
    silent: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    def url(self, path: str = "/card.zip") -> str:
        return f"http://{self.host}:{self.port}{path}"

    @property
    def ranges(self) -> list[str | None]:
        return [request.headers.get("range") for request in self.seen]


@contextlib.contextmanager
def scripted_web(answer: Callable[[Request, Out], None], *, host: str = "127.0.0.1") -> Iterator[ScriptedWeb]:
    """`host` is the name that its addresses have; it listens on 127.0.0.1 only."""
    web = ScriptedWeb(answer, host)
    closing = threading.Event()
    links: set[socket.socket] = set()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            links.add(self.connection)
            out = Out(self.connection, closing, web.silent)
            with contextlib.suppress(OSError, Drop):
                while not closing.is_set() and (request := self._read()):
                    web.seen.append(request)
                    web.answer(request, out)

        def _read(self) -> Request | None:
            words = self.rfile.readline().decode("latin-1").split()
            if len(words) < 2:
                return None
            headers: dict[str, str] = {}
            while line := self.rfile.readline().decode("latin-1").strip():
                name, _, value = line.partition(":")
                headers[name.lower()] = value.strip()
            return Request(words[0], words[1], headers)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        block_on_close = False

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that hung up is no news."""

    server = Server(("127.0.0.1", 0), Handler)
    web.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        closing.set()
        server.shutdown()
        server.server_close()
        for link in list(links):
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        thread.join()
