"""What a run said, line by line, for the technical details: codes and figures, never translated."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable

from nanowizard.core.events import Params

MOST_LINES = 500
"""Like a log's: a card that fails everywhere reports more than anybody reads."""


class RunRecord:
    """`clock` gives seconds; a line begins with those since `begin`."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began = clock()
        self._lines: deque[str] = deque(maxlen=MOST_LINES)

    def begin(self) -> None:
        self._began = self._clock()
        self._lines.clear()

    def add(self, what: str, params: Params) -> None:
        said = [f"{key}={json.dumps(value, ensure_ascii=False, default=str)}" for key, value in params.items()]
        self._lines.append(f"{self._clock() - self._began:8.1f} s  " + " ".join([what, *said]))

    def text(self) -> str:
        return "\n".join(self._lines)
