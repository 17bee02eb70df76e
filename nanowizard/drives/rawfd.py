"""A raw device over one open file descriptor: short calls completed, bounds kept, errors named.

Shared by card files and block devices. The descriptor belongs to the object from the moment it is made.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable

from nanowizard.core.errors import DriveError, NanoWizardError
from nanowizard.drives import positioned
from nanowizard.drives.backend import Buffer
from nanowizard.drives.errors import drive_error
from nanowizard.drives.model import DriveIdentity


class FdDevice:
    """Implements `backend.RawDevice`. `same` raises DriveError when the descriptor no longer leads to that card.

    `direct` says that the descriptor bypasses the page cache. Without it, reads first push out what was written and
    drop the range from the cache. `close` waits for no one: end the threads that use the device first.
    """

    def __init__(
        self,
        fd: int,
        identity: DriveIdentity,
        *,
        size_bytes: int,
        alignment: int,
        direct: bool,
        writable: bool,
        same: Callable[[int], None],
    ) -> None:
        self._fd = fd
        self._direct = direct
        self._writable = writable
        self._same = same
        self._dirty = False
        self._broken: NanoWizardError | None = None
        self._closing = threading.Lock()
        self.identity = identity
        self.size_bytes = size_bytes
        self.alignment = alignment

    def write_at(self, offset: int, data: Buffer) -> None:
        if not self._writable:
            raise DriveError("drive.write_protected", detail="opened for reading only", path=self.identity.path)
        self._check_bounds(offset, len(data))
        self._dirty = True
        at, rest = offset, data
        while rest:
            try:
                done = positioned.write_from(self._descriptor(), at, rest)
            except OSError as error:
                raise self._broke(self._failure(error, at)) from error
            if done == 0:
                raise self._broke(DriveError("drive.full", path=self.identity.path, offset_bytes=at))
            at, rest = at + done, rest[done:]

    def read_at(self, offset: int, into: Buffer) -> None:
        self._check_bounds(offset, len(into))
        at, rest = offset, into
        try:
            if not self._direct:
                self._forget_cached(offset, len(into))
            while rest:
                done = positioned.read_into(self._descriptor(), at, rest)
                if done == 0:
                    raise DriveError("drive.io", detail="the card ends early", path=self.identity.path, offset_bytes=at)
                at, rest = at + done, rest[done:]
        except OSError as error:
            raise self._failure(error, at) from error

    def flush(self) -> None:
        """Never succeeds again once a write or a flush has failed: fsync may, even with the card gone (measured)."""
        if self._broken:
            raise self._broken
        try:
            if self._writable:
                os.fsync(self._descriptor())
        except OSError as error:
            raise self._broke(self._failure(error)) from error
        self._dirty = False

    def forgive(self) -> None:
        """Implements `backend.Forgiving`."""
        self._broken = None

    def check_same(self) -> None:
        self._same(self._descriptor())

    def close(self) -> None:
        with self._closing:
            fd, self._fd = self._fd, -1
        if fd >= 0:
            # A close that reports a lost write has nothing to add: flush is what promises, and it came before.
            with contextlib.suppress(OSError):
                os.close(fd)

    def _descriptor(self) -> int:
        if self._fd < 0:
            raise DriveError("drive.gone", detail="used after close", path=self.identity.path)
        return self._fd

    def _check_bounds(self, offset: int, length: int) -> None:
        if offset < 0 or offset + length > self.size_bytes:
            raise DriveError("drive.full", path=self.identity.path, offset_bytes=offset)

    def _forget_cached(self, offset: int, length: int) -> None:
        if self._dirty:
            os.fsync(self._descriptor())
            self._dirty = False
        positioned.drop_cache(self._descriptor(), offset, length)

    def _failure(self, error: OSError, offset: int | None = None) -> NanoWizardError:
        """Where the card is gone, that is the reason: a stick that was pulled may just have no room left (seen)."""
        try:
            self.check_same()
        except DriveError as reason:
            if reason.code in ("drive.gone", "drive.no_medium"):
                return reason
        return drive_error(error, path=self.identity.path, offset=offset)

    def _broke(self, error: NanoWizardError) -> NanoWizardError:
        if self._broken is None:
            self._broken = error
        return error
