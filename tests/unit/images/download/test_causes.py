"""What the exceptions of libraries are called."""

from __future__ import annotations

import errno
import socket
import ssl

import pytest
import urllib3

from nanowizard.images.download.causes import is_lasting, named
from nanowizard.images.download.web import InsecureRedirectError, RedirectLoopError

URL = "https://a.example/card.zip"
NOW = 1_785_578_400.0
DAY_S = 24 * 3600.0


def certificate(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return error


def inside(cause: Exception) -> urllib3.exceptions.HTTPError:
    """As urllib3 hands it on."""
    try:
        raise urllib3.exceptions.ProtocolError("broken", cause) from cause
    except urllib3.exceptions.ProtocolError as error:
        return error


@pytest.mark.parametrize(
    ("cause", "code", "lasting"),
    [
        (certificate(18), "image.tls_untrusted", True),
        (certificate(62), "image.tls_untrusted", True),
        (ssl.SSLError(1, "wrong version number"), "image.tls_failed", False),
        (socket.gaierror(socket.EAI_NONAME, "x"), "image.unknown_host", False),
        (OSError(errno.ENETUNREACH, "x"), "image.no_network", False),
        (OSError(errno.ENETDOWN, "x"), "image.no_network", False),
        (OSError(errno.EHOSTUNREACH, "x"), "image.unreachable", False),
        (ConnectionRefusedError(errno.ECONNREFUSED, "x"), "image.unreachable", False),
        (TimeoutError("x"), "image.unreachable", False),
        (urllib3.exceptions.ProxyError("x", OSError("y")), "image.proxy_failed", False),
        (urllib3.exceptions.ProxySchemeUnknown("socks9"), "image.proxy_failed", True),
        (urllib3.exceptions.LocationParseError("x"), "image.bad_url", True),
        (InsecureRedirectError("http://b.example/"), "image.insecure_redirect", True),
        (RedirectLoopError("x"), "image.http_status", True),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_names(cause: Exception, code: str, lasting: bool) -> None:
    for error in (cause, inside(cause)):
        assert named(error, URL, NOW, is_online=lambda: True, time_of=lambda _url: None).code == code
        assert is_lasting(error) is lasting


@pytest.mark.parametrize("code", [9, 10, 0x800B0101, 0x800B0101 - (1 << 32)])
@pytest.mark.parametrize(
    ("theirs", "name"),
    [(NOW, "image.tls_expired"), (NOW + 3600, "image.tls_expired"), (NOW + 2 * DAY_S, "image.clock_wrong")],
)
def test_the_servers_clock_decides_whose_fault_it_is(code: int, theirs: float, name: str) -> None:
    error = named(inside(certificate(code)), URL, NOW, time_of=lambda _url: theirs)
    assert error.code == name
    if name == "image.clock_wrong":
        assert error.params == {"date": "2026-08-01"}


def test_without_the_servers_clock_a_certificate_of_the_future_is_our_clocks_fault() -> None:
    assert named(certificate(9), URL, NOW, time_of=lambda _url: None).code == "image.clock_wrong"
    assert named(certificate(10), URL, NOW, time_of=lambda _url: None).code == "image.tls_expired"


def test_no_name_without_a_network_is_no_network() -> None:
    error = socket.gaierror(socket.EAI_AGAIN, "x")
    assert named(inside(error), URL, NOW, is_online=lambda: False).code == "image.no_network"
