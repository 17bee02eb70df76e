from __future__ import annotations

import os
import struct
import time
import zlib
from pathlib import Path

import pytest

from nanowizard.core.errors import DriveError
from nanowizard.core.task import RunContext
from nanowizard.drives import select
from nanowizard.drives.file import FileBackend
from nanowizard.drives.partition import Partition
from nanowizard.drives.partition_write import make_gpt
from nanowizard.drives.select import NoBackend, default_backends, find_drive, find_same

MIB = 1 << 20


def card(folder: Path, size_bytes: int = MIB) -> Path:
    path = folder / "card.img"
    path.write_bytes(bytes(size_bytes))
    return path


def code_of(path: Path) -> str:
    with pytest.raises(DriveError) as caught:
        FileBackend([path]).list_drives()
    return caught.value.code


def test_a_missing_file_and_a_folder_are_no_cards(tmp_path: Path) -> None:
    assert code_of(tmp_path / "absent") == "drive.file_missing"
    assert code_of(tmp_path) == "drive.not_a_file"
    if Path(os.devnull).is_char_device():
        assert code_of(Path(os.devnull)) == "drive.not_a_file"


def test_a_link_leads_to_the_card(tmp_path: Path) -> None:
    path = card(tmp_path)
    (tmp_path / "link").symlink_to(path)
    assert FileBackend([tmp_path / "link"]).list_drives()[0].path == str(path)


def test_partitions_of_a_card_file_are_shown(tmp_path: Path) -> None:
    path = card(tmp_path, 4 * MIB)
    table = make_gpt(
        [Partition(number=1, start_bytes=MIB, size_bytes=2 * MIB, name="PHOTOS")],
        4 * MIB,
        disk_id="5ab1f4c0-4a0e-4d6e-9c43-2a5e8c9d1e01",
    )
    with path.open("r+b") as file:
        file.write(table.head)
    (drive,) = FileBackend([path]).list_drives()
    assert drive.contents == "partitions"
    assert [(volume.label, volume.size_bytes) for volume in drive.volumes] == [("PHOTOS", 2 * MIB)]


@pytest.mark.parametrize("entries_lba", [2**64 - 1, 2**54, 2**40])
def test_a_table_whose_entries_lie_behind_every_disk_is_none(tmp_path: Path, entries_lba: int) -> None:
    """Its checksum holds: who made the card can do that."""
    path = card(tmp_path, 4 * MIB)
    part = Partition(number=1, start_bytes=MIB, size_bytes=2 * MIB, name="APP")
    head = bytearray(make_gpt([part], 4 * MIB, disk_id="5ab1f4c0-4a0e-4d6e-9c43-2a5e8c9d1e01").head)
    struct.pack_into("<Q", head, 512 + 72, entries_lba)
    struct.pack_into("<I", head, 512 + 16, 0)
    struct.pack_into("<I", head, 512 + 16, zlib.crc32(head[512 : 512 + 92]))
    with path.open("r+b") as file:
        file.write(head)
    (drive,) = FileBackend([path]).list_drives()
    assert (drive.contents, drive.volumes) == ("unpartitioned", ())


@pytest.mark.parametrize(("size", "alignment"), [(8192, 4096), (8192 + 512, 512), (8192 + 7, 1), (0, 4096)])
def test_any_size_is_a_card(tmp_path: Path, size: int, alignment: int) -> None:
    backend = FileBackend([card(tmp_path, size)])
    device = backend.open(backend.list_drives()[0], RunContext())
    try:
        assert (device.size_bytes, device.alignment) == (size, alignment)
        if alignment < 4096:
            device.write_at(size - alignment, memoryview(b"\xa5" * alignment))
            back = bytearray(alignment)
            device.read_at(size - alignment, memoryview(back))
            assert bytes(back) == b"\xa5" * alignment
    finally:
        device.close()


def test_a_card_file_is_found_by_its_name_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = card(tmp_path)
    monkeypatch.chdir(tmp_path)
    backend, drive = find_drive(default_backends(), "card.img")
    assert (backend.name, drive.path) == ("file", str(path))
    assert find_same(default_backends(), drive.identity)[1] == drive


def test_what_is_no_card_is_said(tmp_path: Path) -> None:
    for name, code in ((str(tmp_path / "absent"), "drive.file_missing"), (str(tmp_path), "drive.not_found")):
        with pytest.raises(DriveError) as caught:
            find_drive(default_backends(), name)
        assert caught.value.code == code


def test_a_request_for_a_card_that_changed_is_refused(tmp_path: Path) -> None:
    path = card(tmp_path)
    identity = FileBackend([path]).list_drives()[0].identity
    os.truncate(path, 2 * MIB)
    with pytest.raises(DriveError, match=r"drive\.changed"):
        find_same((), identity)


def test_a_system_without_drives_says_so() -> None:
    with pytest.raises(DriveError, match=r"drive\.platform_unsupported"):
        NoBackend().list_drives()


def test_card_files_need_no_drives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows they are the only cards; a list that fails with the drives would have none."""
    monkeypatch.setattr(select, "system_backend", NoBackend)
    (backend,) = default_backends([card(tmp_path)])
    assert backend.name == "file"
    assert [one.name for one in default_backends()] == ["none"]


def test_touching_a_file_wakes_the_watch_once(tmp_path: Path) -> None:
    from nanowizard.drives.watch import PollingWatch

    path = card(tmp_path)
    calls: list[int] = []
    watch = PollingWatch(lambda: path.stat().st_size, lambda: calls.append(1), interval_s=0.01)
    try:
        os.truncate(path, 5)
        until = time.monotonic() + 5
        while not calls and time.monotonic() < until:
            time.sleep(0.01)
    finally:
        watch.close()
    assert calls == [1]
