"""An image made some MB shorter, where its last file system leaves room, while it streams by once. Pure bytes.

Two cases, and every other one is refused: behind the last partition the image has room to spare, so only its table
changes; or the last partition is an ext4 that can end earlier inside of its last block group.
"""

from __future__ import annotations

from nanowizard.drives.ext4super import SUPERBLOCK_AT, SUPERBLOCK_BYTES
from nanowizard.flash.capture import Captures
from nanowizard.flash.ext4cut import cut_bitmap, cut_descriptor, cut_superblock, free_blocks, is_copy
from nanowizard.flash.ext4super import BLOCK_BYTES, Group, Superblock, groups
from nanowizard.flash.gpt import SECTOR, Tables, parse_gpt, remake

# Cards sold as equally large differ by a few MB; a block group is at most 128 MiB, and only the last one is cut.
MOST_MISSING_BYTES = 16 * 1024 * 1024
_ALIGN_SECTORS = 2048
# Each keeps two blocks in memory. An ext4 has a copy in a few groups, an old one in each of its hundred.
_MOST_COPIES = 512
# dir_prealloc, imagic, has_journal, ext_attr, resize_inode, dir_index, sparse_super2, fast_commit, stable_inodes,
# orphan_file. Whoever changes a file system has to know all of them.
_COMPAT_KNOWN = 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x20 | 0x200 | 0x400 | 0x800 | 0x1000


def shrunk_tables(head: bytes, card_bytes: int) -> Tables | str:
    """The tables for a card of `card_bytes`, smaller than the image that begins with `head`; or why there are none."""
    gpt = parse_gpt(head)
    if isinstance(gpt, str):
        return gpt
    if card_bytes % SECTOR:
        return "a card that is not made of whole sectors"
    last, sectors = gpt.parts[-1], card_bytes // SECTOR
    end, usable = last.end, gpt.usable_end(sectors)
    if end > usable:
        end = usable // _ALIGN_SECTORS * _ALIGN_SECTORS
        if last.start * SECTOR % BLOCK_BYTES:
            return "a partition that does not begin with a whole block"
    return remake(gpt, sectors, end)


class Shrink:
    """Feed it the last partition's bytes in order. All positions are bytes of that partition.

    What `held` names, a few blocks, goes to the card only as `finish` gives it back. `refused` says, as soon as it is
    known, why this file system cannot end at `new_bytes`.
    """

    def __init__(self, old_bytes: int, new_bytes: int) -> None:
        self._old_bytes = old_bytes
        self._blocks = new_bytes // BLOCK_BYTES
        self._captures = Captures()
        self._super: Superblock | None = None
        self._groups: list[Group] = []
        self._found: dict[int, bytes] = {}
        self.held: list[int] = []
        self.refused = ""
        self._captures.want(SUPERBLOCK_AT, SUPERBLOCK_BYTES, self._learn_superblock)
        self._hold(0)

    def feed(self, at: int, view: memoryview) -> None:
        """`view` is what stands at byte `at` of the partition."""
        self._captures.feed(at, view)

    @property
    def decided(self) -> bool:
        """All is known but whether the blocks behind the new end are free ones."""
        return bool(self.refused or self._groups or (self._super and self._super.blocks <= self._blocks))

    def finish(self) -> list[tuple[int, bytes]]:
        """(offset, bytes) for every block of `held`, when all has gone by. Empty where it turns out `refused`."""
        missing = [block for block in self.held if block not in self._found]
        if missing and not self.refused:
            self._refuse(f"block {missing[0]} came before it was known to matter")
        if not self.refused and self._groups:
            self._cut()
        return [] if self.refused else [(block * BLOCK_BYTES, self._found[block]) for block in sorted(self._found)]

    def _learn_superblock(self, data: bytes) -> None:
        found = Superblock.parse(data, self._old_bytes)
        if isinstance(found, str):
            self._refuse(found)
        elif found.fields.compat & ~_COMPAT_KNOWN:
            self._refuse(f"compatible features {found.fields.compat & ~_COMPAT_KNOWN:#x}")
        elif found.blocks <= self._blocks:
            self._super = found
        elif (found.group_count - 1) * found.fields.blocks_per_group >= self._blocks:
            self._refuse("a whole block group would go")
        elif free_blocks(found, data) < found.blocks - self._blocks:
            self._refuse("fewer free blocks than are to go")
        else:
            self._super = found
            self._captures.want(BLOCK_BYTES, found.descriptor_table_bytes, self._learn_descriptors)
            self._hold(self._descriptor_block(0))

    def _learn_descriptors(self, table: bytes) -> None:
        assert self._super  # only wanted when it was found
        found = groups(self._super, table)
        if isinstance(found, str):
            self._refuse(found)
            return
        last = found[-1]
        if last.uninitialised:
            self._refuse("a last block group without a bitmap")
        elif last.free_blocks < self._super.blocks - self._blocks:
            self._refuse(f"{last.free_blocks} free blocks in the last block group")
        elif any(end > self._blocks for group in found for _, end in group.metadata):
            self._refuse("an inode table or a bitmap would go")
        elif sum(1 for group in found if group.backup_blocks) > _MOST_COPIES:
            self._refuse("too many copies of the superblock")
        else:
            self._groups = found
            self._hold(last.bitmap)
            for group in self._copies():
                self._hold(group.first)
                self._hold(self._descriptor_block(group.first))

    def _cut(self) -> None:
        assert self._super
        last = self._groups[-1]
        old = self._found[last.bitmap]
        if not self._super.bitmap_is_sound(last, old) or _free_in(last, old) != last.free_blocks:
            return self._refuse("a damaged block bitmap")
        bitmap = cut_bitmap(last, old, self._blocks)
        if bitmap is None:
            return self._refuse("files behind the new end")
        at = last.number * self._super.fields.descriptor_bytes % BLOCK_BYTES
        size = self._super.fields.descriptor_bytes
        primary = self._found[self._descriptor_block(0)]
        descriptor = cut_descriptor(self._super, last, primary[at : at + size], bitmap, self._blocks)
        copies = self._copies()
        if any(not is_copy(self._found[group.first][:SUPERBLOCK_BYTES], self._super) for group in copies):
            return self._refuse("a copy of the superblock that is not one")
        for first, super_at in [(0, SUPERBLOCK_AT), *((group.first, 0) for group in copies)]:
            block = self._found[first]
            data = block[super_at : super_at + SUPERBLOCK_BYTES]
            self._found[first] = _put(block, super_at, cut_superblock(self._super, data, self._blocks))
            table = self._descriptor_block(first)
            self._found[table] = _put(self._found[table], at, descriptor)
        self._found[last.bitmap] = bitmap
        return None

    def _copies(self) -> list[Group]:
        return [group for group in self._groups if group.number and group.backup_blocks]

    def _descriptor_block(self, first: int) -> int:
        """Where the last group's descriptor stands, in the table behind the superblock in block `first`."""
        assert self._super
        return first + 1 + (self._super.group_count - 1) * self._super.fields.descriptor_bytes // BLOCK_BYTES

    def _hold(self, block: int) -> None:
        def keep(data: bytes) -> None:
            self._found[block] = data

        self.held.append(block)
        self._captures.want(block * BLOCK_BYTES, BLOCK_BYTES, keep)

    def _refuse(self, why: str) -> None:
        self.refused = why
        self._captures.clear()


def _put(block: bytes, at: int, data: bytes) -> bytes:
    return block[:at] + data + block[at + len(data) :]


def _free_in(group: Group, bitmap: bytes) -> int:
    used = int.from_bytes(bitmap, "little") & ((1 << (group.end - group.first)) - 1)
    return group.end - group.first - used.bit_count()
