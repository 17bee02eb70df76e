"""Whether a card holds so much of an image already that reading first is quicker than writing everything.

A card that was never near this image costs one read of 64 KiB: only one whose head names it (its table has the image's
own number, or our marker the image's name) is looked at further, in 32 places. Where they lie is known from an earlier
flash of the same image; else the first 64th of the image is unpacked for them, which is 1.6 % of that work at most.
What is answered here only chooses the way: an update reads all that the image has, and trusts none of this.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from nanowizard.core.events import Finding, FindingReported, Severity
from nanowizard.core.steps import step
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.drives.marker import MARKER_BYTES, read_marker
from nanowizard.drives.partition import read_table
from nanowizard.flash.blockmap import BlockMap, Range
from nanowizard.flash.card import MakeWriter, Options, card_writer
from nanowizard.flash.model import Sample
from nanowizard.flash.proof import OpenSource
from nanowizard.flash.stream import BUFFER_BYTES
from nanowizard.flash.update import UpdatingWriter
from nanowizard.flash.update_runs import SAMPLE, SAMPLE_BYTES, read_or_not
from nanowizard.flash.write import LONGEST_NAME, Writer
from nanowizard.images.source import ImageSource
from nanowizard.transfer.buffers import aligned_buffer
from nanowizard.transfer.notready import HEAD_BYTES
from nanowizard.transfer.watched import watched

# The table of a GPT and its entries lie in the first 17 KiB.
_LOOK_BYTES = 64 * 1024
_SHARE = 64
_LEAST_BYTES = 16 * 1024 * 1024


def choose_writer(
    device: RawDevice,
    peek: OpenSource | str,
    ctx: RunContext,
    *,
    update: bool | None = None,
    samples: Sequence[Sample] = (),
) -> MakeWriter:
    """As in `FlashRequest`. `peek` opens the image once more, or is its name where it still arrives.

    Raises as `holds_most` does.
    """
    patient = update is True
    if update is None:
        update = broke_off(device, peek, ctx) if isinstance(peek, str) else holds_most(device, peek, samples, ctx)
    if not update:
        return card_writer
    ctx.emit(FindingReported(finding=Finding(code="flash.updating", severity=Severity.INFO)))

    def updating(device: RawDevice, source: ImageSource, options: Options) -> Writer:
        image_bytes = source.raw_bytes if source.raw_bytes_exact else None
        fit = options.fit(device, source)
        return UpdatingWriter(
            device, ctx, full=options.full, name=source.name, image_bytes=image_bytes, patient=patient, fit=fit
        )

    return updating


def broke_off(device: RawDevice, name: str, ctx: RunContext) -> bool:
    """Whether the card was being written with the image of this name. Raises Cancelled or DriveError."""
    return _marked(_beginning(device, ctx)) == name[:LONGEST_NAME]


def holds_most(device: RawDevice, open_source: OpenSource, samples: Sequence[Sample], ctx: RunContext) -> bool:
    """Whether half of the places or more hold what the image has there. Nothing is written.

    `samples` of an earlier flash of this image; none are needed. Raises ImageError, Cancelled, or a DriveError other
    than that a place cannot be read.
    """
    with open_source() as source:
        head, name = aligned_buffer(_LOOK_BYTES), source.name
        _fill(source, head)
    if not _names(_beginning(device, ctx), bytes(head), name):
        return False
    with step(ctx, "flash.look") as facts:
        places = samples or tuple(_read_ahead(open_source, device.alignment, ctx))
        right = watched(device, ctx, lambda card: sum(_is_there(card, one) for one in places))
        facts.update(places=len(places), right=right)
    return right > 0 and right * 2 >= len(places)


def _beginning(device: RawDevice, ctx: RunContext) -> bytes:
    """Of the card; nothing where it cannot be read."""
    found = aligned_buffer(min(_LOOK_BYTES, device.size_bytes // device.alignment * device.alignment))
    return bytes(found) if watched(device, ctx, lambda card: read_or_not(card, 0, found)) else b""


def _marked(found: bytes) -> object:
    """The image that was being written to a card with this beginning; None where none was."""
    marker = read_marker(found[:MARKER_BYTES])
    return None if marker is None else marker.get("image", "")


def _names(found: bytes, head: bytes, name: str) -> bool:
    """Whether the beginning of a card says that this image was written to it, or was being written."""
    marked = _marked(found)
    if marked is not None:
        return marked == name[:LONGEST_NAME]
    ours = _disk_id(head)
    return ours == _disk_id(found) if ours else found[:MARKER_BYTES] == head[:MARKER_BYTES]


def _disk_id(head: bytes) -> str:
    return read_table(lambda offset, length: head[offset : offset + length], len(head)).disk_id


def _read_ahead(open_source: OpenSource, alignment: int, ctx: RunContext) -> Iterator[Sample]:
    """Up to 32 places of the image's first part, evenly over what is written of it."""
    with open_source() as source:
        chunks = max(_LEAST_BYTES, (source.raw_bytes or source.archive_bytes) // _SHARE) // BUFFER_BYTES
        block_map, buffer = BlockMap(), aligned_buffer(BUFFER_BYTES)
        for number in range(chunks):
            ctx.cancel.raise_if_set()
            filled = _fill(source, buffer)
            view = buffer[: filled + -filled % alignment]
            buffer[filled : len(view)] = bytes(len(view) - filled)
            offset = number * BUFFER_BYTES
            pieces = _pieces(block_map.ranges(offset, view))
            wanted = (number + 1) * SAMPLE // chunks - number * SAMPLE // chunks
            for start, end in (pieces[n * len(pieces) // wanted] for n in range(min(wanted, len(pieces)))):
                digest = hashlib.sha256(view[start - offset : end - offset])
                yield Sample(offset=start, length=end - start, sha256=digest.hexdigest())
            if filled < len(buffer):
                return


def _pieces(ranges: Sequence[Range]) -> list[Range]:
    """Behind the head, none longer than a sample."""
    return [
        (at, min(at + SAMPLE_BYTES, end))
        for start, end in ranges
        for at in range(max(start, HEAD_BYTES), end, SAMPLE_BYTES)
    ]


def _is_there(card: RawDevice, sample: Sample) -> bool:
    offset, length = sample.offset, sample.length
    if not 0 <= offset <= card.size_bytes - length or not 0 < length <= BUFFER_BYTES:
        return False
    if offset % card.alignment or length % card.alignment:
        return False
    found = aligned_buffer(length)
    return read_or_not(card, offset, found) and hashlib.sha256(found).hexdigest() == sample.sha256


def _fill(source: ImageSource, buffer: memoryview) -> int:
    filled = 0
    while filled < len(buffer) and (count := source.readinto(buffer[filled:])):
        filled += count
    return filled
