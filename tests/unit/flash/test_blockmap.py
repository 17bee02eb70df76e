"""The block map against file systems that the real mkfs.ext4 made, judged by e2fsck and by the files themselves."""

from __future__ import annotations

import itertools
import re
import subprocess
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from support.disk import APP_START, MIB, DiskImage, assert_app_is_whole, extract_app, garbage_card, make_disk_image

from nanowizard.drives.ext4super import SUPERBLOCK_AT
from nanowizard.flash.blockmap import GAP_BYTES, BlockMap
from nanowizard.flash.ext4map import Ext4Map
from nanowizard.flash.ext4super import BLOCK_BYTES

CHUNK = 2 * MIB
SIZE = 144 * MIB
HEAD = 24 * MIB


def planned(
    data: bytes | bytearray, *, full: bool = False, chunk: int = CHUNK
) -> tuple[list[tuple[int, int]], BlockMap]:
    plan = BlockMap(full=full)
    ranges: list[tuple[int, int]] = []
    view = memoryview(bytes(data))
    for offset in range(0, len(view), chunk):
        ranges += plan.ranges(offset, view[offset : offset + chunk])
    return ranges, plan


def total(ranges: list[tuple[int, int]]) -> int:
    return sum(end - start for start, end in ranges)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> DiskImage:
    return make_disk_image(tmp_path_factory.mktemp("disk"), size_bytes=SIZE)


@pytest.fixture(scope="module")
def plain_disk(tmp_path_factory: pytest.TempPathFactory) -> DiskImage:
    """Without metadata_csum the superblock has no checksum of its own, so that each rule is tried by itself."""
    return make_disk_image(tmp_path_factory.mktemp("plain"), size_bytes=SIZE, mkfs=("-O", "^metadata_csum"))


def head(disk: DiskImage) -> bytearray:
    with disk.path.open("rb") as file:
        return bytearray(file.read(HEAD))


@pytest.mark.parametrize(
    "mkfs",
    [
        pytest.param((), id="defaults"),
        pytest.param(("-O", "^metadata_csum,^64bit,uninit_bg"), id="uninit_bg"),
        pytest.param(("-O", "^metadata_csum,^64bit,^uninit_bg"), id="no-checksums"),
        pytest.param(("-O", "^flex_bg"), id="no-flex"),
        pytest.param(("-O", "^has_journal,metadata_csum_seed"), id="seed"),
        pytest.param(("-O", "sparse_super2,^resize_inode"), id="sparse2"),
        pytest.param(("-O", "^sparse_super,^resize_inode"), id="backups-everywhere"),
        pytest.param(("-g", "8192"), id="small-groups"),
        pytest.param(("-t", "ext3"), id="ext3"),
    ],
)
def test_a_card_of_garbage_gets_a_whole_file_system(tmp_path: Path, mkfs: tuple[str, ...]) -> None:
    disk = make_disk_image(tmp_path, size_bytes=SIZE, mkfs=mkfs)
    data = disk.path.read_bytes()
    ranges, plan = planned(data, chunk=1536 * 1024 + 4096)  # so that metadata lies across the edges of chunks
    assert plan.doubts == []
    assert total(ranges) < SIZE * 0.4
    card = garbage_card(tmp_path / "card", SIZE)
    with card.open("r+b") as file:
        for start, end in ranges:
            file.seek(start)
            file.write(data[start:end])
    assert_app_is_whole(card, disk, tmp_path)
    assert_kept(
        ranges,
        [(APP_START + first * BLOCK_BYTES, APP_START + end * BLOCK_BYTES) for first, end in spare(disk, tmp_path)],
    )
    with card.open("rb") as file:
        assert file.read(APP_START) == data[:APP_START]
        file.seek(SIZE - MIB)
        assert file.read() == data[SIZE - MIB :]


def spare(disk: DiskImage, scratch: Path) -> list[tuple[int, int]]:
    """The blocks that no file needs but a repair may, as dumpe2fs names them: backups, bitmaps and inode tables."""
    app = extract_app(disk.path, disk, scratch / "app")
    shown = subprocess.run(["dumpe2fs", str(app)], capture_output=True, text=True, check=True).stdout
    named = re.findall(r"(?:superblock|descriptors|bitmap|table) at (\d+)(?:-(\d+))?", shown)
    assert len(named) > 5
    return [(int(first), int(last or first) + 1) for first, last in named]


def assert_kept(ranges: list[tuple[int, int]], wanted: list[tuple[int, int]]) -> None:
    """Ranges of neighbouring chunks meet, so what is wanted may lie in two of them."""
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    lost = [one for one in wanted if not any(start <= one[0] and one[1] <= end for start, end in joined)]
    assert lost == []


def test_full_takes_every_byte(disk: DiskImage) -> None:
    ranges, _ = planned(disk.path.read_bytes(), full=True)
    assert total(ranges) == SIZE


def test_ranges_are_ordered_aligned_and_not_close(disk: DiskImage) -> None:
    ranges, _ = planned(disk.path.read_bytes())
    for start, end in ranges:
        assert start % BLOCK_BYTES == 0 and end % BLOCK_BYTES == 0 and start < end
    for (_, end), (start, _) in itertools.pairwise(ranges):
        in_one_chunk = start // CHUNK == (end - 1) // CHUNK
        assert start - end > (GAP_BYTES if in_one_chunk else -1)


def _sb(data: bytearray, at: int, value: bytes) -> None:
    where = APP_START + SUPERBLOCK_AT + at
    data[where : where + len(value)] = value


def _feature(at: int, bit: int) -> Callable[[bytearray], None]:
    def change(data: bytearray) -> None:
        where = APP_START + SUPERBLOCK_AT + at
        value = int.from_bytes(data[where : where + 4], "little") | bit
        data[where : where + 4] = value.to_bytes(4, "little")

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param(_feature(0x60, 0x4), "incompatible", id="needs_recovery"),
        pytest.param(_feature(0x60, 0x10), "incompatible", id="meta_bg"),
        pytest.param(_feature(0x60, 0x8), "incompatible", id="journal-device"),
        pytest.param(_feature(0x64, 0x200), "features", id="bigalloc"),
        pytest.param(_feature(0x64, 0x10000), "features", id="orphan_present"),
        pytest.param(lambda data: _sb(data, 0x3A, b"\0\0"), "unmounted", id="not-clean"),
        pytest.param(lambda data: _sb(data, 0x3A, b"\3\0"), "unmounted", id="errors"),
        pytest.param(lambda data: _sb(data, 0xE8, b"\x0b\0\0\0"), "unmounted", id="orphans"),
        pytest.param(lambda data: _sb(data, 0x18, b"\0\0\0\0"), "block size", id="1K-blocks"),
        pytest.param(lambda data: _sb(data, 0x4, b"\xff\xff\xff\0"), "more blocks", id="too-many-blocks"),
        pytest.param(lambda data: _sb(data, 0x38, b"\0\0"), "not ext4", id="magic"),
        pytest.param(lambda data: _sb(data, 0x20, b"\0\0\0\0"), "group size", id="no-groups"),
    ],
)
def test_what_is_not_understood_is_written_whole(
    plain_disk: DiskImage, change: Callable[[bytearray], None], reason: str
) -> None:
    data = head(plain_disk)
    change(data)
    ranges, plan = planned(data)
    assert len(plan.doubts) == 1 and reason in plan.doubts[0]
    assert total(ranges) == HEAD


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        pytest.param(SUPERBLOCK_AT + 0x120, "superblock checksum", id="superblock"),
        pytest.param(BLOCK_BYTES + 0x0C, "checksum of group descriptor", id="descriptor"),
    ],
)
def test_damaged_metadata_is_not_believed(disk: DiskImage, at: int, reason: str) -> None:
    data = head(disk)
    data[APP_START + at] ^= 1
    ranges, plan = planned(data)
    assert reason in plan.doubts[0]
    assert total(ranges) == HEAD


@pytest.mark.parametrize("which", ["disk", "plain_disk"])
def test_a_damaged_bitmap_is_not_believed(request: pytest.FixtureRequest, tmp_path: Path, which: str) -> None:
    disk: DiskImage = request.getfixturevalue(which)
    data = head(disk)
    app = extract_app(disk.path, disk, tmp_path / "app")
    shown = subprocess.run(["dumpe2fs", str(app)], capture_output=True, text=True, check=True).stdout
    block = int(shown.partition("Block bitmap at ")[2].split()[0])
    where = APP_START + block * BLOCK_BYTES + 100
    data[where] ^= 0xFF
    _, plan = planned(data)
    assert "bitmap" in plan.doubts[0] or "free blocks" in plan.doubts[0]


def test_a_bitmap_that_only_its_checksum_gives_away(disk: DiskImage, tmp_path: Path) -> None:
    """One bit set and one cleared: the count of free blocks stays right."""
    data = head(disk)
    app = extract_app(disk.path, disk, tmp_path / "app")
    shown = subprocess.run(["dumpe2fs", str(app)], capture_output=True, text=True, check=True).stdout
    where = APP_START + int(shown.partition("Block bitmap at ")[2].split()[0]) * BLOCK_BYTES
    used = data.index(0xFF, where)
    free = data.index(0x00, where)
    assert used < where + BLOCK_BYTES and free < where + BLOCK_BYTES
    data[used], data[free] = 0xFE, 0x01
    _, plan = planned(data)
    assert "bitmap" in plan.doubts[0]


def test_what_the_descriptors_point_at_is_written_whatever_the_bitmap_says(
    plain_disk: DiskImage, tmp_path: Path
) -> None:
    data = head(plain_disk)
    app = extract_app(plain_disk.path, plain_disk, tmp_path / "app")
    shown = subprocess.run(["dumpe2fs", str(app)], capture_output=True, text=True, check=True).stdout
    bitmap = APP_START + int(shown.partition("Block bitmap at ")[2].split()[0]) * BLOCK_BYTES
    table = int(re.findall(r"Inode table at (\d+)-", shown)[0])
    first = table // 8 + 1  # two whole bytes of the bitmap: fewer blocks would be joined over
    assert data[bitmap + first : bitmap + first + 2] == b"\xff\xff"
    free = data.index(b"\0\0", bitmap)
    data[bitmap + first : bitmap + first + 2], data[free : free + 2] = b"\0\0", b"\xff\xff"
    ranges, plan = planned(data)
    assert plan.doubts == []
    assert_kept(ranges, [(APP_START + first * 8 * BLOCK_BYTES, APP_START + (first + 2) * 8 * BLOCK_BYTES)])


@pytest.mark.parametrize(
    ("blocks", "per_group", "reason"),
    [(1 << 24, 256, "number of groups"), ((1 << 24) + 1, 32768, "more than 64 GiB"), (1 << 30, 8, "number of groups")],
)
def test_what_a_superblock_states_costs_no_memory(
    plain_disk: DiskImage, blocks: int, per_group: int, reason: str
) -> None:
    """Terabytes in groups of a few KiB: a table of gigabytes, which a packed image of zeros would have delivered."""
    app = head(plain_disk)[APP_START:]
    app[SUPERBLOCK_AT + 0x4 : SUPERBLOCK_AT + 0x8] = blocks.to_bytes(4, "little")
    app[SUPERBLOCK_AT + 0x20 : SUPERBLOCK_AT + 0x24] = per_group.to_bytes(4, "little")
    plan = Ext4Map(1 << 42)
    tracemalloc.start()
    try:
        for at in range(0, 20 * MIB, CHUNK):
            plan.feed(at, memoryview(app[at : at + CHUNK]))
        assert tracemalloc.get_traced_memory()[1] < 4 * CHUNK
    finally:
        tracemalloc.stop()
    assert plan.gave_up == reason
    assert plan.runs(0, CHUNK) == [(0, CHUNK)]


def test_without_a_sound_gpt_everything_is_written(disk: DiskImage) -> None:
    data = head(disk)
    data[512 + 60] ^= 1
    ranges, _ = planned(data)
    assert total(ranges) == HEAD


def test_tiny_and_empty_inputs() -> None:
    assert planned(b"")[0] == []
    assert planned(b"\1" * 512)[0] == [(0, 512)]
