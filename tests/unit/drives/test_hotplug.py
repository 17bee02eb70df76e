"""The events that have the list read again: here those that a test can make, mounts and late answers."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("the drives of Linux", allow_module_level=True)

import pyudev

from nanowizard.drives.linux import backend as linux
from nanowizard.drives.linux import hotplug
from nanowizard.drives.linux.backend import LinuxBackend
from nanowizard.drives.linux.hotplug import HotplugWatch
from nanowizard.drives.looks import Looks

PATIENCE_S = 20.0


class SilentMonitor:
    """Disks that come and go in other tests meanwhile would be events too."""

    def __init__(self, fd: int) -> None:
        self._fd = fd

    def fileno(self) -> int:
        return self._fd

    def filter_by(self, _subsystem: str) -> None: ...

    def start(self) -> None: ...

    def poll(self, timeout: float) -> None: ...


def test_a_mount_is_an_event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    silent, other_end = os.pipe()
    monkeypatch.setattr(pyudev.Monitor, "from_netlink", lambda _context, source: SilentMonitor(silent))
    monkeypatch.setattr(hotplug, "look", lambda: None)
    changed = threading.Event()
    watch = HotplugWatch(changed.set)
    try:
        if subprocess.run(["mount", "-t", "tmpfs", "none", str(tmp_path)], capture_output=True, check=False).returncode:
            pytest.skip("needs to be allowed to mount")
        try:
            assert changed.wait(PATIENCE_S)
        finally:
            subprocess.run(["umount", str(tmp_path)], check=True)
    finally:
        watch.close()
        os.close(silent)
        os.close(other_end)


def test_a_late_answer_has_the_list_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    looks, let_go, changed = Looks[object](0.01), threading.Event(), threading.Event()
    monkeypatch.setattr(linux, "LOOKS", looks)
    watch = LinuxBackend().watch(changed.set)
    try:
        looks.all({"slow": lambda: let_go.wait(PATIENCE_S)})
        let_go.set()
        assert changed.wait(PATIENCE_S)
    finally:
        watch.close()
    assert looks._watchers == []
