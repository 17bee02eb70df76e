"""Ports for servers that must be told theirs."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator


@contextlib.contextmanager
def reserved_port() -> Iterator[int]:
    """A port of 127.0.0.1 that is given to nobody else meanwhile; a server that asks for it by number gets it.

    Linux: a bound socket keeps a port from those that ask for any, and another with SO_REUSEADDR may listen at it as
    long as the first does not. Within the context it may be restarted, too.
    """
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]
