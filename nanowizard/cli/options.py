"""What the commands share: --json, the session they work in, and how one is run."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Annotated

import typer

from nanowizard.cli.run import Command
from nanowizard.core.errors import NanoWizardError
from nanowizard.tasks.session import Session

JsonOption = Annotated[bool, typer.Option("--json", help="One JSON event a line on standard output, nothing else.")]
PracticeOption = Annotated[bool, typer.Option("--practice", help="A practice card and Nano; nothing real is touched.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Agree that the card is erased, without being asked.")]


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
    """A command whose every end has an exit code, also where it fails before its task could start."""
    run = Command(json=json)
    try:
        yield run
    except NanoWizardError as error:
        raise run.end_early(task, error) from error
