"""Options that all commands for the Nano share, and what they mean."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from nanowizard.cli.host_key import ask_trust
from nanowizard.cli.options import may_ask
from nanowizard.cli.output import words
from nanowizard.cli.run import Command
from nanowizard.core.errors import NanoError, UsageError
from nanowizard.core.logs import hide
from nanowizard.core.task import Task
from nanowizard.remote.address import parse_address
from nanowizard.tasks.session import NanoLogin, Session
from nanowizard.tasks.step_task import StepInput

PASSPHRASES = 3
_LOCKED = frozenset({"nano.key_locked", "nano.key_passphrase_wrong"})

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
LendOption = Annotated[bool, typer.Option("--lend-internet", help="The Nano uses this computer's internet meanwhile.")]
UndoOption = Annotated[bool, typer.Option("--undo", help="Go back to what was found.")]


def run_step(run: Command, task: Task, inp: StepInput[Any]) -> Mapping[str, Any]:
    """Run a step's task and show the plan of a dry run; its result."""
    result = run.run(task, inp).result
    if inp.dry_run:
        show_plan(run, result.get("changes", []))
    return result


def show_plan(run: Command, changes: Sequence[Mapping[str, Any]]) -> None:
    for change in changes:
        run.show(f"Would: {words(change['code'], change['params'])}")


def login(
    work: Session, run: Command, nano: str, *, identity: Path | None, password_stdin: bool, trust: str | None
) -> NanoLogin:
    """The login of the shared options; whoever sits at a terminal is asked for what is missing.

    An identity that has not been met is asked about when it shows itself (`host_key.ask_trust`).
    Raises NanoError("nano.bad_address"), what `passphrase_of` raises, and UsageError("usage.missing").
    """
    address = parse_address(nano)
    work.ask_trust = ask_trust if may_ask(run.json) else None
    password = None
    if password_stdin:
        line = sys.stdin.readline() if sys.stdin else ""
        if not line:
            raise UsageError("usage.missing", what="the password on standard input")
        password = line.rstrip("\r\n")
    elif identity is None and may_ask(run.json):
        question = f"Password of {address.user} (empty: SSH agent)"
        password = typer.prompt(question, hide_input=True, default="", show_default=False, err=True) or None
    passphrase = passphrase_of(identity, asks=may_ask(run.json)) if identity else None
    return NanoLogin(address=address, password=password, identity=identity, passphrase=passphrase, trust=trust)


def passphrase_of(identity: Path, *, asks: bool) -> str | None:
    """What opens a private key file; None where it needs nothing. Asked for in the dark, up to PASSPHRASES times.

    Raises NanoError nano.key_locked where nobody may be asked or nothing is typed, nano.key_passphrase_wrong after the
    last time, nano.key_unreadable.
    """
    from nanowizard.remote.ssh import check_identity  # noqa: PLC0415 - paramiko takes long to load

    passphrase: str | None = None
    for asked in range(PASSPHRASES + 1):
        try:
            check_identity(identity, passphrase)
            return passphrase
        except NanoError as error:
            if error.code not in _LOCKED or not asks or asked == PASSPHRASES:
                raise
            typer.echo(words(error.code, error.params), err=True)
            passphrase = typer.prompt("Passphrase", hide_input=True, default="", show_default=False, err=True)
            if not passphrase:
                raise
            hide(passphrase)
    return passphrase
