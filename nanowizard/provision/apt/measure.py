"""How fast and how new mirrors are, measured from the Nano itself: what is near to this computer may be far from there.

All at the same time: they share the Nano's line, so that the numbers are for comparing them. curl may not be there;
Python is, and reads what to do from its standard input.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import Any

from nanowizard.core.events import Progress, StepFinished, StepStarted
from nanowizard.core.resources import resource
from nanowizard.core.task import RunContext
from nanowizard.provision.apt.archive import Archive
from nanowizard.remote.shell import Connection

STALE_S = 3 * 86400.0
"""A mirror that is so far behind another gets no updates any more; good ones follow within hours."""
MOST_BYTES = 2 << 20
MOST_S = 10.0
SCRIPT = ("nano", "measure_mirrors.py")
PIP_PAGE = "numpy/"
"""A page of an index that is large enough to measure with (some hundred kilobytes)."""
ERRORS: Mapping[str, str] = {
    "dns": "nano.mirror_dns",
    "tls": "nano.mirror_tls",
    "timeout": "nano.mirror_timeout",
    "unreachable": "nano.mirror_unreachable",
    "not_found": "nano.mirror_not_found",
    "server": "nano.mirror_server",
    "no_mirror": "nano.mirror_no_mirror",
}
"""The code of each word that the script says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A mirror to measure; `page` for a Python package index (PIP_PAGE), "" for an apt archive."""

    id: str
    host: str
    url: str
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """`age_s`: how far behind the newest of the others, None where that is not known. `error`: a code of ERRORS.

    `bytes_per_s` None without an error: the archive is too small to measure with.
    """

    candidate: Candidate
    bytes_per_s: float | None = None
    suite: str = ""
    made: float | None = None
    age_s: float | None = None
    error: str | None = None

    @property
    def is_stale(self) -> bool:
        return self.age_s is not None and self.age_s > STALE_S


def measure(conn: Connection, ctx: RunContext, archive: Archive, candidates: Sequence[Candidate]) -> list[Measured]:
    """Each is a step `nano.mirrors.measure` of its own, which ends when it is known. In the order of `candidates`.

    Raises as `Connection.run`.
    """
    rows: dict[int, Measured] = {}
    for candidate in candidates:
        ctx.emit(StepStarted(step="nano.mirrors.measure", params={"id": candidate.id, "host": candidate.host}))

    def finish(number: int, row: Measured) -> None:
        if number in rows:
            return
        rows[number] = row
        facts = {"bytes_per_s": row.bytes_per_s, "error": row.error}
        place = {"id": row.candidate.id, "host": row.candidate.host}
        ctx.emit(StepFinished(step="nano.mirrors.measure", params={**place, **facts}))
        ctx.emit(Progress(phase="nano.mirrors", done=len(rows), total=len(candidates), unit="mirrors"))

    def on_line(line: str) -> None:
        said = _row(line)
        if said and 0 <= said["id"] < len(candidates):
            finish(said["id"], measured(candidates[said["id"]], said))

    argv = ["python3", "-", json.dumps(_wish(archive, candidates))]
    conn.run(argv, ctx, stdin=resource(*SCRIPT).read_bytes(), timeout_s=MOST_S * 6, on_line=on_line)
    for number, candidate in enumerate(candidates):
        finish(number, Measured(candidate=candidate, error=ERRORS["timeout"]))
    return with_ages([rows[number] for number in range(len(candidates))])


def measured(candidate: Candidate, said: Mapping[str, Any]) -> Measured:
    error = said.get("error")
    return Measured(
        candidate=candidate,
        bytes_per_s=said.get("bytes_per_s"),
        suite=said.get("suite") or "",
        made=_date(said.get("date")),
        error=ERRORS.get(str(error), ERRORS["unreachable"]) if error else None,
    )


def with_ages(rows: Sequence[Measured]) -> list[Measured]:
    """Each compared with the newest of those that tell about the same suite."""
    newest: dict[str, float] = {}
    for row in rows:
        if row.made is not None:
            newest[row.suite] = max(newest.get(row.suite, row.made), row.made)
    return [row if row.made is None else replace(row, age_s=newest[row.suite] - row.made) for row in rows]


def fastest(rows: Sequence[Measured]) -> Measured | None:
    """The best of those that work and are new enough."""
    good = [row for row in rows if row.bytes_per_s is not None and row.error is None and not row.is_stale]
    return max(good, key=lambda row: row.bytes_per_s or 0.0, default=None)


def suites_of(release: str) -> list[str]:
    """Those that are updated most often first."""
    return [f"{release}-updates", f"{release}-security", release]


def _wish(archive: Archive, candidates: Sequence[Candidate]) -> Mapping[str, Any]:
    return {
        "suites": suites_of(archive.release),
        "architecture": archive.architecture,
        "bytes": MOST_BYTES,
        "seconds": MOST_S,
        "mirrors": [{"id": n, "url": one.url, "page": one.page} for n, one in enumerate(candidates)],
    }


def _row(line: str) -> Mapping[str, Any] | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) and isinstance(said.get("id"), int) else None


def _date(text: object) -> float | None:
    try:
        return parsedate_to_datetime(str(text)).timestamp() if text else None
    except (ValueError, TypeError):
        return None
