"""Walking through lists of devices: what both those of disks and those of all devices are read with."""

from __future__ import annotations

import ctypes
import sys
from ctypes import byref, c_uint32, c_void_p, c_wchar_p

from nanowizard.drives.windows.structs import Guid

assert sys.platform == "win32"

from nanowizard.drives.windows.dll import function, library  # noqa: E402 - the rest is there on Windows only

# setupapi.h
DIGCF_PRESENT = 0x02
ERROR_NO_MORE_ITEMS = 259
_NAME_CHARACTERS = 1024


class DeviceData(ctypes.Structure):
    """SP_DEVINFO_DATA"""

    _fields_ = (("cbSize", c_uint32), ("ClassGuid", Guid), ("DevInst", c_uint32), ("Reserved", c_void_p))


setup = library("setupapi")
class_devs = function(setup, "SetupDiGetClassDevsW", c_void_p, c_void_p, c_wchar_p, c_void_p, c_uint32)
_instance_id = function(
    setup, "SetupDiGetDeviceInstanceIdW", c_uint32, c_void_p, c_void_p, c_void_p, c_uint32, c_void_p
)
registry_property = function(
    setup, "SetupDiGetDeviceRegistryPropertyW", c_uint32, c_void_p, c_void_p, c_uint32, c_void_p, c_void_p, c_uint32,
    c_void_p,
)  # fmt: skip
destroy_list = function(setup, "SetupDiDestroyDeviceInfoList", c_uint32, c_void_p)


def instance_of(devices: int, device: DeviceData) -> str:
    """Its path in the device manager; empty where it left while we looked."""
    name = ctypes.create_unicode_buffer(_NAME_CHARACTERS)
    return name.value if _instance_id(devices, byref(device), name, len(name), None) else ""
