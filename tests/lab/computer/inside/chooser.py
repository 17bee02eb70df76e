"""chooser.py NODE IMAGE: somebody who chooses a card on a page, has a coffee, and then writes it.

Prints `chosen`, waits for a line of input, flashes with what was chosen, and prints the events as --json does.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from nanowizard.cli.output import JsonSink
from nanowizard.cli.run import exit_code
from nanowizard.core.task import RunContext, TaskRun
from nanowizard.tasks.card import FlashCard, FlashInput, find_card
from nanowizard.tasks.session import Session


def main(node: str, image: str) -> int:
    work = Session()
    try:
        chosen = find_card(work, node)
        print(json.dumps({"event": "chosen", "name": chosen.name}), flush=True)
        sys.stdin.readline()
        inp = FlashInput(image=Path(image), card=chosen.identity, confirmed=True)
        return exit_code(TaskRun(FlashCard(work), inp, RunContext(emit=JsonSink().emit)).check_then_run())
    finally:
        work.close()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
