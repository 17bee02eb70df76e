"""The images that are known by name: the shipped catalogue or one that stands in its place, and what to warn of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar

from nanowizard.core.errors import UsageError
from nanowizard.core.events import Finding, FindingReported, Params, Severity
from nanowizard.core.task import Check, RunContext
from nanowizard.images.boards import BOARDS, Board, board
from nanowizard.images.catalog import Catalog, CatalogImage, load_catalog
from nanowizard.tasks.image_clean import images_here
from nanowizard.tasks.image_folder import image_folder
from nanowizard.tasks.session import Session

_QSPI_CODES = {
    "before_4_5": "image.older_than_firmware",
    "needs_4_5": "image.needs_firmware",
    "may_differ": "image.firmware_may_differ",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListInput:
    """`catalog`: a file or an http(s) address, None for the shipped one. `board`: see `boards.board`, None for all."""

    catalog: str | None = None
    board: str | None = None


class ListImages:
    """What can be fetched by name: `images` (each with `warnings`), `recommended` (ids) and `boards`.

    What was downloaded: `folder`, and `here` as in `images_here`.
    """

    id: ClassVar[str] = "image.list"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: ListInput, ctx: RunContext) -> Check:
        """Says why no image starts a board that was asked for."""
        wanted = _board(inp)
        if wanted is None or wanted.starts_from_card:
            return Check(satisfied=None)
        return Check(satisfied=None, findings=[board_finding(wanted)])

    def run(self, inp: ListInput, ctx: RunContext) -> Params:
        catalog = open_catalog(self._session, inp.catalog, ctx)
        wanted = _board(inp)
        images = [image for image in catalog.images if wanted is None or image.board == wanted.id]
        return {
            "images": [describe(image) for image in images],
            "recommended": [image.id for image in catalog.recommended if image in images],
            "boards": [asdict(one) for one in BOARDS],
            "folder": str(image_folder(self._session)),
            "here": images_here(self._session, catalog),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowInput:
    """`name` is an id of the catalogue; `catalog` as in `ListInput`."""

    name: str
    catalog: str | None = None


class ShowImage:
    """All that is known of one image; its warnings are findings."""

    id: ClassVar[str] = "image.show"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: ShowInput, ctx: RunContext) -> Check:
        return Check(satisfied=None)

    def run(self, inp: ShowInput, ctx: RunContext) -> Params:
        image = open_catalog(self._session, inp.catalog, ctx).find(inp.name)
        if image is None:
            raise UsageError("usage.no_such_image", name=inp.name)
        for finding in warnings(image):
            ctx.emit(FindingReported(finding=finding))
        return describe(image)


def open_catalog(session: Session, where: str | None, ctx: RunContext) -> Catalog:
    """The catalogue in the file or at the address `where`, None for the shipped one. Raises ImageError, Cancelled."""
    if where is None or not where.startswith(("http://", "https://")):
        return load_catalog(Path(where) if where else None)
    from nanowizard.images.download.download import fetch  # noqa: PLC0415 - HTTP takes a third of a command's start

    name = f"{hashlib.sha256(where.encode()).hexdigest()[:16]}.json"
    return load_catalog(fetch(where, session.places.cache / "catalogs", ctx, name=name).path)


def describe(image: CatalogImage) -> Params:
    """The entry as JSON, with what `warnings` found."""
    warned = [{"code": one.code, "severity": one.severity.value, "params": one.params} for one in warnings(image)]
    return {**asdict(image), "notes": [dict(note) for note in image.notes], "warnings": warned}


def warnings(image: CatalogImage) -> Iterator[Finding]:
    """What a person should know before the download: boot firmware, card, login, and where it has to be got by hand."""
    if image.qspi in _QSPI_CODES:
        yield Finding(code=_QSPI_CODES[image.qspi], severity=Severity.WARNING, params={"title": image.title})
    if image.card_bytes:
        least, advised = image.card_bytes, max(image.card_bytes, image.advised_card_bytes or 0)
        sizes = {"least_bytes": least, "advised_bytes": advised}
        yield Finding(code="image.card_needed", severity=Severity.INFO, params=sizes)
    if image.login:
        yield Finding(code="image.known_login", severity=Severity.INFO, params=asdict(image.login))
    if not image.urls:
        yield Finding(code="image.by_hand", severity=Severity.INFO, params={"page": image.page})


def board_finding(one: Board) -> Finding:
    severity = Severity.INFO if one.starts_from_card else Severity.WARNING
    return Finding(code=one.code, severity=severity, params={"module": one.module})


def note_in(note: Params, language: str) -> str:
    """A note of the catalogue in `language` (such as "zh_CN"), in English where there is none."""
    return str(note.get(language) or note["en"])


def _board(inp: ListInput) -> Board | None:
    """Raises UsageError("usage.no_such_board")."""
    if inp.board is None:
        return None
    found = board(inp.board)
    if found is None:
        raise UsageError("usage.no_such_board", board=inp.board, boards=", ".join(one.id for one in BOARDS))
    return found
