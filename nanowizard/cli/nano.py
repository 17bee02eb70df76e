"""nanowizard nano check | swap"""

from __future__ import annotations

from typing import Annotated

import typer

from nanowizard.cli.nano_apt import apt
from nanowizard.cli.nano_clock import clock
from nanowizard.cli.nano_find import find, key
from nanowizard.cli.nano_find import trust as trust_nano
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
from nanowizard.cli.nano_packages import packages
from nanowizard.cli.nano_pip import pip
from nanowizard.cli.nano_power import power
from nanowizard.cli.nano_proof import proof
from nanowizard.cli.nano_rootfs import rootfs
from nanowizard.cli.nano_tensorflow import tensorflow
from nanowizard.cli.options import JsonOption, command, session
from nanowizard.cli.report import ENGLISH
from nanowizard.core.profile import GIB
from nanowizard.provision.swap.facts import SwapOptions
from nanowizard.tasks.fact_rows import fact_rows
from nanowizard.tasks.nano import CheckNano
from nanowizard.tasks.swap import SwapInput, SwapNano

app = typer.Typer(help="Look at a Nano and change it, over SSH.", no_args_is_help=True)
app.command()(apt)
app.command()(clock)
app.command()(find)
app.command()(key)
app.command()(packages)
app.command()(pip)
app.command()(power)
app.command()(tensorflow)
app.command()(proof)
app.command()(rootfs)
app.command("trust")(trust_nano)


@app.command()
def check(
    ctx: typer.Context,
    *,
    nano: NanoOption,
    identity: IdentityOption = None,
    password_stdin: PasswordOption = False,
    trust: TrustOption = None,
    json: JsonOption = False,
) -> None:
    """Log in and report what is there. Nothing is changed."""
    with command("nano.check", json) as run, session(ctx) as work:
        facts = run.run(
            CheckNano(work), login(work, run, nano, identity=identity, password_stdin=password_stdin, trust=trust)
        ).result
        run.table((), fact_rows(facts, ENGLISH).values())


@app.command()
def swap(
    ctx: typer.Context,
    *,
    nano: NanoOption,
    identity: IdentityOption = None,
    password_stdin: PasswordOption = False,
    trust: TrustOption = None,
    gib: Annotated[int, typer.Option("--size", min=0, max=64, help="Size of the swap file in GiB, 0 for none.")] = 4,
    keep_zram: Annotated[bool, typer.Option("--keep-zram/--no-zram", help="Compressed memory stays on.")] = True,
    swappiness: Annotated[
        int | None, typer.Option(min=0, max=200, help="vm.swappiness; left alone if not given.")
    ] = None,
    dry_run: DryRunOption = False,
    undo: UndoOption = False,
    json: JsonOption = False,
) -> None:
    """Give the Nano a swap file that survives a restart."""
    with command("nano.swap", json) as run, session(ctx) as work:
        options = SwapOptions(size_bytes=gib * GIB, keep_zram=keep_zram, swappiness=swappiness)
        inp = SwapInput(
            login=login(work, run, nano, identity=identity, password_stdin=password_stdin, trust=trust),
            options=options,
            dry_run=dry_run,
            undo=undo,
        )
        run_step(run, SwapNano(work), inp)
