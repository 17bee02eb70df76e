"""The seam to the operating system: how it lists, watches, opens and releases drives.

Implementations: `linux/` (pyudev, direct open or UDisks2), `windows/`, `file.py` (card files), `practice.card` (a
card file that can be told to misbehave). One contract suite, `tests/contract/test_backend.py`, holds them to this text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias, runtime_checkable

from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive, DriveIdentity
from nanowizard.drives.surroundings import RemedyRequest, Surroundings

Buffer: TypeAlias = memoryview
WINDOWS = "windows"  # the name of that backend, for those who do not load it


class RawDevice(Protocol):
    """An exclusively opened card. One is held from the first write to the end of verify (the fd is the card).

    Offsets, lengths and buffers are multiples of `alignment`; several threads may read and write at once.
    Every method turns the system's error into a DriveError; the first error is final, whatever comes after it.
    """

    identity: DriveIdentity
    size_bytes: int
    alignment: int

    def write_at(self, offset: int, data: Buffer) -> None:
        """Write all of `data`, however many calls it takes. Raises DriveError (drive.full, drive.gone, ...)."""

    def read_at(self, offset: int, into: Buffer) -> None:
        """Fill all of `into` from the card itself, past the page cache. Raises DriveError."""

    def flush(self) -> None:
        """Return only when everything written has reached the card. Raises DriveError."""

    def check_same(self) -> None:
        """Raises DriveError("drive.changed" or "drive.gone") when this is no longer the card that was opened."""

    def close(self) -> None:
        """Release the card. Never raises; may be called twice."""


@runtime_checkable
class Forgiving(Protocol):
    """A raw device whose `flush` may succeed again after bad blocks: whoever looked for them knows which they are."""

    def forgive(self) -> None: ...


@runtime_checkable
class Discarding(Protocol):
    """A raw device that may be able to tell its card which parts are not needed any more."""

    def can_discard(self) -> bool: ...

    def discard(self, offset: int, length: int) -> None:
        """Raises DriveError."""


class Watch(Protocol):
    def close(self) -> None: ...


@runtime_checkable
class Releasing(Protocol):
    """A backend whose system may keep a card from everybody by a setting of its own (`Drive.withheld`)."""

    def make_writable(self, drive: Drive, ctx: RunContext) -> None:
        """Take that back, for good. Refuses what `open` refuses. Raises DriveError or PrivilegeError."""


@runtime_checkable
class Surrounded(Protocol):
    """A backend that knows what is around its drives: why a card is not in the list."""

    def look_around(self) -> Surroundings:
        """Quick, and touches no card. What cannot be asked is told as `unanswered`; never raises for it."""

    def carry_out(self, request: RemedyRequest) -> None:
        """Nobody is asked for a password, and no drive is touched. Raises DriveError or PrivilegeError."""


class DriveBackend(Protocol):
    name: str

    def list_drives(self) -> Sequence[Drive]:
        """Everything there is, also what cannot be chosen. Where that fails: DriveError("drive.list_failed")."""

    def watch(self, changed: Callable[[], None]) -> Watch:
        """Call `changed` (from a thread of its own) whenever `list_drives` may have a new answer, until closed."""

    def open(self, drive: Drive, ctx: RunContext) -> RawDevice:
        """Release its volumes, open it for exclusive reading and writing and make sure that it is still `drive`.

        May wait for the person's permission (LogLine/StepStarted `privilege.asking` is emitted first).
        Raises DriveError or PrivilegeError; a dismissed dialog is PrivilegeError("privilege.dismissed").
        """

    def open_for_reading(self, drive: Drive, ctx: RunContext) -> RawDevice:
        """Like `open`, but nothing is unmounted and `write_at` raises DriveError("drive.write_protected")."""

    def eject(self, drive: Drive) -> bool:
        """Make it safe to remove; True if the system did something. Never raises."""
