"""nanowizard card list | why | flash | verify | format | repair | test"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from nanowizard.cli.options import (
    Consent,
    JsonOption,
    Sha256Option,
    VeryLargeOption,
    YesOption,
    command,
    consent,
    names,
    session,
)
from nanowizard.cli.output import size, words
from nanowizard.cli.partitions import PLAN_HEADINGS, PartitionOption, plan_rows
from nanowizard.cli.stream import (
    CatalogOption,
    KeepOption,
    LimitRateOption,
    SourceOption,
    StreamedImageArgument,
    fetch_input,
)
from nanowizard.core.messages.table import message
from nanowizard.drives.why_around import place_of
from nanowizard.tasks.card import FlashCard, FlashInput, ListCards, ListInput, VerifyCard, VerifyInput, find_card
from nanowizard.tasks.format import FormatCard, FormatInput, RepairCard, RepairInput, planned
from nanowizard.tasks.image_named import named_file
from nanowizard.tasks.probe import ProbeCard, ProbeInput
from nanowizard.tasks.several_cards import FlashCards, FlashCardsInput
from nanowizard.tasks.stream import StreamCard, StreamInput, is_from_web
from nanowizard.tasks.why import ExplainCards, ExplainInput

app = typer.Typer(
    help="See the cards, write an image to one, compare one with an image, test one.", no_args_is_help=True
)

CardOption = Annotated[str, typer.Option(help="A block device, or a regular file used as a card.")]
CardsOption = Annotated[
    list[str], typer.Option(help="A block device, or a regular file used as a card. Several times: all at once.")
]
VeryLargeOptions = Annotated[
    list[str] | None,
    typer.Option(metavar="CARD", help="With --yes, for each card of more than 256 GB: its path, a second time."),
]
ImageArgument = Annotated[Path, typer.Argument(help="The image, or an archive with one.")]
LabelOption = Annotated[str, typer.Option(help="The name that the card shows, up to eleven characters.")]
UpdateOption = Annotated[
    bool | None,
    typer.Option(
        "--update/--no-update",
        help="Compare first and write only what differs, or write everything. Else chosen by looking at the card.",
    ),
]
FullOption = Annotated[bool, typer.Option("--full", help="Every byte, also those that no file needs.")]

GrowOption = Annotated[
    bool, typer.Option("--grow", help="The image's last partition takes the whole card, not only what it needs.")
]


@app.command("list")
def list_cards(
    ctx: typer.Context,
    show_all: Annotated[bool, typer.Option("--all", help="Also drives that can never be chosen.")] = False,
    json: JsonOption = False,
) -> None:
    """The cards, and why one cannot be used."""
    with command("card.list", json) as run, session(ctx) as work:
        result = run.run(ListCards(work), ListInput(show_all=show_all)).result
        rows = []
        for card in result["drives"]:
            notes = [words(f["code"], f["params"]) for f in card["findings"]]
            answers = card["medium_present"] and card["silent"] is None
            on_it = words(card["on_it"]["code"], card["on_it"]["params"]) if answers else ""
            path, total = card["identity"]["path"], size(card["size_bytes"])
            rows.append((card["name"], path, total, on_it, "\n".join(notes)))
        if rows:
            run.table(("Card", "Path", "Size", "What is on it", "What about it"), rows)
        else:
            run.show("No card. Put one in and try again, or look with --all.")


@app.command()
def why(
    ctx: typer.Context,
    fix: Annotated[bool, typer.Option("--fix", help="Do first what NanoWizard itself can.")] = False,
    json: JsonOption = False,
) -> None:
    """Why is my card not here? What keeps cards out of the list, the likeliest first, and what to do."""
    with command("card.why", json) as run, session(ctx) as work:
        reasons = run.run(ExplainCards(work), ExplainInput(help=fix)).result["reasons"]
        rows = []
        for reason in reasons:
            code, params = reason["code"], reason["params"]
            advice, line = words(code, params, message(code).do), params.get("command", "")
            to_do = advice if line in advice else f"{advice}\n{line}"
            rows.append((place_of(params), words(code, params), to_do))
        if rows:
            run.table(("What", "Why", "What to do"), rows)
        else:
            run.show("Nothing keeps a card away. The list shows all there are.")


@app.command()
def flash(
    ctx: typer.Context,
    *,
    image: StreamedImageArgument,
    card: CardsOption,
    yes: YesOption = False,
    very_large: VeryLargeOptions = None,
    full: FullOption = False,
    grow: GrowOption = False,
    update: UpdateOption = None,
    sha256: Sha256Option = None,
    keep: KeepOption = None,
    catalog: CatalogOption = None,
    source: SourceOption = None,
    limit_rate: LimitRateOption = None,
    json: JsonOption = False,
) -> None:
    """Write an image to a card, or to several, read it back and compare. Everything on the card is lost.

    An image that is not here yet is written to one card while it is downloaded; for several it is downloaded first.
    """
    if len(card) > 1 and keep is False:
        raise typer.BadParameter("for several cards the download is kept: leave --no-keep out")
    with command((FlashCards if len(card) > 1 else FlashCard).id, json) as run, session(ctx) as work:
        inputs = []
        for one in card:
            drive = find_card(work, one)
            named = next((path for path in very_large or () if names(path, drive.path)), None)
            agreed = consent(drive, yes=yes, very_large=named, json=json)
            inp = FlashInput(
                image=Path(image),
                card=drive.identity,
                confirmed=agreed.confirmed,
                very_large=agreed.very_large,
                full=full,
                grow=grow,
                update=update,
                archive_sha256=sha256,
            )
            inputs.append(inp)
        fetch = fetch_input(image, sha256=sha256, catalog=catalog, source=source, limit_rate=limit_rate)
        if len(inputs) > 1:
            run.run(FlashCards(work), FlashCardsInput(cards=tuple(inputs), fetch=fetch))
        elif is_from_web(work, fetch, run.ctx):
            run.run(StreamCard(work), StreamInput(fetch=fetch, flash=inputs[0], keep_archive=keep))
        else:
            run.run(FlashCard(work), inputs[0])


@app.command()
def verify(
    ctx: typer.Context,
    *,
    image: Annotated[
        str | None,
        typer.Argument(help="The image or its name in the list; else what was last written to it here."),
    ] = None,
    card: CardOption,
    full: FullOption = False,
    json: JsonOption = False,
) -> None:
    """Compare a card with an image, or with what this computer wrote to it. Nothing is written."""
    with command("card.verify", json) as run, session(ctx) as work:
        file = named_file(work, image, run.ctx) if image is not None else None
        run.run(VerifyCard(work), VerifyInput(image=file, card=find_card(work, card).identity, full=full))


@app.command("format")
def format_card(
    ctx: typer.Context,
    *,
    card: CardOption,
    full: Annotated[bool, typer.Option("--full", help="Overwrite every byte first, and find bad blocks.")] = False,
    erase: Annotated[bool, typer.Option("--erase", help="Discard everything first, where the reader can.")] = False,
    label: LabelOption = "",
    gpt: Annotated[bool, typer.Option("--gpt", help="A GPT instead of an MBR, which cards are sold with.")] = False,
    partition: PartitionOption = None,
    yes: YesOption = False,
    very_large: VeryLargeOption = None,
    json: JsonOption = False,
) -> None:
    """Make a card as it was when it was new, or divide it as you wish. Everything on it is lost."""
    if full and erase:
        raise typer.BadParameter("choose --full or --erase")
    if partition and label:
        raise typer.BadParameter("each --partition has its own name (fat32:8G:BOOT): leave --label out")
    with command("card.format", json) as run, session(ctx) as work:
        drive = find_card(work, card)
        inp = FormatInput(
            card=drive.identity,
            mode="full" if full else "erase" if erase else "quick",
            table="gpt" if gpt else "mbr",
            label=label,
            partitions=tuple(partition or ()),
        )
        if plan := planned(drive, inp):
            run.table(PLAN_HEADINGS, plan_rows(plan), title=f"New table: {plan.table.upper()}")
        agreed = consent(drive, yes=yes, very_large=very_large, json=json)
        run.run(FormatCard(work), replace(inp, confirmed=agreed.confirmed, very_large=agreed.very_large))


@app.command()
def repair(
    ctx: typer.Context,
    *,
    card: CardOption,
    label: LabelOption = "",
    yes: YesOption = False,
    very_large: VeryLargeOption = None,
    json: JsonOption = False,
) -> None:
    """Make a card usable that other tools cannot see, read or format. Everything on it is lost."""
    with command("card.repair", json) as run, session(ctx) as work:
        drive = find_card(work, card)
        agreed = consent(drive, yes=yes, very_large=very_large, json=json)
        inp = RepairInput(card=drive.identity, confirmed=agreed.confirmed, very_large=agreed.very_large, label=label)
        run.run(RepairCard(work), inp)


@app.command()
def test(
    ctx: typer.Context,
    *,
    card: CardOption,
    full: Annotated[bool, typer.Option("--full", help="Write and read every byte. Everything on it is lost.")] = False,
    need: Annotated[
        int | None, typer.Option(metavar="BYTES", min=1, help="How much of the card must be real; else all of it.")
    ] = None,
    image: Annotated[
        str | None, typer.Option(help="The image that must fit, or its name in the list, instead of --need.")
    ] = None,
    yes: YesOption = False,
    very_large: VeryLargeOption = None,
    json: JsonOption = False,
) -> None:
    """Is the card's capacity real, is it sound, is it fast enough? Without --full its content is kept."""
    if need is not None and image is not None:
        raise typer.BadParameter("--need and --image say the same thing: give one of them")
    with command("card.test", json) as run, session(ctx) as work:
        file = named_file(work, image, run.ctx) if image is not None else None
        drive = find_card(work, card)
        agreed = consent(drive, yes=yes, very_large=very_large, json=json) if full else Consent(False, False)
        inp = ProbeInput(
            card=drive.identity,
            full=full,
            confirmed=agreed.confirmed,
            very_large=agreed.very_large,
            need_bytes=need,
            image=file,
        )
        run.run(ProbeCard(work), inp)
