"""Getting an image."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from nanowizard.core.errors import ImageError
from nanowizard.core.events import Finding, FindingReported, Params, Severity
from nanowizard.core.task import Check, RunContext
from nanowizard.images.catalog import CatalogImage
from nanowizard.images.places_to_look import usual_folders
from nanowizard.images.trust import statement
from nanowizard.tasks.image_facts import describe_image
from nanowizard.tasks.image_folder import image_folder
from nanowizard.tasks.image_here import LookIn, find_here
from nanowizard.tasks.image_proof import Prover
from nanowizard.tasks.image_sources import chosen_urls
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
    """A local file is checked, anything else is downloaded unless it is here already.

    The result names the file: `path`, sizes, `sha256`, and `trust`: what was and what was not verified.
    """

    id: ClassVar[str] = "image.fetch"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session, *, look_in: LookIn = usual_folders) -> None:
        """`look_in`: the folders where a browser or a stick may have brought the image."""
        self._session = session
        self._look_in: LookIn = look_in if session.world is None else list

    def check(self, inp: FetchInput, ctx: RunContext) -> Check:
        if self._is_practice(inp.image) or _is_address(inp.image) or self._known(inp, ctx):
            return Check(satisfied=False)
        facts = describe_image(Path(inp.image))
        return Check(satisfied=True, facts=facts, findings=_findings(facts))

    def run(self, inp: FetchInput, ctx: RunContext) -> Params:
        folder = inp.to or image_folder(self._session)
        known = self._known(inp, ctx)
        prover = Prover(self._session, known, ctx)
        here = self._here(inp, known, folder, ctx)
        if here:
            return self._proved(prover, here, inp, ctx) | {"resumed_from_bytes": None, "sources": []}
        if known and not known.urls:
            raise ImageError("image.no_address", title=known.title, page=known.page)
        result = self._download(inp, known, folder, ctx)
        prover.note(result.path, result.hashes)
        sources = {"resumed_from_bytes": result.resumed_from, "sources": list(result.sources)}
        return {**self._proved(prover, result.path, inp, ctx), **result.hashes, **sources}

    def _here(self, inp: FetchInput, known: CatalogImage | None, folder: Path, ctx: RunContext) -> Path | None:
        """Who names a folder or a source wants the download to be there, or to come from there."""
        if known is None or inp.to or inp.sources:
            return None
        return find_here(self._session, known, folder, self._look_in, ctx, sha256=inp.sha256)

    def _proved(self, prover: Prover, file: Path, inp: FetchInput, ctx: RunContext) -> dict[str, Any]:
        found = prover.judged(file, given_sha256=inp.sha256)
        for finding in found:
            ctx.emit(FindingReported(finding=finding))
        return {**describe_image(file), "sha256": prover.hashed(file).sha256, "trust": statement(found)}

    def _download(self, inp: FetchInput, known: CatalogImage | None, folder: Path, ctx: RunContext) -> FetchResult:
        # TLS and HTTP take a third of the time in which a command for a card starts.
        from nanowizard.images.download.download import fetch  # noqa: PLC0415
        from nanowizard.images.download.model import Options  # noqa: PLC0415

        urls, name = (known.urls, known.save_as) if known else ((self._url(inp.image),), None)
        noted = tuple(one.algorithm for one in known.checksums if one.of == "archive") if known else ()
        options = Options(limit_bytes_per_s=inp.limit_bytes_per_s, also=noted)
        return fetch(chosen_urls(urls, inp.sources), folder, ctx, sha256=inp.sha256, name=name, options=options)

    def _known(self, inp: FetchInput, ctx: RunContext) -> CatalogImage | None:
        return None if _is_address(inp.image) else open_catalog(self._session, inp.catalog, ctx).find(inp.image)

    def _is_practice(self, image: str) -> bool:
        return image == PRACTICE_IMAGE and self._session.world is not None

    def _url(self, image: str) -> str:
        """The practice image is made, and its server started, when it is first asked for."""
        world = self._session.world
        return world.image_url() if world and self._is_practice(image) else image


def _is_address(image: str) -> bool:
    return image.startswith(("http://", "https://"))


def _findings(facts: Params) -> list[Finding]:
    if facts["jetpack"]:
        return [Finding(code="image.jetpack", severity=Severity.GOOD, params=facts)]
    return [Finding(code="image.not_jetpack", severity=Severity.WARNING, params=facts)]
