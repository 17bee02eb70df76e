"""What is on a card of a Windows computer, from its own bytes: needs an administrator's rights."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from nanowizard.drives.contents import contents_of, l4t_of_table
from nanowizard.drives.partition import Read, read_table
from nanowizard.drives.windows import structs as win
from nanowizard.drives.windows.calls import WindowsCalls
from nanowizard.drives.windows.system import opened

# A locked volume begins with the name; one made on a stick ("To Go") with a FAT boot sector and this number in it.
_FVE_SIGNATURE = (3, b"-FVE-FS-")
_FVE_TO_GO = (424, uuid.UUID("4967d63b-2e29-4ad8-8399-f6a339e3d001").bytes_le)


@dataclass(frozen=True, slots=True)
class Look:
    """`contents` and `l4t` as in `Drive`; `bitlocker` are the offsets of encrypted volumes in bytes."""

    contents: str
    l4t: str = ""
    bitlocker: frozenset[int] = frozenset()


def look_inside(calls: WindowsCalls, path: str, size_bytes: int, sector_bytes: int) -> Look:
    """Raises CallFailed: ERROR_ACCESS_DENIED without the rights."""
    with opened(calls, path, win.GENERIC_READ) as handle:
        read = _reader(calls, handle, size_bytes, sector_bytes)
        table = read_table(read, size_bytes)
        starts = {partition.start_bytes for partition in table.partitions} | {0}
        return Look(
            contents=contents_of(read, size_bytes),
            l4t=l4t_of_table(read, table),
            bitlocker=frozenset(start for start in starts if is_bitlocker(read(start, 512))),
        )


def is_bitlocker(boot_sector: bytes) -> bool:
    """True for the first sector of a volume that BitLocker has encrypted (libbde's description of the format)."""
    return any(boot_sector[at : at + len(mark)] == mark for at, mark in (_FVE_SIGNATURE, _FVE_TO_GO))


def _reader(calls: WindowsCalls, handle: int, size_bytes: int, sector_bytes: int) -> Read:
    """Any range, read in whole sectors: Windows gives nothing else of a disk."""

    def read(offset: int, length: int) -> bytes:
        start = offset // sector_bytes * sector_bytes
        end = min(-(-(offset + length) // sector_bytes) * sector_bytes, size_bytes)
        if end <= start:
            return b""
        block = bytearray(end - start)
        done = calls.read(handle, start, memoryview(block))
        return bytes(block[offset - start : min(done, offset - start + length)])

    return read
