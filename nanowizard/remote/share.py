"""Lends the Nano this computer's internet for as long as a step runs: apt and pip go through an HTTP proxy of ours.

The Nano's SSH server listens on the Nano's own 127.0.0.1 and hands each link to us through the encrypted connection.
Nothing listens on this computer, no other machine can use it, and nothing is written on the Nano: whoever is to use it
is told so by its environment alone.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, cast

from nanowizard.core.errors import NanoError
from nanowizard.core.events import StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.remote.proxy import ByteLink, Dial, Proxy, dial
from nanowizard.remote.shell import Connection
from nanowizard.remote.steady import SteadyConnection

STEP = "nano.share"
PORT = 39155
"""On the Nano, where it is free: a job that outlived its window finds the internet there again. Our own choice."""
_LOOK_S = 1.0


class Lender(Protocol):
    """What a link to the Nano can do for us (`remote.connection`)."""

    def lend_port(self, port: int, on_link: Callable[[ByteLink], None]) -> int: ...
    def take_port_back(self, port: int) -> None: ...


@contextlib.contextmanager
def shared_internet(conn: Connection, ctx: RunContext, *, reach: Dial = dial) -> Iterator[Mapping[str, str]]:
    """The environment for programs on the Nano that are to use this computer's internet, while the block lasts.

    A link that breaks and is made anew gets the same port again. The step `nano.share` ends with `down_bytes` and
    `up_bytes`. Raises NanoError nano.share_refused where the Nano's SSH server forbids it, and nano.lost.
    """
    began = time.monotonic()
    proxy = Proxy(reach)
    keeper = _Keeper(conn, proxy)
    port = keeper.begin()
    ctx.emit(StepStarted(step=STEP))
    try:
        yield environment(port)
    finally:
        keeper.end()
        proxy.close()
        counted = {"down_bytes": proxy.down_bytes, "up_bytes": proxy.up_bytes}
        ctx.emit(StepFinished(step=STEP, params={**counted, "took_s": time.monotonic() - began}))


@contextlib.contextmanager
def lent_internet(conn: Connection, ctx: RunContext, *, wanted: bool) -> Iterator[None]:
    """Have all that `conn` runs use this computer's internet, while the block lasts and if it is `wanted`."""
    if not wanted or not isinstance(conn, SteadyConnection):
        yield
        return
    with shared_internet(conn, ctx) as settings:
        conn.environment = settings
        try:
            yield
        finally:
            conn.environment = {}


def environment(port: int) -> dict[str, str]:
    """apt and wget read the small names, pip both."""
    url = f"http://127.0.0.1:{port}"
    names = {"http_proxy": url, "https_proxy": url, "no_proxy": "localhost,127.0.0.1"}
    return names | {name.upper(): value for name, value in names.items()}


class _Keeper:
    """Keeps one port of the Nano lent over all the links of a connection that logs in again by itself."""

    def __init__(self, conn: Connection, proxy: Proxy) -> None:
        self._conn = conn
        self._proxy = proxy
        self._port = 0
        self._lent_on: Lender | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="share-keeper", daemon=True)

    def begin(self) -> int:
        link = self._link()
        try:
            self._port = link.lend_port(PORT, self._proxy.serve)
        except NanoError as error:
            if error.code != "nano.share_refused":
                raise
            self._port = link.lend_port(0, self._proxy.serve)
        self._lent_on = link
        self._thread.start()
        return self._port

    def end(self) -> None:
        self._stop.set()
        self._thread.join()
        if self._lent_on is not None:
            self._lent_on.take_port_back(self._port)

    def _link(self) -> Lender:
        conn = self._conn.link if isinstance(self._conn, SteadyConnection) else self._conn
        return cast(Lender, conn)

    def _keep(self) -> None:
        while not self._stop.wait(_LOOK_S):
            link = self._link()
            if link is self._lent_on:
                continue
            # The Nano gives the port free only when it has noticed that the old link is gone: until then it refuses.
            with contextlib.suppress(NanoError):
                link.lend_port(self._port, self._proxy.serve)
                self._lent_on = link
