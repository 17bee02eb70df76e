"""The report of a set-up as a page for people, in the caller's language: HTML that needs no other file."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nanowizard.core.events import Status
from nanowizard.tasks.fact_rows import FactWords, fact_rows

LABELS = ("title", "found", "before", "now", "done", "undo", "ended", "why", "nothing_changed", "not_known")
_WELL = frozenset({Status.SUCCEEDED.value, Status.SATISFIED.value})
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;"
    "background:#fff}table{border-collapse:collapse;width:100%;margin:.5rem 0}td,th{text-align:left;"
    "vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #d8dde3;overflow-wrap:anywhere}"
    "th{width:14rem;font-weight:600}thead th,td.same{font-weight:400;color:#5c6773}"
    "code{background:#eef1f4;padding:.1rem .3rem;border-radius:4px}summary{cursor:pointer}"
    "@media(prefers-color-scheme:dark){body{color:#e6e9ed;background:#16191d}thead th,td.same{color:#9aa5b1}"
    "td,th{border-color:#394049}code{background:#252a31}}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWords:
    """How the page speaks. `labels` are LABELS' words; `moment` writes a date with its time, `status` how it ended."""

    language: str
    facts: FactWords
    status: Callable[[str], str]
    moment: Callable[[datetime], str]
    labels: Mapping[str, str]


def report_page(document: Mapping[str, Any], words: ReportWords) -> str:
    """`document` is that of `report_document`."""
    label = {name: html.escape(words.labels[name]) for name in LABELS}
    parts = [_section(step, words, label) for step in document["steps"]]
    nano = f"<p>{html.escape(document['nano'])}</p>" if document["nano"] else ""
    return (
        f'<!DOCTYPE html><html lang="{html.escape(words.language)}"><head><meta charset="utf-8">'
        f"<title>{label['title']}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{label['title']}</h1>{nano}{''.join(parts)}</body></html>\n"
    )


def _section(step: Mapping[str, Any], words: ReportWords, label: Mapping[str, str]) -> str:
    of = words.facts.of
    ended = [words.status(step["status"]), words.facts.formats.duration(step["took_s"]), words.moment(_ended(step))]
    rows = [(label["ended"], html.escape(" · ".join(ended)))]
    if step["error"]:
        rows.append((label["why"], html.escape(of(step["error"]["code"], step["error"]["params"]))))
    if done := _done(step, words, label):
        rows.append((label["done"], done))
    if step["undo"]:
        rows.append((label["undo"], f"<code>{html.escape(step['undo'])}</code>"))
    table = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows)
    name = html.escape(of(f"task.{step['task']}", {}))
    return f"<h2>{name}</h2><table>{table}</table>{_facts(step, words, label)}"


def _done(step: Mapping[str, Any], words: ReportWords, label: Mapping[str, str]) -> str:
    """Empty for what changes nothing on a Nano. That nothing was changed nobody can promise of what ended badly."""
    if step["changes"]:
        of = words.facts.of
        return "<br>".join(html.escape(of(change["code"], change["params"])) for change in step["changes"])
    if step["status"] not in _WELL:
        return label["not_known"]
    return "" if step["changes"] is None else label["nothing_changed"]


def _facts(step: Mapping[str, Any], words: ReportWords, label: Mapping[str, str]) -> str:
    """What was found; beside it, where something was changed, what it is now."""
    found = fact_rows(step["found"], words.facts)
    now = fact_rows(step["now"] or {}, words.facts)
    compared = step["now"] is not None
    rows = "".join(_row(found.get(key), now.get(key), compared=compared) for key in {**found, **now})
    if not rows:
        return ""
    heads = f"<thead><tr><th></th><th>{label['before']}</th><th>{label['now']}</th></tr></thead>" if compared else ""
    table = f"<table>{heads}{rows}</table>"
    return f"<details><summary>{label['found']}</summary>{table}</details>"


def _row(found: tuple[str, str] | None, now: tuple[str, str] | None, *, compared: bool) -> str:
    name, before = found or ((now or ("", ""))[0], "–")
    row = f"<th>{html.escape(name)}</th><td>{html.escape(before)}</td>"
    if compared:
        after = now[1] if now else "–"
        same = ' class="same"' if after == before else ""
        row += f"<td{same}>{html.escape(after)}</td>"
    return f"<tr>{row}</tr>"


def _ended(step: Mapping[str, Any]) -> datetime:
    return datetime.strptime(step["ended_at"], "%Y-%m-%dT%H:%M:%S%z")
