"""nanowizard setup: the whole journey in the terminal"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from nanowizard.cli.nano_options import login
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
from nanowizard.core.messages.table import message
from nanowizard.core.profile import Profile, load_profile
from nanowizard.tasks.card import find_card
from nanowizard.tasks.report import Words, report_document, save_report
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
    trust: Annotated[str | None, typer.Option(metavar="FINGERPRINT", help="The host key you confirm.")] = None,
    json: JsonOption = False,
) -> None:
    """Image, card, flash, boot, login and the steps on the Nano, one after the other.

    A profile without image and card sets up a Nano that runs already.
    """
    with command("setup", json) as run, session(ctx, practice=practice) as work:
        answers = load_profile(profile) if profile else Profile()
        answers = replace(answers, nano=nano or answers.nano)
        inp = SetUpInput(profile=answers, confirmed=yes, very_large=yes and names(very_large, answers.card))
        if work.world:
            inp = _practice(work, inp)
        elif answers.nano:
            inp = replace(
                inp, login=login(work, run, answers.nano, identity=None, password_stdin=password_stdin, trust=trust)
            )
        if not inp.confirmed and inp.profile.card and may_ask(json):
            drive = find_card(work, inp.profile.card)
            agreed = consent(drive, yes=yes, very_large=very_large, json=json)
            inp = replace(inp, card=drive.identity, confirmed=agreed.confirmed, very_large=agreed.very_large)
        if yes:
            work.ask_trust = None
        report = run.run(SetUp(work), inp).result
        rows = (
            (message(f"task.{step['task']}").what, step["status"], duration(step["took_s"])) for step in report["steps"]
        )
        run.table(("Step", "How it ended", "Took"), rows, title=f"Report: {duration(report['took_s'])} in all")
        run.show(f"Kept as {_keep_report(work, inp)}")


def _keep_report(work: Session, inp: SetUpInput) -> Path:
    """A page for people, and the same for programs beside it. Raises StoreError("store.not_written")."""
    nano = inp.login.address if inp.login else None
    document = report_document(work.journey.outcomes.values(), nano)
    page = work.places.state / "reports" / time.strftime("%Y-%m-%d-%H%M%S.html")
    labels = {
        "title": "NanoWizard report",
        "found": "What was found and measured",
        "done": "Done",
        "undo": "To undo it",
        "took": "How it ended",
        "nothing_changed": "Nothing had to be changed",
    }
    english = Words(language="en", of=words, status=str, duration=duration, labels=labels)
    save_report(page.with_suffix(".json"), document, english)
    save_report(page, document, english)
    return page


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
