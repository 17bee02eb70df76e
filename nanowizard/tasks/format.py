"""Formatting a card, and making one usable that tools cannot see."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar

from nanowizard.cards.format import plan_of, require_sectors
from nanowizard.cards.layout import CardPlan
from nanowizard.cards.model import FormatRequest, PartitionWish, RepairRequest
from nanowizard.core.events import Finding, Params, Severity
from nanowizard.core.task import Check, RunContext
from nanowizard.drives.model import Drive, DriveIdentity
from nanowizard.drives.policy import card_findings, repairable
from nanowizard.tasks.card import not_confirmed, sighting
from nanowizard.tasks.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatInput:
    """`card` was seen a moment ago; `confirmed` is True only after the person agreed to lose what is on it.

    `very_large` as in `FlashInput`, the rest as in `FormatRequest`.
    """

    card: DriveIdentity
    confirmed: bool = False
    very_large: bool = False
    mode: str = "quick"
    table: str = "mbr"
    label: str = ""
    partitions: tuple[PartitionWish, ...] = ()

    @property
    def request(self) -> FormatRequest:
        return FormatRequest(
            identity=self.card,
            mode=self.mode,
            table=self.table,
            label=self.label,
            partitions=self.partitions,
            very_large=self.very_large,
        )


def planned(drive: Drive, inp: FormatInput) -> CardPlan | None:
    """What `drive` would become; None where it cannot be written now, which the check says.

    Raises CardError where the card cannot be what is wished for.
    """
    if any(finding.severity is Severity.BLOCKING for finding in card_findings(drive)):
        return None
    require_sectors(drive)
    return plan_of(inp.request, drive.size_bytes)


class FormatCard:
    """Clear the card, give it new file systems and a table, make it safe to remove. The result is the report."""

    id: ClassVar[str] = "card.format"
    needs_drive_access: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: FormatInput, ctx: RunContext) -> Check:
        """Raises CardError where the card cannot be what is wished for."""
        drive = sighting(self._session, inp.card)
        require_sectors(drive)
        if drive.answers:
            plan_of(inp.request, drive.size_bytes)
        return Check(satisfied=None, findings=_findings(drive, inp))

    def run(self, inp: FormatInput, ctx: RunContext) -> Params:
        return asdict(self._session.helper.format(inp.request, ctx))


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairInput:
    """As in `FormatInput`."""

    card: DriveIdentity
    confirmed: bool = False
    very_large: bool = False
    label: str = ""


class RepairCard:
    """Look what is wrong, clear it, test the card, format it. The result is the report."""

    id: ClassVar[str] = "card.repair"
    needs_drive_access: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: RepairInput, ctx: RunContext) -> Check:
        """Raises CardError where the card cannot be formatted."""
        drive = sighting(self._session, inp.card)
        require_sectors(drive)
        if drive.answers:
            plan_of(FormatRequest(identity=inp.card, label=inp.label), drive.size_bytes)
        return Check(satisfied=None, findings=_findings(repairable(drive), inp))

    def run(self, inp: RepairInput, ctx: RunContext) -> Params:
        request = RepairRequest(identity=inp.card, label=inp.label, very_large=inp.very_large)
        return asdict(self._session.helper.repair(request, ctx))


def _findings(drive: Drive, inp: FormatInput | RepairInput) -> list[Finding]:
    return [*card_findings(drive), *not_confirmed(drive, confirmed=inp.confirmed, very_large=inp.very_large)]
