"""Says in one word what is on a card, for the list that a person chooses from."""

from __future__ import annotations

from collections.abc import Iterable

from nanowizard.drives.marker import MARKER_BYTES, read_marker
from nanowizard.drives.partition import Read, is_jetpack_names, read_table

# How much of the beginning must be zero for "empty": every table and file system writes something here.
EMPTY_BYTES = 1024 * 1024


def contents_of(read: Read, size_bytes: int) -> str:
    """The slug for `Drive.contents`, from the card's own bytes. Raises what `read` raises."""
    if read_marker(read(0, min(MARKER_BYTES, size_bytes))) is not None:
        return "not_ready"
    table = read_table(read, size_bytes)
    if table.partitions:
        return contents_of_names(partition.name for partition in table.partitions)
    head = read(0, min(EMPTY_BYTES, size_bytes))
    return "unpartitioned" if any(head) else "empty"


def contents_of_names(names: Iterable[str]) -> str:
    """The slug for a card that has partitions of these names."""
    return "jetson" if is_jetpack_names(names) else "partitions"
