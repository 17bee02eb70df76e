"""chooser.py NODE IMAGE: somebody who chooses a card on a page, has a coffee, and then writes it.

Prints `chosen`, waits for a line of input, flashes with what was chosen, and prints the events as --json does.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from nanowizard.cli.output import JsonSink
from nanowizard.core.task import CancelToken, RunContext, TaskRun
from nanowizard.tasks.card import FlashCard, FlashInput, find_card
from nanowizard.tasks.session import Session


def main(node: str, image: str) -> None:
    work = Session()
    try:
        chosen = find_card(work, node)
        print(json.dumps({"event": "chosen", "name": chosen.name}), flush=True)
        sys.stdin.readline()
        inp = FlashInput(image=Path(image), card=chosen.identity, confirmed=True)
        TaskRun(FlashCard(work), inp, RunContext(emit=JsonSink().emit, cancel=CancelToken())).check_then_run()
    finally:
        work.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
