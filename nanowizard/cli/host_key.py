"""The question whether an identity that has not been met is the Nano's: shown in full, answered by a typed yes."""

from __future__ import annotations

import typer

from nanowizard.cli.output import words
from nanowizard.core.events import Params
from nanowizard.remote.hostkey_art import picture_of, words_of

YES = "yes"
_FILES = {"ssh-ed25519": "ed25519", "ecdsa-sha2-nistp256": "ecdsa", "ssh-rsa": "rsa"}
"""The names of the files of OpenSSH's keys, by the type that they show."""


def where(shown: Params) -> str:
    """What shows the same fingerprint and picture on the Nano itself."""
    kind = _FILES.get(str(shown.get("key_type")), "*")
    return f"ssh-keygen -lvf /etc/ssh/ssh_host_{kind}_key.pub"


def ask_trust(shown: Params) -> bool:
    """`shown` are the finding's parameters. On standard error, as all questions are."""
    fingerprint = str(shown["fingerprint"])
    code = "nano.host_key_rewritten" if "written_s" in shown else "nano.host_key_unknown"
    picture = picture_of(fingerprint)
    edge = "+" + "-" * len(picture[0]) + "+"
    lines = [
        words(code, shown),
        f"  SHA256:{fingerprint}",
        f"  {' '.join(words_of(fingerprint))}",
        *(f"  {line}" for line in (edge, *(f"|{row}|" for row in picture), edge)),
        "The words and the picture are the fingerprint again, to compare two screens at a glance.",
        f"To compare, type this on the Nano's own screen or serial console: {where(shown)}",
    ]
    typer.echo("\n".join(lines), err=True)
    question = f"Type {YES} if this is your Nano"
    return str(typer.prompt(question, default="", show_default=False, err=True)).strip().lower() == YES
