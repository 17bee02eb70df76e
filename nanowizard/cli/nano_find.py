"""nanowizard nano find | trust | key"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nanowizard.cli.host_key import ask_trust
from nanowizard.cli.nano_options import (
    IdentityOption,
    NanoOption,
    PasswordOption,
    TrustOption,
    UndoOption,
    login,
)
from nanowizard.cli.options import JsonOption, command, may_ask, session
from nanowizard.remote.address import parse_address
from nanowizard.tasks.find import FindInput, FindNano
from nanowizard.tasks.key import InstallKey, KeyInput
from nanowizard.tasks.trust import TrustInput, TrustNano


def find(
    ctx: typer.Context,
    *,
    around: Annotated[
        bool, typer.Option("--network/--no-network", help="Ask every machine of the directly attached networks too.")
    ] = True,
    json: JsonOption = False,
) -> None:
    """Look for Nanos on the USB cable and in the local network. Nobody is logged in anywhere."""
    with command("nano.find", json) as run, session(ctx) as work:
        run.run(FindNano(work), FindInput(around=around))


def trust(
    ctx: typer.Context,
    *,
    nano: NanoOption,
    fingerprint: TrustOption = None,
    forget: Annotated[bool, typer.Option("--forget", help="Take back what was confirmed before.")] = False,
    json: JsonOption = False,
) -> None:
    """Show a Nano's identity, and remember it once you confirm it."""
    with command("nano.trust", json) as run, session(ctx) as work:
        work.ask_trust = ask_trust if may_ask(json) else None
        inp = TrustInput(address=parse_address(nano), fingerprint=fingerprint, forget=forget)
        result = run.run(TrustNano(work), inp).result
        if not forget:
            show = ("fingerprint", f"SHA256:{result['fingerprint']}"), ("words", " ".join(result["words"]))
            run.table((), show)


def key(
    ctx: typer.Context,
    *,
    nano: NanoOption,
    identity: IdentityOption = None,
    password_stdin: PasswordOption = False,
    trust: TrustOption = None,
    public_key: Annotated[
        Path | None, typer.Option("--public-key", metavar="FILE.pub", help="Your own key instead of NanoWizard's.")
    ] = None,
    undo: UndoOption = False,
    json: JsonOption = False,
) -> None:
    """Let a key log in, so that no password is needed for that."""
    with command("nano.key", json) as run, session(ctx) as work:
        given = login(work, run, nano, identity=identity, password_stdin=password_stdin, trust=trust)
        run.run(InstallKey(work), KeyInput(login=given, public_key=public_key, undo=undo))
