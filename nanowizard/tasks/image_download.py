"""What a download needs to know, out of what a person asked for and what the catalogue has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nanowizard.core.errors import ImageError
from nanowizard.core.task import RunContext
from nanowizard.images.catalog import CatalogImage
from nanowizard.images.names import fit_name, name_in
from nanowizard.tasks.image_sources import chosen_urls

if TYPE_CHECKING:
    from nanowizard.images.download.model import FetchResult, Follower


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageDownload:
    """`name` is the file's in `folder`; `also`: checksums that the catalogue has besides SHA-256.

    `sha256`, which the person gave, or else `published`, by algorithm, decide whether it is the right file. What has
    arrived of it in one of the `earlier` folders is taken along, unless a `window_bytes` of it is all that is kept.
    """

    urls: tuple[str, ...]
    folder: Path
    name: str
    sha256: str | None
    published: Mapping[str, str]
    approx_bytes: int | None
    limit_bytes_per_s: int | None
    also: tuple[str, ...]
    earlier: tuple[Path, ...] = ()

    @property
    def target(self) -> Path:
        return self.folder / self.name

    def run(self, ctx: RunContext, *, follower: Follower | None = None, window_bytes: int | None = None) -> FetchResult:
        """As `fetch`: raises ImageError, Cancelled. It may take an hour, and the computer stays awake for it."""
        # TLS and HTTP take a third of the time in which a command for a card starts.
        from nanowizard.drives.select import kept_awake  # noqa: PLC0415
        from nanowizard.images.download.download import fetch  # noqa: PLC0415
        from nanowizard.images.download.model import Options  # noqa: PLC0415

        options = Options(
            limit_bytes_per_s=self.limit_bytes_per_s, also=self.also, follower=follower, window_bytes=window_bytes
        )
        with kept_awake("Downloading an image", by_itself_only=True):
            if window_bytes is None:
                self._take_along(ctx)
            return fetch(
                self.urls,
                self.folder,
                ctx,
                sha256=self.sha256,
                published=self.published,
                approx_bytes=self.approx_bytes,
                name=self.name,
                options=options,
            )

    def _take_along(self, ctx: RunContext) -> None:
        """Raises ImageError, Cancelled."""
        from nanowizard.images.download.along import begun_in, take_along  # noqa: PLC0415

        is_pinned = bool(self.sha256 or self.published)
        begun = begun_in((self.folder, *self.earlier), self.name, self.urls, is_pinned=is_pinned)
        if begun and begun.target != self.target:
            take_along(begun, self.folder, ctx)


def planned_download(
    known: CatalogImage | None,
    url: str,
    folder: Path,
    *,
    sources: tuple[str, ...] = (),
    sha256: str | None = None,
    limit_bytes_per_s: int | None = None,
    earlier: tuple[Path, ...] = (),
) -> ImageDownload:
    """Of an image of the catalogue, or else of what is at `url`.

    Raises ImageError("image.no_address") for one that has to be got by hand, image.bad_url, and UsageError.
    """
    if known and not known.urls:
        raise ImageError("image.no_address", title=known.title, page=known.page)
    urls = chosen_urls(known.urls if known else (url,), sources)
    return ImageDownload(
        urls=urls,
        folder=folder,
        name=fit_name(known.save_as) if known else name_in(urls[0]),
        sha256=sha256,
        published=_published(known) if known and not sha256 else {},
        approx_bytes=known.approx_archive_bytes if known else None,
        limit_bytes_per_s=limit_bytes_per_s,
        also=tuple(one.algorithm for one in known.checksums if one.of == "archive") if known else (),
        earlier=earlier,
    )


def _published(known: CatalogImage) -> dict[str, str]:
    """By algorithm, of the archive: what who made the image says of it. A note of anybody else refuses nothing."""
    stated = [one for one in known.checksums if (one.of, one.confidence) == ("archive", "publisher")]
    return {one.algorithm: one.value for one in reversed(stated)}
