"""nanowizard nano check | swap"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from nanowizard.cli.options import JsonOption, command, may_ask, session
from nanowizard.cli.output import size, words
from nanowizard.cli.run import Command
from nanowizard.core.errors import UsageError
from nanowizard.core.profile import GIB
from nanowizard.provision.swap_facts import SwapOptions
from nanowizard.remote.address import parse_address
from nanowizard.tasks.nano import CheckNano, SwapInput, SwapNano
from nanowizard.tasks.session import NanoLogin

app = typer.Typer(help="Look at a Nano and change it, over SSH.", no_args_is_help=True)

NanoOption = Annotated[str, typer.Option("--nano", metavar="[USER@]HOST[:PORT]", help="Which Nano.")]
IdentityOption = Annotated[Path | None, typer.Option("--identity", help="A private key file.")]
PasswordOption = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]
TrustOption = Annotated[
    str | None,
    typer.Option(
        "--trust", metavar="FINGERPRINT", help="The host key you confirm: a first contact, or a card written anew."
    ),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show what would be done, and do nothing.")]
UndoOption = Annotated[bool, typer.Option("--undo", help="Go back to what was found.")]


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
        facts = run.run(CheckNano(work), login(nano, identity, password_stdin, trust)).result
        known = {name: value for name, value in facts.items() if value not in (None, "", [], {})}
        run.table(
            (), ((name.removesuffix("_bytes").replace("_", " "), _plain(name, value)) for name, value in known.items())
        )


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
        inp = SwapInput(login=login(nano, identity, password_stdin, trust), options=options, dry_run=dry_run, undo=undo)
        result = run.run(SwapNano(work), inp).result
        if dry_run:
            show_plan(run, result.get("changes", []))


def show_plan(run: Command, changes: Sequence[Mapping[str, Any]]) -> None:
    for change in changes:
        run.show(f"Would: {words(change['code'], change['params'])}")


def login(nano: str, identity: Path | None, password_stdin: bool, trust: str | None) -> NanoLogin:
    """The login of the shared options. Raises NanoError("nano.bad_address"), UsageError("usage.missing")."""
    address = parse_address(nano)
    password = None
    if password_stdin:
        line = sys.stdin.readline() if sys.stdin else ""
        if not line:
            raise UsageError("usage.missing", what="the password on standard input")
        password = line.rstrip("\r\n")
    elif identity is None and may_ask():
        question = f"Password of {address.user} (empty: SSH agent)"
        password = typer.prompt(question, hide_input=True, default="", show_default=False, err=True) or None
    return NanoLogin(address=address, password=password, identity=identity, trust=trust)


def _plain(name: str, value: object) -> str:
    if isinstance(value, int) and name.endswith("_bytes"):
        return size(value)
    return str(value)
