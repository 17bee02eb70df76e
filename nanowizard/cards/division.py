"""A card divided into partitions by a person, as something to try out: each operation gives a new division. Pure.

Everything counts in blocks of 4 MiB (`ALIGNMENT_BYTES`). What is not used is always at the end: nothing on the card is
kept, so where a partition lies means nothing, and there is one unused space instead of many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nanowizard.cards.layout import (
    ALIGNMENT_BYTES,
    FILESYSTEMS,
    MOST_PARTITIONS,
    SMALLEST_PARTITION_BYTES,
    TABLES,
    size_class,
    usable_end,
)
from nanowizard.cards.model import PartitionWish

BLOCK_BYTES = ALIGNMENT_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`filesystem` as in `PartitionWish`."""

    blocks: int
    filesystem: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """One partition at least, in the order in which they lie. Border `i` is the end of partition `i`.

    Operations that are not possible raise ValueError; `can_split`, `can_add`, `can_remove`, `filesystems`, `tables`
    and `limits` say which are.
    """

    card_bytes: int
    table: str
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        small = any(part.blocks < smallest_blocks(part.filesystem) for part in self.parts)
        if not 1 <= len(self.parts) <= MOST_PARTITIONS[self.table] or small or self.free_blocks < 0:
            raise ValueError("the card cannot be divided like this")

    # --- what it is -------------------------------------------------------------------------------------------------

    @property
    def room_blocks(self) -> int:
        return _room(self.card_bytes, self.table)

    @property
    def free_blocks(self) -> int:
        return self.room_blocks - sum(part.blocks for part in self.parts)

    def start_blocks(self, index: int) -> int:
        """Counted from where the first partition begins, which is one block behind the start of the card."""
        return sum(part.blocks for part in self.parts[:index])

    def border(self, index: int) -> int:
        """Where partition `index` ends."""
        return self.start_blocks(index + 1)

    def size_bytes(self, index: int) -> int:
        """What reaches the end also has the last bytes, which fill no block."""
        end = BLOCK_BYTES * (1 + self.border(index))
        if index == len(self.parts) - 1 and not self.free_blocks:
            end = usable_end(self.card_bytes, self.table)
        return end - BLOCK_BYTES * (1 + self.start_blocks(index))

    def wishes(self) -> tuple[PartitionWish, ...]:
        """For `FormatRequest`. Empty where it is, but for its name, what the SD Association lays out by itself."""
        if self.with_label(0, "") == usual(self.card_bytes) and size_class(self.card_bytes).bits >= 32:
            return ()
        last = len(self.parts) - 1
        return tuple(
            PartitionWish(
                filesystem=part.filesystem,
                label=part.label.strip(),
                size_bytes=None if index == last and not self.free_blocks else part.blocks * BLOCK_BYTES,
            )
            for index, part in enumerate(self.parts)
        )

    # --- borders ----------------------------------------------------------------------------------------------------

    def limits(self, index: int) -> tuple[int, int]:
        """The least and the most that border `index` can be."""
        low = self.start_blocks(index) + smallest_blocks(self.parts[index].filesystem)
        if index == len(self.parts) - 1:
            return low, self.room_blocks
        after = self.parts[index + 1]
        return low, self.border(index) + after.blocks - smallest_blocks(after.filesystem)

    def moved(self, index: int, border: int) -> Division:
        """Border `index` as near to `border` as its limits let it come: what one side loses the other one gets."""
        low, high = self.limits(index)
        by = min(max(border, low), high) - self.border(index)
        parts = list(self.parts)
        parts[index] = replace(parts[index], blocks=parts[index].blocks + by)
        if index + 1 < len(parts):
            parts[index + 1] = replace(parts[index + 1], blocks=parts[index + 1].blocks - by)
        return self._with(parts)

    # --- partitions -------------------------------------------------------------------------------------------------

    def can_split(self, index: int) -> bool:
        part = self.parts[index]
        return part.blocks >= 2 * smallest_blocks(part.filesystem) and self._has_room_in_table()

    def split(self, index: int) -> Division:
        """Two halves; the second one has no name yet."""
        if not self.can_split(index):
            raise ValueError("too small to be split")
        part = self.parts[index]
        second = part.blocks // 2
        halves = [replace(part, blocks=part.blocks - second), replace(part, blocks=second, label="")]
        return self._with([*self.parts[:index], *halves, *self.parts[index + 1 :]])

    def can_add(self) -> bool:
        return self.free_blocks > 0 and self._has_room_in_table()

    def added(self) -> Division:
        """A partition in all of the unused space, with the file system that its size asks for."""
        if not self.can_add():
            raise ValueError("nothing is unused")
        return self._with([*self.parts, Part(blocks=self.free_blocks, filesystem=_fitting(self.free_blocks))])

    def can_remove(self) -> bool:
        return len(self.parts) > 1

    def removed(self, index: int) -> Division:
        """What it had is unused then, and what lies behind it moves up."""
        if not self.can_remove():
            raise ValueError("the last partition stays")
        return self._with([*self.parts[:index], *self.parts[index + 1 :]])

    def filesystems(self, index: int) -> tuple[str, ...]:
        """Those that fit into partition `index`."""
        return tuple(kind for kind in FILESYSTEMS if smallest_blocks(kind) <= self.parts[index].blocks)

    def with_filesystem(self, index: int, filesystem: str) -> Division:
        return self._replaced(index, filesystem=filesystem)

    def with_label(self, index: int, label: str) -> Division:
        return self._replaced(index, label=label)

    # --- table ------------------------------------------------------------------------------------------------------

    def tables(self) -> tuple[str, ...]:
        """Those that can hold it."""
        return tuple(table for table in TABLES if self._in(table) is not None)

    def with_table(self, table: str) -> Division:
        """A GPT has a copy at the end of the card: the last partition that can gives way."""
        made = self._in(table)
        if made is None:
            raise ValueError("the table cannot hold this")
        return made

    def _in(self, table: str) -> Division | None:
        if len(self.parts) > MOST_PARTITIONS[table]:
            return None
        room, was_full = _room(self.card_bytes, table), not self.free_blocks
        more = room - sum(part.blocks for part in self.parts)
        parts = list(self.parts)
        if more < 0:
            able = [n for n, part in enumerate(parts) if part.blocks + more >= smallest_blocks(part.filesystem)]
            if not able:
                return None
            parts[able[-1]] = replace(parts[able[-1]], blocks=parts[able[-1]].blocks + more)
        elif was_full:
            parts[-1] = replace(parts[-1], blocks=parts[-1].blocks + more)
        return replace(self, table=table, parts=tuple(parts))

    # ---

    def _has_room_in_table(self) -> bool:
        return len(self.parts) < MOST_PARTITIONS[self.table]

    def _replaced(self, index: int, **changes: str) -> Division:
        parts = list(self.parts)
        parts[index] = replace(parts[index], **changes)  # type: ignore[arg-type]
        return self._with(parts)

    def _with(self, parts: Sequence[Part]) -> Division:
        return replace(self, parts=tuple(parts))


def usual(card_bytes: int) -> Division:
    """All of the card as one partition, which is how cards are sold. Raises ValueError where it is too small."""
    room = _room(card_bytes, "mbr")
    kind = "exfat" if size_class(card_bytes).bits == 64 else _fitting(room)
    return Division(card_bytes=card_bytes, table="mbr", parts=(Part(blocks=room, filesystem=kind),))


def smallest_blocks(filesystem: str) -> int:
    return -(-SMALLEST_PARTITION_BYTES[filesystem] // BLOCK_BYTES)


def _fitting(blocks: int) -> str:
    """exFAT above 32 GiB as the SD Association has it, FAT32 below, and what even that is too large for: nothing."""
    if size_class(blocks * BLOCK_BYTES).bits == 64:
        return "exfat"
    return "fat32" if blocks >= smallest_blocks("fat32") else ""


def _room(card_bytes: int, table: str) -> int:
    return max(usable_end(card_bytes, table) // BLOCK_BYTES - 1, 0)
