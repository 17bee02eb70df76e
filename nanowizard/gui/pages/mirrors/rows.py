"""The rows of a list of mirrors: how fast each is from the Nano, which one is the fastest, which one is in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from nanowizard.gui import texts
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.choice_list import Choice
from nanowizard.gui.widgets.tag import TagSpec

translate = QCoreApplication.translate


Row = Mapping[str, Any]
"""As `tasks.apt.MeasureMirrors` gives them; `measured` False while the speed is not known yet."""


def ordered(rows: Sequence[Row]) -> list[Row]:
    """The fastest first; those without a speed keep their order behind the others."""
    return sorted(rows, key=lambda row: (row.get("error") is not None, -(row.get("bytes_per_s") or 0.0)))


def shortened(rows: Sequence[Row], keep: Sequence[str | None], count: int) -> list[Row]:
    """The first `count` rows, with those whose id is in `keep` or that are in use among them."""
    wanted = [row for row in rows if row["id"] in keep or row.get("in_use")]
    others = [row for row in rows if row not in wanted][: max(count - len(wanted), 0)]
    return [row for row in rows if row in wanted or row in others]


def choices(rows: Sequence[Row], all_rows: Sequence[Row], *, lent: bool = False) -> list[Choice]:
    """`all_rows` say how long the longest bar is. With a lent internet also what the Nano did not reach is a choice."""
    best = max((row.get("bytes_per_s") or 0.0 for row in all_rows), default=0.0)
    return [_choice(row, best, lent) for row in rows]


def name_of(row: Row) -> str:
    names = row["name"]
    return str(names.get(QLocale().name().partition("_")[0]) or names["en"])


def _choice(row: Row, best: float, lent: bool) -> Choice:
    speed, measured = row.get("bytes_per_s"), row.get("measured", True)
    works = row.get("error") is None
    return Choice(
        row["id"],
        name_of(row),
        _reason(row),
        tags=_tags(row),
        choosable=works or lent,
        blocked_icon="dash",
        value=_value(row),
        meter=speed / best if measured and works and speed and best else None,
    )


def _reason(row: Row) -> str:
    if row.get("error") is None:
        return str(row["host"])
    return texts.join_facts([str(row["host"]), _error_words(row["error"])])


def _tags(row: Row) -> tuple[TagSpec, ...]:
    tags = []
    if row.get("fastest"):
        tags.append(TagSpec(translate("MirrorsPage", "Fastest"), Tone.GOOD))
    if row.get("stale"):
        tags.append(TagSpec(translate("MirrorsPage", "Out of date"), Tone.WARN))
    if row.get("in_use"):
        tags.append(TagSpec(translate("MirrorsPage", "In use"), Tone.INFO))
    return tuple(tags[:2])


def _value(row: Row) -> str:
    if not row.get("measured", True):
        return translate("MirrorsPage", "Measuring…") if row.get("measuring") else ""
    if row.get("error") is not None:
        return translate("MirrorsPage", "No answer") if row["error"] in ("timeout", "unreachable") else ""
    speed = row.get("bytes_per_s")
    return texts.rate(speed) if speed else translate("MirrorsPage", "Answers")


def _error_words(error: str) -> str:
    """Why it cannot be used, as far as more is known than that it is silent."""
    return {
        "dns": translate("MirrorsPage", "the Nano does not find this name"),
        "tls": translate("MirrorsPage", "the Nano does not accept its certificate"),
        "timeout": translate("MirrorsPage", "it did not answer in time"),
        "unreachable": translate("MirrorsPage", "the Nano does not reach it"),
        "not_found": translate("MirrorsPage", "it has no copy for this system"),
        "no_mirror": translate("MirrorsPage", "it has no copy for this system"),
        "server": translate("MirrorsPage", "it answers with an error"),
    }.get(error, error)
