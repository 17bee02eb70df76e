"""nanowizard nano rootfs"""

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
from nanowizard.tasks.rootfs import GrowRootfs, RootfsInput


def rootfs(
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
    """Let the Nano use all of its card."""
    with command("nano.rootfs", json) as run, session(ctx) as work:
        inp = RootfsInput(
            login=login(work, run, nano, identity=identity, password_stdin=password_stdin, trust=trust),
            dry_run=dry_run,
            undo=undo,
        )
        run_step(run, GrowRootfs(work), inp)
