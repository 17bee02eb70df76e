"""A cable for TCP: it may be slow, go silent, break, and lead somewhere else, while a program talks through it."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Callable

_PIECE_BYTES = 4096
_PIECES_ON_THE_WAY = 32


class Link:
    """Whoever connects to `port` of 127.0.0.1 talks to `to`, another port there; to nobody while that is None."""

    def __init__(self, to: int | None = None) -> None:
        self.to = to
        self._lock = threading.Lock()
        self._carrying = threading.Event()
        self._carrying.set()
        self._latency_s = 0.0
        self._bytes_per_s: float | None = None
        self._free_at = {"there": 0.0, "back": 0.0}
        self._trap: tuple[int, Callable[[], None]] | None = None
        self._pairs: set[_Pair] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._closed = False
        self._thread = threading.Thread(target=self._accept, name="link", daemon=True)
        self._thread.start()

    def slow(self, *, latency_s: float, bits_per_s: float) -> None:
        """From now on. Each way has the whole of the rate, and half of the latency."""
        with self._lock:
            self._latency_s, self._bytes_per_s = latency_s / 2, bits_per_s / 8

    def fast(self) -> None:
        with self._lock:
            self._latency_s, self._bytes_per_s = 0.0, None

    def cut(self) -> None:
        """Nothing goes through any more and nobody is told, as when a cable is pulled out."""
        self._carrying.clear()

    def restore(self) -> None:
        """What was under way arrives late: TCP would have sent it again."""
        self._carrying.set()

    def break_off(self) -> None:
        """Both ends of each connection are told that it is over, also behind a cut."""
        with self._lock:
            pairs = list(self._pairs)
        for pair in pairs:
            pair.close()

    def after(self, count: int, act: Callable[[], None]) -> None:
        """Call `act` once, as soon as `count` more bytes have come back from the far end."""
        with self._lock:
            self._trap = (count, act)

    def close(self) -> None:
        self._closed = True
        self._carrying.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()
        self.break_off()

    def _accept(self) -> None:
        while not self._closed:
            try:
                near, _place = self._listener.accept()
            except OSError:
                return
            self._carrying.wait()
            try:
                if self.to is None:
                    raise ConnectionRefusedError
                far = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                near.close()
                continue
            pair = _Pair(self, near, far)
            with self._lock:
                self._pairs.add(pair)
            pair.start()

    def due(self, direction: str, count: int) -> float:
        """When a piece that sets out now has arrived. Springs the trap that lies behind so many bytes."""
        act = None
        with self._lock:
            due = max(time.monotonic(), self._free_at[direction])
            if self._bytes_per_s:
                due += count / self._bytes_per_s
            self._free_at[direction] = due
            if self._trap and direction == "back":
                left = self._trap[0] - count
                act = self._trap[1] if left <= 0 else None
                self._trap = None if act else (left, self._trap[1])
            due += self._latency_s
        if act:
            act()
        return due

    def wait(self, due: float) -> None:
        time.sleep(max(0.0, due - time.monotonic()))
        self._carrying.wait()

    def forget(self, pair: _Pair) -> None:
        with self._lock:
            self._pairs.discard(pair)


class _Pair:
    """One connection: two sockets, and for each way a thread that reads and one that delivers when it is time."""

    def __init__(self, link: Link, near: socket.socket, far: socket.socket) -> None:
        self._link = link
        self._sockets = (near, far)
        self._left = 2
        self._lock = threading.Lock()
        for one in self._sockets:
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def start(self) -> None:
        near, far = self._sockets
        for direction, source, sink in (("there", near, far), ("back", far, near)):
            pieces: queue.Queue[tuple[float, bytes]] = queue.Queue(_PIECES_ON_THE_WAY)
            threading.Thread(target=self._read, args=(direction, source, pieces), daemon=True).start()
            threading.Thread(target=self._deliver, args=(sink, pieces), daemon=True).start()

    def close(self) -> None:
        for one in self._sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)  # wakes the threads up, which closing does not
            one.close()
        self._link.forget(self)

    def _read(self, direction: str, source: socket.socket, pieces: queue.Queue[tuple[float, bytes]]) -> None:
        data = b"-"
        while data:
            try:
                data = source.recv(_PIECE_BYTES)
            except OSError:
                data = b""
            pieces.put((self._link.due(direction, len(data)), data))

    def _deliver(self, sink: socket.socket, pieces: queue.Queue[tuple[float, bytes]]) -> None:
        working = True
        while True:
            due, data = pieces.get()
            if working:
                self._link.wait(due)
            try:
                if data:
                    sink.sendall(data)
                else:
                    sink.shutdown(socket.SHUT_WR)
            except OSError:
                working = False  # go on taking: the reader must not block for ever
            if not data:
                break
        with self._lock:
            self._left -= 1
            last = not self._left
        if last:
            self.close()
