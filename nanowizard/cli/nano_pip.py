"""nanowizard nano pip"""

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
from nanowizard.provision.mirrors import OFFICIAL
from nanowizard.provision.pip.facts import PipOptions
from nanowizard.tasks.nano_steps import index_url
from nanowizard.tasks.pip import MirrorPip, PipInput

MirrorOption = Annotated[
    str, typer.Option(metavar="ID|URL", help="official, tuna, aliyun, ustc, huawei, or an address.")
]


def pip(
    ctx: typer.Context,
    *,
    nano: NanoOption,
    identity: IdentityOption = None,
    password_stdin: PasswordOption = False,
    trust: TrustOption = None,
    mirror: MirrorOption = OFFICIAL,
    lend_internet: LendOption = False,
    dry_run: DryRunOption = False,
    undo: UndoOption = False,
    json: JsonOption = False,
) -> None:
    """Choose where the Nano gets Python packages."""
    with command("nano.pip", json) as run, session(ctx) as work:
        options = PipOptions(index_url=index_url(mirror))
        inp = PipInput(
            login=login(work, run, nano, identity=identity, password_stdin=password_stdin, trust=trust),
            options=options,
            lend_internet=lend_internet,
            dry_run=dry_run,
            undo=undo,
        )
        run_step(run, MirrorPip(work), inp)
