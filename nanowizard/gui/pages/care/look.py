"""A fresh look at a card before the person is asked, and which errors mean that another card is needed."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import Any

from nanowizard.core.errors import NanoWizardError
from nanowizard.core.task import Check, RunContext, Task
from nanowizard.drives.model import Drive, DriveIdentity
from nanowizard.tasks.card import findings_of, sighting
from nanowizard.tasks.image_facts import exact_bytes
from nanowizard.tasks.session import Session

OTHER_CARD = frozenset(
    {
        "card.ignores_writes", "card.does_not_keep", "card.lies_about_size", "card.worn_out", "card.fake", "card.worn",
        "card.too_small", "card.too_large", "card.sector_size", "drive.too_small", "drive.io",
    }
)  # fmt: skip
"""Errors that the same card in the same reader would only give again."""

NO_CARD = frozenset({"drive.gone", "drive.changed", "drive.no_medium", "drive.file_missing"})
"""Errors that say that the card in question is not there."""


@dataclass(frozen=True, slots=True)
class Look:
    """`check` is the task's own, as if the person had agreed already.

    `image_bytes`: how much the chosen image takes on a card, where the page asked for that and it is certain.
    """

    drive: Drive
    check: Check
    image_bytes: int | None = None


def look(
    session: Session, card: DriveIdentity, task: Task, inp: Any, ctx: RunContext, *, with_image: bool = False
) -> Look:
    """Raises NanoWizardError: the card is gone or another one, cannot be what is wished for, the helper failed.

    The drive with the chosen image on it is not touched either, although these tasks know of no image.
    """
    drive, check = sighting(session, card), task.check(inp, ctx)
    about_image = findings_of(drive, session.journey.image, None)
    holds_image = [finding for finding in about_image if finding.code == "drive.holds_image"]
    image_bytes = _chosen_image_bytes(session) if with_image else None
    return Look(drive, replace(check, findings=[*holds_image, *check.findings]), image_bytes)


def _chosen_image_bytes(session: Session) -> int | None:
    """Read from the image itself; an image that cannot be read is for the pages that need it to complain about."""
    image = session.journey.image
    with contextlib.suppress(NanoWizardError):
        return exact_bytes(image) if image else None
    return None
