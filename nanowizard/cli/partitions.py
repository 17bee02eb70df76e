"""`--partition FILESYSTEM:SIZE[:NAME]`, and the table that comes of it for the person to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

import typer

from nanowizard.cards.layout import CardPlan, Volume
from nanowizard.cards.model import PartitionWish
from nanowizard.cli.output import size

NONE, REST = "none", "rest"
_FILESYSTEMS = ("fat32", "exfat", NONE)
_SIZE = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,6})?)([KMGT])(iB|B)?", re.IGNORECASE)
_POWERS = {"K": 1, "M": 2, "G": 3, "T": 4}
_OF_LINUX = ("ext2", "ext3", "ext4", "linux", "swap", "btrfs", "f2fs", "xfs")


def parse_partition(text: str) -> PartitionWish:
    """The wish of one `--partition`. Raises typer.BadParameter."""
    filesystem, _, rest = text.partition(":")
    amount, _, label = rest.partition(":")
    filesystem = filesystem.strip().lower()
    if filesystem in _OF_LINUX:
        raise typer.BadParameter(
            f"{filesystem} is made on the Nano itself: leave room for it with none:{amount or REST}"
        )
    if filesystem not in _FILESYSTEMS:
        raise typer.BadParameter(f"'{text}': a partition is {', '.join(_FILESYSTEMS)}, then a size: fat32:8G:BOOT")
    if not amount.strip():
        raise typer.BadParameter(f"'{text}': say how large it shall be, such as {filesystem}:8G or {filesystem}:{REST}")
    kind = "" if filesystem == NONE else filesystem
    return PartitionWish(filesystem=kind, size_bytes=parse_size(amount.strip()), label=label.strip())


def parse_size(text: str) -> int | None:
    """Bytes; None for "rest". G and GiB count in 1024 as other partition tools do, GB in 1000 as cards are labelled.

    Raises typer.BadParameter.
    """
    if text.lower() == REST:
        return None
    found = _SIZE.fullmatch(text)
    if found is None:
        raise typer.BadParameter(f"'{text}' is no size: write 512M, 8G, 1.5G, 8GB (in 1000s) or {REST}")
    number, unit, suffix = found.groups()
    base = 1000 if (suffix or "").upper() == "B" else 1024
    return int(Decimal(number) * base ** _POWERS[unit.upper()])


PartitionOption = Annotated[
    list[PartitionWish] | None,
    typer.Option(
        "--partition",
        metavar="FILESYSTEM:SIZE[:NAME]",
        parser=parse_partition,
        help="A partition, once for each: fat32:8G:BOOT, exfat:rest, none:512M (for Linux, stays unformatted).",
    ),
]


PLAN_HEADINGS = ("", "Starts at", "Size", "File system", "Name")


def plan_rows(plan: CardPlan) -> Iterator[tuple[str, ...]]:
    """What the card is about to become, as a table."""
    for volume in plan.volumes:
        part = volume.partition
        start = size(part.start_bytes)
        yield str(part.number), start, size(part.size_bytes), _filesystem(volume), volume.label
    left = plan.free_bytes
    if left:
        yield "", "", size(left), "not used", ""


def _filesystem(volume: Volume) -> str:
    if volume.geometry is None:
        return "none"
    return f"{volume.filesystem}, clusters of {volume.geometry.cluster // 2} KiB"
