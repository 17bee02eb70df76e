"""Which bytes of a file are there, and which piece to ask for next: pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from nanowizard.images.download.model import Pieces

Span = tuple[int, int]
"""First byte, and the one behind the last."""


class Ranges:
    """A set of bytes as sorted spans that neither touch nor overlap."""

    def __init__(self, spans: Iterable[Sequence[int]] = ()) -> None:
        self._spans: list[Span] = []
        for first, end in spans:
            self.add(first, end)

    def __iter__(self) -> Iterator[Span]:
        return iter(self._spans)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ranges) and self._spans == other._spans

    __hash__ = None  # type: ignore[assignment]

    @property
    def frontier(self) -> int:
        """How far the file is there from its first byte on without a gap."""
        return self._spans[0][1] if self._spans and self._spans[0][0] == 0 else 0

    @property
    def total(self) -> int:
        return sum(end - first for first, end in self._spans)

    def add(self, first: int, end: int) -> None:
        if end <= first:
            return
        if self._spans and self._spans[-1][1] == first:  # what nearly always happens
            self._spans[-1] = (self._spans[-1][0], end)
            return
        apart = [span for span in self._spans if span[1] < first or span[0] > end]
        joined = [span for span in self._spans if not (span[1] < first or span[0] > end)]
        first = min([first, *(span[0] for span in joined)])
        end = max([end, *(span[1] for span in joined)])
        self._spans = sorted([*apart, (first, end)])

    def within(self, size: int) -> Ranges:
        """What of it lies before `size`."""
        return Ranges((first, min(end, size)) for first, end in self._spans if first < size)

    def gaps(self, size: int) -> Iterator[Span]:
        at = 0
        for first, end in self._spans:
            if at < min(first, size):
                yield at, min(first, size)
            at = end
        if at < size:
            yield at, size

    def first_gap(self, size: int | None) -> Span | None:
        """The first missing bytes; of a file whose size nobody knows, all behind the frontier (its end is 0)."""
        if size is None:
            return self.frontier, 0
        return next(self.gaps(size), None)


def next_piece(have: Ranges, busy: Iterable[Span], size: int, piece_bytes: int, ahead_bytes: int) -> Span | None:
    """The first bytes that nobody brings yet, at most `piece_bytes` and not `ahead_bytes` before the frontier."""
    covered = Ranges([*have, *busy])
    gap = next(covered.gaps(size), None)
    if gap is None or gap[0] >= have.frontier + ahead_bytes:
        return None
    return gap[0], min(gap[1], gap[0] + piece_bytes)


def unasked_bytes(have: Ranges, busy: Iterable[Span], size: int) -> int:
    """How much is neither there nor on its way."""
    return size - Ranges([*have, *busy]).within(size).total


def piece_bytes(pieces: Pieces, connections: int, rate: float, missing: int) -> int:
    """A size for the next piece, where each of `connections` brings `rate` bytes/s and nobody has asked for `missing`.

    Towards the end pieces get smaller, so that no connection is left to finish a large one alone.
    """
    aim = min(max(int(rate * pieces.aim_s), pieces.least_bytes), pieces.most_bytes)
    fair = missing // (2 * connections) if connections > 1 else missing
    return max(min(aim, fair), min(pieces.least_bytes, aim) // 4, 1)
