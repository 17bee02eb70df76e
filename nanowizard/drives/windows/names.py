"""What Windows has: disks from the device manager, volumes and their names, and what the registry says it needs."""

from __future__ import annotations

import ctypes
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from ctypes import byref, c_uint32, c_uint64, c_void_p, c_wchar_p, sizeof
from typing import Any

from nanowizard.drives.windows.calls import DiskInterface
from nanowizard.drives.windows.structs import Guid

assert sys.platform == "win32"

from nanowizard.drives.windows import registry, setupapi  # noqa: E402 - the rest is there on Windows only
from nanowizard.drives.windows.dll import INVALID_HANDLE, failed, function, library  # noqa: E402

_ERROR_NO_MORE_FILES = 18
_NAME_CHARACTERS = 1024
_PATH_CHARACTERS = 32768

# setupapi.h, cfgmgr32.h, ntddstor.h
_DIGCF_DEVICEINTERFACE = 0x10
_SPDRP_REMOVAL_POLICY = 0x1F
_CM_REMOVAL_POLICY_EXPECT_NO_REMOVAL = 1
# {53F56307-B6BF-11D0-94F2-00A0C91EFB8B}
_GUID_DEVINTERFACE_DISK = bytes.fromhex("0763f553bfb6d01194f200a0c91efb8b")
_DETAIL_HEAD_BYTES = 8  # cbSize of SP_DEVICE_INTERFACE_DETAIL_DATA_W on 64 bits; the path follows the first 4

_SETUP_KEY = r"SYSTEM\Setup"
_MEMORY_KEY = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management"


class _InterfaceData(ctypes.Structure):
    """SP_DEVICE_INTERFACE_DATA"""

    _fields_ = (("cbSize", c_uint32), ("InterfaceClassGuid", Guid), ("Flags", c_uint32), ("Reserved", c_void_p))


_kernel = library("kernel32")
_enum_interfaces = function(
    setupapi.setup, "SetupDiEnumDeviceInterfaces", c_uint32, c_void_p, c_void_p, c_void_p, c_uint32, c_void_p
)
_interface_detail = function(
    setupapi.setup,
    "SetupDiGetDeviceInterfaceDetailW",
    c_uint32,
    c_void_p,
    c_void_p,
    c_void_p,
    c_uint32,
    c_void_p,
    c_void_p,
)  # fmt: skip
_first_volume = function(_kernel, "FindFirstVolumeW", c_void_p, c_void_p, c_uint32)
_next_volume = function(_kernel, "FindNextVolumeW", c_uint32, c_void_p, c_void_p, c_uint32)
_close_volumes = function(_kernel, "FindVolumeClose", c_uint32, c_void_p)
_path_names = function(_kernel, "GetVolumePathNamesForVolumeNameW", c_uint32, c_wchar_p, c_void_p, c_uint32, c_void_p)
_information = function(
    _kernel, "GetVolumeInformationW", c_uint32, c_wchar_p, c_void_p, c_uint32, c_void_p, c_void_p, c_void_p, c_void_p,
    c_uint32,
)  # fmt: skip
_free_space = function(_kernel, "GetDiskFreeSpaceExW", c_uint32, c_wchar_p, c_void_p, c_void_p, c_void_p)
_path_name = function(_kernel, "GetVolumePathNameW", c_uint32, c_wchar_p, c_void_p, c_uint32)
_volume_name = function(_kernel, "GetVolumeNameForVolumeMountPointW", c_uint32, c_wchar_p, c_void_p, c_uint32)
_windows_folder = function(_kernel, "GetSystemWindowsDirectoryW", c_uint32, c_void_p, c_uint32)


def disks() -> Sequence[DiskInterface]:
    guid = Guid.from_buffer_copy(_GUID_DEVINTERFACE_DISK)
    devices = setupapi.class_devs(byref(guid), None, None, setupapi.DIGCF_PRESENT | _DIGCF_DEVICEINTERFACE)
    if devices == INVALID_HANDLE:
        raise failed("SetupDiGetClassDevs")
    try:
        return list(_interfaces(devices, guid))
    finally:
        setupapi.destroy_list(devices)


def _interfaces(devices: int, guid: Any) -> Iterator[DiskInterface]:
    index = 0
    while True:
        found, device = (
            _InterfaceData(cbSize=sizeof(_InterfaceData)),
            setupapi.DeviceData(cbSize=sizeof(setupapi.DeviceData)),
        )
        if not _enum_interfaces(devices, None, byref(guid), index, byref(found)):
            if ctypes.get_last_error() == setupapi.ERROR_NO_MORE_ITEMS:
                return
            raise failed("SetupDiEnumDeviceInterfaces")
        index += 1
        detail = ctypes.create_string_buffer(_DETAIL_HEAD_BYTES + 2 * _NAME_CHARACTERS)
        struct.pack_into("<I", detail, 0, _DETAIL_HEAD_BYTES)
        if not _interface_detail(devices, byref(found), detail, len(detail), None, byref(device)):
            raise failed("SetupDiGetDeviceInterfaceDetail")
        path = detail.raw[4:].decode("utf-16-le", "replace").partition("\0")[0]
        yield DiskInterface(
            path=path, instance=setupapi.instance_of(devices, device) or path, stays=_stays(devices, device)
        )


def _stays(devices: int, device: setupapi.DeviceData) -> bool:
    """True also where the device does not say."""
    policy = c_uint32()
    told = setupapi.registry_property(
        devices, byref(device), _SPDRP_REMOVAL_POLICY, None, byref(policy), sizeof(policy), None
    )
    return not told or policy.value <= _CM_REMOVAL_POLICY_EXPECT_NO_REMOVAL


def volumes() -> Sequence[str]:
    name = ctypes.create_unicode_buffer(_NAME_CHARACTERS)
    search = _first_volume(name, len(name))
    if search == INVALID_HANDLE:
        if ctypes.get_last_error() == _ERROR_NO_MORE_FILES:
            return []
        raise failed("FindFirstVolume")
    found = [name.value.rstrip("\\")]
    try:
        while _next_volume(search, name, len(name)):
            found.append(name.value.rstrip("\\"))
        if ctypes.get_last_error() != _ERROR_NO_MORE_FILES:
            raise failed("FindNextVolume")
        return found
    finally:
        _close_volumes(search)


def mount_points(volume: str) -> Sequence[str]:
    names = ctypes.create_unicode_buffer(_PATH_CHARACTERS)
    length = c_uint32()
    if not _path_names(volume + "\\", names, len(names), byref(length)):
        raise failed("GetVolumePathNamesForVolumeName")
    return [name for name in ctypes.wstring_at(names, length.value).split("\0") if name]


def label_and_filesystem(volume: str) -> tuple[str, str]:
    label, filesystem = ctypes.create_unicode_buffer(_NAME_CHARACTERS), ctypes.create_unicode_buffer(_NAME_CHARACTERS)
    if not _information(volume + "\\", label, len(label), None, None, None, filesystem, len(filesystem)):
        raise failed("GetVolumeInformation")
    return label.value, filesystem.value


def used_bytes(volume: str) -> int:
    total, free = c_uint64(), c_uint64()
    if not _free_space(volume + "\\", None, byref(total), byref(free)):
        raise failed("GetDiskFreeSpaceEx")
    return total.value - free.value


def volume_of(path: str) -> str:
    mount_point = _text(lambda out, size: _path_name(path, out, size), "GetVolumePathName")
    return _text(lambda out, size: _volume_name(mount_point, out, size), "GetVolumeNameForVolumeMountPoint").rstrip(
        "\\"
    )


def system_paths() -> Sequence[str]:
    r"""Page files stand in the registry as "\??\C:\pagefile.sys"."""
    paging = registry.value_of(_MEMORY_KEY, "ExistingPageFiles")
    files = (
        [file.removeprefix("\\??\\") for file in paging if isinstance(file, str)] if isinstance(paging, list) else []
    )
    return [_text(_windows_folder, "GetSystemWindowsDirectory"), *files]


def system_devices() -> Sequence[str]:
    r"""The partition that the firmware started Windows from stands there as "\Device\HarddiskVolume1"."""
    partition = registry.value_of(_SETUP_KEY, "SystemPartition")
    return [rf"\\?\GLOBALROOT{partition}"] if isinstance(partition, str) and partition else []


def _text(call: Callable[[Any, int], int], name: str) -> str:
    out = ctypes.create_unicode_buffer(_PATH_CHARACTERS)
    if not call(out, len(out)):
        raise failed(name)
    return out.value
