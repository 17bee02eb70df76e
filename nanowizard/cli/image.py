"""nanowizard image list | show | download | inspect | folder | clean"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from nanowizard.cli.image_rows import checksums_of, known_of, rows_of
from nanowizard.cli.options import JsonOption, Sha256Option, command, may_ask, session
from nanowizard.cli.output import duration, size
from nanowizard.core.errors import UsageError
from nanowizard.tasks.image import FetchImage, FetchInput
from nanowizard.tasks.image_clean import CleanImages, CleanInput
from nanowizard.tasks.image_folder import ChooseImageFolder, FolderInput
from nanowizard.tasks.inspect import InspectImage, InspectInput
from nanowizard.tasks.known_images import ListImages, ListInput, ShowImage, ShowInput

app = typer.Typer(help="Get a system image and look into it.", no_args_is_help=True)


CatalogOption = Annotated[
    str | None, typer.Option(metavar="FILE|URL", help="A list of images to use in the place of NanoWizard's own.")
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option(metavar="HOST|URL", help="Ask this server first, or a further address; may be given again."),
]

_STATES = {"finished": "whole", "unfinished": "not complete", "aside": "set aside"}
_RATE = re.compile(r"(\d+(?:\.\d+)?)([kKmM]?)")
_LEAST_RATE = 1000


def rate_bytes(text: str) -> int:
    """Decimal units, as sizes are shown: "500k" -> 500 000. Raises ValueError for what is no rate."""
    match = _RATE.fullmatch(text)
    rate = int(float(match[1]) * {"": 1, "k": 1000, "m": 1000_000}[match[2].lower()]) if match else 0
    if rate < _LEAST_RATE:
        raise ValueError(text)
    return rate


def _is_rate(value: str | None) -> str | None:
    try:
        if value is not None:
            rate_bytes(value)
    except ValueError as error:
        raise typer.BadParameter("a number of bytes a second, at least 1k, for example 500k or 2M") from error
    return value


LimitRateOption = Annotated[
    str | None, typer.Option(metavar="RATE", help="Bytes a second at most: 500k, 2M.", callback=_is_rate)
]


@app.command("list")
def list_images(
    ctx: typer.Context,
    board: Annotated[str | None, typer.Option(metavar="4gb|2gb|emmc", help="Only for this Nano.")] = None,
    catalog: CatalogOption = None,
    json: JsonOption = False,
) -> None:
    """The images NanoWizard knows by name."""
    with command("image.list", json) as run, session(ctx) as work:
        result = run.run(ListImages(work), ListInput(catalog=catalog, board=board)).result
        rows = [
            (
                image["id"] + (" (recommended)" if image["id"] in result["recommended"] else ""),
                image["title"],
                _size(image["approx_archive_bytes"]),
                _size(image["raw_bytes"]),
            )
            for image in result["images"]
        ]
        if rows:
            run.table(("Name", "Image", "Download", "On the card"), rows)
        here = [
            (one["name"], _STATES[one["state"]], size(one["size_bytes"]), duration(one["age_s"]))
            for one in result["here"]
        ]
        if here:
            run.table(("File", "State", "Size", "Age"), here, title=f"On this computer, in {result['folder']}")


@app.command()
def show(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="A name from the list.")],
    catalog: CatalogOption = None,
    json: JsonOption = False,
) -> None:
    """What is known of one image: addresses, sizes, checksums, what to take care of."""
    with command("image.show", json) as run, session(ctx) as work:
        image = run.run(ShowImage(work), ShowInput(name=name, catalog=catalog)).result
        for line in known_of(image):
            run.show(line)


@app.command()
def download(  # noqa: PLR0917 - options are parameters
    ctx: typer.Context,
    image: Annotated[str, typer.Argument(help="A name from the list, an http(s) address, or a file.")],
    to: Annotated[Path | None, typer.Option(help="The folder for the download.")] = None,
    source: SourceOption = None,
    limit_rate: LimitRateOption = None,
    sha256: Sha256Option = None,
    catalog: CatalogOption = None,
    json: JsonOption = False,
) -> None:
    """Download an image and check it. Ctrl-C pauses: the same command goes on where it stopped.

    A file is only checked, and stays where it is.
    """
    with command("image.fetch", json) as run, session(ctx) as work:
        wish = FetchInput(
            image=image,
            to=to,
            sha256=sha256,
            catalog=catalog,
            sources=tuple(source or ()),
            limit_bytes_per_s=rate_bytes(limit_rate) if limit_rate else None,
        )
        run.show(str(run.run(FetchImage(work), wish).result["path"]))


@app.command()
def inspect(  # noqa: PLR0917 - options are parameters
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="An image, an archive with one, or the first part of a split one.")],
    quick: Annotated[bool, typer.Option("--quick", help="Only its beginning: no checksums, no system.")] = False,
    sha256: Sha256Option = None,
    catalog: CatalogOption = None,
    json: JsonOption = False,
) -> None:
    """Say what a file is: format, sizes, partitions, system, checksums, and what all that proves."""
    with command("image.inspect", json) as run, session(ctx) as work:
        wish = InspectInput(file=file, quick=quick, sha256=sha256, catalog=catalog)
        facts = run.run(InspectImage(work), wish).result
        run.table((), rows_of(facts))
        for line in checksums_of(facts):
            run.show(line)


@app.command()
def folder(
    ctx: typer.Context,
    path: Annotated[Path | None, typer.Argument(help="Keep downloads here from now on.")] = None,
    default: Annotated[bool, typer.Option("--default", help="The folder of this system again.")] = False,
    json: JsonOption = False,
) -> None:
    """Where downloads are kept. Without a path: only say it."""
    with command("image.folder", json) as run, session(ctx) as work:
        run.show(str(run.run(ChooseImageFolder(work), FolderInput(folder=path, default=default)).result["folder"]))


@app.command()
def clean(  # noqa: PLR0917 - options are parameters
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(help="Files, or names from the list.")] = None,
    unfinished: Annotated[bool, typer.Option("--unfinished", help="Downloads that broke off or were wrong.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="All that NanoWizard downloaded.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --all: without being asked.")] = False,
    json: JsonOption = False,
) -> None:
    """Clear downloads away. Files that you put there yourself stay."""
    with command("image.clean", json) as run, session(ctx) as work:
        if everything and not yes and not (may_ask(json) and typer.confirm("Remove all downloads?", err=True)):
            raise UsageError("usage.clean_all")
        wish = CleanInput(names=tuple(names or ()), unfinished=unfinished, everything=everything)
        result = run.run(CleanImages(work), wish).result
        run.show(f"{len(result['removed'])} removed, {size(result['freed_bytes'])} free again")


def _size(amount: int | None) -> str:
    return "unknown" if amount is None else size(amount)
