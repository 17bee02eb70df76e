"""nanowizard nano packages"""

from __future__ import annotations

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
from nanowizard.tasks.packages import CompletePackages, PackagesInput


def packages(
    ctx: typer.Context,
    *,
    nano: NanoOption,
    identity: IdentityOption = None,
    password_stdin: PasswordOption = False,
    trust: TrustOption = None,
    lend_internet: LendOption = False,
    dry_run: DryRunOption = False,
    undo: UndoOption = False,
    json: JsonOption = False,
) -> None:
    """Complete packages that are half installed, so that new ones can be installed."""
    with command("nano.packages", json) as run, session(ctx) as work:
        inp = PackagesInput(
            login=login(work, run, nano, identity=identity, password_stdin=password_stdin, trust=trust),
            lend_internet=lend_internet,
            dry_run=dry_run,
            undo=undo,
        )
        run_step(run, CompletePackages(work), inp)
