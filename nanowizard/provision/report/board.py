"""Which board it is. NVIDIA's numbers: P3448 is the module (its last digits say which), P3449 is the carrier."""

from __future__ import annotations

import re
from dataclasses import dataclass

KINDS = {"0000": "4gb", "0002": "emmc", "0003": "2gb"}
"""Modules by their last digits, as jetson-stats lists them. Only those of the kits (0000, 0003) start from a card."""
_REVISIONS = {"a02": "A02", "b00": "B01"}
"""The carrier's revision in the device tree, and as it is printed on the board."""


@dataclass(frozen=True, slots=True)
class Board:
    """`kind`: "4gb", "2gb", or "emmc" for the module with memory of its own; `module` such as "p3448-0000"."""

    kind: str | None = None
    module: str | None = None
    revision: str | None = None


def parse_board(compatible: str, dts_name: str) -> Board:
    """From the device tree's `compatible` (words with a NUL after each) and the name of its source file."""
    text = f"{compatible} {dts_name}"
    module = re.search(r"p3448-(\d{4})", text)
    carrier = re.search(r"p3449-0000-([a-z]\d\d)", text)
    return Board(
        kind=KINDS.get(module[1]) if module else None,
        module=f"p3448-{module[1]}" if module else None,
        revision=_REVISIONS.get(carrier[1]) if carrier else None,
    )
