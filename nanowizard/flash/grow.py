"""The partition table of an image made as large as the card, so that its last partition takes all of it. Pure bytes.

The file system inside stays as large as it was: whatever runs at the first start, NVIDIA's own set-up or our step for
the root file system, makes it as large as its partition, while mounted and journalled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nanowizard.flash.gpt import SECTOR, Tables, parse_gpt, remake

# Where partitions end by convention, as sgdisk and NVIDIA's own script align them.
_ALIGN_SECTORS = 2048
# Linux data (all of a Jetson image's) and the root partition of an arm64 Linux.
_LINUX_TYPES = ("0fc63daf-8483-4772-8e79-3d69d8477de4", "b921b045-1df0-41c3-af44-4c6f280d3fae")

Why = Literal["table", "other", "room"]


@dataclass(frozen=True, slots=True)
class NotGrown:
    """`why`: a table that is not understood, a last partition that is no Linux one, or no room to take.

    `detail` is for the log.
    """

    why: Why
    detail: str


def grow(head: bytes, card_bytes: int) -> Tables | NotGrown:
    """The tables for a card of `card_bytes`; `head` is the image's beginning, with the whole of its primary GPT.

    Where less than a MiB is to be had, only the copy of the table moves to the card's end.
    """
    gpt = parse_gpt(head)
    if isinstance(gpt, str):
        return NotGrown("table", gpt)
    if card_bytes % SECTOR:
        return NotGrown("table", "a card that is not made of whole sectors")
    last, sectors = gpt.parts[-1], card_bytes // SECTOR
    if last.type not in _LINUX_TYPES:
        return NotGrown("other", f"the last partition is of type {last.type}")
    end = max(gpt.usable_end(sectors) // _ALIGN_SECTORS * _ALIGN_SECTORS, last.end)
    if end == last.end and sectors == gpt.sectors:
        return NotGrown("room", "the last partition ends where the card does")
    made = remake(gpt, sectors, end)
    return NotGrown("table", made) if isinstance(made, str) else made
