"""One HTTP request whose answer can be waited for with a deadline and given up at any moment.

A blocked socket, a name look-up or a TLS handshake cannot be interrupted from outside, so the request runs in a
thread of its own and hands its bytes over through a bounded queue. Whoever gives up just leaves; the thread ends by
its own socket timeouts soon after.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

import requests
import urllib3

from nanowizard.core.task import CancelToken

CHUNK_BYTES = 256 * 1024
_AHEAD = 16
"""Chunks that may wait for the disk: 4 MiB."""
_LOOK_S = 0.2
"""How often a waiting side looks whether it should stop."""


@dataclass(frozen=True, slots=True)
class Head:
    """Status and headers of the answer; `url` is where redirects led."""

    status: int
    headers: Mapping[str, str]
    url: str


class StalledError(Exception):
    """Nothing came for the time allowed."""


FAILURES = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, StalledError)
"""What the network may do to `Connection.head` and `Connection.read`."""


class Connection:
    """A GET of `url`. `head` and `read` wait at most `stall_s` for anything to come.

    Both raise Cancelled or one of FAILURES. `close` (or the end of a `with closing(...)`) gives the rest up.
    """

    def __init__(self, url: str, headers: Mapping[str, str], cancel: CancelToken, *, stall_s: float) -> None:
        self._cancel = cancel
        self._stall_s = stall_s
        self._items: queue.Queue[Head | bytes | Exception] = queue.Queue(_AHEAD)
        self._left = threading.Event()
        threading.Thread(target=self._work, args=(url, dict(headers)), name="download", daemon=True).start()

    def head(self) -> Head:
        item = self._next()
        assert isinstance(item, Head)
        return item

    def read(self) -> bytes:
        """The next bytes of the body as they were sent; empty at its end."""
        item = self._next()
        assert isinstance(item, bytes)
        return item

    def close(self) -> None:
        self._left.set()

    def _next(self) -> Head | bytes:
        patience = time.monotonic() + self._stall_s
        while True:
            self._cancel.raise_if_set()
            try:
                item = self._items.get(timeout=_LOOK_S)
            except queue.Empty:
                if time.monotonic() > patience:
                    raise StalledError from None
                continue
            if isinstance(item, Exception):
                raise item
            return item

    # --- in the thread

    def _work(self, url: str, headers: dict[str, str]) -> None:
        try:
            self._receive(url, headers)
        except FAILURES as error:
            self._put(error)

    def _receive(self, url: str, headers: dict[str, str]) -> None:
        with (
            requests.Session() as session,
            session.get(url, headers=headers, stream=True, timeout=self._stall_s) as answer,
        ):
            going = self._put(Head(answer.status_code, answer.headers, answer.url))
            while going:
                # What one recv gives, so that a slow link is not mistaken for a stalled one.
                data = answer.raw.read1(CHUNK_BYTES, decode_content=False)
                going = self._put(data) and bool(data)

    def _put(self, item: Head | bytes | Exception) -> bool:
        """False when nobody waits any more."""
        while not self._left.is_set():
            try:
                self._items.put(item, timeout=_LOOK_S)
            except queue.Full:
                continue
            return True
        return False
