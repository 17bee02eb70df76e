"""Seeing the cards, writing an image to one, and comparing one with an image."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar

from nanowizard.core.errors import DriveError, FlashError
from nanowizard.core.events import Finding, Params, Severity, finding_to_wire
from nanowizard.core.task import Check, RunContext
from nanowizard.drives.describe import what_is_on
from nanowizard.drives.model import Drive, DriveIdentity, drive_to_wire
from nanowizard.drives.policy import card_findings, very_large_findings
from nanowizard.drives.select import drives_holding
from nanowizard.flash.model import FlashReport, FlashRequest, VerifyRequest
from nanowizard.flash.records import KeptRecord
from nanowizard.tasks.fitting import whole_first, will_shrink
from nanowizard.tasks.image_facts import exact_bytes
from nanowizard.tasks.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ListInput:
    """With `show_all` also drives that can never be a card; `image_bytes` lets the list say what is too small."""

    show_all: bool = False
    image_bytes: int | None = None
    image: Path | None = None


class ListCards:
    id: ClassVar[str] = "card.list"
    needs_drive_access: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: ListInput, ctx: RunContext) -> Check:
        return Check(satisfied=None)

    def run(self, inp: ListInput, ctx: RunContext) -> Params:
        cards = []
        for drive in self._session.helper.list_drives():
            findings = [finding_to_wire(f) for f in findings_of(drive, inp.image, inp.image_bytes)]
            cards.append({**drive_to_wire(drive), "on_it": finding_to_wire(what_is_on(drive)), "findings": findings})
        return {"drives": cards if inp.show_all else [card for card in cards if not _is_never_a_card(card)]}


def findings_of(drive: Drive, image: Path | None, image_bytes: int | None) -> list[Finding]:
    """What speaks for and against writing `image` to `drive`; `image_bytes` is None while its size is not certain."""
    if image is None:
        later = whole_first(image_bytes, drive)
        found = card_findings(drive, image_bytes=None if later else image_bytes)
        return [*found, later] if later else found
    path = image.resolve()
    smaller = will_shrink(path, image_bytes, drive)
    need_bytes = None if smaller else image_bytes
    found = card_findings(drive, image_bytes=need_bytes, image_path=str(path), holds_image=drives_holding(path, drive))
    return [*found, smaller] if smaller else found


def not_confirmed(drive: Drive, *, confirmed: bool, very_large: bool) -> list[Finding]:
    """What stops the work until the person agreed to lose what is on `drive`: twice where it is very large."""
    found = very_large_findings(drive, confirmed=very_large)
    if not confirmed:
        params = {"card": drive.name, "path": drive.path, "size_bytes": drive.size_bytes}
        found.append(Finding(code="flash.not_confirmed", severity=Severity.BLOCKING, params=params))
    return found


def _is_never_a_card(card: Params) -> bool:
    return bool(card["system"]) or any(f["code"] == "drive.internal" for f in card["findings"])


@dataclass(frozen=True, slots=True, kw_only=True)
class FlashInput:
    """`card` was seen a moment ago; `confirmed` is True only after the person agreed to lose what is on it.

    `very_large` is True only after the person typed that it is meant although it is larger than any card for a Nano.
    `grow` and `update` as in `FlashRequest`.
    """

    image: Path
    card: DriveIdentity
    confirmed: bool = False
    very_large: bool = False
    full: bool = False
    grow: bool = False
    update: bool | None = None
    archive_sha256: str | None = None


class FlashCard:
    """Write, read back and compare, make safe to remove. The result is the flash report."""

    id: ClassVar[str] = "card.flash"
    needs_drive_access: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: FlashInput, ctx: RunContext) -> Check:
        need_bytes = exact_bytes(inp.image)
        drive = sighting(self._session, inp.card)
        findings = findings_of(drive, inp.image, need_bytes)
        if inp.update is not False:
            findings += self._session.flashes.findings(inp.image, drive)
        findings += not_confirmed(drive, confirmed=inp.confirmed, very_large=inp.very_large)
        return Check(satisfied=False if drive.contents == "not_ready" else None, findings=findings)

    def run(self, inp: FlashInput, ctx: RunContext) -> Params:
        request = flash_request(self._session, inp)
        with self._session.flashes.following(inp.image, inp.card, ctx) as followed:
            report = self._session.helper.flash(request, followed)
        return finished_flash(self._session, inp, report)


def flash_request(session: Session, inp: FlashInput) -> FlashRequest:
    return FlashRequest(
        identity=inp.card,
        image=inp.image,
        full=inp.full,
        grow=inp.grow,
        update=inp.update,
        samples=session.flashes.samples(inp.image),
        archive_sha256=inp.archive_sha256,
        very_large=inp.very_large,
    )


def finished_flash(session: Session, inp: FlashInput, report: FlashReport) -> Params:
    """Remember it; the report as a result."""
    session.flashes.finished(inp.image, inp.card, report)
    session.written.note()
    return flash_facts(report)


def flash_facts(report: FlashReport) -> Params:
    """The report as a result. The samples in it are for the journal."""
    return {key: value for key, value in asdict(report).items() if key != "samples"}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyInput:
    """Without `image` the card is compared with the record that this computer has of its flash."""

    card: DriveIdentity
    image: Path | None = None
    full: bool = False


class VerifyCard:
    """Compare a card with an image, or with what was written to it; nothing is written."""

    id: ClassVar[str] = "card.verify"
    needs_drive_access: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: VerifyInput, ctx: RunContext) -> Check:
        sighting(self._session, inp.card)
        kept = None if inp.image else self._session.flashes.kept(inp.card)
        return Check(satisfied=None, findings=[_against(kept)] if kept else [])

    def run(self, inp: VerifyInput, ctx: RunContext) -> Params:
        record = None if inp.image else self._session.flashes.records.of(inp.card)
        if not inp.image and not record:
            raise FlashError("flash.no_record", path=inp.card.path)
        request = VerifyRequest(identity=inp.card, image=inp.image, record=record, full=inp.full)
        return asdict(self._session.helper.verify(request, ctx))


def _against(kept: KeptRecord) -> Finding:
    """Which record the card is compared with, and how old it is."""
    age_s = max(time.time() - kept.written_at, 0.0)
    params: Params = {"name": kept.name, "age_s": age_s}
    return Finding(code="flash.against_record", severity=Severity.INFO, params=params)


def sighting(session: Session, identity: DriveIdentity) -> Drive:
    """The drive as it is now. Raises DriveError: drive.gone, or drive.changed when another one is in its place."""
    drives = session.helper.list_drives(card_files=_card_files(identity))
    for drive in drives:
        if drive.identity.matches(identity):
            return drive
    if any(drive.path == identity.path for drive in drives):
        raise DriveError("drive.changed", path=identity.path)
    raise DriveError("drive.gone", path=identity.path)


def find_card(session: Session, card: str) -> Drive:
    """The drive for `--card`: a block device or a regular file.

    Raises DriveError: drive.not_found, drive.file_missing, or drive.is_a_partition when the name is of a part of one.
    """
    try:
        path = Path(card).resolve()
        is_file, exists = path.is_file(), path.exists()
    except (OSError, RuntimeError) as error:  # a folder that is closed to us, a name too long, links in a circle
        raise DriveError("drive.file_missing", path=card, detail=str(error)) from error
    drives = session.helper.list_drives(card_files=(path,) if is_file else ())
    for drive in drives:
        if drive.path in {card, str(path)}:
            return drive
        if str(path) in (volume.path for volume in drive.volumes):
            raise DriveError("drive.is_a_partition", path=card, drive=drive.path)
    raise DriveError("drive.not_found" if exists else "drive.file_missing", path=card)


def _card_files(identity: DriveIdentity) -> tuple[Path, ...]:
    return (Path(identity.path),) if identity.backend == "file" else ()
