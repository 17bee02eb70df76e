"""nanowizard export ansible"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nanowizard.cli.options import JsonOption, command
from nanowizard.core.profile import Profile, load_profile
from nanowizard.remote.address import parse_address
from nanowizard.tasks.ansible import ExportAnsible, ExportInput

app = typer.Typer(help="Hand a profile on to other tools.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """A group with one command keeps its name."""


@app.command()
def ansible(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    *,
    profile: Annotated[Path | None, typer.Option(help="A file with the answers.")] = None,
    nano: Annotated[list[str] | None, typer.Option(metavar="[USER@]HOST[:PORT]", help="Which Nano; repeat it.")] = None,
    json: JsonOption = False,
) -> None:
    """Write an Ansible project that sets up many Nanos as the profile says."""
    with command("export.ansible", json) as run:
        answers = load_profile(profile) if profile else Profile()
        named = nano or ([answers.nano] if answers.nano else [])
        inp = ExportInput(profile=answers, folder=folder.absolute(), nanos=tuple(map(parse_address, named)))
        run.run(ExportAnsible(), inp)
        run.show(f"Now: cd {folder} && ansible-playbook playbook.yml --ask-pass --ask-become-pass")
