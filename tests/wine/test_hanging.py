"""A disk that does not answer, and beside it a card of the real calls: listed and written all the same."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows or Wine (./dev wine)", allow_module_level=True)

from support.wine_card import DISK, WineLab

from nanowizard.core.task import RunContext
from nanowizard.drives.windows.backend import WindowsBackend
from nanowizard.drives.windows.patience import Patience

pytestmark = pytest.mark.wine

MIB = 1 << 20
HANGING = "\\\\.\\PhysicalDrive0"


def test_a_card_is_listed_and_written_while_another_disk_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = WineLab(tmp_path, 16 * MIB)
    answered, asked = threading.Event(), []
    control = lab.calls.control

    def slow(handle: int, *rest: Any) -> bytes:
        if lab.calls.paths[handle] == HANGING:
            asked.append(handle)
            assert answered.wait(60)
        return bytes(control(handle, *rest))

    monkeypatch.setattr(lab.calls, "control", slow)
    patience = Patience(0.01)
    backend = WindowsBackend(lab.calls, None, patience)
    try:
        backend.list_drives()
        for thread in threading.enumerate():
            if thread.name.startswith("look at ") and not thread.name.endswith(HANGING):
                thread.join(60)
        for looks in (patience.disks, patience.volumes):
            looks._wait_s = 60.0
        listed = {drive.path: drive for drive in backend.list_drives()}
        assert (listed[HANGING].silent, listed[DISK].silent) == (0, None)
        device = backend.open(listed[DISK], RunContext())
        device.write_at(0, memoryview(bytearray(b"w" * 4096)))
        device.flush()
        device.close()
        assert lab.backing.read_bytes()[:4097] == b"w" * 4096 + b"\0"
        assert len(asked) == 1
    finally:
        answered.set()
        lab.close()
