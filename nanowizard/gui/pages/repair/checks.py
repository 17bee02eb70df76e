"""Looks at every step, without changing anything: what the tiles of the Repair page show. No Qt, no words."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import partial
from typing import Any

from nanowizard.core.errors import NanoError, NanoWizardError
from nanowizard.core.events import Finding, Severity, finding_from_wire
from nanowizard.core.task import RunContext, Verdict
from nanowizard.drives.model import Drive, DriveIdentity, drive_from_wire
from nanowizard.gui import page_ids
from nanowizard.gui.pages.care.offer import offered, suggested
from nanowizard.gui.pages.repair.nano_checks import STEPS, look_at_step
from nanowizard.gui.pages.repair.seen import Seen
from nanowizard.remote.address import USB_HOST, Address, parse_address
from nanowizard.tasks.card import ListCards, ListInput
from nanowizard.tasks.image import FetchImage, FetchInput
from nanowizard.tasks.nano import BootInput, CheckNano, WaitForNano
from nanowizard.tasks.session import Session


def look_at(page_id: str, session: Session, ctx: RunContext) -> Seen:
    """Raises Cancelled and whatever is a mistake; an error of the world is a result."""
    try:
        return _LOOKS[page_id](session, ctx)
    except NanoWizardError as error:
        return Seen(verdict=Verdict.NEEDED, kind="error", error=error.info)


def _image(session: Session, ctx: RunContext) -> Seen:
    image = session.journey.image
    if image is None:
        return Seen(verdict=Verdict.UNKNOWN, kind="image.none")
    check = FetchImage(session).check(FetchInput(image=str(image)), ctx)
    return Seen(verdict=check.verdict, kind="image.good", params={**check.facts, "file": image.name})


def _cards(session: Session, ctx: RunContext) -> list[Mapping[str, Any]]:
    cards: list[Mapping[str, Any]] = list(ListCards(session).run(ListInput(), ctx)["drives"])
    return [card for card in cards if card["medium_present"]]


def _card(session: Session, ctx: RunContext) -> Seen:
    cards = _cards(session, ctx)
    usable = [card for card in cards if not _obstacle(card)]
    if usable:
        return Seen(verdict=Verdict.SATISFIED, kind="card.good", params=usable[0], care=_care(usable[0]))
    if not cards:
        return Seen(verdict=Verdict.UNKNOWN, kind="card.none")
    return Seen(verdict=Verdict.BLOCKED, kind="finding", finding=_obstacle(cards[0]), care=_care(cards[0]))


def _care(card: Mapping[str, Any]) -> tuple[str, DriveIdentity] | None:
    """What its contents suggest, else a test."""
    drive = drive_from_wire({known.name: card[known.name] for known in fields(Drive)})
    findings = [finding_from_wire(finding) for finding in card["findings"]]
    test = page_ids.CARD_TEST if page_ids.CARD_TEST in offered(findings) else ""
    page_id = suggested(drive, findings) or test
    return (page_id, drive.identity) if page_id else None


def _obstacle(card: Mapping[str, Any]) -> Finding | None:
    blocking = (f for f in card["findings"] if f["severity"] == Severity.BLOCKING.value)
    worst = next(blocking, None)
    if worst is None:
        return None
    return Finding(code=worst["code"], severity=Severity.BLOCKING, params=worst["params"])


def _flash(session: Session, ctx: RunContext) -> Seen:
    cards = _cards(session, ctx)
    broken = next((card for card in cards if card["contents"] == "not_ready"), None)
    if broken is not None:
        return Seen(verdict=Verdict.NEEDED, kind="flash.not_ready", params=broken)
    written = next((card for card in cards if card["contents"] == "jetson"), None)
    if written is not None:
        return Seen(verdict=Verdict.SATISFIED, kind="flash.jetson", params=written)
    return Seen(verdict=Verdict.UNKNOWN, kind="flash.none")


def _boot(session: Session, ctx: RunContext) -> Seen:
    check = WaitForNano(session).check(BootInput(addresses=tuple(_addresses(session))), ctx)
    if check.satisfied:
        return Seen(verdict=Verdict.SATISFIED, kind="boot.good", params=check.facts)
    return Seen(verdict=Verdict.UNKNOWN, kind="boot.none")


def _addresses(session: Session) -> list[Address]:
    known = [session.login.address] if session.login is not None else []
    with contextlib.suppress(NanoError):  # a damaged note is no address
        known += [parse_address(session.journey.nano)] if session.journey.nano else []
    if session.world is not None:
        return known or [session.world.nano_address()]
    return [*known, Address(USB_HOST)]


def _connect(session: Session, ctx: RunContext) -> Seen:
    if session.login is None:
        return Seen(verdict=Verdict.UNKNOWN, kind="connect.none")
    facts = CheckNano(session).run(None, ctx)
    return Seen(verdict=Verdict.SATISFIED, kind="connect.good", params={**facts, "host": session.login.address.host})


_LOOKS: dict[str, Callable[[Session, RunContext], Seen]] = {
    page_ids.IMAGE: _image,
    page_ids.CARD: _card,
    page_ids.FLASH: _flash,
    page_ids.BOOT: _boot,
    page_ids.CONNECT: _connect,
    **{page_id: partial(look_at_step, page_id) for page_id in STEPS},
}
