"""nanowizard nano clock"""

from __future__ import annotations

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
from nanowizard.tasks.clock import ClockInput, SetClock


def clock(
    ctx: typer.Context,
    *,
    nano: NanoOption,
    identity: IdentityOption = None,
    password_stdin: PasswordOption = False,
    trust: TrustOption = None,
    dry_run: DryRunOption = False,
    undo: UndoOption = False,
    json: JsonOption = False,
) -> None:
    """Set the Nano's clock from this computer, unless a time server has set it."""
    with command("nano.clock", json) as run, session(ctx) as work:
        inp = ClockInput(
            login=login(work, run, nano, identity=identity, password_stdin=password_stdin, trust=trust),
            dry_run=dry_run,
            undo=undo,
        )
        run_step(run, SetClock(work), inp)
