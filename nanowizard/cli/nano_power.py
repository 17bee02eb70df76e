"""nanowizard nano power"""

from __future__ import annotations

from typing import Annotated

import typer

from nanowizard.cli.nano_options import (
    DryRunOption,
    IdentityOption,
    NanoOption,
    PasswordOption,
    TrustOption,
    UndoOption,
    login,
    run_step,
)
from nanowizard.cli.options import JsonOption, command, session
from nanowizard.provision.power.facts import PowerOptions
from nanowizard.tasks.power import PowerInput, PowerNano


def power(
    ctx: typer.Context,
    *,
    nano: NanoOption,
    identity: IdentityOption = None,
    password_stdin: PasswordOption = False,
    trust: TrustOption = None,
    mode: Annotated[int | None, typer.Option(min=0, help="Power mode: 0 is full power, 1 is 5 W.")] = None,
    clocks: Annotated[
        bool | None, typer.Option("--clocks/--no-clocks", help="All clocks at their highest, until a restart.")
    ] = None,
    console: Annotated[bool | None, typer.Option("--console/--desktop", help="Start without a desktop.")] = None,
    hold: Annotated[
        bool | None, typer.Option("--hold/--no-hold", help="Keep upgrades away from the boot loader.")
    ] = None,
    dry_run: DryRunOption = False,
    undo: UndoOption = False,
    json: JsonOption = False,
) -> None:
    """Set power mode, clocks and desktop. What is not named stays."""
    with command("nano.power", json) as run, session(ctx) as work:
        options = PowerOptions(mode=mode, clocks=clocks, console=console, hold_bootloader=hold)
        inp = PowerInput(
            login=login(work, run, nano, identity=identity, password_stdin=password_stdin, trust=trust),
            options=options,
            dry_run=dry_run,
            undo=undo,
        )
        run_step(run, PowerNano(work), inp)
