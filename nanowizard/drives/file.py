"""Card files: any regular file is a card (`--card FILE`), for labs, classrooms, backups and practice.

Portable: works on Windows and Linux. A file is locked while it is open, so two runs cannot write the same card.
"""

from __future__ import annotations

import errno
import itertools
import os
import stat
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from nanowizard.core.errors import DriveError, PrivilegeError
from nanowizard.core.task import RunContext
from nanowizard.drives import positioned
from nanowizard.drives.backend import Watch
from nanowizard.drives.contents import Inside, look_inside
from nanowizard.drives.errors import drive_error
from nanowizard.drives.model import Drive, DriveIdentity, Volume, clean_name
from nanowizard.drives.partition import read_table, within
from nanowizard.drives.rawfd import FdDevice
from nanowizard.drives.signatures import VolumeLook
from nanowizard.drives.watch import PollingWatch

BACKEND = "file"
DIRECT_ALIGNMENT = 4096
POLL_INTERVAL_S = 1.0


class FileBackend:
    """The card files at `paths`. One that is missing makes `list_drives` fail: the person named it."""

    name = BACKEND

    def __init__(self, paths: Iterable[str | os.PathLike[str]]) -> None:
        self._paths = tuple(Path(path) for path in paths)

    def list_drives(self) -> Sequence[Drive]:
        """Raises DriveError `drive.file_missing` or `drive.not_a_file`, PrivilegeError `privilege.denied`."""
        return [describe_file(path) for path in self._paths]

    def watch(self, changed: Callable[[], None]) -> Watch:
        return PollingWatch(self._state, changed, interval_s=POLL_INTERVAL_S)

    def open(self, drive: Drive, ctx: RunContext) -> FdDevice:
        del ctx
        return _open(drive.identity, writable=True)

    def open_for_reading(self, drive: Drive, ctx: RunContext) -> FdDevice:
        del ctx
        return _open(drive.identity, writable=False)

    def eject(self, drive: Drive) -> bool:
        del drive
        return False

    def _state(self) -> object:
        def one(path: Path) -> tuple[int, ...]:
            try:
                found = path.stat()
            except OSError:
                return ()
            return (found.st_ino, found.st_size, found.st_mtime_ns)

        return [one(path) for path in self._paths]


def describe_file(path: Path) -> Drive:
    """The card that the file at `path` is. Raises DriveError or PrivilegeError."""
    resolved = path.resolve()
    try:
        found = resolved.stat()
    except FileNotFoundError as error:
        raise DriveError("drive.file_missing", path=str(path)) from error
    except OSError as error:
        raise drive_error(error, path=str(path)) from error
    if not stat.S_ISREG(found.st_mode):
        raise DriveError("drive.not_a_file", path=str(path))
    inside, volumes = _look_inside(resolved, found.st_size)
    return Drive(
        identity=_identity(resolved, found),
        name=clean_name(resolved.name),
        bus="file",
        size_bytes=found.st_size,
        removable=True,
        read_only=not os.access(resolved, os.W_OK),
        contents=inside.contents,
        table=inside.table,
        l4t=inside.l4t,
        volumes=volumes,
    )


def _identity(path: Path, found: os.stat_result) -> DriveIdentity:
    return DriveIdentity(
        backend=BACKEND,
        path=str(path),
        bus_path=str(path),
        serial=f"{found.st_ino:x}/{found.st_dev:x}",
        model="card file",
        size_bytes=found.st_size,
    )


def _look_inside(path: Path, size_bytes: int) -> tuple[Inside, tuple[Volume, ...]]:
    """What is on the card; a file that cannot be read says "unknown" here and its reason when it is opened."""
    try:
        with path.open("rb") as file:

            def read(offset: int, length: int) -> bytes:
                file.seek(offset)
                return file.read(length)

            table = read_table(within(read, size_bytes), size_bytes)
            inside = look_inside(read, size_bytes)
    except OSError:
        return Inside(contents="unknown"), ()
    if not table.partitions:
        return inside, tuple(_volume(str(path), size_bytes, seen) for seen in inside.volumes if seen.filesystem)
    parts = zip(table.partitions, itertools.chain(inside.volumes, itertools.repeat(VolumeLook())), strict=False)
    return inside, tuple(_volume(f"{path}#{part.number}", part.size_bytes, seen, part.name) for part, seen in parts)


def _volume(place: str, size_bytes: int, seen: VolumeLook, name: str = "") -> Volume:
    return Volume(
        path=place,
        label=seen.label or clean_name(name),
        filesystem=seen.filesystem,
        version=seen.version,
        size_bytes=size_bytes,
    )


def _open(identity: DriveIdentity, *, writable: bool) -> FdDevice:
    fd = _open_fd(identity, writable=writable)
    try:
        _lock(fd, identity.path, shared=not writable)
        _check_same(identity, fd)
        direct = identity.size_bytes % DIRECT_ALIGNMENT == 0 and positioned.make_direct(fd, DIRECT_ALIGNMENT)
    except BaseException:
        os.close(fd)
        raise
    return FdDevice(
        fd,
        identity,
        size_bytes=identity.size_bytes,
        alignment=DIRECT_ALIGNMENT if direct else _alignment(identity.size_bytes),
        direct=direct,
        writable=writable,
        same=lambda descriptor: _check_same(identity, descriptor),
    )


def _alignment(size_bytes: int) -> int:
    """Buffered files take any offset; the largest usual block that divides the size keeps the last block whole."""
    return next(block for block in (DIRECT_ALIGNMENT, 512, 1) if size_bytes % block == 0)


def _open_fd(identity: DriveIdentity, *, writable: bool) -> int:
    try:
        return os.open(identity.path, (os.O_RDWR if writable else os.O_RDONLY) | positioned.OPEN_FLAGS)
    except FileNotFoundError as error:
        raise DriveError("drive.gone", path=identity.path) from error
    except PermissionError as error:
        # A file that may be read but not written has its write-protect switch on.
        if writable and os.access(identity.path, os.R_OK):
            raise DriveError("drive.write_protected", detail=str(error), path=identity.path) from error
        raise PrivilegeError("privilege.denied", detail=str(error), path=identity.path) from error
    except OSError as error:
        raise drive_error(error, path=identity.path) from error


def _lock(fd: int, path: str, *, shared: bool) -> None:
    try:
        positioned.lock(fd, shared=shared)
    except BlockingIOError as error:
        raise DriveError("drive.busy", detail="another program holds the lock", path=path) from error
    except OSError as error:
        # A network file system without locks must not make card files unusable; the lock only guards two runs of ours.
        if error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
            raise drive_error(error, path=path) from error


def _check_same(identity: DriveIdentity, fd: int) -> None:
    """The path must still lead to the opened file, and the file must have the size that was listed."""
    try:
        here = Path(identity.path).stat()
        held = os.fstat(fd)
    except FileNotFoundError as error:
        raise DriveError("drive.gone", path=identity.path) from error
    except OSError as error:
        raise drive_error(error, path=identity.path) from error
    if (here.st_ino, here.st_dev) != (held.st_ino, held.st_dev) or _identity(Path(identity.path), held) != identity:
        raise DriveError("drive.changed", path=identity.path)
