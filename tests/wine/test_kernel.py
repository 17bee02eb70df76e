"""The calls into Windows themselves, under Wine: what its own disk and volumes answer, and what errors look like."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows or Wine (./dev wine)", allow_module_level=True)

from nanowizard.core import held
from nanowizard.core.store import Store
from nanowizard.drives.windows import ask
from nanowizard.drives.windows import structs as win
from nanowizard.drives.windows.errors import ERROR_FILE_NOT_FOUND, CallFailed
from nanowizard.drives.windows.kernel import WindowsKernel
from nanowizard.drives.windows.system import opened

pytestmark = pytest.mark.wine

SHARED = win.FILE_SHARE_READ | win.FILE_SHARE_WRITE


@pytest.fixture
def calls() -> WindowsKernel:
    return WindowsKernel()


def test_the_disk_that_wine_invents_is_understood(calls: WindowsKernel) -> None:
    with opened(calls, "\\\\.\\PhysicalDrive0") as disk:
        assert ask.device_number(calls, disk) == 0
        assert ask.geometry(calls, disk) == (10000 * 255 * 63 * 512, 512)
        assert ask.descriptor(calls, disk).bus == 1


def test_volumes_have_names_letters_and_file_systems(calls: WindowsKernel) -> None:
    volumes = calls.volumes()
    assert calls.volume_of("C:\\windows\\system32") in volumes
    letters = [letter for volume in volumes for letter in calls.mount_points(volume)]
    assert {"C:\\", "Z:\\"} <= set(letters)
    system = calls.volume_of("C:\\")
    assert calls.label_and_filesystem(system)[1] == "NTFS"
    assert calls.used_bytes(system) > 0


def test_windows_says_where_it_lies_and_who_we_are(calls: WindowsKernel) -> None:
    assert calls.system_paths()[0].upper() == "C:\\WINDOWS"
    assert list(calls.system_devices()) == []
    assert calls.is_elevated() is True


def test_listing_disks_is_answered(calls: WindowsKernel) -> None:
    assert [disk for disk in calls.disks() if not disk.path or not disk.instance] == []


def test_a_failed_call_carries_the_systems_number(calls: WindowsKernel) -> None:
    with pytest.raises(CallFailed) as caught:
        calls.open("\\\\.\\PhysicalDrive9", 0, SHARED)
    assert caught.value.winerror == ERROR_FILE_NOT_FOUND


def test_transfers_go_to_their_place_from_any_memory(calls: WindowsKernel, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(bytes(3 * 4096))
    handle = calls.open(str(file), win.GENERIC_READ | win.GENERIC_WRITE, SHARED, win.FILE_FLAG_WRITE_THROUGH)
    try:
        far = 5 << 32  # more than 32 bits of offset
        assert calls.write(handle, 4096, memoryview(b"r" * 4096)) == 4096
        assert calls.write(handle, far, memoryview(bytearray(b"f" * 512))) == 512
        calls.flush(handle)
        odd = memoryview(bytearray(8192))[1:4097]
        assert calls.read(handle, 4096, odd) == 4096
        assert bytes(odd) == b"r" * 4096
        assert calls.read(handle, far, odd) == 512
        assert bytes(odd[:512]) == b"f" * 512
        assert calls.read(handle, far + 4096, odd) == 0
    finally:
        calls.close(handle)


def test_the_device_manager_and_the_registry_are_asked(calls: WindowsKernel) -> None:
    assert [device for device in calls.devices() if not device.instance] == []
    version = "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
    assert calls.setting(version, "CurrentBuild")
    assert calls.setting(version, "nothing of that name") is None
    assert calls.setting("SOFTWARE\\no such key", "value") is None


def test_a_file_that_another_program_holds_is_known_by_the_number_that_windows_gives(
    calls: WindowsKernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "things.json", schema=1)
    store.save({"rate": 1})
    held_by_another: list[int] = []

    def hold() -> None:
        held_by_another.append(calls.open(str(store.path), win.GENERIC_READ, 0))

    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        calls.close(held_by_another.pop())

    monkeypatch.setattr(held.time, "sleep", wait)
    hold()
    assert store.read() == {"rate": 1}
    hold()
    store.save({"rate": 2})
    assert len(waited) == 2
    assert store.read() == {"rate": 2}
