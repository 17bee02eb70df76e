"""A Windows computer that exists in answers only: the seam `WindowsCalls` over made-up disks, in drivers' bytes.

The bytes are packed by hand from the documented layouts, so that a mistake in `windows_structs` cannot hide in both.
"""

from __future__ import annotations

import struct
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nanowizard.drives.windows.calls import DeviceSeen, DiskInterface
from nanowizard.drives.windows.errors import CallFailed

GIB = 1 << 30
QUERY_PROPERTY, DEVICE_NUMBER, CHECK_VERIFY2 = 0x2D1400, 0x2D1080, 0x2D0800
MEDIA_REMOVAL, EJECT_MEDIA = 0x2D4804, 0x2D4808
GEOMETRY_EX, LAYOUT_EX, IS_WRITABLE, UPDATE_PROPERTIES = 0x700A0, 0x70050, 0x70024, 0x70140
GET_ATTRIBUTES, SET_ATTRIBUTES, EXTENTS = 0x700F0, 0x7C0F4, 0x560000
LOCK, DISMOUNT, DATA_SET = 0x90018, 0x90020, 0x2D9404
NOT_READY, CRC, WRITE_PROTECT, ACCESS_DENIED, SHARING_VIOLATION, NOT_SUPPORTED = 21, 23, 19, 5, 32, 50
USB, SD, MMC, NVME, SPACES = 7, 12, 13, 17, 16
READ, WRITE = 0x80000000, 0x40000000
ESP, DATA = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7"


@dataclass
class FakeDisk:
    """`gpt` holds (start, size, type, name), `mbr` (start, size, type). `refuses` maps a control code to an error.

    `bad` are (start, end) of what cannot be written.
    `trims` is what it answers when it is asked whether it can trim; None: nothing. `trimmed` are (offset, length).
    """

    number: int
    instance: str
    bus: int
    size: int
    vendor: str = ""
    product: str = ""
    serial: str = ""
    removable_media: bool = False
    stays: bool = False
    changes: int | None = 1
    medium: bool = True
    gpt: Sequence[tuple[int, int, str, str]] = ()
    mbr: Sequence[tuple[int, int, int]] = ()
    signature: int = 0
    attributes: int = 0
    writable: bool = True
    readable: bool = False
    bad: Sequence[tuple[int, int]] = ()
    trims: bool | None = None
    trimmed: list[tuple[int, int]] = field(default_factory=list)
    content: dict[int, bytes] = field(default_factory=dict)
    refuses: dict[int, int] = field(default_factory=dict)
    on_open: Callable[[], None] = lambda: None

    @property
    def path(self) -> str:
        return "\\\\?\\" + self.instance.lower().replace("\\", "#") + "#{53f56307-b6bf-11d0-94f2-00a0c91efb8b}"

    def answer(self, code: int) -> bytes:
        if code in self.refuses:
            raise CallFailed(hex(code), self.refuses[code])
        if code == QUERY_PROPERTY:
            return self._descriptor()
        if code == DEVICE_NUMBER:
            return struct.pack("<III", 7, self.number, 0)
        if code in (UPDATE_PROPERTIES, MEDIA_REMOVAL, EJECT_MEDIA):
            return b""
        if not self.medium:
            raise CallFailed(hex(code), NOT_READY)
        if code == CHECK_VERIFY2:
            if self.changes is None:
                raise CallFailed(hex(code), NOT_SUPPORTED)
            return struct.pack("<I", self.changes)
        if code == GEOMETRY_EX:
            return struct.pack("<qIIIIq", self.size // (255 * 63 * 512), 12, 255, 63, 512, self.size)
        if code == LAYOUT_EX:
            return self._layout()
        if code == IS_WRITABLE and not self.writable:
            raise CallFailed(hex(code), WRITE_PROTECT)
        if code == GET_ATTRIBUTES:
            return struct.pack("<IIQ", 16, 0, self.attributes)
        return b""

    def answer_trim(self) -> bytes:
        """DEVICE_TRIM_DESCRIPTOR"""
        if self.trims is None:
            raise CallFailed("trim?", 1)
        return struct.pack("<IIB3x", 12, 12, self.trims)

    def trim(self, data: bytes) -> None:
        """DEVICE_MANAGE_DATA_SET_ATTRIBUTES with one DEVICE_DATA_SET_RANGE, on a multiple of 8 bytes."""
        size, action, flags, _, parameters, at, length = struct.unpack("<7I", data[:28])
        assert (size, action, flags, parameters, at % 8, length) == (28, 1, 0x80000000, 0, 0, 16)
        assert len(data) == at + length
        self.trimmed.append(struct.unpack("<qQ", data[at:]))

    def _descriptor(self) -> bytes:
        texts, offsets, tail = (self.vendor, self.product, "", self.serial), [], b""
        for text in texts:
            offsets.append(40 + len(tail) if text else 0)
            tail += text.encode() + b"\0" if text else b""
        head = struct.pack("<IIBBBBIIIIII", 40, 40 + len(tail), 0, 0, self.removable_media, 0, *offsets, self.bus, 0)
        return head + bytes(4) + tail

    def _layout(self) -> bytes:
        if self.gpt:
            head = struct.pack("<II16sqqI4x", 1, len(self.gpt), uuid.UUID(int=7).bytes_le, 17408, self.size, 128)
            return head + b"".join(
                struct.pack(
                    "<I4xqqIB3x16s16sQ72s",
                    1,
                    start,
                    size,
                    number,
                    0,
                    uuid.UUID(kind).bytes_le,
                    bytes(16),
                    0,
                    name.encode("utf-16-le"),
                )
                for number, (start, size, kind, name) in enumerate(self.gpt, 1)
            )
        style = 0 if self.mbr or self.signature else 2
        # Windows lists all four entries of an MBR, the empty ones too.
        entries = [*self.mbr, *[(0, 0, 0)] * (4 - len(self.mbr))] if style == 0 else []
        return struct.pack("<III36x", style, len(entries), self.signature) + b"".join(
            struct.pack("<I4xqqIB3xBBB1xI104x", 0, start, size, number if kind else 0, 0, kind, 0, 1, start // 512)
            for number, (start, size, kind) in enumerate(entries, 1)
        )


@dataclass
class FakeVolume:
    """`extents` are (disk, start, size). `error` is what asking for its label answers, `locked` what a lock does."""

    path: str
    extents: Sequence[tuple[int, int, int]]
    letters: Sequence[str] = ()
    label: str = ""
    filesystem: str = "RAW"
    used: int = 0
    error: int = 0
    extents_error: int = 0
    lock_error: int = 0
    open_error: int = 0

    def answer(self, code: int) -> bytes:
        if code == EXTENTS:
            if self.extents_error:
                raise CallFailed("extents", self.extents_error)
            return struct.pack("<I4x", len(self.extents)) + b"".join(
                struct.pack("<I4xqq", *extent) for extent in self.extents
            )
        if code == LOCK and self.lock_error:
            raise CallFailed("lock", self.lock_error)
        return b""


@dataclass
class FakeWindows:
    """Its own Windows lies on `C:`.

    `said` lists every control that could change something, and every write; `were_read` and `opens` list the others.
    """

    all_disks: list[FakeDisk]
    all_volumes: list[FakeVolume]
    page_files: Sequence[str] = ()
    boot_devices: Sequence[str] = ()
    elevated: bool = True
    said: list[tuple[str, str]] = field(default_factory=list)
    were_read: list[str] = field(default_factory=list)
    opens: list[tuple[str, int, int, int]] = field(default_factory=list)
    handles: dict[int, tuple[FakeDisk | FakeVolume, int, int]] = field(default_factory=dict)
    manager: Sequence[DeviceSeen] = ()
    registry: dict[tuple[str, str], object] = field(default_factory=dict)
    manager_error: int = 0
    rescans: int = 0
    one_at_a_time: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def disks(self) -> Sequence[DiskInterface]:
        return [DiskInterface(disk.path, disk.instance, disk.stays) for disk in self.all_disks]

    def volumes(self) -> Sequence[str]:
        return [volume.path for volume in self.all_volumes if "GLOBALROOT" not in volume.path]

    def mount_points(self, volume: str) -> Sequence[str]:
        return list(self._volume(volume).letters)

    def label_and_filesystem(self, volume: str) -> tuple[str, str]:
        found = self._volume(volume)
        if found.error:
            raise CallFailed("GetVolumeInformation", found.error)
        return found.label, found.filesystem

    def used_bytes(self, volume: str) -> int:
        return self._volume(volume).used

    def volume_of(self, path: str) -> str:
        for volume in self.all_volumes:
            if any(path.upper().startswith(letter.upper()) for letter in volume.letters):
                return volume.path
        raise CallFailed("GetVolumePathName", 87)

    def system_paths(self) -> Sequence[str]:
        return ["C:\\Windows", *self.page_files]

    def system_devices(self) -> Sequence[str]:
        return self.boot_devices

    def is_elevated(self) -> bool:
        return self.elevated

    def devices(self) -> Sequence[DeviceSeen]:
        if self.manager_error:
            raise CallFailed("SetupDiGetClassDevs", self.manager_error)
        return self.manager

    def rescan(self) -> None:
        if not self.elevated:
            raise CallFailed("CM_Reenumerate_DevNode", 51)  # CR_ACCESS_DENIED
        self.rescans += 1

    def setting(self, key: str, value: str) -> object:
        return self.registry.get((key, value))

    def open(self, path: str, access: int, share: int, flags: int = 0) -> int:
        target = next((one for one in [*self.all_disks, *self.all_volumes] if one.path == path), None)
        if isinstance(target, FakeDisk):
            target.on_open()
        if target is None or (isinstance(target, FakeDisk) and target not in self.all_disks):
            raise CallFailed("CreateFile", 2)
        if isinstance(target, FakeVolume) and target.open_error and access:
            raise CallFailed("CreateFile", target.open_error)
        if access and not self.elevated:
            raise CallFailed("CreateFile", ACCESS_DENIED)
        with self.one_at_a_time:
            for other, its_access, its_share in self.handles.values():
                if other is target and (
                    (access & WRITE and not its_share & 2) or (its_access & WRITE and not share & 2)
                ):
                    raise CallFailed("CreateFile", SHARING_VIOLATION)
            self.opens.append((path, access, share, flags))
            handle = max(self.handles, default=100) + 4
            self.handles[handle] = (target, access, share)
            return handle

    def control(self, handle: int, code: int, data: bytes = b"", answer_bytes: int = 0) -> bytes:
        target, access, _ = self.handles[handle]
        # Two bits of every code say with which access the handle has to be open (winioctl.h, CTL_CODE).
        needed = (READ if code >> 14 & 1 else 0) | (WRITE if code >> 14 & 2 else 0)
        if access & needed != needed:
            raise CallFailed(hex(code), ACCESS_DENIED)
        if code == QUERY_PROPERTY and isinstance(target, FakeDisk) and data[:4] == bytes([8, 0, 0, 0]):
            return target.answer_trim()
        if code in (LOCK, DISMOUNT, SET_ATTRIBUTES, UPDATE_PROPERTIES, MEDIA_REMOVAL, EJECT_MEDIA):
            self.said.append((hex(code), target.path))
        if code == SET_ATTRIBUTES and isinstance(target, FakeDisk):
            assert access & WRITE
            _, _, wanted, mask = struct.unpack("<IB3xQQ", data[:24])[0:4]
            target.attributes = target.attributes & ~mask | wanted
        answer = target.answer(code)[: answer_bytes or None]
        if code == DATA_SET and isinstance(target, FakeDisk):
            target.trim(data)
        return answer

    def read(self, handle: int, offset: int, into: memoryview) -> int:
        disk = self.handles[handle][0]
        assert isinstance(disk, FakeDisk)
        self.were_read.append(disk.path)
        if not disk.readable:
            raise CallFailed("ReadFile", ACCESS_DENIED)
        assert offset % 512 == 0 and len(into) % 512 == 0, "a disk is read in whole sectors"
        for at, data in disk.content.items():
            for index, byte in enumerate(data):
                if offset <= at + index < offset + len(into):
                    into[at + index - offset] = byte
        return len(into)

    def write(self, handle: int, offset: int, data: memoryview) -> int:
        disk, access, _ = self.handles[handle]
        assert isinstance(disk, FakeDisk) and access & WRITE
        self.said.append(("write", disk.path))
        if 0 in disk.refuses:
            raise CallFailed("WriteFile", disk.refuses[0])
        if any(offset < end and start < offset + len(data) for start, end in disk.bad):
            raise CallFailed("WriteFile", CRC)
        return len(data)

    def flush(self, handle: int) -> None:
        if 1 in self.handles[handle][0].__dict__.get("refuses", {}):
            raise CallFailed("FlushFileBuffers", 1)

    def close(self, handle: int) -> None:
        with self.one_at_a_time:
            del self.handles[handle]

    def _volume(self, path: str) -> FakeVolume:
        return next(volume for volume in self.all_volumes if volume.path == path)


MIB = 1 << 20
SYSTEM_VOLUME, BOOT_VOLUME = "\\\\?\\Volume{c}", "\\\\?\\GLOBALROOT\\Device\\HarddiskVolume1"


def system_disk(number: int = 0) -> FakeDisk:
    return FakeDisk(
        number=number, instance=f"SCSI\\DISK&VEN_NVME\\5&{number}", bus=NVME, size=512 * GIB, vendor="NVMe",
        product="SAMSUNG MZVL2512", serial="S64", stays=True, changes=None, readable=True,
        gpt=[(MIB, 100 * MIB, ESP, "EFI system partition"), (200 * MIB, 500 * GIB, DATA, "Basic data partition")],
    )  # fmt: skip


def stick(number: int = 1, *, port: str = "070B1", serial: str = "070B1", **more: object) -> FakeDisk:
    return FakeDisk(
        number=number, instance=f"USBSTOR\\DISK&VEN_SANDISK\\{port}&0", bus=USB, size=32 * GIB, vendor="SanDisk ",
        product="Ultra Fit", serial=serial, removable_media=True, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def slot(number: int, lun: int, **more: object) -> FakeDisk:
    """One of the slots of a USB reader: they share one serial number."""
    return FakeDisk(
        number=number, instance=f"USBSTOR\\DISK&VEN_GENERIC\\2012&{lun}", bus=USB, size=64 * GIB, vendor="Generic",
        product="STORAGE DEVICE", serial="2012", removable_media=True, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def computer(*disks: FakeDisk, volumes: Sequence[FakeVolume] = (), **more: object) -> FakeWindows:
    """A computer whose Windows lies on a disk of its own, beside `disks`."""
    own = [
        FakeVolume(SYSTEM_VOLUME, [(0, 200 * MIB, 500 * GIB)], ["C:\\"], "Windows", "NTFS", used=90 * GIB),
        FakeVolume(BOOT_VOLUME, [(0, MIB, 100 * MIB)]),
    ]
    return FakeWindows([system_disk(), *disks], [*own, *volumes], boot_devices=[BOOT_VOLUME], **more)  # type: ignore[arg-type]
