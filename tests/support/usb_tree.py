"""A made-up /sys with USB devices, PCI devices, SD slots and disks, in the shape that a Linux kernel gives it."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

BULK_ONLY, UAS = 0x50, 0x62
STORAGE, VENDOR, HUMAN = 0x08, 0xFF, 0x03


class UsbTree:
    """`root` is what / is; everything lies below `root`/sys."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sys = root / "sys"
        for folder in ("bus/usb/devices", "bus/pci/devices", "block", "class/mmc_host", "class/block"):
            (self.sys / folder).mkdir(parents=True)

    def usb(
        self,
        place: str,
        *,
        interfaces: Sequence[tuple[int, int]] = ((STORAGE, BULK_ONLY),),
        driver: str = "usb-storage",
        ids: str = "058f:6366",
        names: tuple[str, str] = ("Generic", "Mass Storage Device"),
        authorized: bool = True,
    ) -> Path:
        """A device; without a `driver` nothing is bound, and one that is not `authorized` has no interfaces."""
        folder = self.sys / "devices/pci0000:00/0000:00:14.0/usb1" / place
        folder.mkdir(parents=True)
        vendor, product = ids.split(":")
        values = {
            "idVendor": vendor,
            "idProduct": product,
            "manufacturer": names[0],
            "product": names[1],
            "authorized": str(int(authorized)),
        }
        for name, value in values.items():
            (folder / name).write_text(value + "\n")
        (folder / "descriptors").write_bytes(descriptors(interfaces))
        self._link("bus/usb/devices", folder)
        for number, (kind, _protocol) in enumerate(interfaces if authorized else ()):
            interface = folder / f"{place}:1.{number}"
            interface.mkdir()
            (interface / "bInterfaceClass").write_text(f"{kind:02x}\n")
            if driver:
                self.bind(interface, driver)
        return folder

    def bind(self, device: Path, driver: str) -> None:
        target = self.sys / "bus/drivers" / driver
        target.mkdir(parents=True, exist_ok=True)
        (device / "driver").symlink_to(target)

    def pci(self, place: str, kind: str, vendor: str = "0x8086", driver: str = "") -> Path:
        folder = self.sys / "devices/pci0000:00" / place
        folder.mkdir(parents=True)
        (folder / "class").write_text(f"{kind}\n")
        (folder / "vendor").write_text(f"{vendor}\n")
        self._link("bus/pci/devices", folder)
        if driver:
            self.bind(folder, driver)
        return folder

    def slot(self, below: Path, name: str, card: str = "") -> Path:
        """An SD slot; `card` is the type of what is in it ("SD", "MMC", "SDIO")."""
        folder = below / "mmc_host" / name
        folder.mkdir(parents=True)
        self._link("class/mmc_host", folder)
        if card:
            (folder / f"{name}:aaaa").mkdir()
            (folder / f"{name}:aaaa" / "type").write_text(f"{card}\n")
        return folder

    def disk(self, below: Path, name: str, *, size: int = 62_333_952, removable: bool = True) -> Path:
        """`size` in sectors of 512 bytes."""
        folder = below / "block" / name
        (folder / "device").mkdir(parents=True)
        (folder / "size").write_text(f"{size}\n")
        (folder / "removable").write_text(f"{int(removable)}\n")
        (folder / "dev").write_text("8:16\n")
        (folder / "device/model").write_text("SD/MMC\n")
        self._link("block", folder)
        self._link("class/block", folder)
        return folder

    def partition(self, disk: Path, name: str, number: str) -> None:
        folder = disk / name
        folder.mkdir()
        (folder / "dev").write_text(f"{number}\n")
        self._link("class/block", folder)

    def write(self, path: str, text: str) -> None:
        """A file anywhere below `root`."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def _link(self, folder: str, device: Path) -> None:
        (self.sys / folder / device.name).symlink_to(device)


def descriptors(interfaces: Sequence[tuple[int, int]]) -> bytes:
    """Device, configuration, and for each interface its descriptor with one endpoint behind it (USB 2.0, 9.6)."""
    device = struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x0200, 0, 0, 0, 64, 0x058F, 0x6366, 0x0100, 1, 2, 3, 1)
    body = b"".join(
        struct.pack("<BBBBBBBBB", 9, 4, number, 0, 1, kind, 6, protocol, 0)
        + struct.pack("<BBBBHB", 7, 5, 0x81, 2, 512, 0)
        for number, (kind, protocol) in enumerate(interfaces)
    )
    return device + struct.pack("<BBHBBBBB", 9, 2, 9 + len(body), len(interfaces), 1, 0, 0x80, 250) + body
