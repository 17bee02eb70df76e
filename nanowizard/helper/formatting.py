"""Formatting and repairing a card, without the wire: looked up and judged again like a card that is flashed."""

from __future__ import annotations

from dataclasses import replace

from nanowizard.cards.format import Format, plan_of, require_sectors
from nanowizard.cards.model import FormatReport, FormatRequest, RepairReport, RepairRequest
from nanowizard.cards.repair import Repair
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import Releasing
from nanowizard.drives.policy import require_confirmed, require_writable
from nanowizard.helper.access import Backends, LetGo, eject, find, opened_for_writing
from nanowizard.helper.patience import OPEN_GIVE_UP_S, patiently


def format_card(backends: Backends, request: FormatRequest, ctx: RunContext, let_go: LetGo) -> FormatReport:
    """Format, then make the card safe to remove. Raises NanoWizardError or Cancelled.

    The plan is made before the card is opened, so that a wrong wish costs neither a password nor the card.
    """
    backend, drive = find(backends, request.identity, ctx)
    require_writable(drive)
    require_confirmed(drive, very_large=request.very_large)
    require_sectors(drive)
    plan_of(request, drive.size_bytes)
    with opened_for_writing(backend, drive, ctx, let_go, "Formatting a memory card") as device:
        report = Format(device, request, ctx).run()
    return replace(report, ejected=eject(backend, drive, ctx))


def repair_card(backends: Backends, request: RepairRequest, ctx: RunContext, let_go: LetGo) -> RepairReport:
    """Repair, then make the card safe to remove. Raises NanoWizardError or Cancelled."""
    backend, drive = find(backends, request.identity, ctx)
    require_confirmed(drive, very_large=request.very_large)  # taking a setting back is for good, too
    if drive.withheld and isinstance(backend, Releasing):
        make_writable = backend.make_writable
        patiently(lambda inner: make_writable(drive, inner), ctx, drive.path, give_up_s=OPEN_GIVE_UP_S)
        backend, drive = find(backends, request.identity, ctx)
    require_writable(drive)
    require_confirmed(drive, very_large=request.very_large)
    require_sectors(drive)
    plan_of(FormatRequest(identity=request.identity, label=request.label), drive.size_bytes)
    with opened_for_writing(backend, drive, ctx, let_go, "Repairing a memory card") as device:
        report = Repair(device, request, ctx).run()
    return replace(report, ejected=eject(backend, drive, ctx))
