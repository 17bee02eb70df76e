"""What a check of the overview found. No Qt, no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nanowizard.core.events import ErrorInfo, Finding
from nanowizard.core.task import Verdict
from nanowizard.drives.model import DriveIdentity


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """`kind` picks the sentence; `params` fill it. Exactly one of `error` and `finding`, or neither.

    `care`: the care page that the card that was seen is offered, and that card.
    """

    verdict: Verdict
    kind: str
    params: Mapping[str, Any] = field(default_factory=dict)
    error: ErrorInfo | None = None
    finding: Finding | None = None
    care: tuple[str, DriveIdentity] | None = None
