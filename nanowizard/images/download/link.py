"""One HTTP request in a thread of its own, which hands over what comes through a queue.

A blocked socket, a name look-up or a TLS handshake cannot be interrupted from outside. Whoever gives up just leaves;
the thread ends by its own socket timeouts soon after.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TypeAlias

from nanowizard.core.task import CancelToken
from nanowizard.images.download.web import FAILURES, Head, Web

CHUNK_BYTES = 512 * 1024
_LOOK_S = 0.2
"""How often a waiting side looks whether it should stop."""
_LITTLE_BYTES = 16 * 1024
_GATHER_S = 0.01
"""After this little, more is let come: over a slow link each packet would be a piece of work of its own (measured: with
50 Mbit/s a quarter of all the processor time). Who brings more at once is not held up."""


class StalledError(Exception):
    """Nothing came for the time allowed; `has_begun`: but some first bytes before."""

    def __init__(self, *, has_begun: bool = False) -> None:
        super().__init__()
        self.has_begun = has_begun


@dataclass(frozen=True, slots=True)
class Answered:
    link: Link
    head: Head


@dataclass(frozen=True, slots=True)
class Arrived:
    link: Link
    data: bytes


@dataclass(frozen=True, slots=True)
class Ended:
    """The answer is over: as the server said, or by `error`."""

    link: Link
    error: Exception | None = None


Inbox: TypeAlias = "queue.Queue[Answered | Arrived | Ended]"


class Link:
    """A GET of `url` that puts Answered, Arrived and one Ended into `inbox`."""

    def __init__(
        self,
        web: Web,
        url: str,
        headers: Mapping[str, str],
        inbox: Inbox,
        clock: Callable[[], float],
        *,
        chunk_bytes: int = CHUNK_BYTES,
    ) -> None:
        self._web = web
        self._inbox = inbox
        self._clock = clock
        self._chunk_bytes = chunk_bytes
        self._left = threading.Event()
        self._heard = clock()
        self._given = self._taken = 0  # counted by one thread each
        threading.Thread(target=self._work, args=(url, headers), name="download", daemon=True).start()

    def silent_s(self) -> float:
        """For how long the server has sent nothing; none at all while what it sent waits to be taken."""
        return 0.0 if self._given > self._taken else self._clock() - self._heard

    def took(self) -> None:
        """To be called for each item that was taken out of `inbox`."""
        self._heard = self._clock()
        self._taken += 1

    def close(self) -> None:
        self._left.set()

    # --- in the thread

    def _work(self, url: str, headers: Mapping[str, str]) -> None:
        error: Exception | None = None
        try:
            self._receive(url, headers)
        except FAILURES as failure:
            error = failure
        except ValueError as failure:  # a body that was shut down, or an address that cannot be one
            error = OSError(str(failure))
        self._put(Ended(self, error))

    def _receive(self, url: str, headers: Mapping[str, str]) -> None:
        answer = self._web.get(url, headers)
        with closing(answer.body):
            going, is_first = self._put(Answered(self, answer.head)), True
            while going:
                # What one recv gives, so that a slow link is not mistaken for a silent one.
                data = answer.body.read1(self._chunk_bytes, decode_content=False)
                if not data:
                    with contextlib.suppress(*FAILURES):
                        answer.body.release_conn()
                    return
                going = self._put(Arrived(self, data))
                if len(data) < _LITTLE_BYTES and not is_first:  # what came along with the head is always little
                    self._left.wait(_GATHER_S)
                is_first = False

    def _put(self, item: Answered | Arrived | Ended) -> bool:
        """False when nobody waits any more."""
        self._given += 1
        while not self._left.is_set():
            try:
                self._inbox.put(item, timeout=_LOOK_S)
            except queue.Full:
                continue
            return True
        return False


def read_page(
    url: str, headers: Mapping[str, str], cancel: CancelToken, *, stall_s: float, most_bytes: int
) -> tuple[Head, bytes]:
    """A small answer, cut off behind `most_bytes`. Raises Cancelled, StalledError or the FAILURES of `web`."""
    inbox: Inbox = queue.Queue(4)
    head, data = Head(0, {}, url), b""
    with closing(Web(stall_s=stall_s)) as web, closing(Link(web, url, headers, inbox, time.monotonic)) as link:
        while len(data) < most_bytes:
            cancel.raise_if_set()
            try:
                item = inbox.get(timeout=_LOOK_S)
            except queue.Empty:
                if link.silent_s() > stall_s:
                    raise StalledError from None
                continue
            link.took()
            if isinstance(item, Ended):
                if item.error:
                    raise item.error
                break
            if isinstance(item, Answered):
                head = item.head
            else:
                data += item.data
    return head, data
