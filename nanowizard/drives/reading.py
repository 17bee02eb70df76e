"""Reads any bytes of an opened card, for code that looks at tables and file systems."""

from __future__ import annotations

import mmap

from nanowizard.core.errors import DriveError
from nanowizard.drives.backend import RawDevice
from nanowizard.drives.partition import Read


def tolerant_reader(device: RawDevice, unreadable: list[int] | None = None) -> Read:
    """A `Read` whose ranges are aligned here. What lies behind the end is missing; what cannot be read is zero.

    The offsets of bad blocks are added to `unreadable`. Raises DriveError for everything but a bad block.
    """

    def read(offset: int, length: int) -> bytes:
        end = min(offset + length, device.size_bytes)
        if offset < 0 or end <= offset:
            return b""
        first = offset // device.alignment * device.alignment
        buffer = bytearray(-(-(end - first) // device.alignment) * device.alignment)
        try:
            _fill(device, first, buffer)
        except DriveError as error:
            if error.code != "drive.io":
                raise
            device.check_same()  # a card pulled out of its slot says the same
            if unreadable is not None:
                unreadable.append(first)
        return bytes(buffer[offset - first : end - first])

    return read


def _fill(device: RawDevice, offset: int, into: bytearray) -> None:
    aligned = memoryview(mmap.mmap(-1, len(into)))  # unbuffered reads want whole pages
    device.read_at(offset, aligned)
    into[:] = aligned
