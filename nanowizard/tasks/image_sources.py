"""Where an image is downloaded from: its addresses, and those that the person wishes for."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from nanowizard.core.errors import UsageError

_ADDRESS = ("http://", "https://")


def chosen_urls(known: Sequence[str], wished: Sequence[str]) -> tuple[str, ...]:
    """`known` in its order, those on a wished host first. A wish that is an address itself comes before all others.

    Raises UsageError("usage.no_such_source") for a host that none of them is at.
    """
    first: list[str] = []
    for wish in wished:
        found = [wish] if wish.startswith(_ADDRESS) else [url for url in known if _is_at(url, wish)]
        if not found:
            raise UsageError("usage.no_such_source", source=wish, known=", ".join(dict.fromkeys(map(_host, known))))
        first += found
    return tuple(dict.fromkeys([*first, *known]))


def _is_at(url: str, wish: str) -> bool:
    host = _host(url)
    return host == wish.lower() or host.endswith(f".{wish.lower()}")


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
