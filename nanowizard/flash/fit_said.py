"""What the person hears of an image that stands on the card otherwise than in its file."""

from __future__ import annotations

from nanowizard.core.events import Event, Finding, FindingReported, JsonValue, LogLine, Severity
from nanowizard.flash.fit import Fit
from nanowizard.flash.gpt import SECTOR

_NOT_GROWN = {
    "table": "flash.not_grown_table",
    "other": "flash.not_grown_other",
    "room": "flash.not_grown_room",
}


def said_of(fit: Fit) -> list[Event]:
    """After the stream."""
    if fit.over_bytes and fit.tables:
        return [_finding("flash.shrunk", Severity.INFO, missing_bytes=fit.over_bytes)]
    if fit.tables:
        size_bytes = (fit.tables.end - fit.tables.last.start) * SECTOR
        return [_finding("flash.grown", Severity.GOOD, size_bytes=size_bytes)]
    if fit.not_grown:
        reason = LogLine(text=f"the partition table stays as it is: {fit.not_grown.detail}", source="flash")
        return [reason, _finding(_NOT_GROWN[fit.not_grown.why], Severity.INFO)]
    return []


def _finding(code: str, severity: Severity, **params: JsonValue) -> Event:
    return FindingReported(finding=Finding(code=code, severity=severity, params=params))
