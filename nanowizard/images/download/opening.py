"""How a source is met: what it is asked first, and whether its answer goes on with the part or begins anew. Pure."""

from __future__ import annotations

import enum

from nanowizard.images.download.answers import AgainError, Ask, Offer, same_file
from nanowizard.images.download.model import Pieces
from nanowizard.images.download.ranges import Ranges, piece_bytes
from nanowizard.images.download.state import Record

OVERLAP_BYTES = 64 * 1024
"""How much another source must have in common with what is there, just before the place where it goes on."""


class Way(enum.Enum):
    """What an answer is good for. UNCHANGED: the finished file is the server's one. WHOLE: all bytes are there."""

    CONTINUE = "continue"
    RESTART = "restart"
    UNCHANGED = "unchanged"
    WHOLE = "whole"


class DiffersError(Exception):
    """This source has another file than the part is of, or cannot go on with it."""


class OtherMarksError(Exception):
    """The same file under other marks: go on with `record`."""

    def __init__(self, record: Record) -> None:
        super().__init__("another ETag for the same file")
        self.record = record


def first_ask(record: Record, have: Ranges, url: str, kept: Record | None, pieces: Pieces) -> Ask:
    """`record` and `have` are of the part; `kept` is that of a finished file which may still be the newest."""
    if kept:
        return Ask(kept=kept)
    several = pieces.connections > 1
    if not have.total:
        return Ask(0, pieces.least_bytes if several else 0)
    first, end = have.first_gap(record.size_bytes) or (have.frontier, 0)
    if several and record.size_bytes is not None:
        end = min(end, first + piece_bytes(pieces, pieces.connections, 0.0, record.size_bytes - have.total))
    if record.url == url:
        return Ask(first, end, validator=record.validator)
    return Ask(max(first - OVERLAP_BYTES, 0), end)


def way_of(offer: Offer, ask: Ask, record: Record, have: Ranges, url: str) -> Way:
    """Raises DiffersError where only another source can go on, AgainError where the file was changed, and
    OtherMarksError."""
    if ask.kept and offer.nothing:
        return Way.UNCHANGED
    if offer.nothing:
        return Way.WHOLE
    if not have.total:
        return Way.RESTART
    known = record.url == url
    if not known and (not offer.ranged or offer.record.size_bytes != record.size_bytes):
        raise DiffersError(f"{offer.record.size_bytes} bytes instead of {record.size_bytes}")
    if not offer.ranged:
        marks = same_file(record, offer.record)
        if marks:
            raise OtherMarksError(marks)
        return Way.RESTART
    if known and record.is_other_than(offer.record):
        raise AgainError("the file on the server has changed", afresh=True)
    return Way.CONTINUE
