"""A raw device that is as slow, dishonest or short-lived as it is told to be. Also for tests of the engine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from nanowizard.core.errors import DriveError
from nanowizard.drives.backend import Buffer, RawDevice
from nanowizard.drives.model import DriveIdentity
from nanowizard.transfer.buffers import aligned_buffer


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """As in `card.CardSettings`."""

    write_rate: int | None = None
    read_rate: int | None = None
    write_protected: bool = False
    corrupt_at: int | None = None
    corrupt_always: bool = False
    vanish_at: int | None = None
    full_at: int | None = None
    fails_at: int | None = None
    latched: bool = False
    real_bytes: int | None = None
    beyond: str = "wrap"


class FaultyDevice:
    """Implements `drives.backend.RawDevice` over another one."""

    def __init__(self, device: RawDevice, faults: Faults, identity: DriveIdentity | None = None) -> None:
        self._device = device
        self._faults = faults
        self._writing = _Throttle(faults.write_rate)
        self._reading = _Throttle(faults.read_rate)
        self._gone = False
        self._corrupted = False
        self.identity = identity or device.identity
        self.size_bytes = device.size_bytes
        self.alignment = device.alignment

    def write_at(self, offset: int, data: Buffer) -> None:
        end = offset + len(data)
        self._look(offset, end)
        faults = self._faults
        if faults.write_protected:
            raise DriveError("drive.write_protected", path=self.identity.path)
        if faults.full_at is not None and end > faults.full_at:
            raise DriveError("drive.full", path=self.identity.path, offset_bytes=max(offset, faults.full_at))
        self._fail(offset, end)
        self._writing.wait(len(data))
        if faults.latched:
            return
        if self._faults.real_bytes is None:
            self._device.write_at(offset, self._spoilt(offset, data))
            return
        rest = self._spoilt(offset, data)
        for place, count in self._places(offset, len(data)):
            if place is not None:
                self._device.write_at(place, rest[:count])
            rest = rest[count:]

    def read_at(self, offset: int, into: Buffer) -> None:
        self._look(offset, offset + len(into))
        self._fail(offset, offset + len(into))
        self._reading.wait(len(into))
        if self._faults.real_bytes is None:
            self._device.read_at(offset, into)
            return
        rest = into
        for place, count in self._places(offset, len(into)):
            if place is None:
                rest[:count] = bytes(count)
            else:
                self._device.read_at(place, rest[:count])
            rest = rest[count:]

    def _places(self, offset: int, length: int) -> Iterator[tuple[int | None, int]]:
        """Where these bytes really lie, piece by piece; None where there is no memory."""
        real = self._faults.real_bytes or self.size_bytes
        if offset + length > self.size_bytes:  # to be refused by the card below
            yield offset, length
            return
        while length:
            count = min(length, real - offset % real)
            yield (offset % real if offset < real or self._faults.beyond == "wrap" else None), count
            offset, length = offset + count, length - count

    def flush(self) -> None:
        self._look(0, 0)
        self._device.flush()

    def check_same(self) -> None:
        self._look(0, 0)
        self._device.check_same()

    def close(self) -> None:
        self._device.close()

    def _look(self, offset: int, end: int) -> None:
        """Raises DriveError drive.gone from the moment on that the card was pulled out."""
        vanish_at = self._faults.vanish_at
        if vanish_at is not None and offset <= vanish_at < end:
            self._gone = True
        if self._gone:
            raise DriveError("drive.gone", path=self.identity.path, offset_bytes=offset)

    def _fail(self, offset: int, end: int) -> None:
        """Raises DriveError drive.io at the place that cannot be read or written."""
        at = self._faults.fails_at
        if at is not None and offset <= at < end:
            raise DriveError("drive.io", path=self.identity.path, offset_bytes=at, detail="a practised failure")

    def _spoilt(self, offset: int, data: Buffer) -> Buffer:
        at = self._faults.corrupt_at
        if at is None or not offset <= at < offset + len(data):
            return data
        if self._corrupted and not self._faults.corrupt_always:
            return data
        self._corrupted = True
        spoilt = aligned_buffer(len(data))
        spoilt[:] = data
        spoilt[at - offset] ^= 1
        return spoilt


class _Throttle:
    """Lets bytes through one after the other at a rate, as a card does that has one bus."""

    def __init__(self, rate: int | None) -> None:
        self._rate = rate
        self._lock = threading.Lock()
        self._free_at = 0.0

    def wait(self, count: int) -> None:
        if not self._rate:
            return
        with self._lock:
            now = time.monotonic()
            self._free_at = max(now, self._free_at) + count / self._rate
            rest_s = self._free_at - now
        time.sleep(rest_s)
