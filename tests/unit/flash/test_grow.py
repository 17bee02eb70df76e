"""Grown partition tables, judged by sgdisk, by our own reader, and with every field damaged once."""

from __future__ import annotations

import binascii
import random
import shutil
import struct
import subprocess
import uuid
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanowizard.drives.partition import Partition, all_tables, read_table
from nanowizard.drives.partition_write import MICROSOFT_DATA, make_gpt
from nanowizard.flash.gpt import SECTOR, Gpt, Tables, parse_gpt
from nanowizard.flash.grow import NotGrown, grow

MIB = 1024 * 1024
IMAGE = 64 * MIB
CARD = 200 * MIB
DISK_ID = "5a0f3c52-3c1f-4f7e-9d2b-0c6a1e6b7a01"


def jetson() -> list[Partition]:
    """APP is the first entry and the last partition, as on a Nano's card."""
    return [
        Partition(number=1, start_bytes=14 * MIB, size_bytes=48 * MIB, name="APP"),
        Partition(number=2, start_bytes=MIB, size_bytes=MIB, name="TBC"),
        Partition(number=3, start_bytes=2 * MIB, size_bytes=448 * 1024, name="RP1"),
    ]


def head_of(parts: list[Partition], size_bytes: int = IMAGE) -> bytearray:
    return bytearray(make_gpt(parts, size_bytes, disk_id=DISK_ID).head.ljust(MIB, b"\0"))


def grown(head: bytes | bytearray, card_bytes: int = CARD) -> Tables:
    found = grow(bytes(head), card_bytes)
    assert isinstance(found, Tables), found
    return found


def as_card(tables: Tables, head: bytes | bytearray, path: Path, card_bytes: int = CARD) -> Path:
    with path.open("wb") as file:
        file.write(tables.head + bytes(head[len(tables.head) :]))
        file.truncate(card_bytes)
        file.seek(tables.tail_at)
        file.write(tables.tail)
    assert path.stat().st_size == card_bytes
    return path


def judged(card: Path) -> str:
    if not shutil.which("sgdisk"):
        pytest.skip("needs sgdisk (package gdisk)")
    return subprocess.run(["sgdisk", "-v", card], capture_output=True, text=True, check=True).stdout


def shown(card: Path, number: int) -> dict[str, str]:
    out = subprocess.run(["sgdisk", "-i", str(number), card], capture_output=True, text=True, check=True).stdout
    return dict(line.split(": ", 1) for line in out.splitlines() if ": " in line)


def test_sgdisk_finds_nothing_wrong_and_every_other_field_as_it_was(tmp_path: Path) -> None:
    head = head_of(jetson())
    image = tmp_path / "image"
    made = make_gpt(jetson(), IMAGE, disk_id=DISK_ID)
    image.write_bytes(bytes(head).ljust(made.tail_offset, b"\0") + made.tail)
    tables = grown(head)
    card = as_card(tables, head, tmp_path / "card")
    assert "No problems found" in judged(card)
    assert (tables.last.name, tables.end) == ("APP", 199 * MIB // SECTOR)
    for number in (1, 2, 3):
        before, after = shown(image, number), shown(card, number)
        if number == 1:
            assert after.pop("Last sector").startswith(f"{tables.end - 1} ")
            del before["Last sector"], before["Partition size"], after["Partition size"]
        assert after == before


def test_both_copies_are_believed_and_agree(tmp_path: Path) -> None:
    head = head_of(jetson())
    data = as_card(grown(head), head, tmp_path / "card").read_bytes()
    tables = all_tables(lambda at, length: data[at : at + length], CARD)
    _, primary, backup = tables
    assert (primary.copy, backup.copy) == ("primary", "backup")
    assert primary.partitions == backup.partitions
    assert primary.stated_size_bytes == backup.stated_size_bytes == CARD
    assert primary.disk_id == backup.disk_id == DISK_ID


def test_what_nvidias_own_tool_does_afterwards_changes_nothing(tmp_path: Path) -> None:
    """The first start moves the copy of the table and makes the entry anew: there is nothing left to move."""
    head = head_of(jetson())
    card = as_card(grown(head), head, tmp_path / "card")
    judged(card)
    before = card.read_bytes()
    subprocess.run(["sgdisk", "--move-second-header", card], check=True, capture_output=True)
    assert card.read_bytes() == before


def test_where_a_whole_mib_is_not_to_be_had_only_the_copy_moves(tmp_path: Path) -> None:
    parts = [Partition(number=1, start_bytes=MIB, size_bytes=IMAGE - MIB - 33 * SECTOR, name="root")]
    head = head_of(parts)
    tables = grown(head, IMAGE + 8 * SECTOR)
    assert tables.end == tables.last.end
    assert "No problems found" in judged(as_card(tables, head, tmp_path / "card", IMAGE + 8 * SECTOR))


def test_a_card_as_large_as_the_image_has_no_room() -> None:
    parts = [Partition(number=1, start_bytes=MIB, size_bytes=IMAGE - 2 * MIB, name="root")]
    found = grow(bytes(head_of(parts)), IMAGE)
    assert isinstance(found, NotGrown) and found.why == "room"


def test_a_last_partition_that_is_not_linux_stays() -> None:
    parts = [
        *jetson(),
        Partition(number=4, start_bytes=62 * MIB, size_bytes=MIB, name="share", type=MICROSOFT_DATA),
    ]
    found = grow(bytes(head_of(parts)), CARD)
    assert isinstance(found, NotGrown) and found.why == "other"


def put(head: bytearray, at: int, form: str, value: int, *, seal: bool = True) -> bytearray:
    """A field of the header or of an entry, with checksums that hold again."""
    struct.pack_into(form, head, at, value)
    if seal:
        (count, size) = struct.unpack_from("<II", head, SECTOR + 80)
        entries = binascii.crc32(head[2 * SECTOR : 2 * SECTOR + min(count * size, 1 << 17)])
        struct.pack_into("<I", head, SECTOR + 88, entries)
        struct.pack_into("<I", head, SECTOR + 16, 0)
        struct.pack_into("<I", head, SECTOR + 16, binascii.crc32(head[SECTOR : SECTOR + 92]))
    return head


ENTRY = 2 * SECTOR


@pytest.mark.parametrize(
    ("at", "form", "value", "seal", "why"),
    [
        pytest.param(510, "<H", 0, False, "an MBR", id="no-mbr-signature"),
        pytest.param(450, "<B", 0x83, False, "an MBR", id="no-protective-entry"),
        pytest.param(454, "<I", 63, False, "an MBR", id="protective-entry-elsewhere"),
        pytest.param(466, "<B", 0x0C, False, "an MBR", id="another-entry"),
        pytest.param(SECTOR, "<B", 0, False, "no GPT", id="signature"),
        pytest.param(SECTOR + 8, "<I", 0x20000, True, "another kind", id="revision"),
        pytest.param(SECTOR + 12, "<I", 96, True, "another kind", id="longer-header"),
        pytest.param(SECTOR + 20, "<I", 1, True, "another kind", id="reserved"),
        pytest.param(SECTOR + 92, "<B", 1, True, "another kind", id="behind-the-header"),
        pytest.param(SECTOR + 57, "<B", 1, False, "damaged GPT header", id="header-checksum"),
        pytest.param(SECTOR + 24, "<Q", 2, True, "damaged GPT header", id="another-place"),
        pytest.param(SECTOR + 84, "<I", 256, True, "another size", id="entry-size"),
        pytest.param(SECTOR + 80, "<I", 0, True, "another size", id="no-entries"),
        pytest.param(SECTOR + 80, "<I", 1 << 30, True, "another size", id="too-many-entries"),
        pytest.param(SECTOR + 72, "<Q", 3, True, "damaged GPT entries", id="entries-elsewhere"),
        pytest.param(SECTOR + 72, "<Q", 1, True, "damaged GPT entries", id="entries-on-the-header"),
        pytest.param(ENTRY + 56, "<B", 1, False, "damaged GPT entries", id="entry-checksum"),
        pytest.param(SECTOR + 40, "<Q", 33, True, "contradicts", id="usable-in-the-entries"),
        pytest.param(SECTOR + 48, "<Q", IMAGE // SECTOR, True, "contradicts", id="usable-behind-the-end"),
        pytest.param(ENTRY + 32, "<Q", 20, True, "outside", id="partition-in-the-entries"),
        pytest.param(ENTRY + 40, "<Q", IMAGE // SECTOR - 2, True, "outside", id="partition-in-the-backup"),
        pytest.param(ENTRY + 40, "<Q", 14 * MIB // SECTOR - 1, True, "outside", id="partition-without-sectors"),
        pytest.param(ENTRY + 32, "<Q", 2 * MIB // SECTOR, True, "overlap", id="overlap"),
    ],
)
def test_what_is_not_understood_stays_as_it_is(at: int, form: str, value: int, seal: bool, why: str) -> None:
    found = grow(bytes(put(head_of(jetson()), at, form, value, seal=seal)), CARD)
    assert isinstance(found, NotGrown) and found.why == "table"
    assert why in found.detail


def test_an_mbr_without_a_protective_entry_or_with_two_is_left_alone() -> None:
    """A hybrid one mirrors partitions, but the table itself has to be protected by exactly one entry."""
    protective = bytes(head_of(jetson())[446:462])
    mirror = struct.pack("<B3sB3sII", 0, b"\xfe\xff\xff", 0x83, b"\xfe\xff\xff", 14 * MIB // SECTOR, 48 * MIB // SECTOR)
    for entries in (b"", mirror, protective[:12] + struct.pack("<I", 9) + protective[:12] + struct.pack("<I", 9)):
        head = head_of(jetson())
        head[446:510] = entries.ljust(64, b"\0")
        found = grow(bytes(head), CARD)
        assert isinstance(found, NotGrown) and "says something else" in found.detail


def test_a_table_whose_entries_are_the_mbr_itself_is_refused() -> None:
    """Four entries take one sector, and nothing says that it is not the first one."""
    head = head_of(jetson())
    kind = uuid.UUID(jetson()[0].type or "0fc63daf-8483-4772-8e79-3d69d8477de4").bytes_le
    struct.pack_into("<16s16sQQ", head, 0, kind, kind, 2048, 4095)
    struct.pack_into("<QII", head, SECTOR + 72, 0, 4, 128)
    struct.pack_into("<I", head, SECTOR + 88, binascii.crc32(head[:SECTOR]))
    struct.pack_into("<I", head, SECTOR + 16, 0)
    struct.pack_into("<I", head, SECTOR + 16, binascii.crc32(head[SECTOR : SECTOR + 92]))
    found = grow(bytes(head), CARD)
    assert isinstance(found, NotGrown) and "damaged GPT entries" in found.detail


def test_no_partitions_and_a_card_that_is_too_small_are_refused() -> None:
    empty = grow(bytes(head_of([])), CARD)
    assert isinstance(empty, NotGrown) and "without partitions" in empty.detail
    small = grow(bytes(head_of(jetson())), 40 * MIB)
    assert isinstance(small, NotGrown) and "do not fit" in small.detail
    odd = grow(bytes(head_of(jetson())), CARD + 100)
    assert isinstance(odd, NotGrown) and "whole sectors" in odd.detail
    assert isinstance(parse_gpt(b""), str) and isinstance(parse_gpt(bytes(head_of(jetson()))[:4096]), str)


def hybrid(first: int, count: int, *, protected: int = 2047) -> bytearray:
    """As gdisk makes one: 0xEE over the table only, and a partition once more in the MBR."""
    head = head_of(jetson())
    struct.pack_into("<B3sB3sII", head, 446, 0, b"\0\2\0", 0xEE, b"\xff\xff\xff", 1, protected)
    struct.pack_into("<B3sB3sII", head, 462, 0x80, b"\xfe\xff\xff", 0x83, b"\xfe\xff\xff", first, count)
    return head


def test_a_hybrid_mbr_says_what_the_gpt_says(tmp_path: Path) -> None:
    head = hybrid(14 * MIB // SECTOR, 48 * MIB // SECTOR)
    tables = grown(head)
    assert "No problems found" in judged(as_card(tables, head, tmp_path / "card"))
    assert struct.unpack_from("<II", tables.head, 454) == (1, 2047)
    assert struct.unpack_from("<BxxxB", tables.head, 462) == (0x80, 0x83)
    assert struct.unpack_from("<II", tables.head, 470) == (14 * MIB // SECTOR, tables.end - 14 * MIB // SECTOR)


def test_a_hybrid_mbr_that_mirrors_another_partition_keeps_it() -> None:
    tables = grown(hybrid(MIB // SECTOR, MIB // SECTOR))
    assert struct.unpack_from("<II", tables.head, 470) == (MIB // SECTOR, MIB // SECTOR)


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(hybrid(14 * MIB // SECTOR, 47 * MIB // SECTOR), id="another-size"),
        pytest.param(hybrid(14 * MIB // SECTOR, 48 * MIB // SECTOR, protected=2048), id="over-a-partition"),
    ],
)
def test_a_hybrid_mbr_that_says_something_else_is_left_alone(head: bytearray) -> None:
    found = grow(bytes(head), CARD)
    assert isinstance(found, NotGrown) and "says something else" in found.detail


def test_a_card_beyond_what_an_mbr_can_count() -> None:
    big = 3 * 2**40
    tables = grown(head_of(jetson()), big)
    assert struct.unpack_from("<II", tables.head, 454) == (1, 2**32 - 1)
    assert tables.tail_at + len(tables.tail) == big
    found = grow(bytes(hybrid(14 * MIB // SECTOR, 48 * MIB // SECTOR)), big)
    assert isinstance(found, NotGrown) and found.why == "table"


layouts = st.lists(st.tuples(st.integers(0, 900), st.integers(1, 4000)), min_size=1, max_size=14)


@settings(deadline=None, max_examples=60)
@given(layouts, st.integers(0, 400_000), st.randoms(use_true_random=False), st.integers(34, 3000))
def test_any_sound_table_grows_into_a_sound_table(
    layout: list[tuple[int, int]], more: int, order: random.Random, at: int
) -> None:
    """Whatever the order of entries and positions: read back, only the last partition and the size are other."""
    numbers = list(range(1, len(layout) + 1))
    order.shuffle(numbers)
    parts = []
    for number, (gap, count) in zip(numbers, layout, strict=True):
        at += gap
        name = f"part{number}"
        parts.append(Partition(number=number, start_bytes=at * SECTOR, size_bytes=count * SECTOR, name=name))
        at += count
    sectors = at + 33
    head = head_of(parts, sectors * SECTOR)
    card = (sectors + more) * SECTOR
    found = grow(bytes(head), card)
    if isinstance(found, NotGrown):
        assert found.why == "room" and more == 0
        return

    def read(offset: int, length: int) -> bytes:
        if offset >= found.tail_at:
            return found.tail[offset - found.tail_at :][:length]
        return found.head[offset : offset + length]

    _, primary, backup = all_tables(read, card)
    assert primary == read_table(read, card) and primary.partitions == backup.partitions
    assert primary.stated_size_bytes == card
    before = {part.number: part for part in parts}
    last = parts[-1].number
    for part in primary.partitions:
        old = before.pop(part.number)
        assert (part.start_bytes, part.name) == (old.start_bytes, old.name)
        assert part.size_bytes >= old.size_bytes if part.number == last else part.size_bytes == old.size_bytes
    assert not before
    assert primary.end_bytes <= found.tail_at
    assert card - primary.end_bytes < MIB + 33 * SECTOR + MIB or primary.end_bytes == parts[-1].end_bytes
    again = grow(found.head, card)
    assert isinstance(again, NotGrown) and again.why == "room"


def changes(start: int, end: int) -> st.SearchStrategy[list[tuple[int, str, int]]]:
    return st.lists(
        st.tuples(st.integers(start, end - 1), st.sampled_from("BIQ"), st.integers(0, 2**64 - 1)), max_size=3
    )


@settings(deadline=None, max_examples=150)
@given(
    changes(SECTOR, SECTOR + 92),
    changes(ENTRY, ENTRY + 384),
    st.integers(0, 2**45),
)
def test_damaged_tables_with_right_checksums_are_refused_or_grown(
    header: list[tuple[int, str, int]], entries: list[tuple[int, str, int]], card_bytes: int
) -> None:
    """The helper reads them, so whatever they say must not break it."""
    head = head_of(jetson())
    for at, form, value in header + entries:
        struct.pack_into(f"<{form}", head, at, value % 2 ** (8 * struct.calcsize(form)))
    found = grow(bytes(put(head, 440, "<I", 0)), card_bytes)
    if isinstance(found, Tables):
        assert found.tail_at + len(found.tail) == card_bytes
        assert isinstance(parse_gpt(found.head), Gpt)
