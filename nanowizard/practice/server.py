"""Serves one file over HTTP on 127.0.0.1 as a download site does, and misbehaves on demand.

Ranges, ETag, If-Range, If-None-Match and Last-Modified work as in RFC 9110.
"""

from __future__ import annotations

import contextlib
import email.utils
import re
import select
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import TracebackType
from typing import BinaryIO
from urllib.parse import quote

_LOGIN_PAGE = b"<!DOCTYPE html>\n<html><head><title>Sign in to the network</title></head><body>Sign in</body></html>\n"
_RANGE = re.compile(r"bytes=(\d+)-(\d*)$")
_PIECE_BYTES = 64 * 1024
_LOOK_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Misbehaviour:
    """How the server is bad. `..._times` says for how many requests in `seen`, from the first one; None: for all.

    `drop_after_bytes` closes the link and `stall_after_bytes` falls silent after that many bytes of a body (-1: before
    the headers); `status` answers with an error; `missing_bytes` ends the body early although the headers promise all;
    `flip_byte_at` inverts one byte of the file.
    """

    rate_bytes_per_s: int | None = None
    drop_after_bytes: int | None = None
    drop_times: int | None = 1
    stall_after_bytes: int | None = None
    stall_times: int | None = None
    status: int | None = None
    status_times: int | None = None
    login_page: bool = False
    login_times: int | None = None
    shorter_by_bytes: int = 0
    flip_byte_at: int | None = None
    ranges: bool = True
    validators: bool = True
    length: bool = True


GOOD = Misbehaviour()


@dataclass(slots=True)
class Seen:
    """One request and what it was answered with; `sent_bytes` of the file so far."""

    range: str | None
    if_range: str | None
    status: int = 0
    sent_bytes: int = 0


class PracticeServer:
    """Serves `path` at `url` from `start` to `close`; also a context manager. `behaviour` may be set at any time."""

    def __init__(self, path: Path, *, behaviour: Misbehaviour = GOOD) -> None:
        self.path = path
        self.behaviour = behaviour
        self.seen: list[Seen] = []
        self.closing = threading.Event()
        self.stalled = threading.Event()
        self._server: _Server | None = None

    @property
    def url(self) -> str:
        """Raises RuntimeError before `start`."""
        if self._server is None:
            raise RuntimeError("the practice server is not running")
        return f"http://127.0.0.1:{self._server.server_address[1]}/{quote(self.path.name)}"

    def start(self) -> None:
        self.closing.clear()
        self._server = _Server(self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="practice-http", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """End every connection and wait for their threads. May be called twice."""
        server, self._server = self._server, None
        if server:
            self.closing.set()
            server.shutdown()
            server.end_connections()
            server.server_close()
            self._thread.join()

    def __enter__(self) -> PracticeServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Not http.server's own: that one looks up the machine's name, which can take seconds."""

    allow_reuse_address = True
    daemon_threads = False  # server_close waits for them

    def __init__(self, owner: PracticeServer) -> None:
        self.owner = owner
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)

    def end_connections(self) -> None:
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    @contextlib.contextmanager
    def registered(self, connection: socket.socket) -> Iterator[None]:
        with self._lock:
            self._open.add(connection)
            if self.owner.closing.is_set():  # accepted just before the end
                connection.shutdown(socket.SHUT_RDWR)
        try:
            yield
        finally:
            with self._lock:
                self._open.discard(connection)


class _DropError(Exception):
    """The server ends the connection in the middle, as asked."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        with self.server.registered(self.connection), contextlib.suppress(ConnectionError, _DropError):
            super().handle()
        self.close_connection = True

    def handle_one_request(self) -> None:
        """Waits for a request without reading: on Windows a shutdown does not wake up a thread that reads."""
        while not select.select([self.connection], [], [], _LOOK_S)[0]:
            if self.server.owner.closing.is_set():
                self.close_connection = True
                return
        super().handle_one_request()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: `PracticeServer.seen` is the log."""

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        owner = self.server.owner
        self._number, self._bad = len(owner.seen), owner.behaviour
        self._seen = Seen(self.headers.get("Range"), self.headers.get("If-Range"))
        owner.seen.append(self._seen)
        if self._bad.stall_after_bytes == -1 and self._still(self._bad.stall_times):
            self._stall()
        if self._bad.status and self._still(self._bad.status_times):
            self._send_whole(self._bad.status, "text/plain", b"not now\n", with_body=with_body)
        elif self._bad.login_page and self._still(self._bad.login_times):
            self._send_whole(200, "text/html; charset=utf-8", _LOGIN_PAGE, with_body=with_body)
        else:
            with owner.path.open("rb") as file:
                self._send_file(file, with_body=with_body)

    def _still(self, times: int | None) -> bool:
        return times is None or self._number < times

    def _begin(self, status: int, **headers: str) -> None:
        self._seen.status = status
        self.send_response(HTTPStatus(status))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def _send_whole(self, status: int, kind: str, body: bytes, *, with_body: bool) -> None:
        self._begin(status, Content_Type=kind, Content_Length=str(len(body)))
        if with_body:
            self.wfile.write(body)

    def _send_file(self, file: BinaryIO, *, with_body: bool) -> None:
        changed = self.server.owner.path.stat().st_mtime
        size = file.seek(0, 2)
        etag = f'"{size:x}-{int(changed * 1000):x}"'
        headers = {"Content_Type": "application/octet-stream", "Accept_Ranges": "bytes"}
        if self._bad.validators:
            headers |= {"ETag": etag, "Last_Modified": email.utils.formatdate(changed, usegmt=True)}
            if self.headers.get("If-None-Match") == etag:
                self._begin(304, **headers)
                return
        first, last = 0, size - 1
        wanted = _RANGE.match(self.headers.get("Range", "")) if self._bad.ranges else None
        if wanted and self.headers.get("If-Range", etag) in (etag, headers.get("Last_Modified")):
            first, last = int(wanted[1]), min(int(wanted[2] or size), size - 1)
            if first >= size:
                self._begin(416, Content_Range=f"bytes */{size}", Content_Length="0")
                return
            headers["Content_Range"] = f"bytes {first}-{last}/{size}"
        count = last + 1 - first
        if self._bad.length:
            headers["Content_Length"] = str(count)
        else:
            headers["Connection"] = "close"  # send_header takes note: the end of the link ends the body
        self._begin(206 if "Content_Range" in headers else 200, **headers)
        if with_body:
            self._send_body(file, first, count - self._bad.shorter_by_bytes)
            if self._bad.shorter_by_bytes:
                raise _DropError

    def _send_body(self, file: BinaryIO, first: int, count: int) -> None:
        bad, closing = self._bad, self.server.owner.closing
        file.seek(first)
        piece_bytes = min(_PIECE_BYTES, max(bad.rate_bytes_per_s // 20, 1)) if bad.rate_bytes_per_s else _PIECE_BYTES
        began = time.monotonic()
        while self._seen.sent_bytes < count:
            self._mishap()
            data = bytearray(file.read(min(piece_bytes, count - self._seen.sent_bytes, self._to_next_mishap())))
            if bad.flip_byte_at is not None and 0 <= (at := bad.flip_byte_at - first - self._seen.sent_bytes) < len(
                data
            ):
                data[at] ^= 0xFF
            self._seen.sent_bytes += len(data)  # first, so that whoever has the bytes finds them counted
            self.wfile.write(data)
            if bad.rate_bytes_per_s:
                closing.wait(max(0.0, began + self._seen.sent_bytes / bad.rate_bytes_per_s - time.monotonic()))

    def _to_next_mishap(self) -> int:
        """Bytes until a drop or a stall, so that it happens at exactly the place asked for."""
        places = (self._bad.drop_after_bytes, self._bad.stall_after_bytes)
        return min(
            (place - self._seen.sent_bytes for place in places if place and place > self._seen.sent_bytes),
            default=_PIECE_BYTES,
        )

    def _mishap(self) -> None:
        if self._seen.sent_bytes == self._bad.drop_after_bytes and self._still(self._bad.drop_times):
            raise _DropError
        if self._seen.sent_bytes == self._bad.stall_after_bytes and self._still(self._bad.stall_times):
            self._stall()

    def _stall(self) -> None:
        self.server.owner.stalled.set()
        self.server.owner.closing.wait()
        raise _DropError
