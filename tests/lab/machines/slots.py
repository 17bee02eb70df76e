"""Where cards go in and out: a slot whose medium changes, a USB stick that is plugged and pulled, a USB card reader."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from tests.lab.machines.qemu import ExecuteError, Qemu

USB_BUS = "usb.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What is wrong with a USB card: every write that touches `bad_sector` fails, `bytes_per_s` slows writing down."""

    read_only: bool = False
    bytes_per_s: int | None = None
    bad_sector: int | None = None


class Slot:
    """A drive of QEMU with removable media, by the id that the command line or `drive_add` gave it."""

    def __init__(self, qemu: Qemu, name: str) -> None:
        self._qemu = qemu
        self._name = name

    def insert(self, card: Path) -> None:
        """A card that is as fast as it can be. A hand does not ask whether the system looks into the slot just now."""
        self._qemu.qmp("blockdev-change-medium", device=self._name, filename=str(card), format="raw", force=True)
        self.slow(0)

    def pull(self) -> None:
        """Out, whatever is being written."""
        self._qemu.qmp("eject", device=self._name, force=True)

    def slow(self, bytes_per_s: int) -> None:
        """How fast the card can be written, until it is pulled; 0 is without a limit."""
        no_limit = dict.fromkeys(("bps", "bps_rd", "iops", "iops_rd", "iops_wr"), 0)
        self._qemu.qmp("block_set_io_throttle", device=self._name, bps_wr=bytes_per_s, **no_limit)


class Stick:
    """A USB stick, or a reader with its card in one piece. `node` is its device in the computer, such as /dev/sda."""

    node = ""

    def __init__(self, qemu: Qemu, name: str, card: Path, faults: Faults) -> None:
        self._qemu = qemu
        self._name = name
        self._card = card
        self._faults = faults
        self._plugged = False

    def plug(self, serial: str) -> None:
        if self._faults.bytes_per_s:
            group = {"qom-type": "throttle-group", "id": f"{self._name}-speed", "x-bps-write": self._faults.bytes_per_s}
            self._qemu.qmp("object-add", **group)
        medium = f"{self._name}-medium"
        self._qemu.qmp("blockdev-add", **self._medium(), **{"node-name": medium, "read-only": self._faults.read_only})
        device = {"driver": "usb-storage", "id": self._name, "bus": USB_BUS, "removable": True, "serial": serial}
        self._qemu.qmp("device_add", **device, drive=medium)
        self._plugged = True

    def unplug(self) -> None:
        """As a hand does it, once. The card file may be looked at afterwards."""
        if not self._plugged:
            return
        self._plugged = False
        self._qemu.qmp("device_del", id=self._name)
        self._qemu.device_gone(self._name)
        with contextlib.suppress(ExecuteError):  # still being let go: it goes with the machine
            self._qemu.qmp("blockdev-del", **{"node-name": f"{self._name}-medium"})

    def _medium(self) -> dict[str, object]:
        faults = self._faults
        file: dict[str, object] = {"driver": "file", "filename": str(self._card), "cache": {"no-flush": True}}
        if faults.bad_sector is not None:
            rule = {"event": "none", "iotype": "write", "errno": 5, "sector": faults.bad_sector}
            file = {"driver": "blkdebug", "image": file, "inject-error": [rule]}
        if faults.bytes_per_s:
            return {
                "driver": "throttle",
                "throttle-group": f"{self._name}-speed",
                "file": {"driver": "raw", "file": file},
            }
        return {"driver": "raw", "file": file}


class Reader(Slot):
    """A USB reader that stays plugged in while its card changes."""

    def __init__(self, qemu: Qemu, name: str) -> None:
        slot = f"{name}-slot"
        super().__init__(qemu, slot)
        self._reader = name
        qemu.human(f"drive_add 0 if=none,id={slot}")
        qemu.qmp("device_add", driver="usb-bot", id=name, bus=USB_BUS, serial="RDR001", attached=False)
        lun = {"driver": "scsi-hd", "id": f"{name}-lun", "bus": f"{name}.0", "drive": slot, "removable": True}
        qemu.qmp("device_add", **lun, lun=0, vendor="Generic", product="SD/MMC")
        qemu.qmp("qom-set", path=f"/machine/peripheral/{name}", property="attached", value=True)

    def swap(self, card: Path) -> None:
        """Another card in one movement."""
        self.pull()
        self.insert(card)

    def unplug(self) -> None:
        self._qemu.qmp("device_del", id=self._reader)
        self._qemu.device_gone(self._reader)
