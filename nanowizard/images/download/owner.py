"""One download into a file at a time: `NAME.part.lock` says which process it is.

A process is named by its number and when it started, so one that was killed owns nothing any more.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import psutil

from nanowizard.core.errors import ImageError
from nanowizard.core.held import when_let_go


@contextlib.contextmanager
def owned(target: Path) -> Iterator[None]:
    """Raises ImageError("image.busy") while another living process has it, and OSError."""
    path = target.with_name(target.name + ".part.lock")
    _take(path, target.name)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            when_let_go(path.unlink)


def _take(path: Path, name: str) -> None:
    mine = json.dumps([os.getpid(), psutil.Process().create_time()])
    for _attempt in range(3):
        try:
            handle = when_let_go(lambda: os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            if _is_alive(path):
                raise ImageError("image.busy", file=name) from None
            when_let_go(lambda: path.unlink(missing_ok=True))
            continue
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(mine)
        return
    raise ImageError("image.busy", file=name)


def _is_alive(path: Path) -> bool:
    """True also where that cannot be read: a lock that is taken wrongly costs more than one that is waited for."""
    try:
        text = when_let_go(lambda: path.read_text(encoding="ascii"))
    except OSError as error:
        return not isinstance(error, FileNotFoundError)
    except ValueError:
        return False
    try:
        number, began = json.loads(text)
        return bool(psutil.Process(number).create_time() == began)
    except (OSError, ValueError, TypeError, psutil.Error):
        return False
