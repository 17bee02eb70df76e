"""nanowizard image list | fetch | inspect"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from nanowizard.cli.options import JsonOption, Sha256Option, command, session
from nanowizard.cli.output import size
from nanowizard.tasks.image import FetchImage, FetchInput, InspectImage, ListImages

app = typer.Typer(help="Get a system image and look into it.", no_args_is_help=True)


@app.command("list")
def list_images(ctx: typer.Context, json: JsonOption = False) -> None:
    """The images NanoWizard knows by name."""
    with command("image.list", json) as run, session(ctx) as work:
        result = run.run(ListImages(work), None).result
        table = Table("Name", "Image", "Download", "On the card")
        for image in result["images"]:
            table.add_row(image["id"], image["title"], _size(image["approx_archive_bytes"]), _size(image["raw_bytes"]))
        run.show(table)


@app.command()
def fetch(
    ctx: typer.Context,
    image: Annotated[str, typer.Argument(help="A name from the list, an http(s) address, or a file.")],
    to: Annotated[Path | None, typer.Option(help="The folder for the download.")] = None,
    sha256: Sha256Option = None,
    json: JsonOption = False,
) -> None:
    """Download an image (an earlier part of it is continued) and check it."""
    with command("image.fetch", json) as run, session(ctx) as work:
        result = run.run(FetchImage(work), FetchInput(image=image, to=to, sha256=sha256)).result
        run.show(str(result["path"]))


@app.command()
def inspect(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="An image or an archive with one.")],
    json: JsonOption = False,
) -> None:
    """Say what a file is: format, sizes, partitions."""
    with command("image.inspect", json) as run, session(ctx) as work:
        facts = run.run(InspectImage(work), file).result
        table = Table(show_header=False)
        table.add_row("Format", facts["format"] + (f", {facts['member']}" if facts["member"] else ""))
        table.add_row("File", size(facts["archive_bytes"]))
        exact = "" if facts["raw_bytes_exact"] else "about "
        table.add_row("On the card", exact + _size(facts["raw_bytes"]))
        table.add_row("Partition table", str(facts["table"]))
        table.add_row("JetPack layout", "yes" if facts["jetpack"] else "no")
        for part in facts["partitions"]:
            table.add_row(f"Partition {part['number']}", f"{part['name']}, {size(part['size_bytes'])}")
        run.show(table)


def _size(amount: int | None) -> str:
    return "unknown" if amount is None else size(amount)
