"""How far apt is, from its machine interface: the lines of `APT::Status-Fd`.

    dlstatus:FILE:PERCENT:Retrieving file FILE of FILES (TIME remaining)
    pmstatus:PACKAGE:PERCENT:WORDS

apt writes each in one piece, so they may stand behind the beginning of a line that dpkg has not ended yet, never inside
of one another. Bytes are not told there; the percentage of a download is by bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nanowizard.core.events import Event, Progress

_STATUS = re.compile(r"(?P<before>.*?)(?P<kind>dlstatus|pmstatus|pmerror|pmconffile|media-change):(?P<rest>.*)")
_DOWNLOAD = re.compile(r"\d+:(?P<percent>[\d.]+):(?P<words>.*)")
_PACKAGE = re.compile(r".+?:(?P<percent>[\d.]+):(?P<words>.*)")
_LEFT = re.compile(r"\((?P<time>[^()]*) remaining\)$")
_UNITS_S = {"d": 86400, "h": 3600, "min": 60, "s": 1}


class AptProgress:
    """Turns status lines into Progress of `phase` (in percent, each value once) and passes all other lines on."""

    def __init__(self, emit: Callable[[Event], None], phase: str, on_line: Callable[[str], None]) -> None:
        self._emit = emit
        self._phase = phase
        self._on_line = on_line
        self._last: Progress | None = None

    def feed(self, line: str) -> None:
        found = _STATUS.fullmatch(line)
        if not found:
            self._on_line(line)
            return
        if found["before"]:
            self._on_line(found["before"])
        pattern = {"dlstatus": _DOWNLOAD, "pmstatus": _PACKAGE}.get(found["kind"])
        status = pattern.fullmatch(found["rest"]) if pattern else None
        if status:
            self._show(float(status["percent"]), _left_s(status["words"]))
        else:
            self._on_line(f"{found['kind']}: {found['rest']}")

    def _show(self, percent: float, left_s: float | None) -> None:
        progress = Progress(phase=self._phase, done=round(percent), total=100, unit="percent", eta_s=left_s)
        if progress != self._last:
            self._last = progress
            self._emit(progress)


def _left_s(words: str) -> float | None:
    """The time that apt puts as `1d 2h 3min 4s`."""
    found = _LEFT.search(words)
    parts = re.findall(r"(\d+)(d|h|min|s)\b", found["time"]) if found else []
    return float(sum(int(number) * _UNITS_S[unit] for number, unit in parts)) if parts else None
