"""Getting an image."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from nanowizard.core.events import Finding, FindingReported, Params, Severity
from nanowizard.core.task import Check, RunContext
from nanowizard.flash.archive import check_sha256
from nanowizard.images.catalog import CatalogImage
from nanowizard.images.places_to_look import usual_folders
from nanowizard.images.trust import findings, statement
from nanowizard.tasks.image_download import ImageDownload, planned_download
from nanowizard.tasks.image_facts import describe_image, seen_in
from nanowizard.tasks.image_folder import earlier_folders, image_folder
from nanowizard.tasks.image_here import LookIn, find_here
from nanowizard.tasks.image_proof import Prover
from nanowizard.tasks.known_images import open_catalog
from nanowizard.tasks.session import Session

if TYPE_CHECKING:
    from nanowizard.images.download.model import FetchResult

PRACTICE_IMAGE = "practice"
"""In a practice session the name of the image that is made here and comes over HTTP like any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchInput:
    """`image` is a file, an http(s) address, a name from the catalogue or PRACTICE_IMAGE; `to` is for a download.

    `catalog` stands in the place of the shipped one: a file or an http(s) address. `sources` are hosts that are asked
    first, or further addresses of the same file; `limit_bytes_per_s`: no faster than that.
    """

    image: str
    to: Path | None = None
    sha256: str | None = None
    catalog: str | None = None
    sources: tuple[str, ...] = ()
    limit_bytes_per_s: int | None = None


class FetchImage:
    """A local file is looked at, anything else is downloaded unless it is here already.

    The result names the file: `path`, sizes, `sha256`, and `trust`: what was and what was not verified. A local file is
    read to its end only for a checksum that is given; without one its `check` has all that is known at once.
    """

    id: ClassVar[str] = "image.fetch"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session, *, look_in: LookIn = usual_folders) -> None:
        """`look_in`: the folders where a browser or a stick may have brought the image."""
        self._session = session
        self._look_in: LookIn = look_in if session.world is None else list

    def check(self, inp: FetchInput, ctx: RunContext) -> Check:
        if self._is_practice(inp.image) or is_address(inp.image) or self.known(inp, ctx):
            return Check(satisfied=False)
        file = Path(inp.image)
        facts = describe_image(file)
        if inp.sha256:
            return Check(satisfied=False, facts=facts, findings=_findings(facts))
        found = findings(seen_in(facts), self._named(file, inp, ctx))
        return Check(satisfied=True, facts=facts | {"trust": statement(found)}, findings=[*_findings(facts), *found])

    def run(self, inp: FetchInput, ctx: RunContext) -> Params:
        known = self.known(inp, ctx)
        if not (known or self._is_practice(inp.image) or is_address(inp.image)):
            return self._proved_file(Path(inp.image), inp, ctx)
        folder = inp.to or image_folder(self._session)
        prover = Prover(self._session, known, ctx)
        here = self.here(inp, known, folder, ctx)
        if here:
            return proved(prover, here, inp.sha256, ctx) | {"resumed_from_bytes": None, "sources": []}
        result = self.planned(inp, known, folder).run(ctx)
        prover.note(result.path, result.hashes)
        return {**proved(prover, result.path, inp.sha256, ctx), **download_facts(result)}

    def _proved_file(self, file: Path, inp: FetchInput, ctx: RunContext) -> Params:
        """A file of the person's own: it stays as it is and where it is, whatever its checksum. Raises ImageError."""
        prover = Prover(self._session, self._named(file, inp, ctx), ctx)
        if inp.sha256:
            check_sha256(file.name, inp.sha256, prover.hashed(file).sha256)
        return proved(prover, file, inp.sha256, ctx)

    def _named(self, file: Path, inp: FetchInput, ctx: RunContext) -> CatalogImage | None:
        """The image of the catalogue that has the file's name: the file is compared with what is known of it."""
        return open_catalog(self._session, inp.catalog, ctx).of_file(file.name)

    def planned(self, inp: FetchInput, known: CatalogImage | None, folder: Path) -> ImageDownload:
        """Raises ImageError, UsageError."""
        return planned_download(
            known,
            self._url(inp.image),
            folder,
            sources=inp.sources,
            sha256=inp.sha256,
            limit_bytes_per_s=inp.limit_bytes_per_s,
            earlier=(image_folder(self._session), *earlier_folders(self._session)),
        )

    def here(self, inp: FetchInput, known: CatalogImage | None, folder: Path, ctx: RunContext) -> Path | None:
        """Who names a folder or a source wants the download to be there, or to come from there."""
        if known is None or inp.to or inp.sources:
            return None
        return find_here(self._session, known, folder, self._look_in, ctx, sha256=inp.sha256)

    def known(self, inp: FetchInput, ctx: RunContext) -> CatalogImage | None:
        """Its entry in the catalogue. Raises ImageError, Cancelled."""
        return None if is_address(inp.image) else open_catalog(self._session, inp.catalog, ctx).find(inp.image)

    def _is_practice(self, image: str) -> bool:
        return image == PRACTICE_IMAGE and self._session.world is not None

    def _url(self, image: str) -> str:
        """The practice image is made, and its server started, when it is first asked for."""
        world = self._session.world
        return world.image_url() if world and self._is_practice(image) else image


def proved(prover: Prover, file: Path, sha256: str | None, ctx: RunContext) -> dict[str, Any]:
    """What may be said of a file that is whole, as facts and as findings. Raises ImageError, Cancelled."""
    found = prover.judged(file, given_sha256=sha256)
    for finding in found:
        ctx.emit(FindingReported(finding=finding))
    return {**describe_image(file), "sha256": prover.hashed(file).sha256, "trust": statement(found)}


def download_facts(result: FetchResult) -> dict[str, Any]:
    return {**result.hashes, "resumed_from_bytes": result.resumed_from, "sources": list(result.sources)}


def is_address(image: str) -> bool:
    return image.startswith(("http://", "https://"))


def _findings(facts: Params) -> list[Finding]:
    if facts["jetpack"]:
        return [Finding(code="image.jetpack", severity=Severity.GOOD, params=facts)]
    return [Finding(code="image.not_jetpack", severity=Severity.WARNING, params=facts)]
