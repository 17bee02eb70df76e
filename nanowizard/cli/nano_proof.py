"""nanowizard nano proof"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nanowizard.cli.nano_options import IdentityOption, LendOption, NanoOption, PasswordOption, TrustOption, login
from nanowizard.cli.options import JsonOption, command, session
from nanowizard.provision.tensorflow.facts import CONTAINER_WAY, PACKAGES_WAY, TensorFlowOptions
from nanowizard.tasks.proof import ProofInput, ProveTensorFlow


def proof(
    ctx: typer.Context,
    *,
    nano: NanoOption,
    identity: IdentityOption = None,
    password_stdin: PasswordOption = False,
    trust: TrustOption = None,
    container: Annotated[bool, typer.Option("--container", help="The TensorFlow in NVIDIA's container.")] = False,
    venv: Annotated[str | None, typer.Option(metavar="FOLDER", help="The one in a virtual environment.")] = None,
    pictures: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Teach it these pictures too: one subfolder for each kind.")
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, max=100, help="How often it sees all of them.")] = 10,
    lend_internet: LendOption = False,
    json: JsonOption = False,
) -> None:
    """Measure MobileNet on the Nano's GPU and on its processor."""
    with command("nano.proof", json) as run, session(ctx) as work:
        options = TensorFlowOptions(way=CONTAINER_WAY if container else PACKAGES_WAY, venv=venv)
        inp = ProofInput(
            login=login(work, run, nano, identity=identity, password_stdin=password_stdin, trust=trust),
            options=options,
            pictures=pictures,
            rounds=rounds,
            lend_internet=lend_internet,
        )
        run.run(ProveTensorFlow(work), inp)
