"""Lists the disks of a Windows computer: what each answers, made into a `Drive`.

A disk that leaves in the middle is left out; one that does not answer is listed with what is known of it, and says so
(`Drive.silent`). Without an administrator's rights what is on a card comes from Windows' own idea of its table.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from nanowizard.core.errors import DriveError
from nanowizard.drives.contents import contents_of_names
from nanowizard.drives.marker import TABLE_UUID
from nanowizard.drives.model import Drive, DriveIdentity, clean_name
from nanowizard.drives.partition import NO_TABLE, PartitionTable
from nanowizard.drives.policy import is_readme
from nanowizard.drives.release import ON_README, l4t_below
from nanowizard.drives.windows import ask
from nanowizard.drives.windows import structs as win
from nanowizard.drives.windows.ask import Descriptor
from nanowizard.drives.windows.calls import DiskInterface, WindowsCalls
from nanowizard.drives.windows.errors import GONE, NO_MEDIUM, NOT_ANSWERED, CallFailed
from nanowizard.drives.windows.listed import BACKEND, NO_ANSWER, Listed, bus_of, disk_path, name_of, silent
from nanowizard.drives.windows.look import Look, look_inside
from nanowizard.drives.windows.patience import Patience
from nanowizard.drives.windows.system import is_member, opened, system_disks
from nanowizard.drives.windows.volumes import VolumeSeen, volumes_by_disk, volumes_of

_log = logging.getLogger(__name__)

_NOTHING = Descriptor(bus=0, removable_media=False, vendor="", product="", serial="")


@dataclass(frozen=True, slots=True)
class Medium:
    """`sector_bytes` is the logical sector; both are 0 for an empty slot. `insertion` counts changes of the medium."""

    size_bytes: int
    sector_bytes: int
    insertion: int | None

    @property
    def present(self) -> bool:
        return self.size_bytes > 0


def list_windows_drives(calls: WindowsCalls, own_paths: Sequence[str], patience: Patience) -> list[Listed]:
    """Every disk and card slot by number. Raises DriveError `drive.list_failed`."""
    try:
        system, volumes = system_disks(calls, own_paths), volumes_by_disk(calls, patience.volumes)
        interfaces = {interface.path: interface for interface in calls.disks()}
    except CallFailed as failed:
        raise DriveError("drive.list_failed", detail=str(failed)) from failed
    answers = patience.disks.all(
        {path: partial(_answer, calls, interface, system, volumes) for path, interface in interfaces.items()}
    )
    known = [
        _as_known(interface, answers[path], is_over=patience.is_over(path)) for path, interface in interfaces.items()
    ]
    needed = {disk_path(number) for number in system}  # also by one whose answer is from before
    found = [
        replace(one, drive=replace(one.drive, system=one.drive.system or one.drive.path in needed))
        for one in known
        if one
    ]
    return sorted(found, key=lambda one: (len(one.drive.path), one.drive.path))


def ask_again(
    calls: WindowsCalls, identity: DriveIdentity, own_paths: Sequence[str], patience: Patience
) -> Listed | None:
    """The disk where `identity` was seen as it is now, however long it takes to say so; None where there is none.

    No other disk is asked. Raises DriveError `drive.list_failed`.
    """
    try:
        for interface in calls.disks():
            if identity.bus_path == interface.instance or identity.bus_path.startswith(f"{interface.instance}#"):
                volumes = volumes_by_disk(calls, patience.volumes)
                return _describe(calls, interface, system_disks(calls, own_paths), volumes)
    except CallFailed as failed:
        raise DriveError("drive.list_failed", detail=str(failed)) from failed
    return None


def identity_of(calls: WindowsCalls, handle: int, interface: DiskInterface) -> DriveIdentity | None:
    """What is behind an open handle; None for a disk without a number. Raises CallFailed.

    The number of insertions is part of the place: in one reader nothing else tells two cards of one size apart.
    """
    number = ask.device_number(calls, handle)
    if number is None:
        return None
    return _identity(number, interface, _descriptor(calls, handle), _medium(calls, handle))


def _answer(
    calls: WindowsCalls,
    interface: DiskInterface,
    system: frozenset[int],
    volumes: Mapping[int, Sequence[VolumeSeen]],
) -> Listed | tuple[()]:
    return _describe(calls, interface, system, volumes) or ()


def _as_known(interface: DiskInterface, answer: Listed | tuple[()] | None, *, is_over: bool) -> Listed | None:
    """What was said of a disk, now or before; `is_over` says that this is too long ago."""
    if answer is None:
        return silent(interface, None, None, NO_ANSWER, system=False)
    if not answer:
        return None
    if is_over and answer.drive.silent is None:
        return replace(answer, drive=replace(answer.drive, silent=NO_ANSWER))
    return answer


def _describe(
    calls: WindowsCalls,
    interface: DiskInterface,
    system: frozenset[int],
    volumes: Mapping[int, Sequence[VolumeSeen]],
) -> Listed | None:
    number, about = None, None
    try:
        with opened(calls, interface.path) as handle:
            number = ask.device_number(calls, handle)
            if number is None:
                return None
            about = _descriptor(calls, handle)
            seen = volumes.get(number, ())
            return _drive(calls, handle, interface, number, about, system=number in system, volumes=seen)
    except CallFailed as failed:
        if failed.winerror in GONE:
            return None
        _log.warning("%s does not answer: %s", interface.instance, failed)
        return silent(interface, number, about, failed.winerror, system=number in system)


def _drive(
    calls: WindowsCalls,
    handle: int,
    interface: DiskInterface,
    number: int,
    about: Descriptor,
    *,
    system: bool,
    volumes: Sequence[VolumeSeen],
) -> Listed:
    medium = _medium(calls, handle)
    table = _layout(calls, handle) if medium.present else NO_TABLE
    held = ask.attributes(calls, handle) if medium.present else 0
    is_system = system or is_member(table) or about.bus == win.BUS_SPACES
    # A disk of the system is not even read.
    look = _look(calls, interface, medium) if medium.present and not is_system else None
    bus = bus_of(about, interface)
    drive = Drive(
        identity=_identity(number, interface, about, medium),
        name=name_of(about) or clean_name(interface.instance),
        bus=bus,
        size_bytes=medium.size_bytes,
        block_bytes=medium.sector_bytes or 512,
        removable=bus != "internal",
        read_only=bool(held & win.DISK_ATTRIBUTE_READ_ONLY) or not _writable(calls, handle, medium),
        discards=medium.present and ask.trims(calls, handle),
        system=is_system,
        medium_present=medium.present,
        contents=look.contents if look else _contents_of_layout(table),
        table="" if table.kind == "none" else table.kind,
        l4t=look.l4t if look else "",
        reader=name_of(about) if bus == "usb" else "",
        volumes=volumes_of(number, table, volumes, look.bitlocker if look else ()),
        withheld=_withheld(held),
    )
    return Listed(replace(drive, l4t=_l4t_of_nano(drive)) if is_readme(drive) else drive, interface)


def _l4t_of_nano(readme: Drive) -> str:
    """What the Nano runs whose help disk this is: it stands in a file there, for everybody."""
    found = (l4t_below(point, ON_README) for point in readme.mount_points)
    return next((l4t for l4t in found if l4t), "")


def _identity(number: int, interface: DiskInterface, about: Descriptor, medium: Medium) -> DriveIdentity:
    insertion = "" if medium.insertion is None else f"#{medium.insertion}"
    return DriveIdentity(
        backend=BACKEND,
        path=disk_path(number),
        bus_path=interface.instance + insertion,
        serial=about.serial,
        model=name_of(about),
        size_bytes=medium.size_bytes,
    )


def _descriptor(calls: WindowsCalls, handle: int) -> Descriptor:
    try:
        return ask.descriptor(calls, handle)
    except CallFailed as failed:
        if failed.winerror in NOT_ANSWERED:
            return _NOTHING
        raise


def _medium(calls: WindowsCalls, handle: int) -> Medium:
    try:
        insertion = ask.media_changes(calls, handle)
        size_bytes, sector_bytes = ask.geometry(calls, handle)
    except CallFailed as failed:
        if failed.winerror in NO_MEDIUM:
            return Medium(0, 0, None)
        raise
    return Medium(size_bytes, sector_bytes, insertion)


def _layout(calls: WindowsCalls, handle: int) -> PartitionTable:
    try:
        return ask.layout(calls, handle)
    except CallFailed as failed:
        if failed.winerror in GONE:
            raise
        _log.debug("no partition table: %s", failed)  # damaged ones are refused with several numbers
        return NO_TABLE


def _writable(calls: WindowsCalls, handle: int, medium: Medium) -> bool:
    return not medium.present or ask.is_writable(calls, handle)


def _withheld(held: int) -> str:
    if held & win.DISK_ATTRIBUTE_READ_ONLY:
        return "read_only"
    return "offline" if held & win.DISK_ATTRIBUTE_OFFLINE else ""


def _contents_of_layout(table: PartitionTable) -> str:
    if table.disk_id == TABLE_UUID:
        return "not_ready"
    return contents_of_names(part.name for part in table.partitions) if table.partitions else "unknown"


def _look(calls: WindowsCalls, interface: DiskInterface, medium: Medium) -> Look | None:
    """What the card itself says, where it may be read."""
    try:
        return look_inside(calls, interface.path, medium.size_bytes, medium.sector_bytes or 512)
    except CallFailed as failed:
        _log.debug("%s cannot be read: %s", interface.instance, failed)
        return None
