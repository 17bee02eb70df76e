"""The device manager of Windows: every device that is present and what is wrong with it, and looking for new ones."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator, Sequence
from ctypes import byref, c_uint32, c_void_p, c_wchar_p, sizeof

from nanowizard.drives.windows.calls import DeviceSeen
from nanowizard.drives.windows.errors import CallFailed

assert sys.platform == "win32"

from nanowizard.drives.windows import setupapi  # noqa: E402 - the rest is there on Windows only
from nanowizard.drives.windows.dll import INVALID_HANDLE, failed, function, library  # noqa: E402

_CHARACTERS = 8192

# setupapi.h, cfg.h
_DIGCF_ALLCLASSES = 0x04
_DESCRIPTION, _HARDWARE_IDS, _COMPATIBLE_IDS, _SERVICE, _FRIENDLY_NAME = 0x00, 0x01, 0x02, 0x04, 0x0C
_DN_HAS_PROBLEM = 0x0400
_CR_SUCCESS = 0


_config = library("cfgmgr32")
_enum_devices = function(setupapi.setup, "SetupDiEnumDeviceInfo", c_uint32, c_void_p, c_uint32, c_void_p)
_status = function(_config, "CM_Get_DevNode_Status", c_uint32, c_void_p, c_void_p, c_uint32, c_uint32)
_locate = function(_config, "CM_Locate_DevNodeW", c_uint32, c_void_p, c_wchar_p, c_uint32)
_reenumerate = function(_config, "CM_Reenumerate_DevNode", c_uint32, c_uint32, c_uint32)


def devices() -> Sequence[DeviceSeen]:
    found = setupapi.class_devs(None, None, None, setupapi.DIGCF_PRESENT | _DIGCF_ALLCLASSES)
    if found == INVALID_HANDLE:
        raise failed("SetupDiGetClassDevs")
    try:
        return list(_present(found))
    finally:
        setupapi.destroy_list(found)


def rescan() -> None:
    """Without waiting for what it finds."""
    root = c_uint32()
    for name, answer in (
        ("CM_Locate_DevNode", _locate(byref(root), None, 0)),
        ("CM_Reenumerate_DevNode", _reenumerate(root, 0)),
    ):
        if answer != _CR_SUCCESS:
            raise CallFailed(name, answer)


def _present(found: int) -> Iterator[DeviceSeen]:
    index = 0
    while True:
        device = setupapi.DeviceData(cbSize=sizeof(setupapi.DeviceData))
        if not _enum_devices(found, index, byref(device)):
            if ctypes.get_last_error() == setupapi.ERROR_NO_MORE_ITEMS:
                return
            raise failed("SetupDiEnumDeviceInfo")
        index += 1
        instance = setupapi.instance_of(found, device)
        if not instance:
            continue  # it left while we looked
        names = _texts(found, device, _FRIENDLY_NAME) or _texts(found, device, _DESCRIPTION)
        yield DeviceSeen(
            instance=instance,
            name=names[0] if names else "",
            ids=(*_texts(found, device, _HARDWARE_IDS), *_texts(found, device, _COMPATIBLE_IDS)),
            service=next(iter(_texts(found, device, _SERVICE)), ""),
            problem=_problem(device.DevInst),
        )


def _texts(found: int, device: setupapi.DeviceData, which: int) -> tuple[str, ...]:
    """One string or several (REG_SZ, REG_MULTI_SZ); empty where the device has none."""
    text, length = ctypes.create_unicode_buffer(_CHARACTERS), c_uint32()
    size = sizeof(text) - 4  # so that the last one ends, whatever the driver wrote
    if not setupapi.registry_property(found, byref(device), which, None, text, size, byref(length)):
        return ()
    return tuple(part for part in ctypes.wstring_at(text, length.value // 2).split("\0") if part)


def _problem(device: int) -> int:
    status, problem = c_uint32(), c_uint32()
    if _status(byref(status), byref(problem), device, 0) != _CR_SUCCESS:
        return 0
    return int(problem.value) if status.value & _DN_HAS_PROBLEM else 0
