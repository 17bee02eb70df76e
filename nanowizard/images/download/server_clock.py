"""What time a server says it is, asked without trusting it: only to tell a wrong clock from an expired certificate."""

from __future__ import annotations

import contextlib
import http.client
import ssl
from urllib.parse import urlsplit

from nanowizard.images.download.answers import sent_at
from nanowizard.images.download.web import Head

_TIMEOUT_S = 5.0


def server_time(url: str) -> float | None:
    """Seconds since 1970; None where it cannot be asked. Nothing else of the answer is looked at."""
    parts = urlsplit(url)
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    link = http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=_TIMEOUT_S, context=context)
    try:
        with contextlib.closing(link):
            link.request("HEAD", "/")
            return sent_at(Head(200, dict(link.getresponse().headers), url))
    except (OSError, http.client.HTTPException):
        return None
