"""Takes a card of Windows for writing: every volume of it locked and dismounted first, then the disk itself.

Nothing is written here. Whatever fails lets go of everything that was taken.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

from nanowizard.core.errors import DriveError, NanoWizardError
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive, Volume
from nanowizard.drives.policy import BITLOCKER
from nanowizard.drives.windows import ask
from nanowizard.drives.windows import structs as win
from nanowizard.drives.windows.calls import WindowsCalls
from nanowizard.drives.windows.disk import WindowsDisk, check_same
from nanowizard.drives.windows.errors import (
    BUSY,
    ERROR_ACCESS_DENIED,
    GONE,
    NO_MEDIUM,
    NOT_ANSWERED,
    CallFailed,
    windows_error,
)
from nanowizard.drives.windows.listed import Listed

# An indexer or a scanner lets go of a new volume after some seconds; Rufus waits 15 s, rpi-imager tries 8 times.
ROUNDS = 20
ROUND_WAIT_S = 0.25

READ_WRITE = win.GENERIC_READ | win.GENERIC_WRITE
_SHARED = win.FILE_SHARE_READ | win.FILE_SHARE_WRITE
_UNBUFFERED = win.FILE_FLAG_NO_BUFFERING | win.FILE_FLAG_WRITE_THROUGH

_Result = TypeVar("_Result")


def open_for_writing(calls: WindowsCalls, listed: Listed, ctx: RunContext) -> WindowsDisk:
    """Raises DriveError, PrivilegeError or Cancelled. No second writer gets in while it is open."""
    drive = listed.drive
    with contextlib.ExitStack() as taken:
        held = take_volumes(calls, drive, ctx)
        for volume in held:
            taken.callback(calls.close, volume)
        handle = _open_disk(calls, listed, ctx, access=READ_WRITE, share=win.FILE_SHARE_READ)
        taken.callback(calls.close, handle)
        check_same(calls, handle, drive.identity, listed.interface)
        with _named(calls, drive):
            if not ask.is_writable(calls, handle):
                raise DriveError("drive.write_protected", path=drive.path, name=drive.name)
        taken.pop_all()
    return _device(calls, handle, listed, held=held)


def open_for_reading(calls: WindowsCalls, listed: Listed, ctx: RunContext) -> WindowsDisk:
    """Nothing is locked: others may read and write meanwhile. Raises DriveError, PrivilegeError or Cancelled."""
    handle = _open_disk(calls, listed, ctx, access=win.GENERIC_READ, share=_SHARED)
    with contextlib.ExitStack() as taken:
        taken.callback(calls.close, handle)
        check_same(calls, handle, listed.drive.identity, listed.interface)
        taken.pop_all()
    return _device(calls, handle, listed, held=None)


def take_volumes(calls: WindowsCalls, drive: Drive, ctx: RunContext) -> list[int]:
    """Handles of every volume of `drive`, locked and dismounted. Raises DriveError, PrivilegeError or Cancelled."""
    held: list[int] = []
    with contextlib.ExitStack() as taken:
        for volume in drive.volumes:
            handle = _take_volume(calls, drive, volume, ctx)
            if handle is not None:
                taken.callback(calls.close, handle)
                held.append(handle)
        taken.pop_all()
    return held


def _take_volume(calls: WindowsCalls, drive: Drive, volume: Volume, ctx: RunContext) -> int | None:
    """None for a volume that has left, or that Windows has no file system for and does not show."""
    try:
        handle = calls.open(volume.path, READ_WRITE, _SHARED)
    except CallFailed as failed:
        if failed.winerror in GONE | NO_MEDIUM | NOT_ANSWERED:
            return None
        raise _error(calls, drive, failed) from failed
    try:
        _until_free(ctx, lambda: calls.control(handle, win.FSCTL_LOCK_VOLUME), busy=BUSY | {ERROR_ACCESS_DENIED})
        calls.control(handle, win.FSCTL_DISMOUNT_VOLUME)
    except CallFailed as failed:
        if failed.winerror in NOT_ANSWERED:  # nothing is mounted there that could be locked
            return handle
        calls.close(handle)
        if volume.filesystem == BITLOCKER:
            raise DriveError("drive.bitlocker_locked", detail=str(failed), path=drive.path) from failed
        if failed.winerror == ERROR_ACCESS_DENIED:  # what a lock answers while files are open
            raise DriveError("drive.in_use_by_program", detail=str(failed), path=drive.path) from failed
        raise _error(calls, drive, failed) from failed
    except BaseException:
        calls.close(handle)
        raise
    return handle


def _open_disk(calls: WindowsCalls, listed: Listed, ctx: RunContext, *, access: int, share: int) -> int:
    with _named(calls, listed.drive):
        return _until_free(ctx, lambda: calls.open(listed.interface.path, access, share, _UNBUFFERED), busy=BUSY)


def _until_free(ctx: RunContext, act: Callable[[], _Result], *, busy: Collection[int]) -> _Result:
    """`act`, again while somebody else has it. Raises CallFailed or Cancelled."""
    for _ in range(ROUNDS - 1):
        ctx.cancel.raise_if_set()
        try:
            return act()
        except CallFailed as failed:
            if failed.winerror not in busy:
                raise
        ctx.cancel.wait(ROUND_WAIT_S)
    ctx.cancel.raise_if_set()
    return act()


@contextlib.contextmanager
def _named(calls: WindowsCalls, drive: Drive) -> Iterator[None]:
    try:
        yield
    except CallFailed as failed:
        raise _error(calls, drive, failed) from failed


def _error(calls: WindowsCalls, drive: Drive, failed: CallFailed) -> NanoWizardError:
    return windows_error(failed, path=drive.path, may=calls.is_elevated())


def _device(calls: WindowsCalls, handle: int, listed: Listed, *, held: list[int] | None) -> WindowsDisk:
    return WindowsDisk(
        calls,
        handle,
        listed.drive.identity,
        listed.interface,
        alignment=listed.drive.block_bytes,
        writable=held is not None,
        held=held or (),
    )
