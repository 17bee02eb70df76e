"""The address of a Nano as a person types it: `[USER@]HOST[:PORT]`, an IPv6 host with a port in brackets."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from nanowizard.core.errors import NanoError

DEFAULT_PORT = 22
DEFAULT_USER = "nano"
USB_HOST = "192.168.55.1"
"""The board's own address on its micro-USB cable (L4T's USB device mode)."""

_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?\.?")
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}\$?")


@dataclass(frozen=True, slots=True)
class Address:
    host: str
    port: int = DEFAULT_PORT
    user: str = DEFAULT_USER

    @property
    def place(self) -> str:
        """`HOST:PORT`, the key of a pinned host key: the same board for every user."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        """The form that `parse_address` reads; a default port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.user}@{host}" + ("" if self.port == DEFAULT_PORT else f":{self.port}")


def parse_address(text: str) -> Address:
    """The address in `text`. Raises NanoError("nano.bad_address", address=text)."""
    user, at, place = text.strip().rpartition("@")
    if at and not _USER.fullmatch(user):
        raise _bad(text)
    host, port = _split(place, text)
    if not (_is_ip(host) or _NAME.fullmatch(host)) or _is_broken_ipv4(host):
        raise _bad(text)
    return Address(host=host.lower(), port=port, user=user or DEFAULT_USER)


def _split(place: str, text: str) -> tuple[str, int]:
    if _is_ip(place):
        return place, DEFAULT_PORT
    if place.startswith("["):
        host, closed, rest = place[1:].partition("]")
        if not closed or not _is_ip(host) or (rest and not rest.startswith(":")):
            raise _bad(text)
        return host, _port(rest[1:], text) if rest else DEFAULT_PORT
    host, colon, port = place.partition(":")
    return host, _port(port, text) if colon else DEFAULT_PORT


def _port(digits: str, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", digits) or not 1 <= int(digits) <= 65535:
        raise _bad(text)
    return int(digits)


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_broken_ipv4(host: str) -> bool:
    """Whether `host` is four numbers that are no address: a mistyped one must not go to a name server."""
    return bool(re.fullmatch(r"[0-9.]+", host)) and not _is_ip(host)


def _bad(text: str) -> NanoError:
    return NanoError("nano.bad_address", address=text)
