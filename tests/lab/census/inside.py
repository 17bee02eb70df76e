"""Runs in the virtual computer, as an ordinary user: NanoWizard's tasks, as its commands and pages run them.

One process for all cards, because starting one takes longer than most repairs there. A JSON list a line comes in
(["list"], ["repair", NODE], ["flash", NODE, IMAGE]); a line of JSON goes out, with the findings and how it ended.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from nanowizard.core.errors import NanoWizardError
from nanowizard.core.events import Event, FindingReported, Severity
from nanowizard.core.task import RunContext, Task, TaskRun
from nanowizard.tasks.card import FlashCard, FlashInput, ListCards, ListInput, find_card
from nanowizard.tasks.format import RepairCard, RepairInput
from nanowizard.tasks.session import Session

DONE = "succeeded"


def main() -> None:
    work = Session()
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        print(json.dumps(_answer(work, *json.loads(line))), flush=True)
    work.close()


def _answer(work: Session, what: str, *arguments: str) -> dict[str, Any]:
    try:
        if what == "list":
            return _run(ListCards(work), ListInput(show_all=True))
        card = find_card(work, arguments[0]).identity
        if what == "flash":
            return _run(FlashCard(work), FlashInput(image=Path(arguments[1]), card=card, confirmed=True))
        return _run(RepairCard(work), RepairInput(card=card, confirmed=True))
    except NanoWizardError as error:
        return {"findings": [], "end": error.code, "result": {}}


def _run(task: Task, inp: Any) -> dict[str, Any]:
    """`end` is "succeeded", or the code of the error, or of the finding that stopped it."""
    findings: list[tuple[str, Severity]] = []

    def emit(event: Event) -> None:
        if isinstance(event, FindingReported):
            findings.append((event.finding.code, event.finding.severity))

    finished = TaskRun(task, inp, RunContext(emit=emit)).check_then_run()
    stops = [code for code, severity in findings if severity is Severity.BLOCKING]
    end = finished.error.code if finished.error else stops[0] if finished.status.value == "blocked" else DONE
    return {"findings": [code for code, _ in findings], "end": end, "result": dict(finished.result)}


if __name__ == "__main__":
    main()
