"""What a fuzzer throws bytes at: each parser of what strangers made, with what must hold whatever the bytes are.

Only the errors that a parser is documented to raise may come out; anything else is a finding.
"""

from __future__ import annotations

import atexit
import hashlib
import itertools
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from fuzz.disks import MIB, FuzzDisk
from nanowizard.core.arrival import Arrival
from nanowizard.core.errors import ImageError
from nanowizard.drives.contents import contents_of, look_inside
from nanowizard.drives.ext4owners import MOST_BYTES, MOST_FILES, files_at
from nanowizard.drives.ext4read import read_ext4_file
from nanowizard.drives.ext4super import SUPERBLOCK_AT, SUPERBLOCK_BYTES, parse_fields
from nanowizard.drives.ext4tables import inode_tables
from nanowizard.drives.marker import MARKER_BYTES, read_marker
from nanowizard.drives.partition import all_tables, read_table
from nanowizard.drives.release import ON_SYSTEM, l4t_in_volume
from nanowizard.drives.signatures import filesystem_at, is_unclean, look_at_volume
from nanowizard.flash.blockmap import BlockMap
from nanowizard.flash.ext4map import Ext4Map
from nanowizard.flash.gpt import SECTOR, Tables
from nanowizard.flash.grow import grow
from nanowizard.flash.shrink import Shrink, shrunk_tables
from nanowizard.images.growing.source import open_growing
from nanowizard.images.source import ImageSource, open_image

_CHUNK = 256 * 1024
_NOTHING = memoryview(bytes(_CHUNK))
_MOST_UNPACKED = 4 * MIB
_FED = MIB  # of a file system of any size: where the bitmaps are that the seeds have
_memory = Path("/dev/shm")  # thousands of files a second
_scratch = Path(tempfile.mkdtemp(prefix="nanowizard-fuzz-", dir=_memory if _memory.is_dir() else None), "image")
atexit.register(shutil.rmtree, _scratch.parent, ignore_errors=True)


def tables(data: bytes) -> None:
    disk = FuzzDisk(data)
    for table in (read_table(disk.read, disk.size_bytes), *all_tables(disk.read, disk.size_bytes)):
        assert table.kind in ("gpt", "mbr", "none")
        assert len(table.partitions) <= 1024
        assert all(part.start_bytes >= 0 and part.size_bytes > 0 for part in table.partitions)
        assert len({part.number for part in table.partitions}) == len(table.partitions)
    inside = look_inside(disk.read, disk.size_bytes)
    assert inside.contents == contents_of(disk.read, disk.size_bytes)
    read_marker(disk.read(0, MARKER_BYTES))
    _made_to_fit(disk)
    plan = BlockMap()
    end = min(disk.size_bytes, 4 * _CHUNK)
    for offset in range(0, end, _CHUNK):
        length = min(_CHUNK, end - offset)
        check_ranges(plan.ranges(offset, memoryview(disk.peek(offset, length))), offset, offset + length)


def _made_to_fit(disk: FuzzDisk) -> None:
    """For a card that is larger, or a little smaller: a table that reads well, or a reason."""
    head = disk.peek(0, 64 * 1024)
    for card_bytes in (disk.size_bytes * 2, disk.size_bytes - 512 * 1024):
        made = grow(head, card_bytes) if card_bytes > disk.size_bytes else shrunk_tables(head, card_bytes)
        if isinstance(made, Tables):
            again = read_table(lambda at, count, head=made.head: head[at : at + count], card_bytes)  # type: ignore[misc]
            assert (again.kind, again.copy, again.stated_size_bytes) == ("gpt", "primary", card_bytes)
            assert again.end_bytes == made.end * SECTOR <= made.tail_at <= card_bytes - len(made.tail)


def ext4(data: bytes) -> None:
    disk = FuzzDisk(data)
    size = disk.size_bytes
    fields = parse_fields(disk.read(SUPERBLOCK_AT, SUPERBLOCK_BYTES))
    if fields is not None:
        assert (fields.farthest_backup() or 0) >= 0
    assert len(read_ext4_file(disk.read, 0, size, (ON_SYSTEM, "nv_tegra_release"), 4096)) <= 4096
    l4t_in_volume(disk.read, 0, size)
    for start, length in inode_tables(disk.read, 0, size):
        assert 0 < start < start + length <= size
    look_at_volume(disk.read, 0)
    is_unclean(disk.read, 0, filesystem_at(disk.read, 0))
    ticks = itertools.count()
    wanted = [(0, 64 * 1024), (size // 2, size // 2 + 4096)]
    search = FuzzDisk(
        data, most_bytes=MOST_BYTES
    )  # each look at the clock costs it a sixteenth of a second, so its reads come to an end too
    assert len(files_at(search.read, 0, size, wanted, clock=lambda: next(ticks) / 16)) <= MOST_FILES
    _map_of(disk)
    _shrunk(disk)


def _shrunk(disk: FuzzDisk) -> None:
    shrink = Shrink(disk.size_bytes, disk.size_bytes - 512 * 1024)
    for offset in range(0, min(disk.size_bytes, _FED), _CHUNK):
        shrink.feed(offset, memoryview(disk.peek(offset, min(_CHUNK, disk.size_bytes - offset))))
    changed = shrink.finish()
    assert not (changed and shrink.refused)
    assert all(0 <= offset < disk.size_bytes and len(block) == 4096 for offset, block in changed)


def _map_of(disk: FuzzDisk) -> None:
    """Fed with its beginning only: a file system may state any size."""
    plan = Ext4Map(disk.size_bytes)
    for offset in range(0, min(disk.size_bytes, _FED), _CHUNK):
        end = min(offset + _CHUNK, disk.size_bytes)
        piece = disk.peek(offset, end - offset)
        plan.feed(offset, memoryview(piece) if any(piece) else _NOTHING[: end - offset])
        check_ranges(plan.runs(offset, end), offset, end)


def check_ranges(ranges: list[tuple[int, int]], start: int, end: int) -> None:
    assert all(start <= first < last <= end for first, last in ranges), ranges
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(ranges)), ranges


def images(data: bytes) -> None:
    """One that is read while it arrives must come to the same, or be refused."""
    _scratch.write_bytes(data)
    at_once = _unpacked(lambda: open_image(_scratch, most_bytes=_MOST_UNPACKED))
    arrival = Arrival()
    arrival.arrived(len(data), len(data))
    arrival.whole(hashlib.sha256(data).hexdigest())
    growing = _unpacked(lambda: open_growing(_scratch, arrival, name=_scratch.name, most_bytes=_MOST_UNPACKED))
    # Whoever reads on the way sees less and may refuse more (a zip behind a zip); what it gives out is never another.
    assert isinstance(growing, str) or growing == at_once, (at_once, growing)


def _unpacked(open_it: Callable[[], ImageSource]) -> bytes | str:
    """The digest of it, or the code of the error."""
    digest, buffer, done = hashlib.sha256(), memoryview(bytearray(64 * 1024)), 0
    try:
        with open_it() as source:
            while count := source.readinto(buffer):
                done += count
                digest.update(buffer[:count])
                assert done <= _MOST_UNPACKED
                assert source.archive_position <= source.archive_bytes
    except ImageError as error:
        return error.code
    return digest.digest()


TARGETS: Mapping[str, Callable[[bytes], None]] = {"tables": tables, "ext4": ext4, "images": images}
