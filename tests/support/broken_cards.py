"""Cards in memory that are broken the way that cards are, and what can be said of one afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable

from nanowizard.drives.marker import make_marker
from nanowizard.drives.partition import Partition
from nanowizard.drives.partition_write import GptImage, make_gpt, make_mbr
from support.devices import MIB, MemoryCard

GUID = "6f1cd8f2-8f0d-4dbb-9e1c-3a7f5f6f0a10"
SIZE = 65 * MIB
APP = Partition(number=1, start_bytes=4 * MIB, size_bytes=40 * MIB, name="APP")
FAT = Partition(number=1, start_bytes=4 * MIB, size_bytes=40 * MIB, type="0x0c")
_EXT = (0x438, b"\x53\xef")


def _gpt(size_bytes: int = SIZE) -> GptImage:
    return make_gpt([APP], size_bytes, disk_id=GUID)


def _put(card: MemoryCard, *pieces: tuple[int, bytes]) -> None:
    for offset, data in pieces:
        card.data[offset : offset + len(data)] = data


def _ext_in_app(card: MemoryCard) -> None:
    _put(card, (APP.start_bytes + _EXT[0], _EXT[1]))


def backup_gpt_alone(card: MemoryCard) -> None:
    gpt = _gpt()
    _put(card, (gpt.tail_offset, gpt.tail))
    _ext_in_app(card)


def gpt_for_another_size(card: MemoryCard) -> None:
    _put(card, (0, _gpt(SIZE - 8 * MIB).head))
    _ext_in_app(card)


def gpt_damaged(card: MemoryCard) -> None:
    head = bytearray(_gpt().head)
    head[600] ^= 1
    _put(card, (0, bytes(head)))


def hybrid_mbr(card: MemoryCard) -> None:
    gpt = _gpt()
    head = bytearray(gpt.head)
    head[462:478] = make_mbr([FAT], SIZE, disk_id="12345678")[446:462]
    _put(card, (0, bytes(head)), (gpt.tail_offset, gpt.tail))
    _ext_in_app(card)


def half_flashed(card: MemoryCard) -> None:
    _put(card, (0, make_marker({"image": "nano.img"})))


def garbage_table(card: MemoryCard) -> None:
    _put(card, (0, random.Random(1).randbytes(510) + b"\x55\xaa"))


def past_the_end(card: MemoryCard) -> None:
    beyond = Partition(number=1, start_bytes=4 * MIB, size_bytes=SIZE, type="0x83")
    _put(card, (0, make_mbr([beyond], 2 * SIZE, disk_id="12345678")), (4 * MIB + _EXT[0], _EXT[1]))


def raw(card: MemoryCard) -> None:
    _put(card, (0, make_mbr([FAT], SIZE, disk_id="12345678")))


def no_table(card: MemoryCard) -> None:
    _put(card, (0, b"\xa5" * 4096))


def whole_card_filesystem(card: MemoryCard) -> None:
    _put(card, _EXT)


def encrypted(card: MemoryCard) -> None:
    _put(card, (0, make_mbr([FAT], SIZE, disk_id="12345678")), (FAT.start_bytes + 3, b"-FVE-FS-"))


def empty(card: MemoryCard) -> None:
    del card


BROKEN: dict[str, Callable[[MemoryCard], None]] = {
    make.__name__: make
    for make in (
        *(backup_gpt_alone, gpt_for_another_size, gpt_damaged, hybrid_mbr, half_flashed, garbage_table, past_the_end),
        *(raw, no_table, whole_card_filesystem, encrypted, empty),
    )
}


def broken(slug: str, *, alignment: int = 512) -> MemoryCard:
    card = MemoryCard(SIZE, alignment=alignment, fill=0)
    BROKEN[slug](card)
    return card
