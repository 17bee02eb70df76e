"""Marks a card NOT READY before anything else is written to it: whoever changes a card as a whole begins with this."""

from __future__ import annotations

from collections.abc import Mapping

from nanowizard.core.events import JsonValue
from nanowizard.drives.backend import RawDevice
from nanowizard.drives.marker import make_marker
from nanowizard.transfer.buffers import aligned_buffer

HEAD_BYTES = 1024 * 1024


def write_marker(device: RawDevice, params: Mapping[str, JsonValue]) -> memoryview:
    """The first MiB as it was written, once it has reached the card: from now on nobody takes it for a good one.

    The marker itself goes first and alone, so that a card whose first block cannot be written stays as it was.
    """
    head = aligned_buffer(min(HEAD_BYTES, device.size_bytes // device.alignment * device.alignment))
    marker = make_marker(params, alignment=device.alignment)
    head[: len(marker)] = marker
    device.write_at(0, head[: len(marker)])
    device.flush()
    if len(head) > len(marker):
        device.write_at(len(marker), head[len(marker) :])
        device.flush()
    return head
