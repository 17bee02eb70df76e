"""The log: one rotating file, and no secret in it.

Whoever holds a secret announces it with `hide`; from then on it is replaced wherever it would be written. The list of
secrets lives in memory only.
"""

from __future__ import annotations

import logging
import logging.handlers
import threading
from pathlib import Path

FILE_NAME = "nanowizard.log"
MAX_BYTES = 2_000_000
BACKUPS = 3
HIDDEN = "•••"
SHORTEST_SECRET = 3
"""Shorter ones would blank out ordinary words; they are refused a place in the log by never being logged at all."""

_secrets: set[str] = set()
_lock = threading.Lock()


def hide(secret: str) -> None:
    """From now on `secret` never appears in a log record."""
    if len(secret) >= SHORTEST_SECRET:
        with _lock:
            _secrets.add(secret)


def redact(text: str) -> str:
    with _lock:
        secrets = sorted(_secrets, key=len, reverse=True)
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return text


class RedactingFormatter(logging.Formatter):
    """Redacts the finished line, so that arguments, tracebacks and chained causes are covered too."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


class _QuietHandler(logging.handlers.RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk costs the line, not a traceback on the person's terminal."""


def _handlers() -> list[logging.Handler]:
    return logging.getLogger().handlers


def start_logging(folder: Path, *, level: int = logging.INFO) -> Path | None:
    """Log to a rotating file in `folder`; None where that cannot be written (logging is never worth failing for).

    Once for each folder: the command line has begun already when it opens the window.
    """
    path = folder / FILE_NAME
    if any(isinstance(one, _QuietHandler) and Path(one.baseFilename) == path.absolute() for one in _handlers()):
        return path
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _QuietHandler(
            path, maxBytes=MAX_BYTES, backupCount=BACKUPS, encoding="utf-8", errors="backslashreplace"
        )
    except OSError:
        logging.getLogger().addHandler(logging.NullHandler())  # or every warning would go to the terminal
        return None
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.setLevel(level)
    root.addHandler(handler)
    # paramiko logs each packet's kind at INFO; what matters of it reaches us as exceptions.
    logging.getLogger("paramiko").setLevel(logging.WARNING)
    return path
