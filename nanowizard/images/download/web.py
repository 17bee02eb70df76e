"""Requests over HTTP and HTTPS as this computer is set up: its proxy, its certificates, and every redirect anew.

An address that redirects is asked again each time: where it leads to carries a token that expires (JetPack's do).
"""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import truststore
import urllib3

from nanowizard.images.download.proxy import Proxies, system_proxies

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 10
_USER_AGENT = "NanoWizard"


class InsecureRedirectError(Exception):
    """An https address led to one that anybody on the way may change."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class RedirectLoopError(Exception):
    """More redirects than any download site needs."""


FAILURES = (
    urllib3.exceptions.HTTPError,
    urllib3.exceptions.ProxySchemeUnsupported,
    OSError,
    InsecureRedirectError,
    RedirectLoopError,
)
"""What a request may raise."""


@dataclass(frozen=True, slots=True)
class Head:
    """Status and headers of the answer; `url` is where redirects led."""

    status: int
    headers: Mapping[str, str]
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    head: Head
    body: urllib3.BaseHTTPResponse


class Web:
    """Connections that are kept open between requests; may be used by several threads."""

    def __init__(self, *, stall_s: float, connections: int = 1) -> None:
        self._timeout = urllib3.Timeout(connect=stall_s, read=stall_s)
        self._connections = connections
        self._pools: dict[str, urllib3.PoolManager] = {}
        self._proxies: Proxies | None = None
        self._lock = threading.Lock()

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """The answer at the end of all redirects; its body is to be closed. Raises FAILURES."""
        wanted = {"User-Agent": _USER_AGENT, "Accept-Encoding": "identity", **headers}
        for _hop in range(_MOST_REDIRECTS):
            body = self._pool(url).request(
                "GET", url, headers=wanted, timeout=self._timeout, retries=False, redirect=False, preload_content=False
            )
            place = body.headers.get("Location")
            if body.status not in _REDIRECTS or not place:
                return Answer(Head(body.status, body.headers, url), body)
            with contextlib.suppress(urllib3.exceptions.HTTPError, OSError):
                body.drain_conn()
            body.release_conn()
            following = urljoin(url, place)
            if url.startswith("https:") and not following.startswith("https:"):
                raise InsecureRedirectError(following)
            url = following
        raise RedirectLoopError(url)

    def close(self) -> None:
        with self._lock:
            for pool in self._pools.values():
                pool.clear()

    def _pool(self, url: str) -> urllib3.PoolManager:
        with self._lock:
            if self._proxies is None:
                self._proxies = system_proxies()
            proxy = self._proxies.of(url) or ""
            if proxy not in self._pools:
                self._pools[proxy] = self._make(proxy)
            return self._pools[proxy]

    def _make(self, proxy: str) -> urllib3.PoolManager:
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if not proxy:
            return urllib3.PoolManager(maxsize=self._connections, ssl_context=context)
        parts = urlsplit(proxy)
        if parts.scheme.startswith("socks"):
            return self._make_socks(proxy, parts, context)
        login = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}" if parts.username else None
        headers = urllib3.make_headers(proxy_basic_auth=login) if login else None
        return urllib3.ProxyManager(proxy, maxsize=self._connections, proxy_headers=headers, ssl_context=context)

    def _make_socks(self, proxy: str, parts: SplitResult, context: ssl.SSLContext) -> urllib3.PoolManager:
        from urllib3.contrib.socks import SOCKSProxyManager  # noqa: PLC0415 - few people have one

        user, password = (unquote(text) if text else None for text in (parts.username, parts.password))
        try:
            return SOCKSProxyManager(proxy, user, password, maxsize=self._connections, ssl_context=context)
        except ValueError as error:
            raise urllib3.exceptions.ProxySchemeUnknown(parts.scheme) from error
