"""Where the parts of a FAT or exFAT volume lie, so that its data begins on a boundary of the flash memory. Pure.

All numbers are sectors of 512 bytes; `start` and `end` are of the partition, from the beginning of the card.
"""

from __future__ import annotations

from dataclasses import dataclass

SECTOR = 512
_ROOT_ENTRIES = 512
_ROOT_SECTORS = _ROOT_ENTRIES * 32 // SECTOR
# Boot sector, FSInfo, boot code, their backup at 6 to 8: what FAT32 needs at least before the first FAT.
_FAT32_RESERVED = 9
_MOST_RESERVED = 0xFFFF
# How many clusters make which FAT: Microsoft's FAT specification 1.03, less one at the upper ends, where blkid errs,
# and from 4087 on as mkfs.fat has it.
_CLUSTERS = {12: (1, 4083), 16: (4087, 65523), 32: (65525, 0x0FFFFFF6)}
_MOST_EXFAT_CLUSTERS = 0xFFFFFFF5


@dataclass(frozen=True, slots=True, kw_only=True)
class FatGeometry:
    """`fat` is the length of one of the two FATs, `root` that of the root directory of FAT12 and FAT16 (0 in FAT32)."""

    bits: int
    start: int
    sectors: int
    cluster: int
    reserved: int
    fat: int
    root: int
    clusters: int

    @property
    def name(self) -> str:
        return f"fat{self.bits}"

    @property
    def data(self) -> int:
        """The first sector of cluster 2, from the start of the volume."""
        return self.reserved + 2 * self.fat + self.root


@dataclass(frozen=True, slots=True, kw_only=True)
class ExFatGeometry:
    """`fat_offset` and `heap` (cluster 2) from the start of the volume."""

    start: int
    sectors: int
    cluster: int
    fat_offset: int
    fat: int
    heap: int
    clusters: int

    @property
    def name(self) -> str:
        return "exfat"


def fat_geometry(start: int, end: int, bits: int, cluster: int, boundary: int) -> FatGeometry | None:
    """Reserved sectors are added until the data begins on a boundary. None where `bits` and `cluster` do not fit."""
    root = 0 if bits == 32 else _ROOT_SECTORS
    least = _FAT32_RESERVED if bits == 32 else 1

    def with_fat(fat: int) -> FatGeometry:
        reserved = least + -(start + least + 2 * fat + root) % boundary
        clusters = max(end - start - reserved - 2 * fat - root, 0) // cluster
        return FatGeometry(
            bits=bits,
            start=start,
            sectors=end - start,
            cluster=cluster,
            reserved=reserved,
            fat=fat,
            root=root,
            clusters=clusters,
        )

    found = with_fat(_needed((end - start) // cluster, bits))
    while found.fat > 1 and _holds(smaller := with_fat(found.fat - 1)) and not _is_tight(found):
        found = smaller
    return found if _is_valid(found) else None


def sdsc_geometry(end: int, bits: int, cluster: int, boundary: int) -> tuple[int, FatGeometry | None]:
    """FAT12 and FAT16 as on SDSC cards: one reserved sector, and a start that puts the data on a boundary."""
    fat = _needed(end // cluster, bits)
    while True:
        area = 1 + 2 * fat + _ROOT_SECTORS
        start = -area % boundary + boundary
        clusters = max(end - start - area, 0) // cluster
        if (need := _needed(clusters, bits)) >= fat:
            break
        fat = need
    # Drivers tell the kind of a FAT by the number of clusters, which they work out themselves: where there is room for
    # more than the FAT or its kind can have, the volume ends earlier.
    fitting = min(clusters, fat * SECTOR * 8 // bits - 2, _CLUSTERS[bits][1])
    found = FatGeometry(
        bits=bits,
        start=start,
        sectors=end - start if fitting == clusters else area + fitting * cluster,
        cluster=cluster,
        reserved=1,
        fat=fat,
        root=_ROOT_SECTORS,
        clusters=fitting,
    )
    return start, found if _is_valid(found) else None


def exfat_geometry(start: int, end: int, cluster: int, boundary: int) -> ExFatGeometry | None:
    """The FAT fills the second half of the first boundary unit, or more where it needs more; then comes the heap."""
    fat_offset = boundary // 2
    need = _needed((end - start) // cluster, 32)
    heap = -(-(fat_offset + need) // boundary) * boundary
    clusters = max(end - start - heap, 0) // cluster
    if not 16 <= clusters <= _MOST_EXFAT_CLUSTERS:
        return None
    return ExFatGeometry(
        start=start,
        sectors=end - start,
        cluster=cluster,
        fat_offset=fat_offset,
        fat=heap - fat_offset,
        heap=heap,
        clusters=clusters,
    )


def _needed(clusters: int, bits: int) -> int:
    """The sectors of a FAT for so many clusters and its two reserved entries."""
    return -(-(clusters + 2) * bits // (8 * SECTOR))


def _holds(geometry: FatGeometry) -> bool:
    return _needed(geometry.clusters, geometry.bits) <= geometry.fat


def _is_tight(geometry: FatGeometry) -> bool:
    return _needed(geometry.clusters, geometry.bits) == geometry.fat


def _is_valid(geometry: FatGeometry) -> bool:
    least, most = _CLUSTERS[geometry.bits]
    return least <= geometry.clusters <= most and geometry.reserved <= _MOST_RESERVED and _holds(geometry)
