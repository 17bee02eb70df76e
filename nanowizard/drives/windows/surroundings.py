"""Collects what a Windows computer shows around its drives, and does the little that can be done about it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

from nanowizard.core.errors import DriveError
from nanowizard.drives.model import clean_name
from nanowizard.drives.surroundings import Driver, Reader, RemedyRequest, Setting, Surroundings, Unanswered
from nanowizard.drives.windows.calls import DeviceSeen, WindowsCalls
from nanowizard.drives.windows.errors import CallFailed

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

_SERVICES: Final = r"SYSTEM\CurrentControlSet\Services"
_POLICIES: Final = r"SOFTWARE\Policies\Microsoft\Windows"
# Services of the drivers that make disks of USB sticks and of SD cards; Start = 4 is SERVICE_DISABLED.
_DRIVERS: Final = ("USBSTOR", "UASPStor", "sdbus", "sdstor")
_START_DISABLED: Final = 4
# Group policy "Removable Storage Access": all classes, and removable disks (GUID_DEVINTERFACE_DISK's class of it).
_REMOVABLE_DISKS: Final = r"RemovableStorageDevices\{53f5630d-b6bf-11d0-94f2-00a0c91efb8b}"
_SWITCHES: Final = (
    ("denied", rf"{_POLICIES}\RemovableStorageDevices", "Deny_All"),
    ("denied", rf"{_POLICIES}\{_REMOVABLE_DISKS}", "Deny_Read"),
    ("read_only", rf"{_POLICIES}\{_REMOVABLE_DISKS}", "Deny_Write"),
    ("denied", rf"{_POLICIES}\DeviceInstall\Restrictions", "DenyRemovableDevices"),
    ("read_only", r"SYSTEM\CurrentControlSet\Control\StorageDevicePolicies", "WriteProtect"),
    ("no_letters", rf"{_SERVICES}\MountMgr", "NoAutoMount"),
)

_USB_STORAGE, _SD_HOST, _NO_CLASS = "USB\\CLASS_08", "PCI\\CC_0805", "PCI\\CC_FF00"
_REALTEK_PCI = "PCI\\VEN_10EC"
# What a maker's own driver works with, and what has not even told who it is: Windows gives that a name of its own.
_READER = re.compile(r"USB\\VID_0BDA&PID_(0129|0139|0140|0177)\\", re.IGNORECASE)
_UNKNOWN = re.compile(r"USB\\VID_0000&PID_000\d\\", re.IGNORECASE)
_NAMES_OF_READERS = re.compile(r"card.?reader|memory.?card", re.IGNORECASE)


def look_around(calls: WindowsCalls) -> Surroundings:
    """Never raises: what could not be asked stands in `unanswered`."""
    unanswered: list[Unanswered] = []

    def ask(about: str, question: Callable[[], Sequence[_T]]) -> tuple[_T, ...]:
        try:
            return tuple(question())
        except CallFailed as failed:
            unanswered.append(Unanswered(about=about, detail=str(failed)))
            return ()

    return Surroundings(
        system="windows",
        may_open=True,  # where it may not, Windows asks when a card is opened
        readers=ask("readers", lambda: [_reader(device) for device in calls.devices() if is_reader(device)]),
        drivers=ask("drivers", lambda: list(_drivers(calls))),
        settings=ask("settings", lambda: list(_settings(calls))),
        unanswered=tuple(unanswered),
    )


def carry_out(calls: WindowsCalls, request: RemedyRequest) -> None:
    """Raises DriveError `drive.remedy_failed` for what only works on Linux."""
    if request.action != "look_again":
        raise DriveError("drive.remedy_failed", detail=f"{request.action} on Windows")
    try:
        calls.rescan()
    except CallFailed as failed:  # an administrator's: the list is asked again all the same
        _log.info("no new look at the buses: %s", failed)


def is_reader(device: DeviceSeen) -> bool:
    ids = [name.upper() for name in device.ids]
    instance = device.instance.upper()
    if any(name.startswith((_USB_STORAGE, _SD_HOST)) for name in ids) or instance.startswith("USBSTOR\\"):
        return True
    if instance.startswith(_REALTEK_PCI) and any(name.startswith(_NO_CLASS) for name in ids):
        return True
    if _UNKNOWN.match(instance):
        return device.problem != 0
    return bool(_READER.match(instance)) or bool(_NAMES_OF_READERS.search(device.name))


def _reader(device: DeviceSeen) -> Reader:
    return Reader(
        kind="pci" if device.instance.upper().startswith("PCI\\") else "usb",
        place=device.instance,
        name=clean_name(device.name),
        drivers=(device.service,) if device.service and not device.problem else (),
        problem=device.problem,
    )


def _drivers(calls: WindowsCalls) -> Iterator[Driver]:
    for name in _DRIVERS:
        key = rf"{_SERVICES}\{name}"
        start = calls.setting(key, "Start")
        if start is not None:
            state = "blocked" if start == _START_DISABLED else "ready"
            yield Driver(name=name, state=state, file=rf"HKLM\{key}\Start" if state == "blocked" else "")


def _settings(calls: WindowsCalls) -> Iterator[Setting]:
    for kind, key, value in _SWITCHES:
        if calls.setting(key, value) == 1:
            yield Setting(kind=kind, source=rf"HKLM\{key}\{value}")
