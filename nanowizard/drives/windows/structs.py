"""What Windows' drivers are asked with and answer in: codes and structures of winioctl.h, ntddstor.h and ntdddisk.h.

Every field has a fixed width (`c_uint32`, never `wintypes.DWORD`, which has 8 bytes on Linux), so that the layouts can
be checked on any system: tests/data/windows/layout.txt holds the compiler's numbers.
"""

from __future__ import annotations

from ctypes import Structure, Union, c_int64, c_uint8, c_uint16, c_uint32, c_uint64

# CTL_CODE(device, function, method, access)
IOCTL_STORAGE_QUERY_PROPERTY = 0x2D1400
IOCTL_STORAGE_GET_DEVICE_NUMBER = 0x2D1080
IOCTL_STORAGE_CHECK_VERIFY2 = 0x2D0800
IOCTL_STORAGE_MEDIA_REMOVAL = 0x2D4804
IOCTL_STORAGE_EJECT_MEDIA = 0x2D4808
IOCTL_STORAGE_MANAGE_DATA_SET_ATTRIBUTES = 0x2D9404
IOCTL_DISK_GET_DRIVE_GEOMETRY_EX = 0x700A0
IOCTL_DISK_GET_DRIVE_LAYOUT_EX = 0x70050
IOCTL_DISK_IS_WRITABLE = 0x70024
IOCTL_DISK_UPDATE_PROPERTIES = 0x70140
IOCTL_DISK_GET_DISK_ATTRIBUTES = 0x700F0
IOCTL_DISK_SET_DISK_ATTRIBUTES = 0x7C0F4
IOCTL_VOLUME_GET_VOLUME_DISK_EXTENTS = 0x560000
FSCTL_LOCK_VOLUME = 0x90018
FSCTL_DISMOUNT_VOLUME = 0x90020

DISK_ATTRIBUTE_OFFLINE = 1
DISK_ATTRIBUTE_READ_ONLY = 2

# STORAGE_BUS_TYPE
BUS_USB = 7
BUS_SD = 12
BUS_MMC = 13
BUS_SPACES = 16

# STORAGE_PROPERTY_ID, and what a set of blocks can have done to it
PROPERTY_DEVICE = 0
PROPERTY_TRIM = 8
ACTION_TRIM = 1
# The blocks belong to no file system: nobody is asked whether they do.
DEVICE_DSM_FLAG_TRIM_NOT_FS_ALLOCATED = 0x80000000

# PARTITION_STYLE
STYLE_MBR = 0
STYLE_GPT = 1

# Partition types of disks that belong to a whole of several: dynamic disks (LDM) and Storage Spaces.
MBR_TYPE_LDM = 0x42
GPT_TYPE_LDM_METADATA = "5808c8aa-7e8f-42e0-85d2-e1e90434cfb3"
GPT_TYPE_LDM_DATA = "af9b60a0-1431-4f62-bc68-3311714a69ad"
GPT_TYPE_SPACES = "e75caf8f-f680-4cee-afa3-b001e56efc2d"

# winnt.h, fileapi.h
GENERIC_READ = 0x80000000
GENERIC_WRITE = 0x40000000
FILE_SHARE_READ = 1
FILE_SHARE_WRITE = 2
FILE_FLAG_WRITE_THROUGH = 0x80000000
FILE_FLAG_NO_BUFFERING = 0x20000000

Guid = c_uint8 * 16


class StoragePropertyQuery(Structure):
    """STORAGE_PROPERTY_QUERY. `QueryType` 0 asks for the property itself."""

    _fields_ = (("PropertyId", c_uint32), ("QueryType", c_uint32), ("AdditionalParameters", c_uint8 * 1))


class StorageDeviceDescriptor(Structure):
    """STORAGE_DEVICE_DESCRIPTOR without its last array. Offsets count from its own start; 0 means not given."""

    _fields_ = (
        ("Version", c_uint32),
        ("Size", c_uint32),
        ("DeviceType", c_uint8),
        ("DeviceTypeModifier", c_uint8),
        ("RemovableMedia", c_uint8),
        ("CommandQueueing", c_uint8),
        ("VendorIdOffset", c_uint32),
        ("ProductIdOffset", c_uint32),
        ("ProductRevisionOffset", c_uint32),
        ("SerialNumberOffset", c_uint32),
        ("BusType", c_uint32),
        ("RawPropertiesLength", c_uint32),
    )


class DeviceTrimDescriptor(Structure):
    """DEVICE_TRIM_DESCRIPTOR"""

    _fields_ = (("Version", c_uint32), ("Size", c_uint32), ("TrimEnabled", c_uint8))


class DeviceManageDataSetAttributes(Structure):
    """DEVICE_MANAGE_DATA_SET_ATTRIBUTES. Its ranges follow where `DataSetRangesOffset` says, on a multiple of 8."""

    _fields_ = (
        ("Size", c_uint32),
        ("Action", c_uint32),
        ("Flags", c_uint32),
        ("ParameterBlockOffset", c_uint32),
        ("ParameterBlockLength", c_uint32),
        ("DataSetRangesOffset", c_uint32),
        ("DataSetRangesLength", c_uint32),
    )


class DeviceDataSetRange(Structure):
    """DEVICE_DATA_SET_RANGE"""

    _fields_ = (("StartingOffset", c_int64), ("LengthInBytes", c_uint64))


class StorageDeviceNumber(Structure):
    _fields_ = (("DeviceType", c_uint32), ("DeviceNumber", c_uint32), ("PartitionNumber", c_uint32))


class DiskGeometry(Structure):
    _fields_ = (
        ("Cylinders", c_int64),
        ("MediaType", c_uint32),
        ("TracksPerCylinder", c_uint32),
        ("SectorsPerTrack", c_uint32),
        ("BytesPerSector", c_uint32),
    )


class DiskGeometryEx(Structure):
    """DISK_GEOMETRY_EX without its last array (`Data`)."""

    _fields_ = (("Geometry", DiskGeometry), ("DiskSize", c_int64))


class DiskExtent(Structure):
    _fields_ = (("DiskNumber", c_uint32), ("StartingOffset", c_int64), ("ExtentLength", c_int64))


class VolumeDiskExtents(Structure):
    """VOLUME_DISK_EXTENTS with its first extent; the others follow."""

    _fields_ = (("NumberOfDiskExtents", c_uint32), ("Extents", DiskExtent * 1))


class PartitionInformationMbr(Structure):
    _fields_ = (
        ("PartitionType", c_uint8),
        ("BootIndicator", c_uint8),
        ("RecognizedPartition", c_uint8),
        ("HiddenSectors", c_uint32),
        ("PartitionId", Guid),
    )


class PartitionInformationGpt(Structure):
    _fields_ = (
        ("PartitionType", Guid),
        ("PartitionId", Guid),
        ("Attributes", c_uint64),
        ("Name", c_uint16 * 36),
    )


class _PartitionKind(Union):
    _fields_ = (("Mbr", PartitionInformationMbr), ("Gpt", PartitionInformationGpt))


class PartitionInformationEx(Structure):
    _anonymous_ = ("Kind",)
    _fields_ = (
        ("PartitionStyle", c_uint32),
        ("StartingOffset", c_int64),
        ("PartitionLength", c_int64),
        ("PartitionNumber", c_uint32),
        ("RewritePartition", c_uint8),
        ("Kind", _PartitionKind),
    )


class DriveLayoutMbr(Structure):
    _fields_ = (("Signature", c_uint32),)


class DriveLayoutGpt(Structure):
    _fields_ = (
        ("DiskId", Guid),
        ("StartingUsableOffset", c_int64),
        ("UsableLength", c_int64),
        ("MaxPartitionCount", c_uint32),
    )


class _LayoutKind(Union):
    _fields_ = (("Mbr", DriveLayoutMbr), ("Gpt", DriveLayoutGpt))


class DriveLayoutInformationEx(Structure):
    """DRIVE_LAYOUT_INFORMATION_EX with its first entry; the others follow."""

    _anonymous_ = ("Kind",)
    _fields_ = (
        ("PartitionStyle", c_uint32),
        ("PartitionCount", c_uint32),
        ("Kind", _LayoutKind),
        ("PartitionEntry", PartitionInformationEx * 1),
    )


class GetDiskAttributes(Structure):
    _fields_ = (("Version", c_uint32), ("Reserved1", c_uint32), ("Attributes", c_uint64))


class SetDiskAttributes(Structure):
    _fields_ = (
        ("Version", c_uint32),
        ("Persist", c_uint8),
        ("Reserved1", c_uint8 * 3),
        ("Attributes", c_uint64),
        ("AttributesMask", c_uint64),
        ("Reserved2", c_uint32 * 4),
    )


class PreventMediaRemoval(Structure):
    _fields_ = (("PreventMediaRemoval", c_uint8),)


class Overlapped(Structure):
    """OVERLAPPED on 64 bits: on a handle that is not asynchronous, `Offset` and `OffsetHigh` say where to transfer."""

    _fields_ = (
        ("Internal", c_uint64),
        ("InternalHigh", c_uint64),
        ("Offset", c_uint32),
        ("OffsetHigh", c_uint32),
        ("hEvent", c_uint64),
    )
