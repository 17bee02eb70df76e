"""An X server of its own for a test, with a window manager and a keyboard: nothing appears on anybody's screen."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

PROGRAMS = ("Xvfb", "openbox", "xdotool", "import")
SCREEN = "1280x800x24"


class XServer:
    """`environment` is for programs that shall use it. `close` ends both by their ids, and waits."""

    def __init__(self, folder: Path) -> None:
        """Skips the test where a program is missing."""
        missing = [name for name in PROGRAMS if not shutil.which(name)]
        if missing:
            pytest.skip(f"needs {', '.join(missing)} (Xvfb, openbox, xdotool, imagemagick)")
        folder.mkdir(parents=True, exist_ok=True)
        self._log = (folder / "xserver.log").open("wb")
        self._running: list[subprocess.Popen[bytes]] = []
        self.environment: Mapping[str, str] = {}
        try:
            self.environment = {
                **{name: value for name, value in os.environ.items() if name not in _OF_THE_DESKTOP},
                "DISPLAY": f":{self._start_server()}",
                "HOME": str(folder),
                "LC_ALL": "C.UTF-8",
            }
            self._start_manager()
        except BaseException:
            self.close()
            raise

    def run(self, *argv: str | Path) -> str:
        """A small X program; its output."""
        done = subprocess.run(
            list(argv), env=dict(self.environment), capture_output=True, text=True, timeout=20, check=True
        )
        return done.stdout.strip()

    def screenshot(self, file: Path) -> None:
        self.run("import", "-silent", "-window", "root", file)

    def close(self) -> None:
        for process in reversed(self._running):
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()
        self._log.close()

    def _start_server(self) -> str:
        """The server finds a free display itself and writes its number as soon as it takes programs."""
        ours, its = os.pipe()
        argv = ["Xvfb", "-displayfd", str(its), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]
        try:
            self._running.append(subprocess.Popen(argv, pass_fds=[its], stdout=self._log, stderr=self._log))
        finally:
            os.close(its)
        with os.fdopen(ours) as said:
            number = said.readline().strip()
        assert number, "Xvfb ended at once; see xserver.log"
        return number

    def _start_manager(self) -> None:
        """openbox runs a command as soon as it manages windows; its word comes through openbox's own output."""
        argv = ["openbox", "--sm-disable", "--startup", "echo ready"]
        environment = dict(self.environment)
        manager = subprocess.Popen(argv, env=environment, stdout=subprocess.PIPE, stderr=self._log)
        self._running.append(manager)
        assert manager.stdout
        assert b"ready\n" in iter(manager.stdout.readline, b""), "openbox ended at once; see xserver.log"


# Of the desktop that the tests may have been started from. With its accessibility bus the hold button asks for the
# typed word instead, as it does for people with a screen reader.
_OF_THE_DESKTOP = frozenset({"WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS", "LANGUAGE"})
