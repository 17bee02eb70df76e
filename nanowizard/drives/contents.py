"""Says what is on a card from its own bytes, for the list that a person chooses from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nanowizard.drives.marker import MARKER_BYTES, read_marker
from nanowizard.drives.partition import PartitionTable, Read, is_jetpack_names, read_table, within
from nanowizard.drives.release import l4t_in_volume
from nanowizard.drives.signatures import VolumeLook, look_at_volume

# How much of the beginning must be zero for "empty": every table and file system writes something here.
EMPTY_BYTES = 1024 * 1024
# A card may claim any number of partitions; what the list says of them needs the first few.
MOST_VOLUMES = 16
SYSTEM_PARTITION = "APP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """`contents`, `table` and `l4t` as in `Drive`. `volumes`: what each partition holds, the whole card where it has
    none; the first few of them."""

    contents: str
    table: str = ""
    l4t: str = ""
    volumes: tuple[VolumeLook, ...] = ()


def look_inside(read: Read, size_bytes: int) -> Inside:
    """Reads at most two MiB, of a card with partitions some hundred KB. Raises what `read` raises."""
    read = within(read, size_bytes)
    table = read_table(read, size_bytes)
    contents = _contents(read, size_bytes, table)
    if contents == "not_ready":
        return Inside(contents=contents)
    parts = table.partitions[:MOST_VOLUMES]
    starts = [part.start_bytes for part in parts] if table.partitions else [0]
    return Inside(
        contents=contents,
        table="" if table.kind == "none" else table.kind,
        l4t=l4t_of_table(read, table),
        volumes=tuple(look_at_volume(read, start) for start in starts),
    )


def contents_of(read: Read, size_bytes: int) -> str:
    """The slug for `Drive.contents`, from the card's own bytes. Raises what `read` raises."""
    read = within(read, size_bytes)
    return _contents(read, size_bytes, read_table(read, size_bytes))


def contents_of_names(names: Iterable[str], filesystem: str | None = None) -> str:
    """The slug for a card with partitions of these names. `filesystem` is the first one's, None where not known."""
    names = list(names)
    if is_jetpack_names(names):
        return "jetson"
    is_left_alone = names == [SYSTEM_PARTITION] and filesystem in (None, "ext4")
    return "jetson_used" if is_left_alone else "partitions"


def is_jetson(contents: str) -> bool:
    return contents in ("jetson", "jetson_used")


def l4t_of_table(read: Read, table: PartitionTable) -> str:
    """The release of the system on a Jetson card, from its own bytes; "" where it is none or does not say."""
    if not is_jetson(contents_of_names(part.name for part in table.partitions)):
        return ""
    system = next((part for part in table.partitions if part.name == SYSTEM_PARTITION), None)
    return l4t_in_volume(read, system.start_bytes, system.size_bytes) if system else ""


def _contents(read: Read, size_bytes: int, table: PartitionTable) -> str:
    if read_marker(read(0, min(MARKER_BYTES, size_bytes))) is not None:
        return "not_ready"
    if table.partitions:
        names = [partition.name for partition in table.partitions]
        return contents_of_names(names, look_at_volume(read, table.partitions[0].start_bytes).filesystem)
    head = read(0, min(EMPTY_BYTES, size_bytes))
    return "unpartitioned" if any(head) else "empty"
