"""What the commands share: --json, the session they work in, and how one is run."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from typing import Annotated, NamedTuple

import typer

from nanowizard.cli.output import size
from nanowizard.cli.run import Command
from nanowizard.core.errors import NanoWizardError
from nanowizard.drives.model import Drive
from nanowizard.drives.policy import is_very_large
from nanowizard.tasks.session import Session


def _is_sha256(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[0-9A-Fa-f]{64}", value):
        raise typer.BadParameter("a SHA-256 has 64 digits from 0 to 9 and a to f")
    return value


Sha256Option = Annotated[
    str | None, typer.Option(metavar="HEX", help="What the image file's SHA-256 must be.", callback=_is_sha256)
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON event a line on standard output, nothing else.")]
PracticeOption = Annotated[bool, typer.Option("--practice", help="A practice card and Nano; nothing real is touched.")]
CONFIRM_WORD = "ERASE"
YesOption = Annotated[bool, typer.Option("--yes", help="Agree that the card is erased, without being asked.")]
VeryLargeOption = Annotated[
    str | None,
    typer.Option(metavar="CARD", help="With --yes, for a card of more than 256 GB: its path, a second time."),
]


class Consent(NamedTuple):
    """`very_large`: the person named the drive although it is larger than any card for a Nano."""

    confirmed: bool
    very_large: bool


@contextlib.contextmanager
def session(ctx: typer.Context, *, practice: bool = False) -> Iterator[Session]:
    """The session of this command; `nanowizard --practice ...` makes it the practice one."""
    work = Session(practice=practice or bool(ctx.find_root().obj))
    try:
        yield work
    finally:
        work.close()


@contextlib.contextmanager
def command(task: str, json: bool) -> Iterator[Command]:
    """A command whose every end has an exit code and a last event, also where its task could not start."""
    run = Command(json=json)
    try:
        yield run
    except NanoWizardError as error:
        raise run.end_early(task, error) from error
    except (KeyboardInterrupt, typer.Abort) as error:  # Ctrl-C outside of the task, or at a question
        raise run.end_early(task, None) from error


def may_ask(json: bool = False) -> bool:
    """Whether somebody is there to answer. Questions go to standard error: standard output is for results."""
    return not json and sys.stdin is not None and sys.stdin.isatty()


def names(very_large: str | None, card: str | None) -> bool:
    """Whether `--very-large` names this card, be it by one of its links."""
    return bool(very_large and card) and os.path.realpath(str(very_large)) == os.path.realpath(str(card))


def consent(drive: Drive, *, yes: bool, very_large: str | None, json: bool) -> Consent:
    """What the person agreed to lose, by options or by typing it now. `--yes` alone erases no very large drive."""
    if yes:
        return Consent(True, names(very_large, drive.path))
    if not may_ask(json):
        return Consent(False, False)
    return _asked(drive)


def _asked(drive: Drive) -> Consent:
    """Let the person type the word that means: erase this card. For a very large one its size belongs to it."""
    large, shown = is_very_large(drive), size(drive.size_bytes)
    typer.echo(f"All data on {drive.name} ({shown}, {drive.path}) will be erased.", err=True)
    if large:
        typer.echo("No card for a Nano is so large: make sure that it is no backup disk.", err=True)
    wanted = f"{CONFIRM_WORD} {shown}" if large else CONFIRM_WORD
    typed = typer.prompt(f"Type {wanted} to go on", default="", show_default=False, err=True)
    return Consent(typed == wanted, large and typed == wanted)
