"""A small HTTP proxy for links that come from anywhere but a socket of ours: CONNECT, and plain requests.

It does what apt, pip, wget and curl need, one request a link. Why not a library: those there are listen on a port of
this computer, which is what must not happen here.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

MOST_LINKS = 32
MOST_HEAD_BYTES = 64 * 1024
DIAL_S = 15.0
SILENCE_S = 300.0
_PIECE_BYTES = 64 * 1024
_HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "proxy-authorization", "proxy-authenticate", "upgrade"}
_UPLOAD = re.compile(rb"^transfer-encoding:", re.IGNORECASE | re.MULTILINE)


class ByteLink(Protocol):
    """A link as the SSH library has it. `recv` gives b"" at the end; `sendall` raises OSError when it is gone."""

    def recv(self, nbytes: int, /) -> bytes: ...
    def sendall(self, s: bytes, /) -> None: ...
    def shutdown_write(self) -> None: ...
    def close(self) -> None: ...


class ForbiddenError(Exception):
    """A place that the Nano is not lent: this computer itself, or a port that no download uses."""


Dial = Callable[[str, int], socket.socket]


@dataclass(frozen=True, slots=True)
class Request:
    """`head` is what the server gets, `body_bytes` follow on the link. `is_tunnel`: all is handed on as it is."""

    host: str
    port: int
    head: bytes
    body_bytes: int
    is_tunnel: bool


def dial(host: str, port: int) -> socket.socket:
    """A link to a server that this computer can reach. Raises OSError and ForbiddenError.

    The addresses are judged, not the name: a name may lead anywhere.
    """
    if port not in {80, 443} and port < 1024:
        raise ForbiddenError(f"port {port}")
    last: OSError = OSError("no address")
    for family, kind, protocol, _name, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        address = ipaddress.ip_address(str(place[0]).partition("%")[0])
        if address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified:
            raise ForbiddenError(str(address))
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(DIAL_S)
            sock.connect(place)
        except OSError as error:
            sock.close()
            last = error
            continue
        return sock
    raise last


def parse_head(head: bytes) -> Request | None:
    """A request to a proxy, as far as its empty line; None for anything else."""
    first, *fields = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        return None
    method, target, version = words
    try:
        split = urlsplit(f"//{target}" if method == "CONNECT" else target)
        host, port = split.hostname, split.port
    except ValueError:
        return None
    if not host or (method == "CONNECT") != (split.scheme == "") or split.scheme not in {"", "http"}:
        return None
    if method == "CONNECT":
        return Request(host, port or 443, b"", 0, is_tunnel=True)
    path = (split.path or "/") + (f"?{split.query}" if split.query else "")
    kept = [field for field in fields if field.partition(":")[0].strip().lower() not in _HOP_BY_HOP]
    lines = [f"{method} {path} {version}", *kept, "Connection: close", "", ""]
    return Request(host, port or 80, "\r\n".join(lines).encode("latin-1"), _body_bytes(fields), is_tunnel=False)


def _body_bytes(fields: list[str]) -> int:
    for field in fields:
        name, _colon, value = field.partition(":")
        if name.strip().lower() == "content-length" and value.strip().isdigit():
            return int(value)
    return 0


class Proxy:
    """`serve` takes a link and returns at once. `down_bytes` came from the internet, `up_bytes` went there."""

    def __init__(self, reach: Dial = dial) -> None:
        self._dial = reach
        self._lock = threading.Lock()
        self._open: set[ByteLink | socket.socket] = set()
        self._threads: set[threading.Thread] = set()
        self._is_closed = False
        self.down_bytes = 0
        self.up_bytes = 0

    def serve(self, link: ByteLink) -> None:
        thread = threading.Thread(target=self._serve, args=(link,), name="share", daemon=True)
        with self._lock:
            refused = self._is_closed or len(self._threads) >= MOST_LINKS
            if not refused:
                self._open.add(link)
                self._threads.add(thread)
        if refused:
            link.close()
        else:
            thread.start()

    def close(self) -> None:
        """End every link, whatever it is in the middle of."""
        with self._lock:
            self._is_closed = True
            ends, threads = set(self._open), set(self._threads)
        for end in ends:
            if isinstance(end, socket.socket):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            else:
                end.close()
        for thread in threads:
            thread.join()

    def _serve(self, link: ByteLink) -> None:
        try:
            with contextlib.suppress(OSError, EOFError):
                self._answer(link)
        finally:
            link.close()
            with self._lock:
                self._open.discard(link)
                self._threads.discard(threading.current_thread())

    def _answer(self, link: ByteLink) -> None:
        head, rest = _read_head(link)
        request = parse_head(head) if head else None
        if request is None:
            _refuse(link, "400 Bad Request")
            return
        if not request.is_tunnel and _UPLOAD.search(head):
            _refuse(link, "411 Length Required")
            return
        try:
            server = self._dial(request.host, request.port)
        except ForbiddenError as error:
            _refuse(link, "403 Forbidden", f"NanoWizard does not lend {error}")
            return
        except (OSError, UnicodeError) as error:
            _refuse(link, "502 Bad Gateway", f"This computer cannot reach {request.host}: {error}")
            return
        with server:
            server.settimeout(SILENCE_S)
            with self._lock:
                self._open.add(server)
            try:
                self._join(link, server, request, rest)
            finally:
                with self._lock:
                    self._open.discard(server)

    def _join(self, link: ByteLink, server: socket.socket, request: Request, rest: bytes) -> None:
        if request.is_tunnel:
            link.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        most = None if request.is_tunnel else request.body_bytes
        first = request.head + (rest if most is None else rest[:most])
        left = None if most is None else max(most - len(rest), 0)
        server.sendall(first)
        self._count(up=len(first))
        upwards = threading.Thread(target=self._upwards, args=(link, server, left), name="share-up", daemon=True)
        upwards.start()
        try:
            while data := server.recv(_PIECE_BYTES):
                link.sendall(data)
                self._count(down=len(data))
        finally:
            with contextlib.suppress(OSError, EOFError):
                link.shutdown_write()
            link.close()
            upwards.join()

    def _upwards(self, link: ByteLink, server: socket.socket, left: int | None) -> None:
        """All of a tunnel, or the rest of a body; then the server is told that no more comes, in a tunnel alone."""
        with contextlib.suppress(OSError, EOFError):
            while left is None or left > 0:
                data = link.recv(_PIECE_BYTES if left is None else min(left, _PIECE_BYTES))
                if not data:
                    server.shutdown(socket.SHUT_WR)
                    break
                server.sendall(data)
                left = None if left is None else left - len(data)
                self._count(up=len(data))

    def _count(self, *, up: int = 0, down: int = 0) -> None:
        with self._lock:
            self.up_bytes += up
            self.down_bytes += down


def _read_head(link: ByteLink) -> tuple[bytes, bytes]:
    """The head with its empty line, and what came behind it; an empty head for one without an end."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = link.recv(_PIECE_BYTES)
        data += piece
        if not piece or len(data) > MOST_HEAD_BYTES:
            return b"", b""
    head, end, rest = data.partition(b"\r\n\r\n")
    return head + end, rest


def _refuse(link: ByteLink, status: str, why: str = "") -> None:
    body = why.encode("utf-8")
    fields = f"Content-Type: text/plain\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    link.sendall(f"HTTP/1.1 {status}\r\n{fields}".encode() + body)
