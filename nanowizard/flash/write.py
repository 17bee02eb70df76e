"""Puts an image on a card so that a card which is not finished can never be taken for one that is.

Order: the marker NOT READY over the first MiB, the old backup GPT at the end cleared, everything behind the first MiB,
and the image's own first MiB last of all (`finish`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from nanowizard.core.events import JsonValue
from nanowizard.drives.backend import RawDevice
from nanowizard.flash.blockmap import BlockMap, Range
from nanowizard.flash.fit import Block, Fit
from nanowizard.transfer.buffers import aligned_buffer
from nanowizard.transfer.notready import HEAD_BYTES, write_marker

# A backup GPT is 33 sectors of 512 bytes or 6 of 4096 at the very end; a tool that found an old one would offer it.
_TAIL_BYTES = 64 * 1024
# Of an image's name in the marker, which has one block for everything.
LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Written:
    """One range as it was written: what the read-back must find there."""

    offset: int
    length: int
    sha256: bytes


class Writer(Protocol):
    """What a `Flash` puts on its card: `prepare`, `plan` and `work` of a `Stream`, `settle`, `finish` once proved.

    Each that gets a device gets the card as it is watched. `doubts`: why partitions are written whole.
    """

    written: list[Written]
    """What `work` put on the card, as it went, but for the head; it grows at its end only."""

    fit: Fit

    def prepare(self, device: RawDevice) -> None:
        """Before anything of the image is written."""

    def plan(self, offset: int, view: memoryview) -> list[Range]:
        """The ranges of this chunk that `work` gets; in order, by one thread."""

    def planned_behind(self, position: int, end: int) -> int:
        """About how many bytes of [position, end) `plan` will give to `work`, as far as is known by now."""

    def work(self, offset: int, view: memoryview) -> None:
        """One range, by several threads in no order."""

    def settle(self, device: RawDevice) -> None:
        """After the stream: what is left to write but the head, and wait until all of it is there."""

    @property
    def expected(self) -> list[Written]:
        """What the read-back must find, the marker too, in any order; the head is not on the card yet."""

    @property
    def everything(self) -> list[Written]:
        """The same for a card that was found not to keep what is written to it."""

    @property
    def head(self) -> Written: ...

    @property
    def first_bytes(self) -> bytes:
        """What the head is made of, with the image's table."""

    @property
    def written_bytes(self) -> int:
        """With the head."""

    @property
    def kept_bytes(self) -> int:
        """What was on the card already, and found right there."""

    @property
    def untouched(self) -> bool:
        """After `settle`: nothing was written, because all of the image is there. The card was never marked."""

    @property
    def doubts(self) -> list[str]: ...

    def write_again(self, device: RawDevice, bad: Sequence[Written]) -> list[Written]:
        """Those of `bad` that are not as in the image, once more; returns all others."""

    def mark(self, device: RawDevice) -> None:
        """NOT READY, once more: something went wrong, or ranges were written again."""

    def finish(self, device: RawDevice) -> None:
        """Write the head, which makes it a card that boots, and wait until it is there."""


class CardWriter:
    """The `Writer` of an ordinary flash. `written` holds every range but the head, in any order."""

    def __init__(self, device: RawDevice, *, full: bool, name: str = "", fit: Fit | None = None) -> None:
        """`name` is the image's, for the marker. `fit`: what must stand otherwise on this card."""
        self._device = device
        self._params: Mapping[str, JsonValue] = {"image": name[:LONGEST_NAME]}
        self._head = aligned_buffer(min(HEAD_BYTES, device.size_bytes // device.alignment * device.alignment))
        self._map = BlockMap(full=full)
        self.fit = fit or Fit(device)
        self._blocks: list[Block] = []
        self._marker: list[Written] = []
        self.written: list[Written] = []

    @property
    def expected(self) -> list[Written]:
        return [*self._marker, *self.written]

    @property
    def everything(self) -> list[Written]:
        return self.expected

    @property
    def head(self) -> Written:
        return Written(0, len(self._head), hashlib.sha256(self._head).digest())

    @property
    def first_bytes(self) -> bytes:
        return bytes(self._head)

    @property
    def written_bytes(self) -> int:
        return sum(one.length for one in self.written) + len(self._head)

    @property
    def kept_bytes(self) -> int:
        return 0

    @property
    def untouched(self) -> bool:
        return False

    @property
    def doubts(self) -> list[str]:
        return self._map.doubts

    def prepare(self, device: RawDevice) -> None:
        self.mark(device)
        clear_tail(device)

    def mark(self, device: RawDevice) -> None:
        self._marker = [mark_not_ready(device, self._params)]

    def plan(self, offset: int, view: memoryview) -> list[Range]:
        """The head is kept back. Raises DriveError drive.too_small."""
        ranges = self.fit.ranges(offset, view, self._map.ranges(offset, view))
        if offset == 0:
            kept = min(len(self._head), len(view))
            self._head[:kept] = view[:kept]
        start = len(self._head)
        return [(max(first, start), last) for first, last in ranges if last > start]

    def planned_behind(self, position: int, end: int) -> int:
        return self._map.expected(position, end)

    def work(self, offset: int, view: memoryview) -> None:
        self._device.write_at(offset, view)
        self.written.append(Written(offset, len(view), hashlib.sha256(view).digest()))

    def settle(self, device: RawDevice) -> None:
        self._put_fitted()
        device.flush()

    def write_again(self, device: RawDevice, bad: Sequence[Written]) -> list[Written]:
        left = []
        for one in bad:
            inside = [(at, data) for at, data in self._blocks if at <= one.offset < at + len(data)]
            for at, data in inside:
                device.write_at(one.offset, _aligned(data[one.offset - at :][: one.length]))
            if not inside:
                left.append(one)
        return left

    def _put_fitted(self) -> list[Range]:
        """What the fit kept back, the head's part into the head. Raises DriveError drive.too_small."""
        for at, data in self.fit.finish():
            if at < len(self._head):
                self._head[at : at + len(data)] = data
            else:
                self._blocks.append((at, data))
                self.work(at, _aligned(data))
        return [(at, at + len(data)) for at, data in self._blocks]

    def finish(self, device: RawDevice) -> None:
        device.flush()
        device.check_same()
        device.write_at(0, self._head)
        device.flush()


def _aligned(data: bytes) -> memoryview:
    buffer = aligned_buffer(len(data))
    buffer[:] = data
    return buffer


def mark_not_ready(device: RawDevice, params: Mapping[str, JsonValue]) -> Written:
    """From now on nobody takes this card for a good one. Returns, when that has reached the card, what was written."""
    head = write_marker(device, params)
    return Written(0, len(head), hashlib.sha256(head).digest())


def clear_tail(device: RawDevice) -> None:
    """Zero the end of the card, where the backup GPT of whatever was on it before lies."""
    start, end = tail_of(device)
    if start < end:
        device.write_at(start, aligned_buffer(end - start))


def tail_of(device: RawDevice) -> Range:
    """The last 64 KiB, as far as they lie behind the first MiB."""
    end = device.size_bytes // device.alignment * device.alignment
    return min(max(end - _TAIL_BYTES, HEAD_BYTES), end), end
