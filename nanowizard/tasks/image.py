"""Getting an image."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from nanowizard.core.errors import ImageError
from nanowizard.core.events import Finding, FindingReported, Params, Severity
from nanowizard.core.task import Check, RunContext
from nanowizard.images.catalog import CatalogImage
from nanowizard.tasks.image_facts import describe_image
from nanowizard.tasks.image_sources import chosen_urls
from nanowizard.tasks.known_images import open_catalog
from nanowizard.tasks.session import Session

if TYPE_CHECKING:
    from nanowizard.images.download import FetchResult

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
    """A local file is checked, anything else is downloaded. The result names the file: `path`, sizes and `sha256`."""

    id: ClassVar[str] = "image.fetch"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: FetchInput, ctx: RunContext) -> Check:
        if self._is_practice(inp.image) or _is_address(inp.image) or self._known(inp, ctx):
            return Check(satisfied=False)
        facts = describe_image(Path(inp.image))
        return Check(satisfied=True, facts=facts, findings=_findings(facts))

    def run(self, inp: FetchInput, ctx: RunContext) -> Params:
        folder = inp.to or self._session.places.cache / "images"
        known = self._known(inp, ctx)
        if known and not known.urls:
            raise ImageError("image.no_address", title=known.title, page=known.page)
        result = self._download(inp, known, folder, ctx)
        if known and known.sha256:
            ctx.emit(FindingReported(finding=_compared(known.sha256, result)))
        return {
            **describe_image(result.path),
            **result.hashes,
            "resumed_from_bytes": result.resumed_from,
            "sources": list(result.sources),
        }

    def _download(self, inp: FetchInput, known: CatalogImage | None, folder: Path, ctx: RunContext) -> FetchResult:
        # TLS and HTTP take a third of the time in which a command for a card starts.
        from nanowizard.images.download import Options, fetch  # noqa: PLC0415

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


def _compared(seen: str, result: FetchResult) -> Finding:
    """NVIDIA publishes no SHA-256, and ours come from one person each: a difference is said, but refuses nothing."""
    params = {"file": result.path.name, "expected": seen, "actual": result.sha256}
    if seen == result.sha256:
        return Finding(code="image.as_seen_before", severity=Severity.GOOD, params=params)
    return Finding(code="image.not_as_seen_before", severity=Severity.WARNING, params=params)


def _is_address(image: str) -> bool:
    return image.startswith(("http://", "https://"))


def _findings(facts: Params) -> list[Finding]:
    if facts["jetpack"]:
        return [Finding(code="image.jetpack", severity=Severity.GOOD, params=facts)]
    return [Finding(code="image.not_jetpack", severity=Severity.WARNING, params=facts)]
