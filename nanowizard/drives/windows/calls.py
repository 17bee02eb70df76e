"""The seam to Windows itself: everything that the drives ask of it, and nothing that thinks.

`kernel.py` implements it with kernel32 and setupapi; the tests answer from recorded and made-up bytes. Every
method raises `CallFailed` with the system's own number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DiskInterface:
    r"""A disk as the device manager lists it (GUID_DEVINTERFACE_DISK).

    `path` opens exactly this device ("\\?\usbstor#disk&ven_...#{53f56307-...}"), whatever number it has. `instance`
    names device and port ("USBSTOR\DISK&VEN_...\070B&0"). `stays` is True where the device says that it is never
    taken out (CM_REMOVAL_POLICY_EXPECT_NO_REMOVAL).
    """

    path: str
    instance: str
    stays: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSeen:
    r"""Any device that the device manager shows as present.

    `ids` are its hardware and compatible ids ("USB\Class_08&SubClass_06&Prot_50"), `service` the driver bound to it,
    `problem` a CM_PROB number (28 is "no driver"), 0 where all is well.
    """

    instance: str
    name: str = ""
    ids: tuple[str, ...] = ()
    service: str = ""
    problem: int = 0


class WindowsCalls(Protocol):
    def disks(self) -> Sequence[DiskInterface]:
        """Every disk that is present, empty slots of card readers included (SetupDiEnumDeviceInterfaces)."""

    def volumes(self) -> Sequence[str]:
        r"""Every volume, with or without a letter, as "\\?\Volume{...}" without a closing backslash."""

    def mount_points(self, volume: str) -> Sequence[str]:
        r"""Letters and folders of a volume: ("E:\\",). Empty where it has none."""

    def label_and_filesystem(self, volume: str) -> tuple[str, str]:
        """As Windows names them: ("CANON_DC", "FAT32"). FVE_E_LOCKED_VOLUME for a locked BitLocker volume."""

    def used_bytes(self, volume: str) -> int: ...

    def volume_of(self, path: str) -> str:
        """The volume that the file or folder at `path` lies on, named as `volumes` does."""

    def system_paths(self) -> Sequence[str]:
        """Files and folders that the running Windows needs: its own folder, and every page file."""

    def system_devices(self) -> Sequence[str]:
        """Volumes that it was started from and that have no letter (the EFI partition), as paths to open."""

    def is_elevated(self) -> bool: ...

    def devices(self) -> Sequence[DeviceSeen]:
        """Everything in the device manager that is present (SetupDiEnumDeviceInfo, CM_Get_DevNode_Status)."""

    def rescan(self) -> None:
        """Let the buses be looked at again (CM_Reenumerate_DevNode of the root). An administrator's."""

    def setting(self, key: str, value: str) -> object:
        """A value below HKEY_LOCAL_MACHINE; None where it is not there. Never raises."""

    def open(self, path: str, access: int, share: int, flags: int = 0) -> int:
        """CreateFileW with OPEN_EXISTING. `access` 0 is enough for questions and needs no privilege."""

    def control(self, handle: int, code: int, data: bytes = b"", answer_bytes: int = 0) -> bytes:
        """DeviceIoControl: what came back, at most `answer_bytes`."""

    def read(self, handle: int, offset: int, into: memoryview) -> int:
        """Fill `into` from byte `offset`; the number of bytes, 0 at the end."""

    def write(self, handle: int, offset: int, data: memoryview) -> int: ...

    def flush(self, handle: int) -> None: ...

    def close(self, handle: int) -> None:
        """Never raises."""
