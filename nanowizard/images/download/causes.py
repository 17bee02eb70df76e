"""Why a request failed, by name: what the system, TLS and the proxy say becomes an ImageError."""

from __future__ import annotations

import datetime
import errno
import socket
import ssl
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import psutil
import socks
import urllib3

from nanowizard.core.errors import ImageError
from nanowizard.images.download.proxy import system_proxies
from nanowizard.images.download.server_clock import server_time
from nanowizard.images.download.web import InsecureRedirectError, RedirectLoopError

_NOT_YET_VALID, _EXPIRED = 9, 10  # X509_V_ERR_CERT_NOT_YET_VALID and ..._HAS_EXPIRED, openssl/x509_vfy.h
_WINDOWS_EXPIRED = 0x800B0101  # CERT_E_EXPIRED, winerror.h: not valid at this computer's time, in either direction
_OTHER_TIME_S = 24 * 3600.0
"""A clock that is wrong by less than a day makes no certificate invalid that is in ordinary use."""
_FROM_BEHIND = frozenset({"0x03", "0x04", "0x05", "0x06"})
"""RFC 1928, 6, as PySocks says it: the proxy works, but network, host or port of the server are not reached by it."""
_NO_NETWORK = frozenset({errno.ENETUNREACH, errno.ENETDOWN})


def is_lasting(error: BaseException) -> bool:
    """Whether asking the same address again cannot help."""
    chain = list(_chain(error))
    kinds = (ssl.SSLCertVerificationError, InsecureRedirectError, RedirectLoopError)
    kinds_of_url = (urllib3.exceptions.LocationValueError, urllib3.exceptions.ProxySchemeUnsupported)
    return any(isinstance(cause, (*kinds, *kinds_of_url)) for cause in chain)


def named(
    error: BaseException,
    url: str,
    now: float,
    *,
    is_online: Callable[[], bool] | None = None,
    time_of: Callable[[str], float | None] = server_time,
) -> ImageError:
    """The error of a request for `url` that got no answer; `now` is this computer's time, in seconds since 1970."""
    host, detail = urlsplit(url).hostname or url, str(error) or type(error).__name__
    for cause in _chain(error):
        match cause:
            case ssl.SSLCertVerificationError():
                return _certificate(cause, url, now, time_of)
            case socks.ProxyError() if _is_from_behind(error):
                break
            case (
                urllib3.exceptions.ProxyError()
                | urllib3.exceptions.ProxySchemeUnknown()
                | urllib3.exceptions.ProxySchemeUnsupported()
                | socks.ProxyError()
            ):
                return _proxy(url, detail)
            case ssl.SSLError():
                return ImageError("image.tls_failed", host=host, detail=detail)
            case urllib3.exceptions.LocationValueError():
                return ImageError("image.bad_url", url=url, detail=detail)
            case InsecureRedirectError():
                return ImageError("image.insecure_redirect", host=host, detail=cause.url)
            case RedirectLoopError():
                return ImageError("image.http_status", status=302, url=url, detail=detail)
            case socket.gaierror():
                if not (is_online or has_network)():
                    return ImageError("image.no_network", detail=detail)
                return ImageError("image.unknown_host", host=host, detail=detail)
            case OSError() if cause.errno in _NO_NETWORK:
                return ImageError("image.no_network", detail=detail)
    return ImageError("image.unreachable", host=host, detail=detail)


def has_network() -> bool:
    """Whether any network but the computer's own loop is up and has an address that leads somewhere."""
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    addresses = (
        address.address
        for name, found in psutil.net_if_addrs().items()
        if name in up
        for address in found
        if address.family in (socket.AF_INET, socket.AF_INET6)
    )
    return any(not address.startswith(("127.", "169.254.", "::1", "fe80:")) for address in addresses)


def _certificate(
    error: ssl.SSLCertVerificationError, url: str, now: float, time_of: Callable[[str], float | None]
) -> ImageError:
    host, code = urlsplit(url).hostname or url, getattr(error, "verify_code", 0) & 0xFFFFFFFF
    if code not in (_NOT_YET_VALID, _EXPIRED, _WINDOWS_EXPIRED):
        return ImageError("image.tls_untrusted", host=host, detail=str(error))
    theirs = time_of(url)
    is_ours = code == _NOT_YET_VALID if theirs is None else abs(theirs - now) > _OTHER_TIME_S
    if is_ours:
        date = datetime.datetime.fromtimestamp(now, datetime.timezone.utc).date().isoformat()
        return ImageError("image.clock_wrong", date=date, detail=str(error))
    return ImageError("image.tls_expired", host=host, detail=str(error))


def _is_from_behind(error: BaseException) -> bool:
    return any(isinstance(cause, socks.SOCKS5Error) and cause.msg[:4] in _FROM_BEHIND for cause in _chain(error))


def _proxy(url: str, detail: str) -> ImageError:
    proxy = urlsplit(system_proxies().of(url) or "")
    port = f":{proxy.port}" if proxy.port else ""
    return ImageError("image.proxy_failed", proxy=f"{proxy.hostname or '?'}{port}", detail=detail)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was made of: libraries keep that as a cause, a context, a reason or an argument."""
    seen: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        cause = waiting.pop(0)
        if not isinstance(cause, BaseException) or cause in seen:
            continue
        seen.append(cause)
        yield cause
        inner = (cause.__cause__, cause.__context__, getattr(cause, "original_error", None))
        waiting.extend([*inner, getattr(cause, "reason", None), *cause.args])
