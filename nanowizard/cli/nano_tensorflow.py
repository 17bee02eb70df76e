"""nanowizard nano tensorflow"""

from __future__ import annotations

from typing import Annotated

import typer

from nanowizard.cli.nano_options import (
    DryRunOption,
    IdentityOption,
    LendOption,
    NanoOption,
    PasswordOption,
    TrustOption,
    UndoOption,
    login,
    run_step,
)
from nanowizard.cli.options import JsonOption, command, session
from nanowizard.provision.tensorflow.facts import (
    BY_COMPUTER,
    BY_NANO,
    CONTAINER_WAY,
    PACKAGES_WAY,
    TensorFlowOptions,
)
from nanowizard.tasks.tensorflow import InstallTensorFlow, TensorFlowInput


def tensorflow(
    ctx: typer.Context,
    *,
    nano: NanoOption,
    identity: IdentityOption = None,
    password_stdin: PasswordOption = False,
    trust: TrustOption = None,
    container: Annotated[bool, typer.Option("--container", help="NVIDIA's container instead of packages.")] = False,
    venv: Annotated[
        str | None, typer.Option(metavar="FOLDER", help="Into a virtual environment, for example ~/tensorflow.")
    ] = None,
    upgrade: Annotated[bool, typer.Option("--upgrade", help="Replace another TensorFlow that works too.")] = False,
    by_computer: Annotated[
        bool, typer.Option("--fetch", help="This computer downloads the packages and copies them to the Nano.")
    ] = False,
    index: Annotated[
        str | None, typer.Option(metavar="URL", help="Package index that this computer uses for --fetch.")
    ] = None,
    lend_internet: LendOption = False,
    dry_run: DryRunOption = False,
    undo: UndoOption = False,
    json: JsonOption = False,
) -> None:
    """Install the TensorFlow that fits this Nano."""
    with command("nano.tensorflow", json) as run, session(ctx) as work:
        options = TensorFlowOptions(
            way=CONTAINER_WAY if container else PACKAGES_WAY,
            venv=venv,
            upgrade=upgrade,
            fetch=BY_COMPUTER if by_computer else BY_NANO,
            index_url=index,
        )
        inp = TensorFlowInput(
            login=login(work, run, nano, identity=identity, password_stdin=password_stdin, trust=trust),
            options=options,
            lend_internet=lend_internet,
            dry_run=dry_run,
            undo=undo,
        )
        run_step(run, InstallTensorFlow(work), inp)
