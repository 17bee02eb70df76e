"""How a card is divided: the SD Association's layout for a card of its size, or what the person wishes. Pure.

The table of sizes is that of the SD Specifications, Part 2 (File System), as two independent implementations have it:
SdFat by Bill Greiman (FatFormatter.cpp, ExFatFormatter.cpp) and sdFormatLinux by profi200 (source/format.cpp), who
compared real cards with the SD Association's own SD Memory Card Formatter. Sectors have 512 bytes, as on every SD card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nanowizard.cards.geometry import (
    SECTOR,
    ExFatGeometry,
    FatGeometry,
    exfat_geometry,
    fat_geometry,
    sdsc_geometry,
)
from nanowizard.cards.model import PartitionWish
from nanowizard.core.errors import CardError
from nanowizard.drives.partition import Partition
from nanowizard.drives.partition_write import GPT_TAIL_BYTES, LINUX_DATA, MBR_EXFAT, MBR_FAT32_LBA, MICROSOFT_DATA

MIB = 1024 * 1024
# Flash memory is erased in blocks of up to 4 MiB: a partition that starts between two of them is written twice.
ALIGNMENT_BYTES = 4 * MIB
SMALLEST_BYTES = 4 * MIB
TABLES = ("mbr", "gpt")
FILESYSTEMS = ("", "fat32", "exfat")
_LARGEST_MBR_BYTES = 2**32 * SECTOR
MOST_PARTITIONS = {"mbr": 4, "gpt": 128}
# Of a partition without a file system; the table keeps it in UTF-16.
MOST_OF_A_GPT_NAME = 36
# The last sector that cylinders, heads and sectors can name: a FAT32 partition that ends behind it is of type 0x0c.
_CHS_END = 1024 * 255 * 63
# The least that a partition must have for its file system to fit. FAT32 needs 65525 clusters, and its data a boundary.
SMALLEST_PARTITION_BYTES = {"": MIB, "exfat": 16 * MIB, "fat32": 40 * MIB}
# "A value should never be used that results in more than 32 KiB a cluster": Microsoft's FAT specification 1.03.
_LARGEST_FAT_CLUSTER = 64
_LARGEST_FAT_BOUNDARY = 8192


@dataclass(frozen=True, slots=True)
class SizeClass:
    """What cards of up to 2**`sectors_log2` sectors get. `bits` of a FAT entry, 64 for exFAT; the rest in sectors."""

    sectors_log2: int
    bits: int
    cluster: int
    boundary: int


SIZE_CLASSES = (
    SizeClass(14, 12, 16, 16),  # 8 MiB
    SizeClass(17, 12, 32, 32),  # 64 MiB
    SizeClass(19, 16, 32, 64),  # 256 MiB
    SizeClass(21, 16, 32, 128),  # 1 GiB
    SizeClass(22, 16, 64, 128),  # 2 GiB: the end of SDSC
    SizeClass(26, 32, 64, 8192),  # 32 GiB: the end of SDHC
    SizeClass(28, 64, 256, 32768),  # 128 GiB
    SizeClass(30, 64, 512, 65536),  # 512 GiB
    SizeClass(32, 64, 1024, 131072),  # 2 TiB: the end of SDXC
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A partition and the file system that is to be made in it; `geometry` None for a partition that stays raw."""

    partition: Partition
    geometry: FatGeometry | ExFatGeometry | None
    label: str = ""

    @property
    def filesystem(self) -> str:
        """ "fat12", "fat16", "fat32", "exfat" or ""."""
        return self.geometry.name if self.geometry else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPlan:
    """`table`: "mbr" or "gpt"."""

    table: str
    size_bytes: int
    volumes: tuple[Volume, ...]

    @property
    def free_bytes(self) -> int:
        """What no partition takes at the end of the card, in whole 4 MiB."""
        end = usable_end(self.size_bytes, self.table)
        return max(end - self.volumes[-1].partition.end_bytes, 0) // ALIGNMENT_BYTES * ALIGNMENT_BYTES


def usable_end(size_bytes: int, table: str) -> int:
    """The byte behind the last one that a partition may have."""
    end = size_bytes - GPT_TAIL_BYTES if table == "gpt" else min(size_bytes, _LARGEST_MBR_BYTES)
    return end // SECTOR * SECTOR


def size_class(size_bytes: int) -> SizeClass:
    """Raises CardError card.too_large for more than SDXC."""
    for row in SIZE_CLASSES:
        if size_bytes <= SECTOR << row.sectors_log2:
            return row
    raise CardError("card.too_large", has_bytes=size_bytes, most_bytes=SECTOR << SIZE_CLASSES[-1].sectors_log2)


def plan_card(
    size_bytes: int, *, table: str = "mbr", label: str = "", wishes: Sequence[PartitionWish] = ()
) -> CardPlan:
    """The layout of a card of `size_bytes`. No `wishes`: one volume, as the SD Association has it.

    Raises CardError: card.too_large, card.too_small, card.partition_too_small, card.partitions_too_large,
    card.too_many_partitions, card.two_rests, card.name_needs_gpt, card.label_invalid; ValueError for a table or file
    system that does not exist.
    """
    if table not in TABLES:
        raise ValueError(f"no such table: {table}")
    row = size_class(size_bytes)
    if not wishes and table == "mbr":
        return CardPlan(table=table, size_bytes=size_bytes, volumes=(_sd_volume(size_bytes, row, label),))
    if not wishes:
        wishes = (PartitionWish(filesystem="exfat" if row.bits == 64 else "fat32", label=label),)
    return CardPlan(table=table, size_bytes=size_bytes, volumes=tuple(_wished(size_bytes, table, wishes)))


def _sd_volume(size_bytes: int, row: SizeClass, label: str) -> Volume:
    """The one volume of a card; its data begins on a boundary, which for SDSC moves the partition itself."""
    end, start = size_bytes // SECTOR, row.boundary
    geometry: FatGeometry | ExFatGeometry | None
    if row.bits == 64:
        geometry, kind = exfat_geometry(start, end, row.cluster, row.boundary), MBR_EXFAT
    elif row.bits == 32:
        geometry = _fat32(start, end, row)
        kind = "0x0b" if end <= _CHS_END else MBR_FAT32_LBA
    else:
        start, geometry = sdsc_geometry(end, row.bits, row.cluster, row.boundary)
        kind = "0x01" if row.bits == 12 else "0x04" if end - start < 65536 else "0x06"
    if geometry is None or size_bytes < SMALLEST_BYTES:
        raise CardError("card.too_small", has_bytes=size_bytes, need_bytes=SMALLEST_BYTES)
    end = start + geometry.sectors
    return Volume(partition=_partition(1, start * SECTOR, end * SECTOR, kind), geometry=geometry, label=label)


def _wished(size_bytes: int, table: str, wishes: Sequence[PartitionWish]) -> list[Volume]:
    if len(wishes) > MOST_PARTITIONS[table]:
        raise CardError("card.too_many_partitions", wished=len(wishes), most=MOST_PARTITIONS[table])
    _require_names(wishes, table)
    sizes = _sizes(wishes, ALIGNMENT_BYTES, usable_end(size_bytes, table))
    at, volumes = ALIGNMENT_BYTES, []
    for number, (wish, size) in enumerate(zip(wishes, sizes, strict=True), start=1):
        partition = _partition(number, at, at + size, _type_of(wish, table), name=wish.label if table == "gpt" else "")
        volumes.append(Volume(partition=partition, geometry=_wished_geometry(partition, wish), label=wish.label))
        at += -(-size // ALIGNMENT_BYTES) * ALIGNMENT_BYTES
    return volumes


def _require_names(wishes: Sequence[PartitionWish], table: str) -> None:
    """The names of partitions without a file system: those of the others are judged where they are made."""
    for wish in wishes:
        if wish.filesystem or not wish.label:
            continue
        if table != "gpt":
            raise CardError("card.name_needs_gpt", label=wish.label)
        if (
            len(wish.label.encode("utf-16-le", "surrogatepass")) > 2 * MOST_OF_A_GPT_NAME
            or not wish.label.isprintable()
        ):
            raise CardError("card.label_invalid", label=ascii(wish.label), filesystem="GPT")


def _sizes(wishes: Sequence[PartitionWish], start: int, end: int) -> list[int]:
    """How long each partition becomes. All but the last one are rounded up to whole 4 MiB."""
    if sum(wish.size_bytes is None for wish in wishes) > 1:
        raise CardError("card.two_rests")
    least = SMALLEST_PARTITION_BYTES[""]
    if any(wish.size_bytes is not None and wish.size_bytes < least for wish in wishes):
        raise CardError("card.partition_too_small", filesystem="", need_bytes=least)
    rounded = [-(-(wish.size_bytes or 0) // ALIGNMENT_BYTES) * ALIGNMENT_BYTES for wish in wishes]
    rest = end - start - sum(rounded)
    has_rest = any(wish.size_bytes is None for wish in wishes)
    if not has_rest and wishes and rest < 0:
        # The last one may end anywhere: "all of it", said in bytes, is no whole number of blocks.
        cut = (wishes[-1].size_bytes or 0) // SECTOR * SECTOR
        rest, rounded[-1] = rest + rounded[-1] - cut, cut
    if rest < 0 or (has_rest and rest < ALIGNMENT_BYTES):
        wished = sum(wish.size_bytes or ALIGNMENT_BYTES for wish in wishes)
        raise CardError("card.partitions_too_large", need_bytes=wished, has_bytes=max(end - start, 0))
    last = len(wishes) - 1
    return [
        (rest if index == last else rest // ALIGNMENT_BYTES * ALIGNMENT_BYTES) if wish.size_bytes is None else size
        for index, (wish, size) in enumerate(zip(wishes, rounded, strict=True))
    ]


def _wished_geometry(partition: Partition, wish: PartitionWish) -> FatGeometry | ExFatGeometry | None:
    if wish.filesystem not in FILESYSTEMS:
        raise ValueError(f"no such file system: {wish.filesystem}")
    start, end = partition.start_bytes // SECTOR, partition.end_bytes // SECTOR
    row = size_class(partition.size_bytes)
    if wish.filesystem == "exfat":
        if partition.size_bytes < (need := SMALLEST_PARTITION_BYTES["exfat"]):
            raise CardError("card.partition_too_small", filesystem="exfat", need_bytes=need)
        # Below 32 GiB the SD Association knows no exFAT: these are the sizes that Windows chooses.
        cluster = row.cluster if row.bits == 64 else 64 if partition.size_bytes > 256 * MIB else 8
        return exfat_geometry(start, end, cluster, max(row.boundary, _LARGEST_FAT_BOUNDARY))
    if wish.filesystem == "fat32":
        if geometry := _fat32(start, end, row):
            return geometry
        raise CardError("card.partition_too_small", filesystem="fat32", need_bytes=SMALLEST_PARTITION_BYTES["fat32"])
    return None


def _fat32(start: int, end: int, row: SizeClass) -> FatGeometry | None:
    """With the largest clusters that leave enough of them for a FAT32."""
    cluster, boundary = min(row.cluster, _LARGEST_FAT_CLUSTER), min(row.boundary, _LARGEST_FAT_BOUNDARY)
    while cluster:
        if geometry := fat_geometry(start, end, 32, cluster, boundary):
            return geometry
        cluster //= 2
    return None


def _type_of(wish: PartitionWish, table: str) -> str:
    if wish.type:
        return wish.type
    if table == "gpt":
        return MICROSOFT_DATA if wish.filesystem else LINUX_DATA
    return {"fat32": MBR_FAT32_LBA, "exfat": MBR_EXFAT}.get(wish.filesystem, "0x83")


def _partition(number: int, start_bytes: int, end_bytes: int, kind: str, name: str = "") -> Partition:
    return Partition(number=number, start_bytes=start_bytes, size_bytes=end_bytes - start_bytes, type=kind, name=name)
