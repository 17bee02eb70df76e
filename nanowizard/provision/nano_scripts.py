"""The Python programs of ours that run on the Nano, from `resources/nano`: Python 3.6 and nothing to install first."""

from __future__ import annotations

from functools import cache

from nanowizard.core.resources import resource

PACKAGES = "packages"
REACH = "reach"
START = "start"
PROOF = "proof"
TRAIN = "train"


@cache
def nano_script(name: str) -> str:
    """The text of one of them, for `python3 -c`."""
    return resource("nano", f"{name}.py").read_text(encoding="utf-8")
