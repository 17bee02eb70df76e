"""nanowizard nano pip"""

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
from nanowizard.core.errors import UsageError
from nanowizard.provision.mirrors import OFFICIAL, by_id, load_mirrors
from nanowizard.provision.pip_facts import PipOptions
from nanowizard.tasks.pip import MirrorPip, PipInput


def pip(
    ctx: typer.Context,
    *,
    nano: NanoOption,
    identity: IdentityOption = None,
    password_stdin: PasswordOption = False,
    trust: TrustOption = None,
    mirror: Annotated[str, typer.Option(help="official, tuna, ustc, aliyun, huawei.")] = OFFICIAL,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Another package index.")] = None,
    dry_run: DryRunOption = False,
    undo: UndoOption = False,
    json: JsonOption = False,
) -> None:
    """Choose where the Nano gets Python packages."""
    with command("nano.pip", json) as run, session(ctx) as work:
        options = PipOptions(index_url=url or _address(mirror))
        inp = PipInput(login=login(nano, identity, password_stdin, trust), options=options, dry_run=dry_run, undo=undo)
        run_step(run, MirrorPip(work), inp)


def _address(mirror: str) -> str:
    known = load_mirrors().pip
    found = by_id(known, mirror)
    if found is None:
        raise UsageError("usage.no_such_mirror", mirror=mirror, known=[entry.id for entry in known])
    return found.url
