"""What the benchmarks found, collected in one place and printed as one table at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`limit` is the most that `value` may be; None for what is only to be compared."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.limit is None:
            return ""
        return "OK" if self.value <= self.limit else "OVER"


ROWS: list[Row] = []


def add(name: str, value: float, unit: str, *, limit: float | None = None, note: str = "") -> None:
    ROWS.append(Row(name, value, unit, limit, note))


def lines(rows: Sequence[Row]) -> list[str]:
    cells = [("measured", "value", "limit", "", "note")]
    for row in rows:
        limit = f"{row.limit:g} {row.unit}" if row.limit is not None else ""
        cells.append((row.name, f"{row.value:.3g} {row.unit}", limit, row.verdict, row.note))
    widths = [max(len(line[column]) for line in cells) for column in range(5)]
    return ["  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip() for line in cells]
