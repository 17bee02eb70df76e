"""The practice card's faults: each is what a real card does, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from nanowizard.cards.diagnose import diagnose
from nanowizard.core.errors import DriveError
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.practice.card import CardSettings, PracticeBackend, spoil_card
from nanowizard.transfer.buffers import aligned_buffer

MIB = 1 << 20


def opened(folder: Path, **settings: object) -> RawDevice:
    backend = PracticeBackend(folder)
    CardSettings(write_rate=None, read_rate=None, **settings).save(folder)  # type: ignore[arg-type]
    return backend.open(backend.list_drives()[0], RunContext())


def block(fill: int) -> memoryview:
    buffer = aligned_buffer(4096)
    buffer[:] = bytes([fill]) * 4096
    return buffer


def read(device: RawDevice, offset: int) -> bytes:
    buffer = aligned_buffer(4096)
    device.read_at(offset, buffer)
    return bytes(buffer)


def test_a_latched_card_takes_everything_and_keeps_the_old(tmp_path: Path) -> None:
    device = opened(tmp_path, latched=True)
    before = read(device, 8 * MIB)
    device.write_at(8 * MIB, block(7))
    assert read(device, 8 * MIB) == before
    device.close()


def test_one_place_fails_and_its_neighbours_do_not(tmp_path: Path) -> None:
    device = opened(tmp_path, fails_at=8 * MIB)
    device.write_at(8 * MIB + 4096, block(7))
    assert read(device, 8 * MIB + 4096) == bytes([7]) * 4096
    for work in (lambda: device.write_at(8 * MIB, block(7)), lambda: read(device, 8 * MIB)):
        with pytest.raises(DriveError) as failed:
            work()
        assert failed.value.code == "drive.io"
    device.close()


def test_a_spoilt_card_has_garbage_where_its_table_was(tmp_path: Path) -> None:
    spoil_card(tmp_path)
    backend = PracticeBackend(tmp_path)
    drive = backend.list_drives()[0]
    assert drive.contents == "unpartitioned"
    device = backend.open(drive, RunContext())

    def look(offset: int, length: int) -> bytes:
        buffer = aligned_buffer(max(length, 4096))
        device.read_at(offset // 4096 * 4096, buffer)
        return bytes(buffer)[offset % 4096 :][:length]

    assert "garbage_table" in diagnose(look, device.size_bytes)
    device.close()
