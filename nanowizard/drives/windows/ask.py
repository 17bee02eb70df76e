"""Questions to a disk or volume of Windows over an open handle, and the sense of their answers.

All raise `CallFailed`; an answer that is shorter than it says is ERROR_INVALID_DATA.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from ctypes import Structure, sizeof
from dataclasses import dataclass
from typing import TypeVar

from nanowizard.drives.model import clean_name
from nanowizard.drives.partition import NO_TABLE, Partition, PartitionTable
from nanowizard.drives.windows import structs as win
from nanowizard.drives.windows.calls import WindowsCalls
from nanowizard.drives.windows.errors import GONE, NO_MEDIUM, NOT_ANSWERED, CallFailed

_ERROR_INVALID_DATA = 13
_ERROR_WRITE_PROTECT = 19
# Enough for 128 partitions of a GPT, or for a volume of 2700 pieces; a larger answer is an error and no part of one.
_LARGE = 64 * 1024
_NO_NUMBER = 0xFFFFFFFF
# MBR types of containers: what lies in them is listed by itself.
_EXTENDED = frozenset({"0x00", "0x05", "0x0f", "0x85"})

_Answer = TypeVar("_Answer", bound=Structure)


@dataclass(frozen=True, slots=True)
class Descriptor:
    """Names are cleaned; `bus` is a STORAGE_BUS_TYPE."""

    bus: int
    removable_media: bool
    vendor: str
    product: str
    serial: str


@dataclass(frozen=True, slots=True)
class Extent:
    disk: int
    start_bytes: int
    size_bytes: int


def descriptor(calls: WindowsCalls, handle: int) -> Descriptor:
    query = bytes(win.StoragePropertyQuery(PropertyId=win.PROPERTY_DEVICE))
    data = calls.control(handle, win.IOCTL_STORAGE_QUERY_PROPERTY, query, _LARGE)
    found = _parse(win.StorageDeviceDescriptor, data)

    def text(offset: int) -> str:
        raw = data[offset:].partition(b"\0")[0] if offset else b""
        return clean_name(raw.decode("utf-8", "replace"))

    return Descriptor(
        bus=found.BusType,
        removable_media=bool(found.RemovableMedia),
        vendor=text(found.VendorIdOffset),
        product=text(found.ProductIdOffset),
        serial=text(found.SerialNumberOffset),
    )


def device_number(calls: WindowsCalls, handle: int) -> int | None:
    """N of PhysicalDriveN; None for a disk that has none because a storage pool has taken it."""
    data = calls.control(handle, win.IOCTL_STORAGE_GET_DEVICE_NUMBER, b"", sizeof(win.StorageDeviceNumber))
    number = int(_parse(win.StorageDeviceNumber, data).DeviceNumber)
    return None if number == _NO_NUMBER else number


def geometry(calls: WindowsCalls, handle: int) -> tuple[int, int]:
    """Size and logical sector in bytes. The driver asks a removable medium afresh. An empty slot is not ready."""
    data = calls.control(handle, win.IOCTL_DISK_GET_DRIVE_GEOMETRY_EX, b"", 1024)
    found = _parse(win.DiskGeometryEx, data)
    return found.DiskSize, found.Geometry.BytesPerSector


def media_changes(calls: WindowsCalls, handle: int) -> int | None:
    """How often the driver has seen the medium change: what tells two cards in one reader apart. None where unknown."""
    try:
        data = calls.control(handle, win.IOCTL_STORAGE_CHECK_VERIFY2, b"", 4)
    except CallFailed as failed:
        if failed.winerror in NOT_ANSWERED:
            return None
        raise
    return int.from_bytes(data, "little") if len(data) == 4 else None


def is_writable(calls: WindowsCalls, handle: int) -> bool:
    """False when the medium is write-protected (the lock of an adapter, a card that is worn out)."""
    try:
        calls.control(handle, win.IOCTL_DISK_IS_WRITABLE)
    except CallFailed as failed:
        if failed.winerror in NOT_ANSWERED:
            return True
        if failed.winerror == _ERROR_WRITE_PROTECT:
            return False
        raise
    return True


def attributes(calls: WindowsCalls, handle: int) -> int:
    """DISK_ATTRIBUTE_OFFLINE and DISK_ATTRIBUTE_READ_ONLY: what Windows itself withholds, whatever the medium says."""
    try:
        data = calls.control(handle, win.IOCTL_DISK_GET_DISK_ATTRIBUTES, b"", sizeof(win.GetDiskAttributes))
    except CallFailed as failed:
        if failed.winerror in NOT_ANSWERED:
            return 0
        raise
    return int(_parse(win.GetDiskAttributes, data).Attributes)


def release_attributes(calls: WindowsCalls, handle: int) -> None:
    """Bring the disk online and take back its read-only attribute, for good (as `attributes disk clear readonly`)."""
    mask = win.DISK_ATTRIBUTE_OFFLINE | win.DISK_ATTRIBUTE_READ_ONLY
    wanted = win.SetDiskAttributes(Version=sizeof(win.SetDiskAttributes), Persist=1, Attributes=0, AttributesMask=mask)
    calls.control(handle, win.IOCTL_DISK_SET_DISK_ATTRIBUTES, bytes(wanted))


def trims(calls: WindowsCalls, handle: int) -> bool:
    """Whether the card, and all that lies between, can be told which blocks are not needed any more.

    A reader that stumbles over the question cannot.
    """
    query = bytes(win.StoragePropertyQuery(PropertyId=win.PROPERTY_TRIM))
    try:
        data = calls.control(handle, win.IOCTL_STORAGE_QUERY_PROPERTY, query, sizeof(win.DeviceTrimDescriptor))
    except CallFailed as failed:
        if failed.winerror in GONE | NO_MEDIUM:
            raise
        return False
    return bool(_parse(win.DeviceTrimDescriptor, data).TrimEnabled)


def trim(calls: WindowsCalls, handle: int, offset: int, length: int) -> None:
    """These bytes are not needed any more."""
    head, one = sizeof(win.DeviceManageDataSetAttributes), sizeof(win.DeviceDataSetRange)
    ranges_at = -(-head // 8) * 8
    wanted = win.DeviceManageDataSetAttributes(
        Size=head,
        Action=win.ACTION_TRIM,
        Flags=win.DEVICE_DSM_FLAG_TRIM_NOT_FS_ALLOCATED,
        DataSetRangesOffset=ranges_at,
        DataSetRangesLength=one,
    )
    data = bytes(wanted).ljust(ranges_at, b"\0") + bytes(win.DeviceDataSetRange(offset, length))
    calls.control(handle, win.IOCTL_STORAGE_MANAGE_DATA_SET_ATTRIBUTES, data)


def extents(calls: WindowsCalls, handle: int) -> list[Extent]:
    """The pieces of a volume, on however many disks they lie."""
    data = calls.control(handle, win.IOCTL_VOLUME_GET_VOLUME_DISK_EXTENTS, b"", _LARGE)
    count = int.from_bytes(data[:4], "little")
    first, step = win.VolumeDiskExtents.Extents.offset, sizeof(win.DiskExtent)
    found = [_parse(win.DiskExtent, data, first + step * index) for index in range(count)]
    return [Extent(one.DiskNumber, one.StartingOffset, one.ExtentLength) for one in found]


def layout(calls: WindowsCalls, handle: int) -> PartitionTable:
    """The table as Windows has it in mind; it may be older than what the disk holds."""
    data = calls.control(handle, win.IOCTL_DISK_GET_DRIVE_LAYOUT_EX, b"", _LARGE)
    head = _parse(win.DriveLayoutInformationEx, data.ljust(sizeof(win.DriveLayoutInformationEx), b"\0"))
    if head.PartitionStyle not in (win.STYLE_MBR, win.STYLE_GPT):
        return NO_TABLE
    first, step = win.DriveLayoutInformationEx.PartitionEntry.offset, sizeof(win.PartitionInformationEx)
    entries = [_parse(win.PartitionInformationEx, data, first + step * index) for index in range(head.PartitionCount)]
    is_gpt = head.PartitionStyle == win.STYLE_GPT
    return PartitionTable(
        kind="gpt" if is_gpt else "mbr",
        partitions=tuple(_partitions(entries)),
        disk_id=str(_guid(head.Gpt.DiskId)) if is_gpt else f"{head.Mbr.Signature:08x}",
    )


def _partitions(entries: Iterable[win.PartitionInformationEx]) -> Iterable[Partition]:
    for entry in entries:
        is_gpt = entry.PartitionStyle == win.STYLE_GPT
        kind = str(_guid(entry.Gpt.PartitionType)) if is_gpt else f"0x{entry.Mbr.PartitionType:02x}"
        if kind in _EXTENDED or entry.PartitionLength <= 0:
            continue
        name = bytes(entry.Gpt.Name).decode("utf-16-le", "replace").partition("\0")[0] if is_gpt else ""
        yield Partition(
            number=entry.PartitionNumber,
            start_bytes=entry.StartingOffset,
            size_bytes=entry.PartitionLength,
            name=clean_name(name),
            type=kind,
        )


def _guid(raw: Iterable[int]) -> uuid.UUID:
    return uuid.UUID(bytes_le=bytes(raw))


def _parse(kind: type[_Answer], data: bytes, offset: int = 0) -> _Answer:
    try:
        return kind.from_buffer_copy(data, offset)
    except ValueError as error:
        raise CallFailed(f"{kind.__name__} of {len(data)} bytes", _ERROR_INVALID_DATA) from error
