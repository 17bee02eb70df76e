"""The report of a set-up as data: what was found, done and measured, and the way back. `report_page` is its page."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from nanowizard.core.errors import StoreError
from nanowizard.core.store import write_atomically
from nanowizard.remote.address import Address
from nanowizard.tasks.journey import Outcome
from nanowizard.tasks.report_page import ReportWords, report_page

SCHEMA = 2
UNDO = {
    "nano.key": "nano key --undo",
    "nano.swap": "nano swap --undo",
    "nano.apt": "nano apt --undo",
    "nano.pip": "nano pip --undo",
    "nano.tensorflow": "nano tensorflow --undo",
    "nano.power": "nano power --undo",
}
"""What takes back what a task did; all others change nothing on the Nano that could be taken back."""
_APART = frozenset({"changes", "before", "took_s"})
"""What a result says besides the facts."""


def report_document(outcomes: Iterable[Outcome], nano: Address | None) -> dict[str, Any]:
    """The steps, each of a page of several by itself.

    `found`: the facts before a change; `now`: those after it, None where nothing was changed. `changes`: None for what
    is no step on the Nano, or ended before it said. `undo`: a command line, None where there is nothing to take back.
    `error`: None, or `code` and `params`.
    """
    steps = [step for outcome in outcomes for step in _steps(outcome, nano)]
    return {"schema": SCHEMA, "nano": str(nano) if nano else None, "steps": steps}


def save_report(file: Path, document: Mapping[str, Any], words: ReportWords) -> None:
    """As a page where the name ends in .html or .htm, else as JSON. Raises StoreError("store.not_written")."""
    if file.suffix.lower() in {".html", ".htm"}:
        text = report_page(document, words)
    else:
        text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, text.encode())
    except OSError as error:
        raise StoreError("store.not_written", file=str(file), detail=str(error)) from error


def _steps(outcome: Outcome, nano: Address | None) -> Iterator[dict[str, Any]]:
    """In the order in which they were done, also where a step was taken back."""
    parts: Mapping[str, Mapping[str, Any]] = outcome.facts.get("parts") or {outcome.task: outcome.facts}
    for task, facts in parts.items():
        yield _step(task, facts, outcome, nano)


def _step(task: str, result: Mapping[str, Any], outcome: Outcome, nano: Address | None) -> dict[str, Any]:
    facts = {key: value for key, value in result.items() if key not in _APART}
    before = result.get("before")
    undo = UNDO.get(task) if result.get("can_undo") and nano else None
    error = outcome.error
    return {
        "task": task,
        "status": outcome.status.value,
        "error": {"code": error.code, "params": dict(error.params)} if error else None,
        "ended_at": time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(outcome.ended_at)),
        "took_s": round(result.get("took_s", outcome.took_s), 1),
        "found": facts if before is None else dict(before),
        "now": None if before is None else facts,
        "changes": list(result["changes"]) if "changes" in result else None,
        "undo": f"nanowizard {undo} --nano {nano}" if undo else None,
    }
