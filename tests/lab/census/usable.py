"""Whether a rescued card is fit for use, as the system's own tools see it."""

from __future__ import annotations

from pathlib import Path

from support.volumes import fsck, tool

from nanowizard.drives.partition import read_table


def is_usable(card: Path, scratch: Path) -> None:
    """One partition, whose table and file system they have no complaint about. Raises AssertionError."""
    tool("sfdisk", "--verify", card)
    volume = scratch / "volume.img"
    with card.open("rb") as file:

        def read(offset: int, length: int) -> bytes:
            file.seek(offset)
            return file.read(length)

        (part,) = read_table(read, card.stat().st_size).partitions
        volume.write_bytes(read(part.start_bytes, part.size_bytes))
    fsck(volume, "vfat")
