"""The events that have the list read again: here those that a test can make, mounts and late answers."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("the drives of Linux", allow_module_level=True)

import pyudev

from nanowizard.drives import hotplug, linux
from nanowizard.drives.hotplug import HotplugWatch
from nanowizard.drives.linux import LinuxBackend
from nanowizard.drives.looks import Looks

PATIENCE_S = 20.0


def test_a_mount_is_an_event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Disks that come and go meanwhile, in other tests, are no answer.
    listen_to = pyudev.Monitor.filter_by
    monkeypatch.setattr(pyudev.Monitor, "filter_by", lambda monitor, _subsystem: listen_to(monitor, "none"))
    monkeypatch.setattr(hotplug, "look", lambda: None)
    changed = threading.Event()
    try:
        watch = HotplugWatch(changed.set)
    except OSError:
        pytest.skip("needs an event socket of the kernel")
    try:
        if subprocess.run(["mount", "-t", "tmpfs", "none", str(tmp_path)], capture_output=True, check=False).returncode:
            pytest.skip("needs to be allowed to mount")
        try:
            assert changed.wait(PATIENCE_S)
        finally:
            subprocess.run(["umount", str(tmp_path)], check=True)
    finally:
        watch.close()


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
