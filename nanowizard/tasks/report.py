"""The report of a finished set-up, as JSON for programs and as a page for people: found, done, measured, the way back.

Words come from the caller: the command line writes English, the window its own language.
"""

from __future__ import annotations

import html
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nanowizard.core.errors import StoreError
from nanowizard.core.events import Params
from nanowizard.core.store import write_atomically
from nanowizard.remote.address import Address
from nanowizard.tasks.journey import Outcome

SCHEMA = 1
UNDO = {
    "nano.swap": "nano swap --undo",
    "nano.apt": "nano apt --undo",
    "nano.pip": "nano pip --undo",
    "nano.tensorflow": "nano tensorflow --undo",
    "nano.power": "nano power --undo",
}
"""What takes back what a task did; all others change nothing on the Nano that could be taken back."""
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;"
    "background:#fff}table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;"
    "padding:.3rem .8rem .3rem 0;border-bottom:1px solid #d8dde3}code{background:#eef1f4;padding:.1rem .3rem;"
    "border-radius:4px}@media(prefers-color-scheme:dark){body{color:#e6e9ed;background:#16191d}"
    "td,th{border-color:#394049}code{background:#252a31}}"
)


@dataclass(frozen=True, slots=True)
class Words:
    """How the page speaks. `of` gives the sentence for a code; `duration` takes seconds; `labels` are LABELS' words."""

    language: str
    of: Callable[[str, Params], str]
    status: Callable[[str], str]
    duration: Callable[[float], str]
    labels: Mapping[str, str]


LABELS = ("title", "found", "done", "undo", "took", "nothing_changed")


def report_document(outcomes: Iterable[Outcome], nano: Address | None) -> dict[str, Any]:
    """The report as data. `undo` is a command line; None where there is nothing to take back."""
    steps = []
    for outcome in outcomes:
        facts = dict(outcome.facts)
        changes = facts.pop("changes", [])
        undo = UNDO.get(outcome.task) if facts.get("can_undo") and nano else None
        steps.append(
            {
                "task": outcome.task,
                "status": outcome.status.value,
                "ended_at": time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(outcome.ended_at)),
                "took_s": round(outcome.took_s, 1),
                "found": facts,
                "changes": changes,
                "undo": f"nanowizard {undo} --nano {nano}" if undo else None,
            }
        )
    return {"schema": SCHEMA, "nano": str(nano) if nano else None, "steps": steps}


def report_page(document: Mapping[str, Any], words: Words) -> str:
    """The same as HTML that needs no other file."""
    label = {name: html.escape(words.labels[name]) for name in LABELS}
    parts = [_section(step, words, label) for step in document["steps"]]
    nano = f"<p>{html.escape(document['nano'])}</p>" if document["nano"] else ""
    return (
        f'<!DOCTYPE html><html lang="{html.escape(words.language)}"><head><meta charset="utf-8">'
        f"<title>{label['title']}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{label['title']}</h1>{nano}{''.join(parts)}</body></html>\n"
    )


def save_report(file: Path, document: Mapping[str, Any], words: Words) -> None:
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


def _section(step: Mapping[str, Any], words: Words, label: Mapping[str, str]) -> str:
    name = html.escape(words.of(f"task.{step['task']}", {}))
    status = html.escape(words.status(step["status"]))
    took = html.escape(words.duration(step["took_s"]))
    changes = [html.escape(words.of(change["code"], change["params"])) for change in step["changes"]]
    done = "<br>".join(changes) or label["nothing_changed"]
    rows = [(label["took"], f"{status}, {took}"), (label["done"], done)]
    if step["undo"]:
        rows.append((label["undo"], f"<code>{html.escape(step['undo'])}</code>"))
    found = "".join(
        f"<tr><td>{html.escape(key)}</td><td>{html.escape(_plain(value))}</td></tr>"
        for key, value in step["found"].items()
        if value not in (None, "", [], {})
    )
    table = "".join(f"<tr><th>{key}</th><td>{value}</td></tr>" for key, value in rows)
    details = f"<details><summary>{label['found']}</summary><table>{found}</table></details>" if found else ""
    return f"<h2>{name}</h2><table>{table}</table>{details}"


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
