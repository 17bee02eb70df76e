"""Is somebody there who speaks SSH? One short TCP contact, no login."""

from __future__ import annotations

import socket

BANNER_BYTES = 255
"""RFC 4253, 4.2: the identification line is at most this long."""


def ssh_banner(host: str, port: int, *, timeout_s: float = 2.0) -> str | None:
    """The server's identification ("SSH-2.0-OpenSSH_7.6p1 ..."), or None where nothing answers as SSH in that time."""
    try:
        with socket.create_connection((host, port), timeout=timeout_s) as link:
            line = link.recv(BANNER_BYTES)
    except OSError:
        return None
    return parse_banner(line) or None


def parse_banner(line: bytes) -> str:
    """The identification in the first bytes of a server; "" where they are something else."""
    text = line.split(b"\n")[0].decode("ascii", "replace").strip()
    return "".join(filter(str.isprintable, text)) if text.startswith("SSH-") else ""
