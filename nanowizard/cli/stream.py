"""Options of a command that may download the image which it writes."""

from __future__ import annotations

from typing import Annotated

import typer

from nanowizard.cli.image import CatalogOption, LimitRateOption, SourceOption, rate_bytes
from nanowizard.tasks.image import FetchInput

__all__ = [
    "CatalogOption",
    "KeepOption",
    "LimitRateOption",
    "SourceOption",
    "StreamedImageArgument",
    "fetch_input",
]

StreamedImageArgument = Annotated[
    str, typer.Argument(help="The image, or an archive with one; or a name from the list or an http(s) address.")
]
KeepOption = Annotated[
    bool | None,
    typer.Option("--keep/--no-keep", help="Keep what is downloaded; else it is kept where there is space."),
]


def fetch_input(
    image: str, *, sha256: str | None, catalog: str | None, source: list[str] | None, limit_rate: str | None
) -> FetchInput:
    limit = rate_bytes(limit_rate) if limit_rate else None
    return FetchInput(image=image, sha256=sha256, catalog=catalog, sources=tuple(source or ()), limit_bytes_per_s=limit)
