"""Cards for the contract tests: each lab makes a real one of its backend and does to it what a person can do."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from nanowizard.drives.backend import DriveBackend
from nanowizard.drives.file import FileBackend
from nanowizard.drives.model import Drive
from nanowizard.practice.card import CARD_FILE, CardSettings, PracticeBackend

_DETACH_LIMIT_S = 30.0


class CardLab(Protocol):
    """One card of one backend. `backing` is where its bytes can be seen and changed behind the backend's back."""

    backend: DriveBackend
    backing: Path
    ejects: bool

    def drive(self) -> Drive: ...

    def protect(self) -> None:
        """Slide the write-protect switch."""

    def exchange(self) -> None:
        """Put in another card of the same size."""

    def shrink(self) -> None:
        """Make the card smaller while it is open."""

    def remove(self) -> None: ...

    def close(self) -> None: ...


class FileLab:
    ejects = False

    def __init__(self, folder: Path, size_bytes: int) -> None:
        self.backing = folder / "card.img"
        make_file(self.backing, size_bytes)
        self.backend: DriveBackend = FileBackend([self.backing])

    def drive(self) -> Drive:
        return self.backend.list_drives()[0]

    def protect(self) -> None:
        self.backing.chmod(0o444)
        if os.access(self.backing, os.W_OK) and not self._immutable(True):
            pytest.skip("root may write to read-only files, and this file system has no immutable ones")

    def exchange(self) -> None:
        size = self.backing.stat().st_size
        other = self.backing.with_name("other.img")
        make_file(other, size)
        other.replace(self.backing)

    def shrink(self) -> None:
        os.truncate(self.backing, self.backing.stat().st_size // 2)

    def remove(self) -> None:
        self.backing.unlink()

    def close(self) -> None:
        self._immutable(False)

    def _immutable(self, wanted: bool) -> bool:
        """What stops root as well. False where that cannot be had."""
        if not shutil.which("chattr") or not self.backing.exists():
            return False
        flag = "+i" if wanted else "-i"
        return subprocess.run(["chattr", flag, self.backing], capture_output=True, check=False).returncode == 0


class LoopLab:
    """A loop device: a real block device with O_EXCL, diskseq and the kernel's own errors."""

    ejects = False

    def __init__(self, folder: Path, size_bytes: int) -> None:
        self.backing = folder / "loop.img"
        make_file(self.backing, size_bytes)
        self.node = attach(self.backing)
        self._is_in = True
        self._empty = contextlib.ExitStack()
        from nanowizard.drives.linux.backend import (
            LinuxBackend,  # importable on Linux only, where `attach` did not skip
        )

        self.backend: DriveBackend = LinuxBackend(extra=[self.node])

    def drive(self) -> Drive:
        (found,) = [drive for drive in self.backend.list_drives() if drive.path == self.node]
        return found

    def protect(self) -> None:
        with loops_to_ourselves():
            detach(self.node)
            losetup("--read-only", self.node, str(self.backing))

    def exchange(self) -> None:
        with loops_to_ourselves():
            detach(self.node)
            losetup(self.node, str(self.backing))

    def shrink(self) -> None:
        os.truncate(self.backing, self.backing.stat().st_size // 2)
        losetup("--set-capacity", self.node)

    def remove(self) -> None:
        """Until `close` its slot stays empty."""
        self._empty.enter_context(loops_to_ourselves())
        detach(self.node)
        self._is_in = False

    def close(self) -> None:
        self._empty.close()
        if self._is_in:  # else it may by now be another worker's
            losetup("--detach", self.node)


class PracticeLab:
    """The practice card: a file again, in a folder with settings, among drives that are only scenery."""

    ejects = True

    def __init__(self, folder: Path, size_bytes: int) -> None:
        self.backing = folder / CARD_FILE
        self._folder = folder
        make_file(self.backing, size_bytes)
        self.backend: DriveBackend = PracticeBackend(folder)

    def drive(self) -> Drive:
        (found,) = [drive for drive in self.backend.list_drives() if drive.path == str(self.backing)]
        return found

    def protect(self) -> None:
        CardSettings(write_protected=True).save(self._folder)

    def exchange(self) -> None:
        other = self.backing.with_name("other.img")
        make_file(other, self.backing.stat().st_size)
        other.replace(self.backing)

    def shrink(self) -> None:
        os.truncate(self.backing, self.backing.stat().st_size // 2)

    def remove(self) -> None:
        CardSettings(inserted=False).save(self._folder)

    def close(self) -> None:
        """Nothing is left outside the test's folder."""


def make_file(path: Path, size_bytes: int) -> None:
    with path.open("wb") as file:
        file.truncate(size_bytes)


@contextlib.contextmanager
def loops_to_ourselves() -> Iterator[None]:
    """Nobody else attaches a loop device meanwhile: tests run side by side, and a free number is taken at once."""
    import fcntl  # Linux and its relatives only

    with Path(tempfile.gettempdir(), "nanowizard-tests-loop.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def attach(backing: Path, *options: str) -> str:
    """The node of a new loop device over `backing`; skips the test where there can be none.

    `options` are losetup's own, such as "--read-only" or "--sector-size=4096".
    """
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("losetup", path=with_sbin()["PATH"]):
        pytest.skip("needs root and losetup")
    with loops_to_ourselves():
        made = subprocess.run(
            ["losetup", "--find", "--show", *options, str(backing)],
            capture_output=True,
            text=True,
            check=False,
            env=with_sbin(),
        )
    if made.returncode:
        pytest.skip(f"no loop device: {made.stderr.strip()}")
    return made.stdout.strip()


def losetup(*arguments: str) -> None:
    subprocess.run(["losetup", *arguments], check=True, env=with_sbin())


def detach(node: str) -> None:
    losetup("--detach", node)
    wait_detached(node)


def wait_detached(node: str) -> None:
    """Until a detach is over: the kernel puts it off while anybody has the node open, as udev has to look at it.

    Raises TimeoutError when somebody keeps it open.
    """
    waits_for_close = Path(f"/sys/block/{Path(node).name}/loop/autoclear")
    deadline = time.monotonic() + _DETACH_LIMIT_S
    with contextlib.suppress(FileNotFoundError):
        while waits_for_close.read_text().strip() == "1":
            if time.monotonic() > deadline:
                raise TimeoutError(f"{node} is still open")
            time.sleep(0.01)


def with_sbin() -> dict[str, str]:
    return os.environ | {"PATH": os.environ.get("PATH", "") + ":/usr/sbin:/sbin"}
