"""A fresh look at card and image, just before the person is asked whether the card may be erased."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nanowizard.core.events import Finding, Severity
from nanowizard.core.task import Check, RunContext
from nanowizard.drives.model import Drive
from nanowizard.tasks.card import FlashCard, FlashInput, sighting
from nanowizard.tasks.image_facts import describe_image
from nanowizard.tasks.session import Session


@dataclass(frozen=True, slots=True)
class Look:
    """`check` is the task's own, as if the person had agreed already."""

    drive: Drive
    check: Check
    raw_bytes: int | None


def look(session: Session, inp: FlashInput, ctx: RunContext) -> Look:
    """Raises NanoWizardError: the image cannot be read, the card is gone or another one, the helper failed."""
    raw_bytes = describe_image(inp.image)["raw_bytes"]
    return Look(sighting(session, inp.card), FlashCard(session).check(inp, ctx), raw_bytes)


def goes_on_of(findings: Iterable[Finding]) -> Finding | None:
    return next((finding for finding in findings if finding.code == "flash.can_continue"), None)


def smaller_of(findings: Iterable[Finding]) -> Finding | None:
    return next((one for one in findings if one.code in ("flash.will_shrink", "flash.whole_first")), None)


def blocking_of(findings: Iterable[Finding]) -> Finding | None:
    return next((finding for finding in findings if finding.severity is Severity.BLOCKING), None)
