"""The boards that are called Jetson Nano: which images are for which, and which one starts from no image at all.

Module and carrier numbers: NVIDIA's own names in the device tree (`p3449-0000-b00+p3448-0000-b00`) and jetson-stats.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """`code` has the words: what it is, and how it is told from the others. `power` are its plugs."""

    id: str
    code: str
    module: str
    carrier: str
    revisions: tuple[str, ...]
    memory_bytes: int
    power: tuple[str, ...]
    starts_from_card: bool


_GIB = 1 << 30

BOARDS = (
    Board(
        id="jetson-nano-4gb",
        code="image.board_4gb",
        module="p3448-0000",
        carrier="p3449-0000",
        revisions=("A02", "B01"),
        memory_bytes=4 * _GIB,
        power=("barrel", "micro_usb"),
        starts_from_card=True,
    ),
    Board(
        id="jetson-nano-2gb",
        code="image.board_2gb",
        module="p3448-0003",
        carrier="p3542",
        revisions=(),
        memory_bytes=2 * _GIB,
        power=("usb_c",),
        starts_from_card=True,
    ),
    Board(
        id="jetson-nano-emmc",
        code="image.board_emmc",
        module="p3448-0002",
        carrier="",
        revisions=(),
        memory_bytes=4 * _GIB,
        power=(),
        starts_from_card=False,
    ),
)


def board(name: str) -> Board | None:
    """The board with this id; `4gb`, `2gb` and `emmc` are enough."""
    return next((one for one in BOARDS if name in (one.id, one.id.rpartition("-")[2])), None)
