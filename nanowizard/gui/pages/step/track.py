"""Where a run on the Nano stands, by its events: its rows, how long each took, how much is left. No Qt, no words."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nanowizard.core.events import Params, Progress, StepFinished, StepStarted

NEARLY = 0.95
"""A running change never looks finished by its usual time alone."""


@dataclass(slots=True)
class Row:
    """One change of the plan. `usual_s`: how long it usually takes, None where nobody knows."""

    code: str
    params: Params = field(default_factory=dict)
    began: float | None = None
    took_s: float | None = None
    progress: Progress | None = None

    @property
    def usual_s(self) -> float | None:
        usual_s = self.params.get("usual_s")
        return float(usual_s) if isinstance(usual_s, (int, float)) and usual_s > 0 else None

    @property
    def is_running(self) -> bool:
        return self.began is not None and self.took_s is None

    @property
    def is_done(self) -> bool:
        return self.took_s is not None


class RunTrack:
    """Fed with a run's events. A code may come twice in a plan; its first row that waits is the one that begins.

    What begins inside of a running change has no row of its own: it is `inner`. What begins on its own and stands in no
    plan (a run that was found going on) gets a row.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.rows: list[Row] = []
        self.inner: StepStarted | None = None

    def begin(self, changes: Iterable[Mapping[str, object]]) -> None:
        """The changes of the plan, each with `code` and `params`."""
        self.rows = [Row(str(change["code"]), dict(_mapping(change.get("params")))) for change in changes]
        self.inner = None

    def started(self, event: StepStarted) -> None:
        row = next((row for row in self.rows if row.code == event.step and row.began is None), None)
        if row is None and self.running() is not None:
            self.inner = event
            return
        if row is None:
            row = Row(event.step)
            self.rows.append(row)
        row.params = {**row.params, **event.params}
        row.began = self._clock()
        self.inner = None

    def finished(self, event: StepFinished) -> None:
        row = self.running()
        if row is None or row.code != event.step:
            if self.inner is not None and self.inner.step == event.step:
                self.inner = None
            return
        took_s = event.params.get("took_s")
        row.took_s = float(took_s) if isinstance(took_s, (int, float)) else self._elapsed(row)
        row.progress = None
        self.inner = None

    def progress(self, progress: Progress) -> None:
        row = self.running()
        if row is not None:
            row.progress = progress

    def running(self) -> Row | None:
        return next((row for row in self.rows if row.is_running), None)

    def elapsed_s(self, row: Row) -> float:
        """Seconds that the row has been running, or that it took; 0 before."""
        return row.took_s if row.took_s is not None else self._elapsed(row)

    def share(self, row: Row) -> float:
        """How much of the row is done, 0 to 1."""
        if row.is_done:
            return 1.0
        if not row.is_running:
            return 0.0
        known = _counted(row.progress)
        if known is not None:
            return known
        return min(self._elapsed(row) / row.usual_s, NEARLY) if row.usual_s else 0.0

    def fraction(self) -> float | None:
        """How much of all is done, weighted by the usual times; None without a row."""
        weights = _weights(self.rows)
        if not weights:
            return None
        return sum(weight * self.share(row) for weight, row in zip(weights, self.rows, strict=True)) / sum(weights)

    def left_s(self) -> float | None:
        """Seconds until the end, by the usual times; None where one of them is not known."""
        left: list[float] = []
        for row in (row for row in self.rows if not row.is_done):
            if row.is_running and row.progress is not None and row.progress.eta_s is not None:
                left.append(row.progress.eta_s)
            elif row.usual_s is None:
                return None
            else:
                left.append(max(row.usual_s - self._elapsed(row), 0.0))
        return sum(left) if left else None

    def is_late(self, row: Row) -> bool:
        """It runs for much longer than it usually takes."""
        return row.is_running and row.usual_s is not None and self._elapsed(row) > 1.5 * row.usual_s

    def _elapsed(self, row: Row) -> float:
        return 0.0 if row.began is None else self._clock() - row.began


def _counted(progress: Progress | None) -> float | None:
    if progress is None or not progress.total:
        return None
    return min(max(progress.done / progress.total, 0.0), 1.0)


def _weights(rows: Sequence[Row]) -> list[float]:
    """A row whose time nobody knows counts like the average of the others."""
    known = [row.usual_s for row in rows if row.usual_s is not None]
    average = sum(known) / len(known) if known else 1.0
    return [row.usual_s or average for row in rows]


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
