"""What a test has overwritten and must put back, whatever ends it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

from nanowizard.cards.model import BadRange
from nanowizard.core.errors import DriveError, NanoWizardError
from nanowizard.drives.backend import RawDevice
from nanowizard.transfer.buffers import aligned_buffer


class Undo:
    """Keeps in memory what stood at the places a test writes to. `restore` goes backwards through it.

    Backwards, because on a card that wraps around two places may be one: the second one's "before" is then a mark of
    the first, and only the oldest entry holds what the person had there.
    """

    def __init__(self) -> None:
        self._entries: list[tuple[int, bytes]] = []

    @property
    def places(self) -> tuple[BadRange, ...]:
        """What is still to be put back."""
        return _ranges(dict(reversed(self._entries)).items())

    def save(self, device: RawDevice, offset: int, length: int) -> None:
        """Read the range before it is written. Raises DriveError."""
        self._entries.append((offset, read(device, offset, length)))

    @contextlib.contextmanager
    def holding(self, offset: int, data: bytes) -> Iterator[None]:
        """While `data` is written once more to where it came from: a write that breaks off may have torn it."""
        self._entries.append((offset, data))
        yield
        self._entries.pop()

    def restore(self, device: RawDevice) -> tuple[BadRange, ...]:
        """Put everything back, read it again, and name the places where it did not work. Raises nothing of its own.

        Nothing is written when this is no longer the card that was opened.
        """
        entries, self._entries = self._entries, []
        if not entries:
            return ()
        try:
            device.check_same()
        except DriveError:
            return _ranges(entries)
        for offset, data in reversed(entries):
            with contextlib.suppress(NanoWizardError):  # whether it worked is seen by reading
                write(device, offset, data)
        with contextlib.suppress(NanoWizardError):  # after a failed write this always fails
            device.flush()
        oldest = dict(reversed(entries))
        return _ranges([entry for entry in oldest.items() if not _holds(device, *entry)])


def read(device: RawDevice, offset: int, length: int) -> bytes:
    """Raises DriveError."""
    buffer = aligned_buffer(length)
    device.read_at(offset, buffer)
    return bytes(buffer)


def write(device: RawDevice, offset: int, data: bytes | bytearray) -> None:
    """From memory that begins on a page, as unbuffered writes need it. Raises DriveError."""
    buffer = aligned_buffer(len(data))
    buffer[:] = data
    device.write_at(offset, buffer)


def _holds(device: RawDevice, offset: int, data: bytes) -> bool:
    try:
        return read(device, offset, len(data)) == data
    except NanoWizardError:
        return False


def _ranges(entries: Iterable[tuple[int, bytes]]) -> tuple[BadRange, ...]:
    return tuple(BadRange(offset_bytes=offset, length_bytes=len(data)) for offset, data in sorted(entries))
