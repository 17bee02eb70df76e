"""What a raw device makes of calls that do less than asked, or fail. Only the system calls are replaced."""

from __future__ import annotations

import errno
import mmap
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from nanowizard.core.errors import DriveError
from nanowizard.core.task import RunContext
from nanowizard.drives import positioned
from nanowizard.drives.file import FileBackend
from nanowizard.drives.rawfd import FdDevice

SIZE = 64 * 1024 + 512  # no multiple of 4096: buffered, so that any memory will do


@pytest.fixture
def device(tmp_path: Path) -> Iterator[FdDevice]:
    card = tmp_path / "card"
    card.write_bytes(bytes(SIZE))
    backend = FileBackend([card])
    device = backend.open(backend.list_drives()[0], RunContext())
    yield device
    device.close()


def test_short_writes_are_completed(device: FdDevice, monkeypatch: pytest.MonkeyPatch) -> None:
    written = bytearray(SIZE)

    def short(_fd: int, offset: int, data: memoryview) -> int:
        part = data[:512]
        written[offset : offset + len(part)] = part
        return len(part)

    monkeypatch.setattr(positioned, "write_from", short)
    device.write_at(4096, memoryview(b"\xa5" * 8192))
    assert written == bytes(4096) + b"\xa5" * 8192 + bytes(SIZE - 12288)


def test_a_write_that_does_nothing_is_a_full_card(device: FdDevice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(positioned, "write_from", lambda *_: 0)
    with pytest.raises(DriveError) as caught:
        device.write_at(4096, memoryview(bytes(4096)))
    assert (caught.value.code, caught.value.params["offset_bytes"]) == ("drive.full", 4096)


def test_the_place_of_a_failed_write_is_where_it_stopped(device: FdDevice, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_later(_fd: int, offset: int, _data: memoryview) -> int:
        if offset >= 8192:
            raise OSError(errno.EIO, "Input/output error")
        return 4096

    monkeypatch.setattr(positioned, "write_from", fails_later)
    with pytest.raises(DriveError) as caught:
        device.write_at(0, memoryview(bytes(16384)))
    assert (caught.value.code, caught.value.params["offset_bytes"]) == ("drive.io", 8192)


def test_flush_never_succeeds_after_a_failed_write(device: FdDevice, monkeypatch: pytest.MonkeyPatch) -> None:
    # Measured: with the SD card pulled, write gives EIO and fsync then returns 0.
    def pulled(*_: object) -> int:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(positioned, "write_from", pulled)
    with pytest.raises(DriveError):
        device.write_at(0, memoryview(bytes(4096)))
    monkeypatch.undo()
    device.write_at(0, memoryview(mmap.mmap(-1, 4096)))  # a page of its own: the file is open for direct writes
    for _ in range(2):
        with pytest.raises(DriveError, match=r"drive\.io"):
            device.flush()


def test_one_failed_flush_is_final(device: FdDevice, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_fd: int) -> None:
        raise OSError(errno.ENODEV, "No such device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(DriveError, match=r"drive\.gone"):
        device.flush()
    monkeypatch.undo()
    with pytest.raises(DriveError, match=r"drive\.gone"):
        device.flush()
