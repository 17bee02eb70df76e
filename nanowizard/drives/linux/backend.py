"""The drives of a Linux computer: opened directly where the person may, else through UDisks2 and polkit.

Nothing here needs root, and everything works as root too (labs, containers), then without UDisks.
"""

from __future__ import annotations

import errno
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import PurePosixPath

from nanowizard.core.errors import Cancelled, DriveError, NanoWizardError
from nanowizard.core.events import LogLine
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import Watch
from nanowizard.drives.errors import drive_error
from nanowizard.drives.linux import blockdev, holders, udisks
from nanowizard.drives.linux.blocknode import BACKEND
from nanowizard.drives.linux.hotplug import LOOK_INTERVAL_S, HotplugWatch, look
from nanowizard.drives.linux.listing import LOOKS, list_linux_drives
from nanowizard.drives.linux.mounts import Mount, read_mounts
from nanowizard.drives.linux.partitions import Partitions
from nanowizard.drives.linux.remedy import carry_out
from nanowizard.drives.linux.surroundings import look_around
from nanowizard.drives.linux.sysfs import BlockTree, number_of_mount
from nanowizard.drives.looks import BothWatches
from nanowizard.drives.model import Drive
from nanowizard.drives.policy import require_writable
from nanowizard.drives.rawfd import FdDevice
from nanowizard.drives.surroundings import RemedyRequest, Surroundings
from nanowizard.drives.watch import PollingWatch

assert sys.platform == "linux"

_log = logging.getLogger(__name__)

# A desktop may mount again between our unmount and our open: 1 to 4 rounds were seen.
OPEN_ROUNDS = 5
ROUND_WAIT_S = 0.2
EJECT_ROUNDS = 6
EJECT_WAIT_S = 0.5
CARD_BUSES = ("sd", "usb")
MOUNTED_WITHIN_S = 6.0  # a desktop mounts a new card 2 to 4 s after it was let go of (measured)
UMOUNT_TIMEOUT_S = 300  # a slow card has to take what is still in memory


class LinuxBackend:
    """`extra` names devices to offer although they are no cards, such as loop devices in a lab: ("/dev/loop0",)."""

    name = BACKEND

    def __init__(self, extra: Collection[str] = ()) -> None:
        self._extra = frozenset(extra)

    def list_drives(self) -> Sequence[Drive]:
        return list_linux_drives(self._extra)

    def watch(self, changed: Callable[[], None]) -> Watch:
        late = LOOKS.watch(changed)
        try:
            return BothWatches(HotplugWatch(changed), late)
        except (OSError, ImportError):  # no event socket (a sandbox), no libudev
            return BothWatches(PollingWatch(look, changed, interval_s=LOOK_INTERVAL_S), late)

    def open(self, drive: Drive, ctx: RunContext) -> FdDevice:
        """Also refuses, whatever the caller decided, what the policy forbids: first of all the system's own drives."""
        for last in [False] * (OPEN_ROUNDS - 1) + [True]:
            ctx.cancel.raise_if_set()
            fresh = self._again(drive)
            require_writable(fresh)
            try:
                _release(fresh, ctx)
                fd = _open(drive.path, ctx, writable=True)
                self._require_same_names(drive, fd)
                return _to_itself(blockdev.adopt(fd, drive.identity, writable=True), ctx)
            except DriveError as error:
                if error.code != "drive.busy" or last:
                    raise holders.named(error, _kernel_name(drive)) from error
            ctx.cancel.wait(ROUND_WAIT_S)
        raise AssertionError("the last round returns or raises")

    def open_for_reading(self, drive: Drive, ctx: RunContext) -> FdDevice:
        self._again(drive)
        return blockdev.adopt(_open(drive.path, ctx, writable=False), drive.identity, writable=False)

    def look_around(self) -> Surroundings:
        return look_around()

    def carry_out(self, request: RemedyRequest) -> None:
        carry_out(request)

    def eject(self, drive: Drive) -> bool:
        """Several rounds: after the last write udev reads the table again, and the desktop mounts what it finds."""
        ctx = RunContext()
        for _ in range(EJECT_ROUNDS):
            try:
                return self._eject(drive, ctx)
            except DriveError as error:
                _log.debug("not ejected yet: %s %s", error.code, error.detail)
                if error.code in ("drive.gone", "drive.changed", "drive.is_system"):
                    return False
            except (NanoWizardError, Cancelled) as error:
                _log.debug("not ejected: %r", error)
                return False
            ctx.cancel.wait(EJECT_WAIT_S)
        return False

    def _eject(self, drive: Drive, ctx: RunContext) -> bool:
        """False where this kind of drive cannot be. Raises Cancelled, DriveError or PrivilegeError."""
        fresh = self._again(drive)
        with udisks.connected(drive.path, ctx) as connection:
            if connection.resolve(drive.path) is None:
                raise DriveError("drive.busy", detail="UDisks does not show it", path=drive.path)
            how = udisks.how_to_release(drive.path, connection.objects())
            if fresh.system:
                return False
            if how is not None:
                _release(fresh, ctx, ask=False)
                if connection.drive_call(*how):
                    return True
            return fresh.bus in CARD_BUSES and _keep_closed(fresh, ctx)

    def _require_same_names(self, drive: Drive, fd: int) -> None:
        """Before Linux 5.15 an open descriptor says no more than its size, so the list is asked what is there now.

        Raises DriveError, and closes `fd` then.
        """
        if drive.identity.diskseq is not None:
            return
        try:
            self._again(drive)
        except NanoWizardError:
            os.close(fd)
            raise

    def _again(self, drive: Drive) -> Drive:
        """`drive` as it is now. Raises DriveError `drive.gone`, `drive.no_medium` or `drive.changed`."""
        for fresh in self.list_drives():
            if fresh.path == drive.path:
                if drive.medium_present and not fresh.medium_present:
                    raise DriveError("drive.no_medium", path=drive.path, name=drive.name)
                if not fresh.identity.matches(drive.identity):
                    raise DriveError("drive.changed", path=drive.path)
                return fresh
        raise DriveError("drive.gone", path=drive.path)


def _kernel_name(drive: Drive) -> str:
    return PurePosixPath(drive.path).name


def _open(path: str, ctx: RunContext, *, writable: bool) -> int:
    try:
        return blockdev.open_node(path, writable=writable)
    except OSError as error:
        # EPERM is what a container's device rules answer.
        if error.errno not in (errno.EACCES, errno.EPERM):
            raise drive_error(error, path=path) from error
    return udisks.open_device(path, ctx, writable=writable)


def _to_itself(device: blockdev.BlockDevice, ctx: RunContext) -> blockdev.BlockDevice:
    """An exclusive descriptor keeps out who asks for one too, but nobody who could write already.

    Raises Cancelled, or DriveError drive.busy, and closes the device then.
    """
    path = device.identity.path
    try:
        disk = PurePosixPath(path).name
        if holders.has_other_writers(disk, own_pid=os.getpid()):
            raise DriveError("drive.busy", detail="another program may write to it", path=path)
        device.partitions = Partitions.of(disk, path, ctx)
    except BaseException:
        device.close()
        raise
    return device


def _keep_closed(drive: Drive, ctx: RunContext) -> bool:
    """True when nothing is open on a card that cannot be ejected, although the desktop had its time to open it.

    What was unmounted once is not mounted again by itself. Raises Cancelled, DriveError or PrivilegeError.
    """
    until = time.monotonic() + MOUNTED_WITHIN_S
    while time.monotonic() < until:
        _release(drive, ctx, ask=False)
        ctx.cancel.wait(EJECT_WAIT_S)
    return True


def _release(drive: Drive, ctx: RunContext, *, ask: bool = True) -> None:
    """Unmount everything that lies on `drive`. Raises Cancelled, DriveError or PrivilegeError.

    Without `ask` nobody is asked for a permission: when the work is done, that is not worth a second password.

    Looks at the mounts afresh and refuses the system's, so that no mistake further up can take them away.
    """
    tree = BlockTree()
    upon = tree.numbers_upon(_kernel_name(drive))
    try:
        mounts = [mount for mount in read_mounts() if number_of_mount(mount) in upon]
    except OSError as error:
        raise DriveError("drive.list_failed", detail=str(error)) from error
    if any(mount.is_system for mount in mounts):
        raise DriveError("drive.is_system", path=drive.path, name=drive.name, mount_points=list(drive.mount_points))
    if not mounts:
        return
    if os.geteuid() != 0:
        udisks.unmount([tree.node_of(number_of_mount(mount)) for mount in reversed(mounts)], drive.path, ctx, ask=ask)
        return
    for mount in reversed(mounts):
        _umount(mount, drive.path, ctx)


def _umount(mount: Mount, path: str, ctx: RunContext) -> None:
    """As root: the system's own program, which needs no UDisks."""
    ctx.emit(LogLine(text=f"umount {mount.mount_point}", source="drives"))
    try:
        done = subprocess.run(
            ["umount", "--", mount.mount_point],
            env=os.environ | {"LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=UMOUNT_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DriveError("drive.busy", detail=str(error), path=path) from error
    if done.returncode == 0 or "not mounted" in done.stderr:
        return
    code = "drive.in_use_by_program" if "busy" in done.stderr else "drive.busy"
    raise DriveError(code, detail=done.stderr.strip(), path=path)
