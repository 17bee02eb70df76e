"""A virus scanner for tests: it holds files, and whoever renames, replaces or opens one is refused as Windows does."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nanowizard.core import held
from nanowizard.images.download import part

SHARING_VIOLATION = 32
_CALLS = ("replace", "open", "read_bytes", "unlink")


def refusal(winerror: int | None = SHARING_VIOLATION) -> PermissionError:
    error = PermissionError(errno.EACCES, "held by another program")
    error.winerror = winerror  # type: ignore[attr-defined,unused-ignore] # what Windows' own Python gives it
    return error


class Scanner:
    """Holds every file whose name ends with one of `ends`, for the first `times` attempts of each kind of call.

    Nobody waits for it in real time. `refused` counts.
    """

    def __init__(self, patch: pytest.MonkeyPatch, *ends: str, times: int = 2, calls: tuple[str, ...] = _CALLS) -> None:
        self.ends, self.times, self.refused = ends, times, 0
        self._left: dict[str, int] = {}
        patch.setattr(held, "WAITS_S", (0.0,) * len(held.WAITS_S))
        for name in calls:
            patch.setattr(Path, name, self._guarded(name, getattr(Path, name)))
        if "open" in calls:
            patch.setattr(part, "FileIO", self._guarded("FileIO", io.FileIO))

    def let_go(self) -> None:
        self.ends = ()

    def _guarded(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Path, *rest: Any, **more: Any) -> Any:
            if self.ends and path.name.endswith(self.ends):
                key = f"{name} {path.name}"
                left = self._left.setdefault(key, self.times)
                self._left[key] = left - 1
                if left > 0:
                    self.refused += 1
                    raise refusal(SHARING_VIOLATION if name in ("replace", "unlink") else None)
            return real(path, *rest, **more)

        return call
