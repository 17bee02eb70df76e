"""The drives of a Windows computer, asked for and opened without WMI, PowerShell or diskpart.

Needs an administrator's rights to open a card; listing and watching need none.
"""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from nanowizard.core.errors import Cancelled, DriveError, NanoWizardError
from nanowizard.core.places import places
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import Watch
from nanowizard.drives.looks import BothWatches
from nanowizard.drives.model import Drive
from nanowizard.drives.policy import repairable, require_answer, require_writable
from nanowizard.drives.surroundings import RemedyRequest, Surroundings
from nanowizard.drives.watch import PollingWatch
from nanowizard.drives.windows import ask
from nanowizard.drives.windows import structs as win
from nanowizard.drives.windows.calls import WindowsCalls
from nanowizard.drives.windows.disk import WindowsDisk, check_same
from nanowizard.drives.windows.errors import CallFailed, windows_error
from nanowizard.drives.windows.listed import BACKEND, Listed, disk_path
from nanowizard.drives.windows.listing import ask_again, list_windows_drives
from nanowizard.drives.windows.opening import READ_WRITE, open_for_reading, open_for_writing, take_volumes
from nanowizard.drives.windows.patience import Patience
from nanowizard.drives.windows.surroundings import carry_out, look_around
from nanowizard.drives.windows.system import disks_of_path, opened

_log = logging.getLogger(__name__)

LOOK_INTERVAL_S = 1.0
PATIENCE = Patience()
"""For the whole process: a disk that hangs does so for every list."""


class WindowsBackend:
    """`own_paths` are files that the running program needs: it never writes to the disks that they lie on.

    `patience` is shared by all in one process.
    """

    name = BACKEND

    def __init__(
        self, calls: WindowsCalls, own_paths: Sequence[str] | None = None, patience: Patience | None = None
    ) -> None:
        self._calls = calls
        self._patience = patience or Patience()
        self._own_paths = tuple(own_paths if own_paths is not None else program_paths())

    def list_drives(self) -> Sequence[Drive]:
        return [listed.drive for listed in self._list()]

    def watch(self, changed: Callable[[], None]) -> Watch:
        late = self._patience.watch(changed)
        return BothWatches(
            PollingWatch(lambda: look(self._calls, self._patience), changed, interval_s=LOOK_INTERVAL_S), late
        )

    def open(self, drive: Drive, ctx: RunContext) -> WindowsDisk:
        """Also refuses, whatever the caller decided, what the policy forbids: first of all the system's own disks."""
        ctx.cancel.raise_if_set()
        fresh = self._again(drive)
        require_writable(fresh.drive)
        return open_for_writing(self._calls, fresh, ctx)

    def open_for_reading(self, drive: Drive, ctx: RunContext) -> WindowsDisk:
        return open_for_reading(self._calls, self._again(drive), ctx)

    def make_writable(self, drive: Drive, ctx: RunContext) -> None:
        """Take back what Windows withholds (`Drive.withheld`): the read-only attribute, the offline state. A repair.

        Raises what `open` raises; a lock on the card itself is found when it is opened.
        """
        ctx.cancel.raise_if_set()
        fresh = self._again(drive)
        require_writable(repairable(fresh.drive))
        try:
            with opened(self._calls, fresh.interface.path, READ_WRITE) as handle:
                check_same(self._calls, handle, drive.identity, fresh.interface)
                ask.release_attributes(self._calls, handle)
                self._calls.control(handle, win.IOCTL_DISK_UPDATE_PROPERTIES)
        except CallFailed as failed:
            raise windows_error(failed, path=drive.path, may=self._calls.is_elevated()) from failed

    def look_around(self) -> Surroundings:
        return look_around(self._calls)

    def carry_out(self, request: RemedyRequest) -> None:
        carry_out(self._calls, request)

    def eject(self, drive: Drive) -> bool:
        """The medium, never the reader: a reader that is ejected loses all its slots until it is plugged in again.

        What stays in is shown to Windows as it is now, so that a card that was formatted gets its letter.
        """
        try:
            fresh = self._again(drive)
        except NanoWizardError as error:
            _log.debug("not ejected: %r", error)
            return False
        if fresh.drive.system:
            return False
        try:
            self._eject(fresh)
        except (NanoWizardError, CallFailed, Cancelled) as error:
            _log.debug("not ejected: %r", error)
            self._show(fresh)
            return False
        return True

    def _show(self, fresh: Listed) -> None:
        with contextlib.suppress(CallFailed), opened(self._calls, fresh.interface.path, READ_WRITE) as handle:
            self._calls.control(handle, win.IOCTL_DISK_UPDATE_PROPERTIES)

    def _eject(self, fresh: Listed) -> None:
        """Raises CallFailed, DriveError or PrivilegeError."""
        held = take_volumes(self._calls, fresh.drive, RunContext())
        try:
            with opened(self._calls, fresh.interface.path, READ_WRITE) as handle:
                self._calls.control(handle, win.IOCTL_STORAGE_MEDIA_REMOVAL, bytes(win.PreventMediaRemoval(0)))
                self._calls.control(handle, win.IOCTL_STORAGE_EJECT_MEDIA)
        finally:
            for volume in held:
                self._calls.close(volume)

    def _list(self) -> list[Listed]:
        return list_windows_drives(self._calls, self._own_paths, self._patience)

    def _again(self, drive: Drive) -> Listed:
        """`drive` as it is now, from its own answer and never from one of before: it is waited for.

        Raises DriveError `drive.gone`, `drive.no_medium`, `drive.changed` or what `require_answer` raises.
        """
        fresh = ask_again(self._calls, drive.identity, self._own_paths, self._patience)
        if fresh is None:
            is_other_there = any(other.drive.path == drive.path for other in self._list())
            raise DriveError("drive.changed" if is_other_there else "drive.gone", path=drive.path)
        if drive.medium_present and not fresh.drive.medium_present:
            raise DriveError("drive.no_medium", path=drive.path, name=drive.name)
        require_answer(fresh.drive)
        if not fresh.drive.identity.matches(drive.identity):
            raise DriveError("drive.changed", path=drive.path)
        return fresh


def program_paths() -> tuple[str, ...]:
    """What a running NanoWizard reads and writes."""
    return (sys.executable, str(Path(__file__).resolve()), str(places().state))


def which_drives_hold(calls: WindowsCalls, path: str) -> frozenset[str]:
    """The drives that the file at `path` lies on, over all pieces of its volume. Raises DriveError."""
    try:
        return frozenset(disk_path(number) for number in disks_of_path(calls, path))
    except CallFailed as failed:
        raise DriveError("drive.list_failed", detail=str(failed)) from failed


def look(calls: WindowsCalls, patience: Patience) -> object:
    """What changes with every card, cheaply: which devices there are, how often the medium of each has changed, and
    which of them have not answered for too long."""
    try:
        paths = [interface.path for interface in calls.disks()]
    except CallFailed as failed:
        return failed.winerror
    media = patience.media.all({path: partial(_medium, calls, path) for path in paths})
    return [(path, media[path], patience.is_over(path)) for path in paths]


def _medium(calls: WindowsCalls, path: str) -> int | tuple[()]:
    try:
        with opened(calls, path) as handle:
            # Only a medium that can leave its reader is asked for: a sleeping disk is not woken.
            changes = ask.media_changes(calls, handle) if ask.descriptor(calls, handle).removable_media else None
            return () if changes is None else changes
    except CallFailed as failed:
        return -failed.winerror
