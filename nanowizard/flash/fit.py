"""What of an image must stand otherwise on one card: tables as large as the card, or some MB less than the image has.

It learns while the image streams by, keeps the few blocks back that are concerned, and gives them at the end. Whoever
writes them writes them like everything else, and whoever compares a card with an image compares them so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from nanowizard.core.errors import DriveError
from nanowizard.drives.model import DriveIdentity
from nanowizard.flash.blockmap import GRAIN_BYTES, Range
from nanowizard.flash.gpt import SECTOR, Tables, parse_gpt
from nanowizard.flash.grow import NotGrown, grow
from nanowizard.flash.shrink import MOST_MISSING_BYTES, Shrink, shrunk_tables
from nanowizard.images.source import ImageSource

Block = tuple[int, bytes]

_LOOK_BYTES = 2 * 1024 * 1024
_HEAD_BYTES = 1024 * 1024  # more than the longest table takes
_UNEVEN = "a card that is not made of whole blocks"


class Card(Protocol):
    """What of a RawDevice matters here."""

    @property
    def identity(self) -> DriveIdentity: ...

    @property
    def size_bytes(self) -> int: ...

    @property
    def alignment(self) -> int: ...


@dataclass(frozen=True, slots=True)
class UnopenedCard:
    """A card as it is in the list. Its alignment is known when it is opened."""

    identity: DriveIdentity
    size_bytes: int
    alignment: int = SECTOR


class Fit:
    """`image_bytes` is None while the image's size is not certain: then its table says how large it is, and `hint` may.

    With `grow` the table takes all of a larger card; with `seen`, the beginning of a card, only if it does there.
    With `shrink` an image that is a little too large is made to fit.
    """

    def __init__(
        self,
        card: Card,
        image_bytes: int | None = None,
        *,
        hint: int | None = None,
        grow: bool = False,
        shrink: bool = False,
        seen: bytes | None = None,
    ) -> None:
        self._card = card
        self._card_bytes = card.size_bytes
        self._unit = max(card.alignment, SECTOR)
        self._may_shrink = shrink
        self._image_bytes = image_bytes
        self._need_bytes = image_bytes or hint or 0
        self._seen = seen
        self._shrink: Shrink | None = None
        self._kept: dict[int, bytearray] = {}
        self.grows = grow or seen is not None
        self.tables: Tables | None = None
        self.not_grown: NotGrown | None = None
        self.over_bytes = 0
        self._old_tail = 0

    def ranges(self, offset: int, view: memoryview, ranges: list[Range]) -> list[Range]:
        """Those of `ranges`, what is wanted of the chunk `view`, that are not kept back and lie on the card.

        Raises DriveError drive.too_small as soon as it is known that the image cannot be made to fit.
        """
        end = offset + len(view)
        if offset == 0:
            self._begin(bytes(view[:_HEAD_BYTES]))
        if self._shrink and self.tables:
            start = self.tables.last.start * SECTOR
            first, last = max(start, offset), min(self.tables.last.end * SECTOR, end)
            if first < last:
                self._shrink.feed(first - start, view[first - offset : last - offset])
            self._check(self._shrink.refused)
            for block in self._shrink.held:
                self._keep(start + block * GRAIN_BYTES, GRAIN_BYTES)
        elif not self.over_bytes and end - self._card_bytes >= self._unit:  # the last chunk is filled up with zeros
            self._need_bytes = max(self._need_bytes, end)
            self._check("it is larger than it says")
        self._check_behind(offset, view)
        for at, kept in self._kept.items():
            first, last = max(at, offset), min(at + len(kept), end)
            if first < last:
                kept[first - at : last - at] = view[first - offset : last - offset]
        return self._without_kept(ranges)

    @property
    def decided(self) -> bool:
        """What the image's beginning can tell is known."""
        return self._shrink is None or self._shrink.decided

    @property
    def added_bytes(self) -> int:
        """How much longer the last partition becomes; less than 0: how much shorter."""
        return (self.tables.end - self.tables.last.end) * SECTOR if self.tables else 0

    def finish(self) -> list[Block]:
        """What was kept back, in order, as it belongs on the card. Raises DriveError drive.too_small."""
        if self._shrink and self.tables:
            start = self.tables.last.start * SECTOR
            blocks = self._shrink.finish()
            self._check(self._shrink.refused)
            for at, data in blocks:
                self._kept[start + at][:] = data
        if self.tables:
            self._put(0, self.tables.head)
            self._put(self.tables.tail_at, self.tables.tail)
        return [(at, bytes(kept)) for at, kept in sorted(self._kept.items())]

    def _begin(self, head: bytes) -> None:
        gpt = parse_gpt(head)
        stated = 0 if isinstance(gpt, str) else gpt.sectors * SECTOR
        self._old_tail = 0 if isinstance(gpt, str) else (gpt.sectors - 1 - gpt.entries_sectors) * SECTOR
        self._need_bytes = self._need_bytes or stated
        if self._may_shrink or self._image_bytes:
            self.over_bytes = max((self._image_bytes or stated) - self._card_bytes, 0)
        if self.over_bytes:
            self._begin_shrinking(head)
        elif self.grows:
            self._begin_growing(head)
        if self.tables:
            self._keep(0, -(-len(self.tables.head) // GRAIN_BYTES) * GRAIN_BYTES)
            tail = self.tables.tail_at // GRAIN_BYTES * GRAIN_BYTES
            self._keep(tail, self._card_bytes - tail)

    def _begin_shrinking(self, head: bytes) -> None:
        near = self._may_shrink and self.over_bytes <= MOST_MISSING_BYTES
        made = shrunk_tables(head, self._card_bytes) if near else "it is much too large"
        if isinstance(made, str) or self._card_bytes % self._unit:
            self._check(made if isinstance(made, str) else _UNEVEN)
            return
        self.tables = made
        start, end = made.last.start, made.last.end
        if made.end < end:
            self._shrink = Shrink((end - start) * SECTOR, (made.end - start) * SECTOR)

    def _begin_growing(self, head: bytes) -> None:
        made = grow(head, self._card_bytes)
        if isinstance(made, NotGrown):
            self.not_grown = made
        elif self._card_bytes % self._unit:
            self.not_grown = NotGrown("table", _UNEVEN)
        elif self._seen is None or self._seen[: len(made.head)] == made.head:
            self.tables = made

    def _check(self, refused: str) -> None:
        if refused:
            raise too_small(self._need_bytes, self._card, detail=refused)

    def _check_behind(self, offset: int, view: memoryview) -> None:
        """Behind the last partition of an image that is cut there may be nothing but the copy of its table."""
        if not self.over_bytes or self.tables is None:
            return
        start = max(self.tables.last.end * SECTOR, self.tables.tail_at, offset)
        end = min(self._old_tail, offset + len(view))
        if start < end and any(bytes(view[start - offset : end - offset])):
            self._check("data behind the last partition")

    def _keep(self, at: int, length: int) -> None:
        if at not in self._kept:
            self._kept[at] = bytearray(length)

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


def fit_of(
    card: Card, source: ImageSource, *, grow: bool = False, shrink: bool = False, seen: bytes | None = None
) -> Fit:
    """For the image that is about to be read from `source`."""
    exact = source.raw_bytes if source.raw_bytes_exact else None
    return Fit(card, exact, hint=source.raw_bytes, grow=grow, shrink=shrink, seen=seen)


def is_near(image_bytes: int | None, card_bytes: int) -> bool:
    """Whether the image is too large by so little that it is worth a look."""
    return image_bytes is not None and 0 < image_bytes - card_bytes <= MOST_MISSING_BYTES


def could_fit(card: Card, source: ImageSource) -> bool:
    """Reads as much of `source` as tells whether an image that is a little too large could be made to fit.

    Whether nothing lies behind the new end only the pass over all of it shows. Raises what the source raises.
    """
    fit, view, offset, filled = fit_of(card, source, shrink=True), memoryview(bytearray(_LOOK_BYTES)), 0, _LOOK_BYTES
    while filled == len(view) and (offset == 0 or not fit.decided):
        filled = 0
        while filled < len(view) and (got := source.readinto(view[filled:])):
            filled += got
        try:
            fit.ranges(offset, view[:filled], [])
        except DriveError:
            return False
        offset += filled
    return True


def too_small(need_bytes: int, card: Card, detail: str = "") -> DriveError:
    """`need_bytes` is the image's size, or what is known of it so far where its archive does not say."""
    return DriveError(
        "drive.too_small",
        detail=detail,
        path=card.identity.path,
        need_bytes=need_bytes,
        has_bytes=card.size_bytes,
        missing_bytes=need_bytes - card.size_bytes,
    )
