"""An opened disk of Windows as a raw device: the handle is the card, and its volumes stay locked as long as it is open.

A volume that is locked to the very end is not mounted again behind our back, and Windows offers nobody to format it.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence

from nanowizard.core.errors import CardError, DriveError, NanoWizardError
from nanowizard.drives.backend import Buffer
from nanowizard.drives.model import DriveIdentity
from nanowizard.drives.windows import ask
from nanowizard.drives.windows import structs as win
from nanowizard.drives.windows.calls import DiskInterface, WindowsCalls
from nanowizard.drives.windows.errors import NOT_ANSWERED, CallFailed, windows_error
from nanowizard.drives.windows.listing import identity_of

# The MBR: four entries of which each names its kind, then the signature.
_MBR_BYTES = 512
_MBR_KINDS_AT, _MBR_ENTRY_BYTES, _MBR_SIGNATURE_AT = 450, 16, 510


class WindowsDisk:
    """Implements `backend.RawDevice`. Owns `handle` and the locked volumes `held` from the moment it is made.

    `close` waits for no one: end the threads that use the device first.
    """

    def __init__(
        self,
        calls: WindowsCalls,
        handle: int,
        identity: DriveIdentity,
        interface: DiskInterface,
        *,
        alignment: int,
        writable: bool,
        held: Sequence[int] = (),
    ) -> None:
        self._calls = calls
        self._handle: int | None = handle
        self._interface = interface
        self._writable = writable
        self._held = tuple(held)
        self._head: bytes | None = None  # the first sector as it was last written
        self._broken: NanoWizardError | None = None
        self._closing = threading.Lock()
        self.identity = identity
        self.size_bytes = identity.size_bytes
        self.alignment = alignment

    def write_at(self, offset: int, data: Buffer) -> None:
        path = self.identity.path
        self._require_writable(offset, len(data))
        if offset == 0:
            self._head = bytes(data[:_MBR_BYTES])
        at, rest = offset, data
        while rest:
            try:
                done = self._calls.write(self._open_handle(), at, rest)
            except CallFailed as failed:
                raise self._broke(windows_error(failed, path=path, offset=at, may=True)) from failed
            if done == 0:
                raise self._broke(DriveError("drive.full", path=path, offset_bytes=at))
            at, rest = at + done, rest[done:]

    def read_at(self, offset: int, into: Buffer) -> None:
        path = self.identity.path
        self._check_bounds(offset, len(into))
        at, rest = offset, into
        while rest:
            try:
                done = self._calls.read(self._open_handle(), at, rest)
            except CallFailed as failed:
                raise windows_error(failed, path=path, offset=at, may=True) from failed
            if done == 0:
                raise DriveError("drive.io", detail="the card ends early", path=path, offset_bytes=at)
            at, rest = at + done, rest[done:]

    def flush(self) -> None:
        """Never succeeds again once a write or a flush has failed.

        A reader that knows no flush has nothing to flush: every write went through (FILE_FLAG_WRITE_THROUGH).
        """
        if self._broken:
            raise self._broken
        handle = self._open_handle()
        try:
            if self._writable:
                self._calls.flush(handle)
        except CallFailed as failed:
            if failed.winerror not in NOT_ANSWERED:
                raise self._broke(windows_error(failed, path=self.identity.path, may=True)) from failed

    def forgive(self) -> None:
        """Implements `backend.Forgiving`."""
        self._broken = None

    def can_discard(self) -> bool:
        """Implements `backend.Discarding`."""
        try:
            return self._writable and ask.trims(self._calls, self._open_handle())
        except CallFailed as failed:
            raise windows_error(failed, path=self.identity.path, may=True) from failed

    def discard(self, offset: int, length: int) -> None:
        """A driver may refuse a program what it grants a file system: CardError card.no_discard."""
        path = self.identity.path
        self._require_writable(offset, length)
        if offset == 0:
            self._head = b""
        try:
            ask.trim(self._calls, self._open_handle(), offset, length)
        except CallFailed as failed:
            if failed.winerror in NOT_ANSWERED:
                raise CardError("card.no_discard", detail=str(failed), path=path) from failed
            raise windows_error(failed, path=path, offset=offset, may=True) from failed

    def check_same(self) -> None:
        check_same(self._calls, self._open_handle(), self.identity, self._interface)

    def close(self) -> None:
        """Where no partition is left Windows is told so before the volumes are let go of, and forgets the old ones.

        A table with new ones is shown to it by `WindowsBackend.eject` alone, and only where the card stays in: for each
        partition that it cannot read (a Nano's card has fourteen) it would ask whether to format it.
        """
        with self._closing:
            handle, self._handle = self._handle, None
        if handle is None:
            return
        if self._head is not None and not has_partitions(self._head):
            with contextlib.suppress(CallFailed):
                self._calls.control(handle, win.IOCTL_DISK_UPDATE_PROPERTIES)
        for one in (handle, *self._held):
            self._calls.close(one)

    def _open_handle(self) -> int:
        if self._handle is None:
            raise DriveError("drive.gone", detail="used after close", path=self.identity.path)
        return self._handle

    def _require_writable(self, offset: int, length: int) -> None:
        if not self._writable:
            raise DriveError("drive.write_protected", detail="opened for reading only", path=self.identity.path)
        self._check_bounds(offset, length)

    def _check_bounds(self, offset: int, length: int) -> None:
        if offset < 0 or offset + length > self.size_bytes:
            raise DriveError("drive.full", path=self.identity.path, offset_bytes=offset)

    def _broke(self, error: NanoWizardError) -> NanoWizardError:
        if self._broken is None:
            self._broken = error
        return error


def has_partitions(head: bytes) -> bool:
    """Whether a first sector is an MBR that names any, be it the one that stands before a GPT."""
    kinds = head[_MBR_KINDS_AT:_MBR_SIGNATURE_AT:_MBR_ENTRY_BYTES]
    return head[_MBR_SIGNATURE_AT:] == b"\x55\xaa" and any(kinds)


def check_same(calls: WindowsCalls, handle: int, identity: DriveIdentity, interface: DiskInterface) -> None:
    """Raises DriveError when what is behind `handle` is not, or no longer, the card of `identity`."""
    try:
        found = identity_of(calls, handle, interface)
    except CallFailed as failed:
        raise windows_error(failed, path=identity.path) from failed
    if found is not None and found.size_bytes == 0:
        raise DriveError("drive.no_medium", path=identity.path)
    if found is None or not found.matches(identity):
        raise DriveError("drive.changed", detail=f"{identity} became {found}", path=identity.path)
