"""Prints the paths of the drives that are there, now and whenever that changes, until its input ends."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from nanowizard.core.errors import NanoWizardError
from nanowizard.drives.model import Drive
from nanowizard.helper.client import HelperClient


def show(drives: Sequence[Drive] | NanoWizardError) -> None:
    assert not isinstance(drives, NanoWizardError), drives
    there = {drive.path: drive.medium_present for drive in drives}
    print(json.dumps({"event": "drives", "with_card": there}), flush=True)


if __name__ == "__main__":
    with HelperClient() as client:
        watch = client.watch(show)
        sys.stdin.read()
        watch.close()
