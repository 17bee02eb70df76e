"""What imagers that ask `lsblk` would show of the same cards: the rules of two of them, each at its most generous.

- Etcher: drivelist (lib/lsblk/json.ts) and etcher-sdk (BlockDeviceAdapter) drop drives without a size; system drives
  are shown when asked for. The window names labels, and as reasons (lib/shared/drive-constraints.ts): locked, system
  drive, too small, large drive, holds the image.
- Raspberry Pi Imager (src/drivelist/drivelist_linux.cpp, src/drivelistmodel.cpp) asks `lsblk` without --all, which
  leaves out what is empty, and drops drives without a size. Labels, and one reason: write protected.

Neither reads what is on a card, so neither says why one is listed and yet of no use elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

COMMAND = (
    "lsblk --bytes --all --json --paths --output NAME,TYPE,SUBSYSTEMS,RO,RM,HOTPLUG,SIZE,LABEL,VENDOR,MODEL,MOUNTPOINTS"
)
_LARGE_BYTES = 128e9
_SKIPPED = ("/dev/loop", "/dev/sr", "/dev/ram", "/dev/zram")
Device = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the two of them together show of a drive: `reasons` as NanoWizard's codes, `labels` of its volumes."""

    listed: bool
    can_be_chosen: bool
    reasons: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


NOT_LISTED = Shown(listed=False, can_be_chosen=False)


def shown(device: Device, *, image_bytes: int | None = None) -> Shown:
    """`device` is one of `blockdevices` of `COMMAND`."""
    if device["name"].startswith(_SKIPPED) or not int(device["size"] or 0):
        return NOT_LISTED
    reasons = tuple(_reasons(device, image_bytes))
    stops = {"drive.write_protected", "drive.too_small", "drive.is_system"}
    labels = tuple(part["label"] for part in _volumes(device) if part.get("label"))
    return Shown(listed=True, can_be_chosen=not stops.intersection(reasons), reasons=reasons, labels=labels)


def _reasons(device: Device, image_bytes: int | None) -> Iterator[str]:
    size, buses = int(device["size"]), device["subsystems"] or ""
    removable = device["rm"] or device["hotplug"] or "usb" in buses or "mmc" in buses
    if device["ro"]:
        yield "drive.write_protected"
    if image_bytes is not None and size < image_bytes:
        yield "drive.too_small"
    if not removable:
        yield "drive.is_system"
    elif size > _LARGE_BYTES:
        yield "drive.very_large"
    if any(point for part in _volumes(device) for point in part.get("mountpoints") or ()):
        yield "drive.mounted"  # the place is shown, not the word


def _volumes(device: Device) -> Iterator[Device]:
    yield device
    for child in device.get("children") or ():
        yield from _volumes(child)
