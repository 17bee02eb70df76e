"""nanowizard image list | show | fetch | inspect"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nanowizard.cli.options import JsonOption, Sha256Option, command, session
from nanowizard.cli.output import size
from nanowizard.tasks.image import FetchImage, FetchInput, InspectImage
from nanowizard.tasks.known_images import ListImages, ListInput, ShowImage, ShowInput, note_in

app = typer.Typer(help="Get a system image and look into it.", no_args_is_help=True)


CatalogOption = Annotated[
    str | None, typer.Option(metavar="FILE|URL", help="A list of images to use in the place of NanoWizard's own.")
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
        rows = [
            ("Image", image["title"]),
            ("File", image["file"] or "unknown"),
            ("L4T", image["l4t"] or "unknown"),
            ("Download", _size(image["archive_bytes"] or image["approx_archive_bytes"])),
            ("On the card", _size(image["raw_bytes"])),
        ]
        rows += [("Address", url) for url in image["urls"]]
        rows += [("Address", image["page"])] if image["page"] else []
        rows += [
            (f"{one['algorithm'].upper()} of the {one['of']}", f"{one['value']} ({one['confidence']}: {one['source']})")
            for one in image["checksums"]
        ]
        rows += [("Note", note_in(note, "en")) for note in image["notes"]]
        run.table((), rows)


@app.command()
def fetch(  # noqa: PLR0917 - options are parameters
    ctx: typer.Context,
    image: Annotated[str, typer.Argument(help="A name from the list, an http(s) address, or a file.")],
    to: Annotated[Path | None, typer.Option(help="The folder for the download.")] = None,
    sha256: Sha256Option = None,
    catalog: CatalogOption = None,
    json: JsonOption = False,
) -> None:
    """Download an image (an earlier part of it is continued) and check it."""
    with command("image.fetch", json) as run, session(ctx) as work:
        result = run.run(FetchImage(work), FetchInput(image=image, to=to, sha256=sha256, catalog=catalog)).result
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
