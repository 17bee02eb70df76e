"""Testing a card: is its capacity real, is it sound, is it fast enough?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar

from nanowizard.cards.model import ProbeReport, ProbeRequest
from nanowizard.core.errors import CardError
from nanowizard.core.events import Params
from nanowizard.core.task import Check, RunContext
from nanowizard.drives.model import DriveIdentity
from nanowizard.tasks.card import findings_of, not_confirmed, sighting
from nanowizard.tasks.image_facts import exact_bytes
from nanowizard.tasks.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeInput:
    """How much must be real: what `image` unpacks to, or `need_bytes`, or with neither all of the card.

    `full` writes and reads every byte and needs `confirmed`: True only after the person agreed to lose what is on it,
    and `very_large` as in `FlashInput`.
    """

    card: DriveIdentity
    full: bool = False
    confirmed: bool = False
    very_large: bool = False
    need_bytes: int | None = None
    image: Path | None = None


class ProbeCard:
    """A quick test keeps what is on the card, a full one does not. The result is the report.

    A slow card is a finding; one that lies or loses data is an error, CardError card.fake or card.worn.
    """

    id: ClassVar[str] = "card.test"
    needs_drive_access: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: ProbeInput, ctx: RunContext) -> Check:
        drive = sighting(self._session, inp.card)
        findings = findings_of(drive, inp.image, _need_bytes(inp))
        if inp.full:
            findings += not_confirmed(drive, confirmed=inp.confirmed, very_large=inp.very_large)
        return Check(satisfied=None, findings=findings)

    def run(self, inp: ProbeInput, ctx: RunContext) -> Params:
        mode = "full" if inp.full else "quick"
        request = ProbeRequest(
            identity=inp.card, mode=mode, need_bytes=inp.need_bytes, image=inp.image, very_large=inp.very_large
        )
        report = self._session.helper.probe(request, ctx)
        _raise_if_bad(report, inp.card.path)
        return asdict(report)


def _need_bytes(inp: ProbeInput) -> int | None:
    return exact_bytes(inp.image) if inp.image else inp.need_bytes


def _raise_if_bad(report: ProbeReport, path: str) -> None:
    """Raises CardError card.fake or card.worn, with the whole report in its parameters."""
    facts = {**asdict(report), "path": path}
    if report.verdict == "fake":
        raise CardError("card.fake", **facts)
    if report.verdict == "worn":
        first = report.bad[0] if report.bad else report.not_restored[0]
        raise CardError("card.worn", ranges=len(report.bad), offset_bytes=first.offset_bytes, **facts)
