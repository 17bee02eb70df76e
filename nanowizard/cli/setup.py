"""nanowizard setup: the whole journey in the terminal"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from nanowizard.cli.nano_options import DryRunOption, IdentityOption, LendOption, login, show_plan
from nanowizard.cli.options import (
    JsonOption,
    PracticeOption,
    VeryLargeOption,
    YesOption,
    command,
    consent,
    may_ask,
    names,
    session,
)
from nanowizard.cli.output import duration, words
from nanowizard.cli.report import keep_report, status_words
from nanowizard.cli.run import Command
from nanowizard.core.errors import StoreError
from nanowizard.core.messages.table import message
from nanowizard.core.profile import Profile, load_profile
from nanowizard.tasks.card import find_card
from nanowizard.tasks.session import NanoLogin, Session
from nanowizard.tasks.setup import SetUp, SetUpInput


def setup(
    ctx: typer.Context,
    *,
    practice: PracticeOption = False,
    profile: Annotated[Path | None, typer.Option(help="A file with the answers.")] = None,
    nano: Annotated[
        str | None, typer.Option(metavar="[USER@]HOST[:PORT]", help="Which Nano, instead of the profile's.")
    ] = None,
    yes: YesOption = False,
    very_large: VeryLargeOption = None,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the Nano's password.")] = False,
    identity: IdentityOption = None,
    trust: Annotated[str | None, typer.Option(metavar="FINGERPRINT", help="The host key you confirm.")] = None,
    lend_internet: LendOption = False,
    proof: Annotated[bool, typer.Option("--proof/--no-proof", help="Prove at the end that TensorFlow works.")] = True,
    dry_run: DryRunOption = False,
    json: JsonOption = False,
) -> None:
    """Image, card, flash, boot, login and the steps on the Nano, one after the other.

    A profile without image and card sets up a Nano that runs already.
    """
    with command("setup", json) as run, session(ctx, practice=practice) as work:
        answers = load_profile(profile) if profile else Profile()
        answers = replace(answers, nano=nano or answers.nano, lend_internet=lend_internet or answers.lend_internet)
        answers = answers if proof else replace(answers, proof=None)
        large = yes and names(very_large, answers.card)
        inp = SetUpInput(profile=answers, confirmed=yes, very_large=large, dry_run=dry_run)
        if work.world:
            inp = _practice(work, inp)
        elif answers.nano:
            inp = replace(
                inp, login=login(work, run, answers.nano, identity=identity, password_stdin=password_stdin, trust=trust)
            )
        if not inp.confirmed and inp.profile.card and may_ask(json) and not dry_run:
            drive = find_card(work, inp.profile.card)
            agreed = consent(drive, yes=yes, very_large=very_large, json=json)
            inp = replace(inp, card=drive.identity, confirmed=agreed.confirmed, very_large=agreed.very_large)
        if yes:
            work.ask_trust = None
        if dry_run:
            show_plan(run, run.run(SetUp(work), inp).result["changes"])
        else:
            _set_up(run, work, inp)


def _set_up(run: Command, work: Session, inp: SetUpInput) -> None:
    """Its report is shown at a good end, and kept at every end: what was done before is done."""
    try:
        report = run.run(SetUp(work), inp).result
    except (typer.Exit, KeyboardInterrupt):
        if work.journey.outcomes:
            _keep(run, work, inp)
        raise
    rows = (
        (message(f"task.{step['task']}").what, status_words(step["status"]), duration(step["took_s"]))
        for step in report["steps"]
    )
    run.table(("Step", "How it ended", "Took"), rows, title=f"Report: {duration(report['took_s'])} in all")
    _keep(run, work, inp)


def _keep(run: Command, work: Session, inp: SetUpInput) -> None:
    """How the journey ended stays how it ended where the report cannot be written."""
    try:
        page = keep_report(work, inp.login.address if inp.login else None)
    except StoreError as error:
        run.show(words(error.code, error.params))
    else:
        run.show(f"Report: {page}")


def _practice(work: Session, inp: SetUpInput) -> SetUpInput:
    """The practice world's own image, card and Nano wherever the profile names none; its card may always be erased."""
    world = work.world
    if world is None:
        return inp
    profile = replace(
        inp.profile,
        image=inp.profile.image or world.image_url(),
        card=inp.profile.card or str(world.card),
    )
    key = NanoLogin(address=world.nano_address(), password=world.password, trust=world.fingerprint())
    return replace(inp, profile=profile, login=key, confirmed=inp.confirmed or profile.card == str(world.card))
