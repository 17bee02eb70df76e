"""What is wrong with a card, told from its bytes."""

from __future__ import annotations

import random

import pytest
from support import signatures
from support.broken_cards import APP, BROKEN, FAT, GUID, SIZE, broken
from support.devices import MIB, MemoryCard

from nanowizard.cards.diagnose import count_signatures, diagnose
from nanowizard.core.errors import DriveError
from nanowizard.drives.partition_write import make_gpt
from nanowizard.drives.reading import tolerant_reader


@pytest.mark.parametrize("slug", BROKEN)
def test_each_kind_is_named(slug: str) -> None:
    card = broken(slug)
    assert diagnose(tolerant_reader(card), card.size_bytes)[0] == slug


@pytest.mark.parametrize("name", signatures.NAMES)
def test_what_other_systems_left_is_no_raw_partition(name: str) -> None:
    card = broken("raw")
    assert diagnose(tolerant_reader(card), SIZE) == ("raw",)
    for offset, data in signatures.NAMES[name](FAT.size_bytes):
        card.data[FAT.start_bytes + offset : FAT.start_bytes + offset + len(data)] = data
    encrypted = ("encrypted",) if name in ("BitLocker", "crypto_LUKS") else ()
    assert diagnose(tolerant_reader(card), SIZE) == encrypted


def test_a_sound_card_has_nothing() -> None:
    card = MemoryCard(SIZE, fill=0)
    gpt = make_gpt([APP], SIZE, disk_id=GUID)
    card.data[: len(gpt.head)] = gpt.head
    card.data[gpt.tail_offset : gpt.tail_offset + len(gpt.tail)] = gpt.tail
    card.data[APP.start_bytes + 0x438 : APP.start_bytes + 0x43A] = b"\x53\xef"
    read = tolerant_reader(card)
    assert diagnose(read, SIZE) == ()
    assert count_signatures(read, SIZE) == 4  # the protective MBR, two copies of the GPT, ext4


def test_noise_never_breaks_it() -> None:
    for seed in range(50):
        card = MemoryCard(2 * MIB, fill=0)
        noise = random.Random(seed)
        card.data[: 64 * 1024] = noise.randbytes(64 * 1024)
        card.data[510:512] = b"\x55\xaa"
        if seed % 2:
            card.data[446], card.data[462], card.data[478], card.data[494] = 0, 0x80, 0, 0
        diagnose(tolerant_reader(card), card.size_bytes)


def test_bad_blocks_read_as_zero_and_are_told() -> None:
    card = broken("raw", alignment=4096)

    def fail(offset: int, length: int) -> None:
        if offset <= 4096 < offset + length:
            raise DriveError("drive.io", path="x", offset_bytes=offset)

    card.on_read = fail
    unreadable: list[int] = []
    assert tolerant_reader(card, unreadable)(4500, 100) == bytes(100)
    assert unreadable == [4096]


def test_a_card_that_is_gone_is_no_bad_block() -> None:
    card = broken("raw")

    def gone() -> None:
        raise DriveError("drive.gone", path="x")

    def fail(offset: int, length: int) -> None:
        raise DriveError("drive.io", path="x", offset_bytes=offset)

    card.on_read, card.on_check = fail, gone
    with pytest.raises(DriveError, match=r"drive\.gone"):
        tolerant_reader(card)(0, 512)


def test_partitions_that_overlap() -> None:
    card = broken("raw")
    card.data[462:478] = card.data[446:462]
    assert diagnose(tolerant_reader(card), card.size_bytes) == ("overlapping", "raw")


def test_a_table_without_partitions() -> None:
    card = broken("raw")
    card.data[446 + 12 : 446 + 16] = bytes(4)
    assert diagnose(tolerant_reader(card), card.size_bytes) == ("no_partition",)
    gpt = make_gpt([], SIZE, disk_id=GUID)
    card.data[: len(gpt.head)] = gpt.head
    card.data[gpt.tail_offset : gpt.tail_offset + len(gpt.tail)] = gpt.tail
    assert diagnose(tolerant_reader(card), card.size_bytes) == ("no_partition",)
    card.data[512:1024] = bytes(512)
    card.data[gpt.tail_offset :] = bytes(SIZE - gpt.tail_offset)
    assert diagnose(tolerant_reader(card), card.size_bytes) == ("gpt_damaged",)


@pytest.mark.parametrize(("text_at", "state_at"), [(54, 37), (82, 65)], ids=["FAT16", "FAT32"])
def test_a_fat_that_was_not_closed(text_at: int, state_at: int) -> None:
    card = broken("raw")
    card.data[FAT.start_bytes + text_at : FAT.start_bytes + text_at + 5] = b"FAT32" if text_at == 82 else b"FAT16"
    assert diagnose(tolerant_reader(card), card.size_bytes) == ()
    card.data[FAT.start_bytes + state_at] = 1
    assert diagnose(tolerant_reader(card), card.size_bytes) == ("unclean",)
