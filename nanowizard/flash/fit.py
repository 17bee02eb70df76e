"""What of an image must stand otherwise on one card: tables as large as the card, or some MB less than the image has.

It learns while the image streams by, keeps the few blocks back that are concerned, and gives them at the end. Whoever
writes them writes them like everything else, and whoever compares a card with an image compares them so.
"""

from __future__ import annotations

from nanowizard.drives.backend import RawDevice
from nanowizard.flash.blockmap import GRAIN_BYTES, Range
from nanowizard.flash.gpt import SECTOR, Tables, parse_gpt
from nanowizard.flash.grow import NotGrown, grow
from nanowizard.flash.shrink import MOST_MISSING_BYTES, Shrink, shrunk_tables

Block = tuple[int, bytes]


class Fit:
    """`image_bytes` is None while the image's size is not certain: then its table says how large it is.

    With `wanted` the table takes all of a larger card; with `seen`, the beginning of a card, only if it does there.
    An image that is a little too large is always made to fit; `refused` says why it cannot be.
    """

    def __init__(
        self, device: RawDevice, image_bytes: int | None, *, wanted: bool = False, seen: bytes | None = None
    ) -> None:
        self._card_bytes = device.size_bytes
        self._is_even = device.size_bytes % max(device.alignment, SECTOR) == 0
        self._image_bytes = image_bytes
        self._wanted = wanted or seen is not None
        self._seen = seen
        self._shrink: Shrink | None = None
        self._kept: dict[int, bytearray] = {}
        self.tables: Tables | None = None
        self.not_grown: NotGrown | None = None
        self.over_bytes = 0
        self.refused = ""

    def ranges(self, offset: int, view: memoryview, ranges: list[Range]) -> list[Range]:
        """Those of `ranges`, what is wanted of the chunk `view`, that are not kept back and lie on the card."""
        end = offset + len(view)
        if offset == 0:
            self._begin(bytes(view[: 1 << 20]))
        if self._shrink and self.tables:
            start = self.tables.last.start * SECTOR
            first, last = max(start, offset), min(self.tables.last.end * SECTOR, end)
            if first < last:
                self._shrink.feed(first - start, view[first - offset : last - offset])
            self.refused = self.refused or self._shrink.refused
            for block in self._shrink.held:
                self._keep(start + block * GRAIN_BYTES, GRAIN_BYTES)
        for at, kept in self._kept.items():
            first, last = max(at, offset), min(at + len(kept), end)
            if first < last:
                kept[first - at : last - at] = view[first - offset : last - offset]
        return self._without_kept(ranges)

    @property
    def decided(self) -> bool:
        """What the image's beginning can tell is known."""
        return bool(self.refused) or self._shrink is None or self._shrink.decided

    @property
    def added_bytes(self) -> int:
        """How much longer the last partition becomes; less than 0: how much shorter."""
        return (self.tables.end - self.tables.last.end) * SECTOR if self.tables else 0

    def finish(self) -> list[Block]:
        """What was kept back, in order, as it belongs on the card. Look at `refused` afterwards."""
        if self._shrink and self.tables:
            start = self.tables.last.start * SECTOR
            for at, data in self._shrink.finish():
                self._kept[start + at][:] = data
            self.refused = self.refused or self._shrink.refused
        if self.tables:
            self._put(0, self.tables.head)
            self._put(self.tables.tail_at, self.tables.tail)
        return [(at, bytes(kept)) for at, kept in sorted(self._kept.items())]

    def _begin(self, head: bytes) -> None:
        gpt = parse_gpt(head)
        stated = 0 if isinstance(gpt, str) else gpt.sectors * SECTOR
        self.over_bytes = max((self._image_bytes or stated) - self._card_bytes, 0)
        if self.over_bytes:
            self._begin_shrinking(head)
        elif self._wanted:
            self._begin_growing(head)
        if self.tables:
            self._keep(0, -(-len(self.tables.head) // GRAIN_BYTES) * GRAIN_BYTES)
            tail = self.tables.tail_at // GRAIN_BYTES * GRAIN_BYTES
            self._keep(tail, self._card_bytes - tail)

    def _begin_shrinking(self, head: bytes) -> None:
        found = shrunk_tables(head, self._card_bytes) if self._is_even else "a card that is not made of whole blocks"
        if self.over_bytes > MOST_MISSING_BYTES:
            self.refused = "it is much too large"
        elif isinstance(found, str):
            self.refused = found
        else:
            self.tables = found
            start, end = found.last.start, found.last.end
            if found.end < end:
                self._shrink = Shrink((end - start) * SECTOR, (found.end - start) * SECTOR)

    def _begin_growing(self, head: bytes) -> None:
        found = grow(head, self._card_bytes)
        if isinstance(found, Tables) and not self._is_even:
            found = NotGrown("table", "a card that is not made of whole blocks")
        if isinstance(found, NotGrown):
            self.not_grown = found
        elif self._seen is None or self._seen[: len(found.head)] == found.head:
            self.tables = found

    def _keep(self, at: int, length: int) -> None:
        self._kept.setdefault(at, bytearray(length))

    def _put(self, at: int, data: bytes) -> None:
        start = max(kept for kept in self._kept if kept <= at)
        self._kept[start][at - start : at - start + len(data)] = data

    def _without_kept(self, ranges: list[Range]) -> list[Range]:
        if not self.tables:
            return ranges
        holes = sorted((at, at + len(kept)) for at, kept in self._kept.items())
        left: list[Range] = []
        for start, end in ranges:
            at, stop = start, min(end, self._card_bytes)
            for first, last in holes:
                if at < last and first < stop:
                    if at < first:
                        left.append((at, first))
                    at = last
            if at < stop:
                left.append((at, stop))
        return left
