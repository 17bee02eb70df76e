"""How a helper is started on this system: the one place of the helper that asks which system it is.

Listing and watching cards needs no privilege anywhere. Where opening one does, and the system gives it to whole
processes only (Windows), a second helper is started with it when the first card is opened.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Protocol

from nanowizard.core.errors import HelperError
from nanowizard.core.places import HOME
from nanowizard.core.task import CancelToken
from nanowizard.drives.backend import WINDOWS
from nanowizard.drives.model import DriveIdentity
from nanowizard.helper.elevation.calls import ElevationCalls
from nanowizard.helper.elevation.launcher import HOME_ARGUMENT, start_elevated

if sys.platform == "win32":
    _FLAGS = subprocess.CREATE_NO_WINDOW
else:
    _FLAGS = 0

MODULE = "nanowizard.helper"


class HelperProcess(Protocol):
    """What `child.Child` needs of a process: of `subprocess.Popen`, or of `elevation.process.ElevatedProcess`."""

    @property
    def stdin(self) -> IO[bytes] | None: ...

    @property
    def stdout(self) -> IO[bytes] | None: ...

    @property
    def stderr(self) -> IO[bytes] | None: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired."""

    def kill(self) -> None: ...


class Launcher(Protocol):
    def start(self) -> HelperProcess:
        """Raises HelperError helper.not_started."""

    def must_elevate(self, identity: DriveIdentity) -> bool:
        """Whether this card can only be opened by a helper that was started with `start_elevated`."""

    def start_elevated(self, path: str, cancel: CancelToken) -> HelperProcess:
        """Asks the person; `path` names the card. Raises PrivilegeError, HelperError or Cancelled."""


class OrdinaryLauncher:
    """An ordinary child with pipes, which may do whatever this process may."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)

    def start(self) -> HelperProcess:
        return start(self._command)

    def must_elevate(self, identity: DriveIdentity) -> bool:
        del identity
        return False

    def start_elevated(self, path: str, cancel: CancelToken) -> HelperProcess:
        del path, cancel
        return self.start()


class RunAsLauncher(OrdinaryLauncher):
    """Windows: disks are an administrator's, and card files anybody's."""

    def __init__(self, command: Sequence[str], calls: ElevationCalls) -> None:
        super().__init__(command)
        self._calls = calls

    def must_elevate(self, identity: DriveIdentity) -> bool:
        return identity.backend == WINDOWS and not self._calls.is_elevated()

    def start_elevated(self, path: str, cancel: CancelToken) -> HelperProcess:
        home = os.environ.get(HOME)
        # Where our own files lie is never written, and it would look elsewhere.
        command = [*self._command, HOME_ARGUMENT, str(Path(home).resolve())] if home else self._command
        return start_elevated(self._calls, command, program_folder(), path, cancel)


def own_launcher() -> Launcher:
    if sys.platform == "win32":
        from nanowizard.helper.elevation.kernel import WindowsElevation  # noqa: PLC0415 - on Windows only

        return RunAsLauncher(helper_command(), WindowsElevation())
    else:  # noqa: RET505 - so that mypy knows which branch belongs to which system
        return OrdinaryLauncher(helper_command())


def helper_command() -> list[str]:
    """The ordinary helper: this very Python and this very package. A frozen program takes the same (`__main__`)."""
    return [sys.executable, "-m", MODULE]


def program_folder() -> str:
    """Where a program that runs as administrator starts: where our own code lies.

    With `-m` Python looks there first, and a module that somebody left in a download folder must not be found. A letter
    of a network drive, as a person's own folder may have, is nobody's in an administrator's session.
    """
    program = Path(sys.executable) if getattr(sys, "frozen", False) else Path(__file__).parents[1]
    return str(program.resolve().parent)


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """An ordinary child with pipes at its three standard streams. Raises HelperError helper.not_started.

    It gets a session of its own, so that Ctrl-C in a terminal reaches only us and we cancel in good order; that it
    ends with us comes from its standard input, which ends then.
    """
    try:
        return subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            creationflags=_FLAGS,
        )
    except OSError as error:
        raise HelperError("helper.not_started", detail=str(error)) from error


def take_streams(name: str) -> None:
    """In a helper that was started as administrator: speak over the pipes of that name from now on.

    Raises HelperError helper.protocol where they are somebody else's.
    """
    if sys.platform == "win32":
        from nanowizard.helper.elevation import pipes  # noqa: PLC0415 - on Windows only
        from nanowizard.helper.elevation.kernel import WindowsPipeClient  # noqa: PLC0415

        pipes.stand_in(pipes.connect(WindowsPipeClient(), name))
    else:
        raise HelperError("helper.protocol", detail="there are no such pipes on this system")
