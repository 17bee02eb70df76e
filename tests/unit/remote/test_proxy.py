"""Requests to the proxy, and what it refuses to reach."""

from __future__ import annotations

import pytest

from nanowizard.remote.proxy import ForbiddenError, Request, dial, parse_head


def test_a_plain_request_goes_to_its_server_without_what_is_for_the_proxy() -> None:
    head = b"GET http://ports.ubuntu.com:8080/a/b?c=d HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\n\r\n"
    wanted = b"GET /a/b?c=d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert parse_head(head) == Request("ports.ubuntu.com", 8080, wanted, 0, is_tunnel=False)


def test_a_body_has_its_length() -> None:
    request = parse_head(b"POST http://x/ HTTP/1.1\r\ncontent-length: 12\r\n\r\n")
    assert request is not None
    assert (request.host, request.port, request.body_bytes) == ("x", 80, 12)


@pytest.mark.parametrize(
    ("target", "place"), [("pypi.org:443", ("pypi.org", 443)), ("[2001:db8::1]:8443", ("2001:db8::1", 8443))]
)
def test_a_tunnel(target: str, place: tuple[str, int]) -> None:
    request = parse_head(f"CONNECT {target} HTTP/1.1\r\n\r\n".encode())
    assert request is not None
    assert (request.host, request.port, request.head, request.is_tunnel) == (*place, b"", True)


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET https://x/ HTTP/1.1\r\n\r\n",
        b"GET ftp://x/ HTTP/1.1\r\n\r\n",
        b"CONNECT HTTP/1.1\r\n\r\n",
        b"CONNECT x:99999999 HTTP/1.1\r\n\r\n",
        b"GET http://x/ SPDY/3\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
        b"\r\n\r\n",
    ],
)
def test_anything_else_is_no_request(head: bytes) -> None:
    assert parse_head(head) is None


@pytest.mark.parametrize(
    ("host", "port"),
    [("127.0.0.1", 8080), ("localhost", 80), ("::1", 80), ("169.254.169.254", 80), ("224.0.0.1", 80), ("0.0.0.0", 80),
     ("192.0.2.1", 22), ("192.0.2.1", 25), ("192.0.2.1", 445)],
)  # fmt: skip
def test_this_computer_and_other_services_are_not_lent(host: str, port: int) -> None:
    with pytest.raises(ForbiddenError):
        dial(host, port).close()
