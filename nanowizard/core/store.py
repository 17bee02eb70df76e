"""Small JSON files of ours: each carries its schema number, is replaced atomically and upgraded when read.

A damaged file is never lost and never trusted: it is set aside as `NAME.bad` and the defaults are used. One that cannot
be read at all says nothing of what is in it: it stays where it is, and nothing is written over it.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nanowizard.core.errors import StoreError
from nanowizard.core.events import Finding, Severity
from nanowizard.core.held import when_let_go

_log = logging.getLogger(__name__)

Document = dict[str, Any]
Upgrade = Callable[[Document], Document]


class Store:
    """One JSON object on disk.

    `schema` is the number this program writes; `upgrades[n]` turns a document of schema n into one of n + 1.
    A file with a newer schema than ours is set aside too: writing it back would lose what we do not know.
    """

    def __init__(
        self,
        path: Path,
        *,
        schema: int,
        default: Callable[[], Document] = dict,
        upgrades: Mapping[int, Upgrade] | None = None,
    ) -> None:
        self.path = path
        self._schema = schema
        self._default = default
        self._upgrades = upgrades or {}
        self.warning: Finding | None = None
        self._unread: OSError | None = None

    def load(self) -> Document:
        """The document without its schema number; the defaults if there is no readable file (see `warning`).

        For what a run can do without. After a file that cannot be read `save` refuses until it could be.
        """
        try:
            return self.read()
        except StoreError as error:
            _log.warning("%s", error)
            self.warning = Finding(code=error.code, severity=Severity.WARNING, params=error.params)
            return self._default()

    def read(self) -> Document:
        """As `load`, for what must not be taken for empty: raises StoreError("store.not_read")."""
        self._unread = None
        try:
            raw = when_let_go(self.path.read_bytes)
        except (FileNotFoundError, NotADirectoryError):
            return self._default()
        except OSError as error:
            self._unread = error
            raise StoreError("store.not_read", file=str(self.path), detail=str(error)) from error
        try:
            return self._upgraded(json.loads(raw.decode("utf-8")))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return self._set_aside(f"{type(error).__name__}: {error}")

    def save(self, document: Mapping[str, Any], *, mode: int = 0o600) -> None:
        """Replace the file; after a crash it holds either the old or the new document, whole. Raises OSError."""
        if self._unread:
            raise self._unread
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"schema": self._schema, **document}, ensure_ascii=False, indent=1, sort_keys=True)
        # A file name that is no UTF-8 has half characters; as JSON's own escapes they come back as they were.
        write_atomically(self.path, text.encode(errors="backslashreplace"), mode=mode)

    def _upgraded(self, document: Any) -> Document:
        if not isinstance(document, dict):
            raise TypeError("not an object")
        found = document.pop("schema")
        if not isinstance(found, int) or not 1 <= found <= self._schema:
            raise ValueError(f"schema {found!r}, this program knows 1 to {self._schema}")
        current: Document = document
        for number in range(found, self._schema):
            current = self._upgrades[number](current)
        return current

    def _set_aside(self, why: str) -> Document:
        aside = self.path.with_name(self.path.name + ".bad")
        with contextlib.suppress(OSError):
            when_let_go(lambda: self.path.replace(aside))
        _log.warning("%s is unreadable (%s); kept as %s", self.path, why, aside.name)
        self.warning = Finding(
            code="store.set_aside",
            severity=Severity.WARNING,
            params={"file": self.path.name, "kept_as": str(aside)},
        )
        return self._default()


def write_atomically(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write `data` beside `path`, flush it to the disk, move it into place. Raises OSError; leaves no partial file."""
    handle, name = tempfile.mkstemp(prefix=path.name + ".", suffix=".new", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        when_let_go(lambda: temporary.chmod(mode))
        when_let_go(lambda: temporary.replace(path))
    except BaseException:
        with contextlib.suppress(PermissionError):
            when_let_go(lambda: temporary.unlink(missing_ok=True))
        raise
