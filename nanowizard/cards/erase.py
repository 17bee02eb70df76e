"""Takes away what is on a card: the places where signatures are, or every byte, or all of it by discard."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nanowizard.cards.model import BadRange
from nanowizard.cards.sweep import MIB, PIECE_BYTES, Range, Sweep, merged, pieces
from nanowizard.core.errors import CardError, DriveError
from nanowizard.core.progress import ProgressMeter
from nanowizard.drives.backend import Discarding, Forgiving, RawDevice
from nanowizard.drives.partition import Partition
from nanowizard.transfer.buffers import aligned_buffer
from nanowizard.transfer.notready import HEAD_BYTES

# ext4, exFAT, BitLocker, LUKS and btrfs begin within the first MiB of their partition; software RAID, ZFS and a nested
# GPT keep a copy in its last one.
EDGE_BYTES = MIB
# What an overwrite goes down to around a bad block: first this much, then single blocks.
_SMALLER_BYTES = 64 * 1024
# What one line of the helper's protocol (64 KiB) has room for. A card with more is of no use.
MOST_BAD_RANGES = 500
# Discarding is quick for each of these and may be cancelled between two.
_DISCARD_BYTES = 1024 * MIB
# As many as keep a card busy that is read (measured: flash/verify.py); the gate goes down where a card is slower.
_AT_ONCE = 4


def signature_ranges(partitions: Iterable[Partition], size_bytes: int, alignment: int) -> list[Range]:
    """(start, end) of everything behind the first MiB that may tell a system of what was on the card. Pure.

    Partitions may lie anywhere, as a damaged table has them.
    """
    edges = [(size_bytes - EDGE_BYTES, size_bytes)]
    for partition in partitions:
        edges.append((partition.start_bytes, partition.start_bytes + EDGE_BYTES))
        edges.append((partition.end_bytes - EDGE_BYTES, partition.end_bytes))
    return merged(
        (max(start // alignment * alignment, HEAD_BYTES), min(-(-end // alignment) * alignment, size_bytes))
        for start, end in edges
    )


def clear(sweep: Sweep, ranges: Sequence[Range], meter: ProgressMeter) -> None:
    """Zero the ranges. Raises DriveError or Cancelled."""
    meter.start("clear", sum(end - start for start, end in ranges))
    zeros = aligned_buffer(PIECE_BYTES)

    def work(offset: int, length: int) -> None:
        sweep.device.write_at(offset, zeros[:length])
        meter.add(length)

    sweep.run((piece for start, end in ranges for piece in pieces(start, end)), work)
    meter.finish()


def overwrite(sweep: Sweep, start: int, end: int, meter: ProgressMeter) -> tuple[BadRange, ...]:
    """Zero [start, end), and find the blocks that cannot be written.

    Raises DriveError (anything but a bad block is final), CardError card.worn_out, Cancelled.
    """
    meter.start("overwrite", end - start)
    pass_ = _Overwrite(sweep.device, meter)
    sweep.run(pieces(start, end), pass_.work, at_once=_AT_ONCE)
    if pass_.bad and isinstance(sweep.device, Forgiving):
        sweep.device.forgive()
    sweep.once(end, sweep.device.flush)
    meter.finish()
    joined = merged(pass_.bad)
    return tuple(BadRange(offset_bytes=first, length_bytes=last - first) for first, last in joined)


@dataclass(slots=True)
class _Overwrite:
    device: RawDevice
    meter: ProgressMeter
    bad: list[Range] = field(default_factory=list)
    _zeros: memoryview = field(default_factory=lambda: aligned_buffer(PIECE_BYTES))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def work(self, offset: int, length: int) -> None:
        self._write(offset, length)
        self.meter.add(length)

    def _write(self, offset: int, length: int) -> None:
        try:
            self.device.write_at(offset, self._zeros[:length])
        except DriveError as error:
            if error.code != "drive.io":
                raise
            # A card that was pulled out of its slot says the same as one with a bad block.
            self.device.check_same()
            smaller = _SMALLER_BYTES if length > _SMALLER_BYTES else max(self.device.alignment, 4096)
            if length > smaller:
                for piece in pieces(offset, offset + length, smaller):
                    self._write(*piece)
            else:
                self._note(offset, length, error)

    def _note(self, offset: int, length: int, error: DriveError) -> None:
        with self._lock:
            self.bad.append((offset, offset + length))
            if len(self.bad) >= MOST_BAD_RANGES:
                raise CardError("card.worn_out", offset_bytes=min(self.bad)[0], ranges=len(self.bad)) from error


def discard(sweep: Sweep, start: int, end: int, meter: ProgressMeter) -> None:
    """Tell the card that nothing on it is needed. Raises CardError card.no_discard, DriveError, Cancelled."""
    device = sweep.device
    require_discard(device)
    meter.start("discard", end - start)

    def work(offset: int, length: int) -> None:
        if isinstance(device, Discarding):
            device.discard(offset, length)
        meter.add(length)

    sweep.run(pieces(start, end, _DISCARD_BYTES), work)
    meter.finish()


def require_discard(device: RawDevice) -> None:
    """Raises CardError card.no_discard where this card, or what it is plugged into, cannot."""
    if not isinstance(device, Discarding) or not device.can_discard():
        raise CardError("card.no_discard", path=device.identity.path)
