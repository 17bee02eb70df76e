"""Makes an opened card what a plan says: marks it, puts the file systems on it, reads them back, and the table last.

Until the table is there the card carries the NOT READY marker: one whose formatting broke off does not look finished.
"""

from __future__ import annotations

import contextlib
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from nanowizard.cards.exfat import exfat_image
from nanowizard.cards.fat import fat_image
from nanowizard.cards.geometry import FatGeometry
from nanowizard.cards.layout import CardPlan, Volume
from nanowizard.cards.sweep import MIB, Range, Sweep, pieces
from nanowizard.cards.volume import VolumeImage
from nanowizard.core.errors import CardError, NanoWizardError
from nanowizard.core.events import JsonValue
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.task import RunContext
from nanowizard.drives.marker import DISK_SIGNATURE, MARKER_BYTES
from nanowizard.drives.partition_write import make_gpt, make_mbr
from nanowizard.drives.reading import tolerant_reader
from nanowizard.transfer.buffers import aligned_buffer
from nanowizard.transfer.crew import still_running
from nanowizard.transfer.notready import HEAD_BYTES, write_marker
from nanowizard.transfer.watched import watched


@dataclass(slots=True)
class CardMaker:
    """`params` go into the marker."""

    sweep: Sweep
    params: dict[str, JsonValue]

    def mark(self) -> None:
        """The first write of all, so the card is looked at again just before.

        Raises CardError card.ignores_writes (one that has reached its end of life takes writes and forgets them) or
        card.does_not_keep.
        """
        device = self.sweep.device

        def write_and_look() -> None:
            before = tolerant_reader(device)(0, HEAD_BYTES)
            head = write_marker(device, self.params)
            found = aligned_buffer(len(head))
            device.read_at(0, found)
            if bytes(found) == before != bytes(head):
                raise CardError("card.ignores_writes", path=device.identity.path)
            if bytes(found) != bytes(head):
                raise CardError("card.does_not_keep", offset_bytes=0, path=device.identity.path)

        self.sweep.once(0, write_and_look)

    def write(self, images: list[PlacedImage], meter: ProgressMeter) -> None:
        """The file systems. Raises DriveError or Cancelled."""
        meter.start("format", sum(one.length(self._alignment) for one in images))
        for image in images:

            def work(offset: int, length: int, image: PlacedImage = image) -> None:
                self.sweep.device.write_at(offset, image.bytes_at(offset, length))
                meter.add(length)

            self.sweep.run(image.ranges(self._alignment), work)
        self.sweep.once(0, self.sweep.device.flush)
        meter.finish()

    def check(self, images: list[PlacedImage], meter: ProgressMeter) -> None:
        """Read back from the card itself. Raises CardError card.does_not_keep, DriveError or Cancelled."""
        meter.start("check", sum(one.length(self._alignment) for one in images))
        for image in images:

            def work(offset: int, length: int, image: PlacedImage = image) -> None:
                self._compare(offset, image.bytes_at(offset, length))
                meter.add(length)

            self.sweep.run(image.ranges(self._alignment), work)
        meter.finish()

    def finish(self, plan: CardPlan) -> None:
        """Write the table over the marker and read it back. Whatever ends this early marks the card again."""
        device = self.sweep.device
        blocks = _table_blocks(plan, self._alignment)
        try:
            for offset, data in blocks:
                self.sweep.once(offset, lambda offset=offset, data=data: device.write_at(offset, data))  # type: ignore[misc]
                self.sweep.once(offset, device.flush)
            for offset, data in blocks:
                self.sweep.once(offset, lambda offset=offset, data=data: self._compare(offset, data))  # type: ignore[misc]
        except BaseException:
            with contextlib.suppress(NanoWizardError):
                if not still_running():  # a hung card takes nothing more
                    device.check_same()  # the mark must not hit another card
                    self._mark_again()
            raise

    def _mark_again(self) -> None:
        """Not cancelled by the person's cancel, which is often why it is done."""
        sweep, ctx = self.sweep, RunContext(emit=self.sweep.ctx.emit)
        mark = partial(write_marker, params=self.params)
        watched(sweep.device, ctx, mark, clock=sweep.clock, tick_s=sweep.tick_s)

    @property
    def _alignment(self) -> int:
        return self.sweep.device.alignment

    def _compare(self, offset: int, expected: memoryview) -> None:
        found = aligned_buffer(len(expected))
        self.sweep.device.read_at(offset, found)
        if bytes(found) != bytes(expected):
            raise CardError("card.does_not_keep", offset_bytes=offset, path=self.sweep.device.identity.path)


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """A volume's image at its place on the card. Where alignment asks for it the zeros around it are written too."""

    start_bytes: int
    image: VolumeImage

    def length(self, alignment: int) -> int:
        start, end = self._span(alignment)
        return end - start

    def ranges(self, alignment: int) -> Iterator[Range]:
        return pieces(*self._span(alignment), MIB)

    def bytes_at(self, offset: int, length: int) -> memoryview:
        buffer = aligned_buffer(length)
        self.image.fill(offset - self.start_bytes, buffer)
        return buffer

    def _span(self, alignment: int) -> Range:
        end = self.start_bytes + self.image.area_bytes
        return self.start_bytes // alignment * alignment, -(-end // alignment) * alignment


def place_images(plan: CardPlan) -> list[PlacedImage]:
    """The images of all volumes that get a file system. Raises CardError card.label_invalid."""
    return [PlacedImage(one.partition.start_bytes, _image(one)) for one in plan.volumes if one.geometry]


def _image(volume: Volume) -> VolumeImage:
    volume_id = secrets.randbits(32)
    if isinstance(volume.geometry, FatGeometry):
        return fat_image(volume.geometry, label=volume.label, volume_id=volume_id)
    if volume.geometry is None:
        raise ValueError("no file system was wished for")
    return exfat_image(volume.geometry, label=volume.label, volume_id=volume_id)


def _table_blocks(plan: CardPlan, alignment: int) -> list[tuple[int, memoryview]]:
    """(offset, aligned bytes) in the order in which they are written: what makes the card whole comes last."""
    partitions = [volume.partition for volume in plan.volumes]
    if plan.table == "gpt":
        gpt = make_gpt(partitions, plan.size_bytes, disk_id=str(uuid.uuid4()))
        start = gpt.tail_offset // alignment * alignment
        return [(start, _padded(gpt.tail, gpt.tail_offset - start, alignment)), (0, _padded(gpt.head, 0, alignment))]
    signature = DISK_SIGNATURE
    while signature in (DISK_SIGNATURE, bytes(4)):
        signature = secrets.token_bytes(4)
    sector = make_mbr(partitions, plan.size_bytes, disk_id=f"{int.from_bytes(signature, 'little'):08x}")
    # As long as the marker that it replaces.
    return [(0, _padded(sector.ljust(MARKER_BYTES, b"\0"), 0, alignment))]


def _padded(data: bytes, before: int, alignment: int) -> memoryview:
    buffer = aligned_buffer(-(-(before + len(data)) // alignment) * alignment)
    buffer[before : before + len(data)] = data
    return buffer
