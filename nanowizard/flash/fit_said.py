"""What the person hears of an image that stands on the card otherwise than in its file."""

from __future__ import annotations

from nanowizard.core.events import Event, Finding, FindingReported, JsonValue, LogLine, Severity
from nanowizard.flash.fit import Fit


def said_of(fit: Fit) -> list[Event]:
    """After the stream."""
    if fit.over_bytes and fit.tables:
        name = fit.tables.last.name
        return [_finding("flash.shrunk", Severity.INFO, missing_bytes=fit.over_bytes, partition=name)]
    if fit.tables:
        size_bytes = (fit.tables.end - fit.tables.last.start) * 512
        return [_finding("flash.grown", Severity.GOOD, size_bytes=size_bytes, partition=fit.tables.last.name)]
    if fit.not_grown:
        reason = LogLine(text=f"the partition table stays as it is: {fit.not_grown.detail}", source="flash")
        return [reason, _finding(f"flash.not_grown_{fit.not_grown.why}", Severity.INFO)]
    return []


def _finding(code: str, severity: Severity, **params: JsonValue) -> Event:
    return FindingReported(finding=Finding(code=code, severity=severity, params=params))
