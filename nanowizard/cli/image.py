"""nanowizard image list | fetch | inspect"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nanowizard.cli.options import JsonOption, Sha256Option, command, session
from nanowizard.cli.output import size
from nanowizard.tasks.image import FetchImage, FetchInput, InspectImage, ListImages

app = typer.Typer(help="Get a system image and look into it.", no_args_is_help=True)


@app.command("list")
def list_images(ctx: typer.Context, json: JsonOption = False) -> None:
    """The images NanoWizard knows by name."""
    with command("image.list", json) as run, session(ctx) as work:
        result = run.run(ListImages(work), None).result
        rows = (
            (image["id"], image["title"], _size(image["approx_archive_bytes"]), _size(image["raw_bytes"]))
            for image in result["images"]
        )
        run.table(("Name", "Image", "Download", "On the card"), rows)


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
        exact = "" if facts["raw_bytes_exact"] else "about "
        rows = [
            ("Format", facts["format"] + (f", {facts['member']}" if facts["member"] else "")),
            ("File", size(facts["archive_bytes"])),
            ("On the card", exact + _size(facts["raw_bytes"])),
            ("Partition table", str(facts["table"])),
            ("JetPack layout", "yes" if facts["jetpack"] else "no"),
        ]
        for part in facts["partitions"]:
            rows.append((f"Partition {part['number']}", f"{part['name']}, {size(part['size_bytes'])}"))
        run.table((), rows)


def _size(amount: int | None) -> str:
    return "unknown" if amount is None else size(amount)
