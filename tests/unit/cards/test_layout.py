"""How cards of every size are divided, and what the real tools say of the volumes in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.volumes import VOLUME_ID, blkid, fsck, image_of, write_volume

from nanowizard.cards.exfat import checksum
from nanowizard.cards.geometry import ExFatGeometry, FatGeometry
from nanowizard.cards.layout import ALIGNMENT_BYTES, MIB, CardPlan, Volume, plan_card
from nanowizard.cards.model import PartitionWish
from nanowizard.cards.upcase import upcase_table
from nanowizard.core.errors import CardError
from nanowizard.drives.partition import read_table
from nanowizard.drives.partition_write import make_gpt, make_mbr

GIB = 1024 * MIB
TIB = 1024 * GIB


def data_start(plan: CardPlan, index: int = 0) -> int:
    """The byte of the card where the volume's clusters begin."""
    geometry = plan.volumes[index].geometry
    assert geometry
    first = geometry.data if isinstance(geometry, FatGeometry) else geometry.heap
    return (geometry.start + first) * 512


# Sizes of real cards, and what the SD Association's table has for them.
@pytest.mark.parametrize(
    ("size_bytes", "filesystem", "start", "cluster", "boundary", "kind"),
    [
        (8 * MIB, "fat12", None, 8192, 8192, "0x01"),
        (60 * MIB, "fat12", None, 16384, 16384, "0x01"),
        (250 * MIB, "fat16", None, 16384, 32768, "0x06"),
        (1_000_000_000, "fat16", None, 16384, 65536, "0x06"),
        (2_000_000_000, "fat16", None, 32768, 65536, "0x06"),
        (4_000_000_000, "fat32", 4 * MIB, 32768, 4 * MIB, "0x0b"),
        (15_931_539_456, "fat32", 4 * MIB, 32768, 4 * MIB, "0x0c"),
        (31_914_983_424, "fat32", 4 * MIB, 32768, 4 * MIB, "0x0c"),
        (32 * GIB, "fat32", 4 * MIB, 32768, 4 * MIB, "0x0c"),
        (32 * GIB + 512, "exfat", 16 * MIB, 131072, 16 * MIB, "0x07"),
        (63_864_569_856, "exfat", 16 * MIB, 131072, 16 * MIB, "0x07"),
        (256_060_514_304, "exfat", 32 * MIB, 262144, 32 * MIB, "0x07"),
        (2 * TIB, "exfat", 64 * MIB, 524288, 64 * MIB, "0x07"),
    ],
)
def test_one_volume_as_the_sd_association_has_it(
    size_bytes: int, filesystem: str, start: int | None, cluster: int, boundary: int, kind: str
) -> None:
    plan = plan_card(size_bytes)
    (volume,) = plan.volumes
    assert volume.geometry
    assert (volume.filesystem, volume.geometry.cluster * 512, volume.partition.type) == (filesystem, cluster, kind)
    assert start is None or volume.partition.start_bytes == start
    assert data_start(plan) % boundary == 0
    assert volume.partition.end_bytes == size_bytes // 512 * 512


def test_sd_formatters_own_numbers_for_a_64_gb_card() -> None:
    """As SdFat's ExFatFormatter has them: FAT in the second half of the first 16 MiB, the heap behind it."""
    geometry = plan_card(63_864_569_856).volumes[0].geometry
    assert isinstance(geometry, ExFatGeometry)
    assert (geometry.fat_offset, geometry.fat, geometry.heap) == (16384, 16384, 32768)
    assert geometry.clusters == (63_864_569_856 // 512 - 2 * 32768) // 256


@settings(max_examples=300, deadline=None)
@example(2 * GIB + 512)
@example(64 * MIB)
@given(st.integers(4 * MIB // 512, 2 * TIB // 512).map(lambda sectors: sectors * 512))
def test_every_size_gives_a_sound_layout(size_bytes: int) -> None:
    plan = plan_card(size_bytes)
    _is_sound(plan)
    assert read_table(_reader(plan), size_bytes).partitions[0].end_bytes <= size_bytes


@settings(max_examples=300, deadline=None)
@given(
    st.integers(64 * MIB // 512, 256 * GIB // 512).map(lambda sectors: sectors * 512),
    st.sampled_from(["mbr", "gpt"]),
    st.lists(
        st.builds(
            PartitionWish,
            size_bytes=st.none() | st.integers(1, 300 * GIB),
            filesystem=st.sampled_from(["", "fat32", "exfat"]),
        ),
        min_size=1,
        max_size=6,
    ),
)
def test_a_wish_is_granted_soundly_or_refused_by_name(size_bytes: int, table: str, wishes: list[PartitionWish]) -> None:
    try:
        plan = plan_card(size_bytes, table=table, wishes=wishes)
    except CardError as error:
        assert error.code in {
            "card.partition_too_small",
            "card.partitions_too_large",
            "card.too_many_partitions",
            "card.two_rests",
        }
        return
    _is_sound(plan)
    assert all(v.partition.start_bytes % ALIGNMENT_BYTES == 0 for v in plan.volumes)
    for volume, wish in zip(plan.volumes, wishes, strict=True):
        assert volume.partition.size_bytes >= (wish.size_bytes or 0) // 512 * 512
        assert volume.filesystem == wish.filesystem


def _reader(plan: CardPlan):  # type: ignore[no-untyped-def]
    parts = [volume.partition for volume in plan.volumes]
    if plan.table == "mbr":
        head = make_mbr(parts, plan.size_bytes, disk_id="12345678")
    else:
        head = make_gpt(parts, plan.size_bytes, disk_id="6f1cd8f2-8f0d-4dbb-9e1c-3a7f5f6f0a10").head
    return lambda offset, length: head[offset : offset + length]


def _is_sound(plan: CardPlan) -> None:
    assert list(read_table(_reader(plan), plan.size_bytes).partitions) == [v.partition for v in plan.volumes]
    for volume in plan.volumes:
        geometry = volume.geometry
        if geometry is None:
            continue
        assert geometry.start * 512 == volume.partition.start_bytes
        assert geometry.sectors * 512 == volume.partition.size_bytes
        if isinstance(geometry, ExFatGeometry):
            assert geometry.fat_offset >= 24
            assert (geometry.clusters + 2) * 4 <= geometry.fat * 512
            assert geometry.heap + geometry.clusters * geometry.cluster <= geometry.sectors
            continue
        least, most = {12: (1, 4084), 16: (4085, 65524), 32: (65525, 0x0FFFFFF6)}[geometry.bits]
        assert least <= geometry.clusters <= most
        assert (geometry.clusters + 2) * geometry.bits <= geometry.fat * 512 * 8
        assert geometry.clusters == (geometry.sectors - geometry.data) // geometry.cluster
        assert geometry.reserved >= (9 if geometry.bits == 32 else 1)


@pytest.mark.parametrize(
    ("wishes", "table", "code"),
    [
        ([PartitionWish(), PartitionWish()], "mbr", "card.two_rests"),
        ([PartitionWish(size_bytes=9 * GIB)], "mbr", "card.partitions_too_large"),
        ([PartitionWish(size_bytes=8 * GIB - 4 * MIB), PartitionWish()], "gpt", "card.partitions_too_large"),
        ([PartitionWish(size_bytes=MIB)] * 5, "mbr", "card.too_many_partitions"),
        ([PartitionWish(size_bytes=0)], "gpt", "card.partition_too_small"),
        ([PartitionWish(size_bytes=20 * MIB, filesystem="fat32")], "mbr", "card.partition_too_small"),
        ([PartitionWish(size_bytes=8 * MIB, filesystem="exfat")], "mbr", "card.partition_too_small"),
    ],
)
def test_wishes_that_cannot_be(wishes: list[PartitionWish], table: str, code: str) -> None:
    with pytest.raises(CardError) as caught:
        plan_card(8 * GIB, table=table, wishes=wishes)
    assert caught.value.code == code


def test_all_of_it_said_in_bytes_is_granted() -> None:
    plan = plan_card(8 * GIB + 512, wishes=[PartitionWish(size_bytes=8 * GIB + 512 - 4 * MIB, filesystem="fat32")])
    assert plan.volumes[0].partition.end_bytes == 8 * GIB + 512


@pytest.mark.parametrize(("size_bytes", "code"), [(MIB // 16, "card.too_small"), (2 * TIB + 512, "card.too_large")])
def test_cards_that_are_none(size_bytes: int, code: str) -> None:
    with pytest.raises(CardError) as caught:
        plan_card(size_bytes)
    assert caught.value.code == code


# What the real tools say


@pytest.mark.parametrize(
    "size_bytes",
    [
        *(4 * MIB, 8 * MIB, 31 * MIB, 64 * MIB, 65 * MIB, 512 * MIB, 1_000_000_000, 2 * GIB),
        *(2 * GIB + 512, 4_000_000_000, 7_948_206_080, 31_914_983_424, 32 * GIB),
        *(63_864_569_856, 128_043_712_512, 512 * GIB),
    ],
)
def test_the_real_tools_accept_the_volume_of_a_card(size_bytes: int, tmp_path: Path) -> None:
    volume = plan_card(size_bytes, label="Nano 1").volumes[0]
    file = write_volume(tmp_path / "volume.img", volume)
    fsck(file, volume.filesystem)
    seen = blkid(file)
    exfat = volume.filesystem == "exfat"
    assert (seen["TYPE"], seen["LABEL_ENC"], seen["UUID"]) == (
        "exfat" if exfat else "vfat",
        "Nano 1" if exfat else "NANO 1",
        f"{VOLUME_ID >> 16:04X}-{VOLUME_ID & 0xFFFF:04X}",
    )
    if not exfat:
        assert seen["VERSION"] == volume.filesystem.upper()


@pytest.mark.parametrize("filesystem", ["fat32", "exfat"])
@pytest.mark.parametrize("size_bytes", [40 * MIB, 257 * MIB, 3 * GIB, 33 * GIB, 200 * GIB])
def test_the_real_tools_accept_wished_volumes(size_bytes: int, filesystem: str, tmp_path: Path) -> None:
    wishes = [PartitionWish(size_bytes=5 * MIB), PartitionWish(filesystem=filesystem)]
    volume = plan_card(size_bytes + 12 * MIB, table="gpt", wishes=wishes).volumes[1]
    file = write_volume(tmp_path / "volume.img", volume)
    assert "corrupt" not in fsck(file, filesystem)
    assert "LABEL" not in blkid(file)


@settings(max_examples=40, deadline=None)
@given(st.integers(4 * MIB // 512, 140 * GIB // 512).map(lambda sectors: sectors * 512))
def test_the_real_tools_accept_any_size(tmp_path_factory: pytest.TempPathFactory, size_bytes: int) -> None:
    volume = plan_card(size_bytes).volumes[0]
    file = write_volume(tmp_path_factory.mktemp("any") / "volume.img", volume)
    fsck(file, volume.filesystem)
    file.unlink()


def test_the_up_case_table_is_the_specifications() -> None:
    table = upcase_table()
    assert (len(table), checksum(table)) == (5836, 0xE619D30D)


@pytest.mark.parametrize("label", ["TWELVE CHARS", "A/B", "Ärger", "ß", "tab\tx", "A.B"])
def test_labels_that_fat_cannot_have(label: str) -> None:
    with pytest.raises(CardError, match=r"card\.label_invalid"):
        image_of(plan_card(4 * GIB, label=label).volumes[0])


@pytest.mark.parametrize("label", ["twelve chars", "A/B", "\ud800", "a\0b", "\u202eevil", "🜁🜁🜁🜁🜁🜁"])
def test_labels_that_exfat_cannot_have(label: str) -> None:
    with pytest.raises(CardError, match=r"card\.label_invalid"):
        image_of(plan_card(64 * GIB, label=label).volumes[0])


def test_a_chinese_label_of_exfat(tmp_path: Path) -> None:
    file = write_volume(tmp_path / "volume.img", plan_card(64_000_000_000, label="存储卡").volumes[0])
    assert blkid(file)["LABEL_ENC"] == "存储卡"


# What the real tools do not look at


def written(volume: Volume) -> bytes:
    image = image_of(volume)
    data = bytearray(image.area_bytes)
    image.fill(0, memoryview(data))
    return bytes(data)


def test_fat32_has_its_boot_sectors_twice() -> None:
    data = written(plan_card(4_000_000_000).volumes[0])
    assert data[: 3 * 512] == data[6 * 512 : 9 * 512]
    assert data[512:516] == b"RRaA"


def test_both_fats_are_the_same() -> None:
    volume = plan_card(4_000_000_000).volumes[0]
    geometry = volume.geometry
    assert isinstance(geometry, FatGeometry)
    data, start, length = written(volume), geometry.reserved * 512, geometry.fat * 512
    assert data[start : start + length] == data[start + length : start + 2 * length]
    assert data[start : start + 12].hex() == "f8ffff0fffffff0fffffff0f"


def test_the_volume_says_where_on_the_card_it_is() -> None:
    fat, exfat = (plan_card(size).volumes[0] for size in (4_000_000_000, 64_000_000_000))
    assert int.from_bytes(written(fat)[28:32], "little") == 8192
    assert int.from_bytes(written(exfat)[64:72], "little") == 32768


@pytest.mark.parametrize("size_bytes", [200 * MIB, 64_000_000_000])
def test_the_bitmap_of_exfat_has_what_the_fat_has(size_bytes: int) -> None:
    volume = plan_card(size_bytes, wishes=[PartitionWish(filesystem="exfat")]).volumes[0]
    geometry = volume.geometry
    assert isinstance(geometry, ExFatGeometry)
    data = written(volume)
    fat = data[geometry.fat_offset * 512 :][:256]
    entries = [int.from_bytes(fat[at : at + 4], "little") for at in range(8, len(fat), 4)]
    used = sum(entry != 0 for entry in entries)
    assert used >= 3
    bitmap = data[geometry.heap * 512 :][: -(-geometry.clusters // 8)]
    assert int.from_bytes(bitmap, "little") == (1 << used) - 1
    assert data[: 12 * 512] == data[12 * 512 : 24 * 512]
