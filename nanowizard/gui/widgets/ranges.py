"""Sets of byte ranges: half-open, sorted, merged. No Qt."""

from bisect import bisect_left, bisect_right


class RangeSet:
    """Union of [start, end) ranges; neighbours that touch become one."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> None:
        if start >= end:
            return
        first = bisect_left(self._ends, start)
        last = bisect_right(self._starts, end)
        if first < last:
            start = min(start, self._starts[first])
            end = max(end, self._ends[last - 1])
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]

    def remove(self, start: int, end: int) -> None:
        if start >= end:
            return
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end)
        if first >= last:
            return
        kept = [(self._starts[first], start), (end, self._ends[last - 1])]
        kept = [(low, high) for low, high in kept if low < high]
        self._starts[first:last] = [low for low, _high in kept]
        self._ends[first:last] = [high for _low, high in kept]

    def covered(self, start: int, end: int) -> int:
        """How many units of [start, end) are in the set."""
        total = 0
        for index in range(bisect_right(self._ends, start), bisect_left(self._starts, end)):
            total += min(end, self._ends[index]) - max(start, self._starts[index])
        return total

    def overlaps(self, start: int, end: int) -> bool:
        return bisect_right(self._ends, start) < bisect_left(self._starts, end)

    def ranges(self) -> list[tuple[int, int]]:
        return list(zip(self._starts, self._ends, strict=True))

    def total(self) -> int:
        return sum(self._ends) - sum(self._starts)

    def clear(self) -> None:
        self._starts.clear()
        self._ends.clear()
