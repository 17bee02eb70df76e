"""What lies where a card is wrong: partitions by their names, and the files that some of these bytes belong to.

It is asked of the card itself, which is wrong in places. What cannot be found out has no name; nothing here decides.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

from nanowizard.core.errors import Cancelled, NanoWizardError
from nanowizard.core.events import Finding, FindingReported, Severity
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.drives.ext4owners import files_at
from nanowizard.drives.partition import Partition, Read, read_table
from nanowizard.drives.reading import tolerant_reader
from nanowizard.flash.blockmap import Range
from nanowizard.transfer.watched import watched

# Of one partition; more would be read by nobody.
MOST_SHOWN = 5


def tell_where(
    device: RawDevice,
    head: bytes,
    ranges: Sequence[Range],
    ctx: RunContext,
    *,
    clock: Callable[[], float],
    tick_s: float,
) -> None:
    """Report what `lost_in` finds. Whatever keeps it from that, the error that is about to be told says more."""
    with contextlib.suppress(NanoWizardError, Cancelled):
        for finding in watched(
            device, ctx, lambda card: lost_in(card, head, ranges, clock), clock=clock, tick_s=tick_s
        ):
            ctx.emit(FindingReported(finding=finding))


def lost_in(device: RawDevice, head: bytes, ranges: Sequence[Range], clock: Callable[[], float]) -> list[Finding]:
    """One finding for each partition that has some of `ranges`, and one for what lies in none.

    `head`: the image's first bytes, which may not be on the card. Raises DriveError for everything but bad blocks.
    """
    on_card = tolerant_reader(device)

    def read(offset: int, length: int) -> bytes:
        first = head[offset : offset + length]
        return first if len(first) == length else first + on_card(offset + len(first), length - len(first))

    parts = read_table(read, device.size_bytes).partitions
    found = [one for part in parts for one in _lost_of(read, part, _within(ranges, part), clock)]
    elsewhere = _length(ranges) - sum(_length(_within(ranges, part)) for part in parts)
    if elsewhere > 0:
        params = {"length_bytes": elsewhere}
        found.append(Finding(code="flash.lost_outside", severity=Severity.WARNING, params=params))
    return found


def _lost_of(read: Read, part: Partition, ranges: Sequence[Range], clock: Callable[[], float]) -> list[Finding]:
    if not ranges:
        return []
    name = part.name or str(part.number)
    files = files_at(read, part.start_bytes, part.size_bytes, ranges, clock=clock)
    shown = ", ".join(files[:MOST_SHOWN])
    more = len(files) - MOST_SHOWN
    warning = Severity.WARNING
    if not files:
        params = {"partition": name, "length_bytes": _length(ranges)}
        return [Finding(code="flash.lost_in_partition", severity=warning, params=params)]
    if more <= 0:
        return [Finding(code="flash.lost_in_files", severity=warning, params={"partition": name, "files": shown})]
    many = {"partition": name, "files": shown, "more": more}
    return [Finding(code="flash.lost_in_many_files", severity=warning, params=many)]


def _within(ranges: Sequence[Range], part: Partition) -> list[Range]:
    return [
        (max(start, part.start_bytes), min(end, part.end_bytes))
        for start, end in ranges
        if start < part.end_bytes and end > part.start_bytes
    ]


def _length(ranges: Sequence[Range]) -> int:
    return sum(end - start for start, end in ranges)
