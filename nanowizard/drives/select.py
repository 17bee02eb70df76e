"""Chooses what is done in this system's own way, and finds the drive that a person or a request means."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from nanowizard.core.errors import DriveError
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import DriveBackend, RawDevice, Watch
from nanowizard.drives.file import FileBackend
from nanowizard.drives.model import Drive, DriveIdentity

# Devices to offer although they are no cards: "/dev/loop0,/dev/loop1". For labs and tests.
EXTRA_DEVICES = "NANOWIZARD_EXTRA_DEVICES"


def default_backends(card_files: Iterable[str | os.PathLike[str]] = ()) -> tuple[DriveBackend, ...]:
    """The drives of this computer, and `card_files` as cards beside them: alone where its drives cannot be listed."""
    files, own = tuple(card_files), system_backend()
    if not files:
        return (own,)
    return (FileBackend(files),) if isinstance(own, NoBackend) else (own, FileBackend(files))


def system_backend() -> DriveBackend:
    if sys.platform == "linux":
        from nanowizard.drives.linux.backend import LinuxBackend  # noqa: PLC0415 - importable on Linux only

        extra = os.environ.get(EXTRA_DEVICES, "")
        return LinuxBackend(extra=[path.strip() for path in extra.split(",") if path.strip()])
    elif sys.platform == "win32":  # noqa: RET505 - so that mypy knows which branch belongs to which system
        from nanowizard.drives.windows.backend import PATIENCE, WindowsBackend  # noqa: PLC0415 - as above
        from nanowizard.drives.windows.kernel import WindowsKernel  # noqa: PLC0415

        return WindowsBackend(WindowsKernel(), patience=PATIENCE)
    else:
        return NoBackend()


def drives_holding(path: str | os.PathLike[str], drive: Drive | None = None) -> frozenset[str]:
    """The paths of the drives that the file at `path` lies on, as far as this system can tell.

    `drive` is one of them where it is that very file under another name (a hard link, a second mount).
    """
    if drive and drive.bus == "file" and _is_same_file(path, drive.path):
        return drives_holding(path) | {drive.path}
    if sys.platform == "linux":
        from nanowizard.drives.linux.listing import which_drives_hold  # noqa: PLC0415 - importable on Linux only

        return which_drives_hold(path)
    elif sys.platform == "win32":  # noqa: RET505 - as above
        from nanowizard.drives.windows.backend import which_drives_hold as which  # noqa: PLC0415
        from nanowizard.drives.windows.kernel import WindowsKernel  # noqa: PLC0415

        return which(WindowsKernel(), str(Path(path).resolve()))
    else:
        return frozenset()


@contextlib.contextmanager
def kept_awake(why: str, *, by_itself_only: bool = False) -> Iterator[bool]:
    """Keep the computer from going to sleep by itself, as far as the system grants that; whether it did is yielded.

    On Linux a lid that is closed and a shutdown are held up too, unless `by_itself_only`: what can go on later.
    """
    if sys.platform == "linux":
        from nanowizard.drives.linux.sleep import block_sleep  # noqa: PLC0415 - importable on Linux only

        lock = block_sleep(why, by_itself_only=by_itself_only)
        try:
            yield lock is not None
        finally:
            if lock is not None:
                os.close(lock)
    elif sys.platform == "win32":
        from nanowizard.drives.windows import awake  # noqa: PLC0415 - what it calls is on Windows only

        with awake.kept_awake() as granted:
            yield granted
    else:
        yield False


def _is_same_file(one: str | os.PathLike[str], other: str) -> bool:
    try:
        return Path(one).samefile(other)
    except OSError:
        return False


def find_drive(backends: Sequence[DriveBackend], card: str) -> tuple[DriveBackend, Drive]:
    """The drive that `--card` names: a device such as /dev/sdb, one of its links, or a regular file.

    Raises DriveError: `drive.not_found`, `drive.file_missing`, `drive.not_a_file`, or what listing raises.
    """
    resolved = str(Path(card).resolve())
    if Path(resolved).is_file():
        files = FileBackend([resolved])
        return files, files.list_drives()[0]
    for backend in backends:
        for drive in backend.list_drives():
            if drive.path in (card, resolved):
                return backend, drive
            if resolved in (volume.path for volume in drive.volumes):
                raise DriveError("drive.is_a_partition", path=card, drive=drive.path)
    raise DriveError("drive.not_found" if Path(resolved).exists() else "drive.file_missing", path=card)


def find_same(backends: Sequence[DriveBackend], identity: DriveIdentity) -> tuple[DriveBackend, Drive]:
    """The drive that was chosen as `identity`, listed afresh: what the helper does with every request.

    Raises DriveError `drive.gone` or `drive.changed`, or what listing raises.
    """
    if identity.backend == FileBackend.name:
        backends = [FileBackend([identity.path])]
    for backend in backends:
        if backend.name != identity.backend:
            continue
        for drive in backend.list_drives():
            if drive.path == identity.path:
                if not drive.identity.matches(identity):
                    raise DriveError("drive.changed", path=identity.path)
                return backend, drive
    raise DriveError("drive.gone", path=identity.path)


class NoBackend:
    """For a system whose drives NanoWizard cannot list yet: says so instead of showing an empty list."""

    name = "none"

    def list_drives(self) -> Sequence[Drive]:
        raise DriveError("drive.platform_unsupported")

    def watch(self, changed: Callable[[], None]) -> Watch:
        raise DriveError("drive.platform_unsupported")

    def open(self, drive: Drive, ctx: RunContext) -> RawDevice:
        raise DriveError("drive.platform_unsupported")

    def open_for_reading(self, drive: Drive, ctx: RunContext) -> RawDevice:
        raise DriveError("drive.platform_unsupported")

    def eject(self, drive: Drive) -> bool:
        return False
