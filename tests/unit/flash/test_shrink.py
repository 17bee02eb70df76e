"""Images made to fit a card that is short by some MB: real file systems, judged by sgdisk, e2fsck and their files."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from support.devices import MemoryCard
from support.disk import APP_START, MIB, DiskImage, garbage_card, make_disk_image

from nanowizard.core.errors import DriveError
from nanowizard.drives.ext4super import SUPERBLOCK_AT, Ext4Fields, parse_fields, u16, u32
from nanowizard.drives.partition import Partition, read_table
from nanowizard.drives.partition_write import make_gpt
from nanowizard.flash.blockmap import BlockMap
from nanowizard.flash.ext4super import BLOCK_BYTES, Superblock
from nanowizard.flash.fit import Fit
from nanowizard.flash.shrink import MOST_MISSING_BYTES, Shrink

SIZE = 24 * MIB
GROUP = 2048
SMALL_GROUPS = ("-g", str(GROUP))  # 8 MiB each, so that there are several
SHORT = 2 * MIB
CARD = SIZE - SHORT
CHUNK = 2 * MIB


def stream(data: bytes, card: Path, fit: Fit, *, chunk: int = CHUNK, full: bool = False) -> None:
    """As the engine does it: the ranges as they pass, and what was kept back at the end."""
    plan, view = BlockMap(full=full), memoryview(data)
    with card.open("r+b") as file:
        for offset in range(0, len(data), chunk):
            piece = view[offset : offset + chunk]
            for start, end in fit.ranges(offset, piece, plan.ranges(offset, piece)):
                file.seek(start)
                file.write(data[start:end])
        for at, block in fit.finish():
            file.seek(at)
            file.write(block)


def fitted(data: bytes, folder: Path, card_bytes: int = CARD, *, chunk: int = CHUNK, full: bool = False) -> Fit:
    fit = Fit(MemoryCard(card_bytes), len(data), shrink=True)
    card = garbage_card(folder / "card", card_bytes)
    stream(data, card, fit, chunk=chunk, full=full)
    assert card.stat().st_size == card_bytes, "nothing is written behind the card's end"
    return fit


def app_of(folder: Path) -> Path:
    """The last partition of the card as its own table says where it is."""
    card, app = folder / "card", folder / "app"
    data = card.read_bytes()
    last = max(
        read_table(lambda at, length: data[at : at + length], len(data)).partitions, key=lambda one: one.start_bytes
    )
    app.write_bytes(data[last.start_bytes : last.end_bytes])
    return app


def assert_sound(disk: DiskImage, folder: Path) -> Ext4Fields:
    """Table, file system, each copy of the superblock and every file."""
    judged = subprocess.run(["sgdisk", "-v", folder / "card"], capture_output=True, text=True, check=True).stdout
    assert "No problems found" in judged, judged
    app = app_of(folder)
    check(app)
    for name, data in disk.files.items():
        subprocess.run(["debugfs", "-R", f"dump {name} {folder / 'dumped'}", app], check=True, capture_output=True)
        assert (folder / "dumped").read_bytes() == data, name
    fields = parse_fields(app.read_bytes()[SUPERBLOCK_AT : SUPERBLOCK_AT + 1024])
    assert fields
    assert fields.blocks * BLOCK_BYTES <= app.stat().st_size
    groups = -(-fields.blocks // fields.blocks_per_group)
    for copy in (group for group in range(1, groups) if fields.has_backup(group)):
        check_by_copy(app, fields, copy * fields.blocks_per_group, groups - 1)
    return fields


def check(app: Path, *options: str) -> None:
    done = subprocess.run(["e2fsck", "-fn", *options, app], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def check_by_copy(app: Path, fields: Ext4Fields, block: int, last: int) -> None:
    """A copy is older than the file system. But where it ends, and what is free in its last group, a copy knows."""
    options = ["-o", f"superblock={block}", "-o", "blocksize=4096"]
    shown = subprocess.run(["dumpe2fs", "-h", *options, app], capture_output=True, text=True, check=True).stdout
    assert re.search(rf"^Block count: +{fields.blocks}$", shown, re.MULTILINE)
    done = subprocess.run(
        ["e2fsck", "-fn", "-b", str(block), "-B", "4096", app], capture_output=True, text=True, check=False
    )
    for wrong in ("size of the device", "invalid", f"Group {last} block bitmap does not match", f"for group #{last} ("):
        assert wrong not in done.stdout + done.stderr, done.stdout + done.stderr


KINDS = [
    pytest.param((), id="defaults"),
    pytest.param((*SMALL_GROUPS, "-O", "^64bit"), id="32bit"),
    pytest.param((*SMALL_GROUPS, "-O", "^metadata_csum,^64bit,uninit_bg"), id="uninit_bg"),
    pytest.param((*SMALL_GROUPS, "-O", "^metadata_csum,uninit_bg"), id="uninit_bg-64bit"),
    pytest.param((*SMALL_GROUPS, "-O", "^metadata_csum,^64bit,^uninit_bg"), id="no-checksums"),
    pytest.param((*SMALL_GROUPS, "-O", "^flex_bg"), id="no-flex"),
    pytest.param((*SMALL_GROUPS, "-O", "^has_journal,metadata_csum_seed"), id="seed"),
    pytest.param((*SMALL_GROUPS, "-O", "sparse_super2,^resize_inode"), id="sparse2"),
    pytest.param((*SMALL_GROUPS, "-O", "^sparse_super,^resize_inode"), id="backups-everywhere"),
    pytest.param((*SMALL_GROUPS, "-E", "packed_meta_blocks=1"), id="packed"),
    pytest.param((*SMALL_GROUPS, "-t", "ext3"), id="ext3"),
]


@pytest.mark.parametrize("mkfs", KINDS)
def test_a_card_of_garbage_that_is_short_gets_a_sound_file_system(tmp_path: Path, mkfs: tuple[str, ...]) -> None:
    disk = make_disk_image(tmp_path, size_bytes=SIZE, mkfs=mkfs, file_bytes=MIB)
    data = disk.path.read_bytes()
    before = parse_fields(data[APP_START + SUPERBLOCK_AT :][:1024])
    free, reserved = counts(data, APP_START + SUPERBLOCK_AT)
    fit = fitted(data, tmp_path, chunk=1536 * 1024 + 4096)  # so that blocks lie across the edges of chunks
    assert fit.added_bytes == -SHORT
    after = assert_sound(disk, tmp_path)
    assert before and after.blocks == before.blocks - SHORT // BLOCK_BYTES
    # e2fsck takes other counts than these for old ones, and says nothing.
    card = (tmp_path / "card").read_bytes()
    now_free, now_reserved = counts(card, APP_START + SUPERBLOCK_AT)
    assert now_free == free - SHORT // BLOCK_BYTES
    assert now_reserved == reserved * after.blocks // before.blocks < reserved


def counts(data: bytes, at: int) -> tuple[int, int]:
    """What a superblock says of free blocks, and of those that are root's."""
    return u32(data[at : at + 1024], 0xC), u32(data[at : at + 1024], 0x8)


def test_a_copy_that_is_older_than_the_files_counts_no_less_than_nothing(plain: DiskImage, tmp_path: Path) -> None:
    data = bytearray(plain.path.read_bytes())
    copy = APP_START + GROUP * BLOCK_BYTES
    data[copy + 0xC : copy + 0x10] = b"\1\0\0\0"
    fitted(bytes(data), tmp_path)
    assert counts((tmp_path / "card").read_bytes(), copy)[0] == 0
    assert_sound(plain, tmp_path)


def test_the_last_descriptor_may_stand_in_a_later_block_of_their_table(tmp_path: Path) -> None:
    """66 groups, and 64 descriptors in a block. The last group has 250 blocks, of which 10 go."""
    size, blocks = 76 * MIB, 65 * 272 + 250
    mkfs = ("-g", "272", "-N", "1056", "-O", "^resize_inode")
    disk = make_disk_image(tmp_path, size_bytes=size, mkfs=mkfs, file_bytes=MIB, fs_bytes=blocks * BLOCK_BYTES)
    fit = fitted(disk.path.read_bytes(), tmp_path, size - MIB)
    assert fit.added_bytes == -MIB
    assert assert_sound(disk, tmp_path).blocks == 70 * MIB // BLOCK_BYTES == blocks - 10


def refusal(
    data: bytes | bytearray, card_bytes: int = CARD, *, image_bytes: int | None = None, alignment: int = 512
) -> str:
    """Why the image does not fit, when all of it has gone by; "" where it does. Nothing is written."""
    fit = Fit(MemoryCard(card_bytes, alignment=alignment), image_bytes or len(data), shrink=True)
    plan, view = BlockMap(), memoryview(bytes(data))
    try:
        for offset in range(0, len(data), CHUNK):
            piece = view[offset : offset + CHUNK]
            fit.ranges(offset, piece, plan.ranges(offset, piece))
        assert fit.decided
        fit.finish()
    except DriveError as error:
        assert error.code == "drive.too_small"
        return error.detail
    return ""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> DiskImage:
    """Without checksums, so that each rule is tried by itself."""
    features = ("-O", "^metadata_csum,^64bit,^uninit_bg")
    folder = tmp_path_factory.mktemp("plain")
    return make_disk_image(folder, size_bytes=SIZE, mkfs=(*SMALL_GROUPS, *features), file_bytes=MIB)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> DiskImage:
    """With metadata_csum."""
    folder = tmp_path_factory.mktemp("sealed")
    return make_disk_image(folder, size_bytes=SIZE, mkfs=SMALL_GROUPS, file_bytes=MIB)


def test_room_behind_the_last_partition_is_taken_first(plain: DiskImage, tmp_path: Path) -> None:
    """The 2 MiB behind APP that a Jetson image has are enough for a card that is a little short."""
    data = plain.path.read_bytes()
    fit = fitted(data, tmp_path, SIZE - 512 * 1024)
    assert (fit.added_bytes, fit.over_bytes) == (0, 512 * 1024)
    assert_sound(plain, tmp_path)
    assert app_of(tmp_path).stat().st_size == plain.app_bytes


def test_with_full_the_rest_is_written_and_nothing_behind_the_end(sealed: DiskImage, tmp_path: Path) -> None:
    fitted(sealed.path.read_bytes(), tmp_path, full=True)
    assert_sound(sealed, tmp_path)


def test_a_file_system_that_ends_before_its_partition_stays(tmp_path: Path) -> None:
    disk = make_disk_image(tmp_path, size_bytes=SIZE, mkfs=SMALL_GROUPS, file_bytes=MIB, fs_bytes=12 * MIB)
    before = parse_fields(disk.path.read_bytes()[APP_START + SUPERBLOCK_AT :][:1024])
    fit = fitted(disk.path.read_bytes(), tmp_path)
    assert fit.added_bytes == -SHORT
    assert assert_sound(disk, tmp_path) == before


LAST_GROUP = 2
DESCRIPTORS = APP_START + BLOCK_BYTES


def field(at: int, value: bytes) -> Callable[[bytearray], None]:
    def change(data: bytearray) -> None:
        data[at : at + len(value)] = value

    return change


SUPER = APP_START + SUPERBLOCK_AT
LAST = DESCRIPTORS + 32 * LAST_GROUP  # without 64bit
NEW_END = (SIZE - MIB - SHORT - APP_START) // BLOCK_BYTES
OUTSIDE = (NEW_END + 5).to_bytes(4, "little")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param(field(SUPER + 0x38, b"\0\0"), "not ext4", id="another-file-system"),
        pytest.param(field(SUPER + 0x3A, b"\0\0"), "unmounted", id="not-clean"),
        pytest.param(field(SUPER + 0x5C, b"\0\1\0\0"), "compatible features 0x100", id="unknown-feature"),
        pytest.param(field(SUPER + 0xC, b"\5\0\0\0"), "fewer free blocks", id="no-free-blocks"),
        pytest.param(field(LAST + 0xC, b"\5\0"), "5 free blocks", id="no-free-blocks-in-the-group"),
        pytest.param(field(LAST + 0xC, b"\0\x18"), "damaged block bitmap", id="another-count"),
        pytest.param(field(LAST, OUTSIDE), "would go", id="block-bitmap"),
        pytest.param(field(LAST + 4, OUTSIDE), "would go", id="inode-bitmap"),
        pytest.param(field(LAST + 8, OUTSIDE), "would go", id="inode-table"),
        pytest.param(field(LAST - 32 + 8, OUTSIDE), "would go", id="inode-table-of-another"),
        pytest.param(field(LAST + 0x12, b"\2\0"), "uninitialised without", id="uninitialised"),
        pytest.param(field(APP_START + GROUP * BLOCK_BYTES + 0x68, b"other"), "copy of the superblock", id="copy"),
    ],
)
def test_what_is_not_understood_is_refused(plain: DiskImage, change: Callable[[bytearray], None], why: str) -> None:
    data = bytearray(plain.path.read_bytes())
    assert refusal(data) == ""
    change(data)
    assert why in refusal(data)


def test_a_bitmap_that_went_by_too_early_is_refused(plain: DiskImage) -> None:
    data = bytearray(plain.path.read_bytes()[: DESCRIPTORS + BLOCK_BYTES])
    field(LAST, b"\1\0\0\0")(data)
    shrink, view = Shrink(plain.app_bytes, plain.app_bytes - SHORT), memoryview(bytes(data[APP_START:]))
    for at in range(0, len(view), 64):
        shrink.feed(at, view[at : at + 64])
    assert shrink.decided and not shrink.refused
    assert shrink.finish() == [] and "came before" in shrink.refused


def test_checksums_are_believed(sealed: DiskImage) -> None:
    data = bytearray(sealed.path.read_bytes())
    bitmap = APP_START + u32(bytes(data[DESCRIPTORS:][:192]), 64 * LAST_GROUP) * BLOCK_BYTES
    for at, why in (
        (SUPER + 0x78, "superblock checksum"),
        (DESCRIPTORS + 0x12, "checksum of group descriptor 0"),
        (bitmap, "damaged block bitmap"),
        (bitmap + 100, "damaged block bitmap"),  # behind the last block, where nothing is counted
        (APP_START + GROUP * BLOCK_BYTES + 0x78, "copy of the superblock"),
    ):
        data[at] ^= 1
        assert why in refusal(data)
        data[at] ^= 1
    assert refusal(data) == ""


def test_a_group_without_a_bitmap_is_refused(sealed: DiskImage) -> None:
    data = bytearray(sealed.path.read_bytes())
    found = Superblock.parse(bytes(data[SUPER : SUPER + 1024]), sealed.app_bytes)
    assert isinstance(found, Superblock)
    at = DESCRIPTORS + 64 * LAST_GROUP
    data[at + 0x12] |= 2
    checksum = found.descriptor_checksum(LAST_GROUP, bytes(data[at : at + 64]))
    data[at + 0x1E : at + 0x20] = (checksum or 0).to_bytes(2, "little")
    assert "without a bitmap" in refusal(data)


def test_copies_of_the_superblock_are_bounded(plain: DiskImage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two groups of three have one."""
    data = plain.path.read_bytes()
    monkeypatch.setattr("nanowizard.flash.shrink._MOST_COPIES", 2)
    assert refusal(data) == ""
    monkeypatch.setattr("nanowizard.flash.shrink._MOST_COPIES", 1)
    assert "too many copies" in refusal(data)


@pytest.mark.parametrize("block", [NEW_END, NEW_END + SHORT // BLOCK_BYTES - 1])
def test_a_file_behind_the_new_end_is_not_cut_off(plain: DiskImage, block: int) -> None:
    for used, why in ((NEW_END - 1, ""), (block, "files behind")):
        data = bytearray(plain.path.read_bytes())
        bitmap = APP_START + u32(bytes(data[LAST : LAST + 32]), 0) * BLOCK_BYTES
        data[bitmap + (used - LAST_GROUP * GROUP) // 8] |= 1 << used % 8
        data[LAST + 0xC : LAST + 0xE] = (u16(bytes(data[LAST : LAST + 32]), 0xC) - 1).to_bytes(2, "little")
        assert why in refusal(data) and bool(why) == bool(refusal(data))


@pytest.mark.parametrize(
    ("mkfs", "why"),
    [
        pytest.param(("-b", "1024"), "block size", id="1K-blocks"),
        pytest.param(("-O", "bigalloc"), "features 0x200", id="bigalloc"),
        pytest.param(("-O", "meta_bg,^resize_inode"), "incompatible features 0x10", id="meta_bg"),
        pytest.param(("-g", "768"), "block group would go", id="group"),
    ],
)
def test_file_systems_that_are_not_cut(tmp_path: Path, mkfs: tuple[str, ...], why: str) -> None:
    disk = make_disk_image(tmp_path, size_bytes=SIZE, mkfs=mkfs, file_bytes=MIB)
    assert why in refusal(disk.path.read_bytes())


def test_much_too_small_odd_and_unlike_cards(plain: DiskImage) -> None:
    data = plain.path.read_bytes()
    assert refusal(data, image_bytes=CARD + MOST_MISSING_BYTES) != "it is much too large"
    assert refusal(data, image_bytes=CARD + MOST_MISSING_BYTES + 512) == "it is much too large"
    assert "whole sectors" in refusal(data, CARD + 100)
    assert "whole blocks" in refusal(data, CARD + 512, alignment=4096)
    assert "no GPT" in refusal(bytes(512) + bytes(512) + data[1024:])


def test_a_partition_between_blocks_is_refused(tmp_path: Path) -> None:
    data = bytearray(SIZE)
    part = Partition(number=1, start_bytes=APP_START + 512, size_bytes=SIZE - MIB - APP_START, name="APP")
    head = make_gpt([part], SIZE, disk_id="5a0f3c52-3c1f-4f7e-9d2b-0c6a1e6b7a01").head
    data[: len(head)] = head
    assert "whole block" in refusal(data)
    assert refusal(data, SIZE - 4096) == "", "its table alone does not mind"


def test_an_image_whose_size_nobody_knows_is_as_large_as_its_table_says(sealed: DiskImage, tmp_path: Path) -> None:
    fit = Fit(MemoryCard(CARD), None, shrink=True)
    stream(sealed.path.read_bytes(), garbage_card(tmp_path / "card", CARD), fit)
    assert fit.over_bytes == SHORT
    assert_sound(sealed, tmp_path)
