"""The virtual computer: a PC with an SD slot and USB ports, whose cards go in and out at a test's word."""

from __future__ import annotations

import contextlib
import itertools
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.lab.machines.computer_image import ComputerImage
from tests.lab.machines.guest import Guest, Running, words
from tests.lab.machines.product import GUEST_PYTHON
from tests.lab.machines.qemu import ExecuteError, Qemu, console_of

SD_NODE = "/dev/mmcblk0"
_SD_SLOT = "sdslot"
_SHARE_OPTIONS = "trans=virtio,version=9p2000.L,msize=262144,cache=loose"
_SHARES = ("libraries", "product", "files")


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What is wrong with a USB card: every write that touches `bad_sector` fails, `bytes_per_s` slows writing down."""

    read_only: bool = False
    bytes_per_s: int | None = None
    bad_sector: int | None = None


class Computer:
    """`files` is a folder of the host that the computer sees, read-only, as /lab/files."""

    def __init__(self, image: ComputerImage, *, libraries: Path, product: Path, files: Path) -> None:
        kernel_line = f"root=/dev/vda rw console={console_of('amd64')} quiet mitigations=off"
        shares = dict(zip(_SHARES, (libraries, product, files), strict=True))
        self.qemu = Qemu(
            [
                *("-kernel", str(image.kernel), "-initrd", str(image.initrd), "-append", kernel_line),
                *("-drive", f"file={image.disk},format=raw,if=virtio,snapshot=on,cache=unsafe"),
                *("-device", "qemu-xhci,id=usb"),
                # The SD bus knows no hotplug: the slot is there from the start, and a card is a change of its medium.
                *("-drive", f"if=none,id={_SD_SLOT}", "-device", "sdhci-pci", "-device", f"sd-card,drive={_SD_SLOT}"),
                *itertools.chain.from_iterable(_share(tag, folder) for tag, folder in shares.items()),
            ]
        )
        self._people: dict[str, Guest] = {}
        self._numbers = itertools.count(1)

    def wait(self) -> None:
        """Until it can be used. Raises BootError."""
        self.qemu.wait_for_ssh()
        mounts = (f"mkdir -p /lab/{tag} && mount -t 9p -o {_SHARE_OPTIONS} {tag} /lab/{tag}" for tag in _SHARES)
        self.root.run(" && ".join(mounts))

    @property
    def root(self) -> Guest:
        return self.person("root")

    def person(self, name: str) -> Guest:
        """Logged in, once; the password of everybody here is the own name."""
        if name not in self._people:
            self._people[name] = Guest(self.qemu.port, name, name)
        return self._people[name]

    def nanowizard(self, person: str, *arguments: object) -> Running:
        """`nanowizard ... --json` in a shell of that person; its events can be waited for."""
        command = f"exec python3 -m nanowizard {words(arguments)} --json"
        return self.person(person).start(command, environment=self.environment(person))

    def environment(self, person: str) -> dict[str, str]:
        """What Python needs to find NanoWizard."""
        environment = {"PYTHONPATH": "/lab/product:/lab/libraries", "PYTHONWARNINGS": "error", "LANG": "C.UTF-8"}
        if sys.version_info[:2] != GUEST_PYTHON:
            # What pip compiled is for another Python, and the shares are read-only.
            environment["PYTHONPYCACHEPREFIX"] = f"/tmp/pycache-{person}"
        return environment

    def close(self) -> None:
        for guest in self._people.values():
            with contextlib.suppress(OSError, EOFError):
                guest.close()
        self.qemu.close()

    # USB

    def plug_stick(self, card: Path, faults: Faults | None = None, *, serial: str = "LAB0001") -> Stick:
        """A USB stick, or a reader with its card in one piece; returns once the computer shows it."""
        stick = Stick(self, f"stick{next(self._numbers)}", card, faults or Faults())
        before = self.disks()
        stick.plug(serial)
        stick.node = self.new_disk(before)
        return stick

    def plug_reader(self) -> Reader:
        """A USB card reader without a card in it."""
        return Reader(self, f"reader{next(self._numbers)}")

    # SD slot

    def insert_sd(self, card: Path) -> None:
        self.change_medium(_SD_SLOT, card)
        self.wait_for_node(SD_NODE)

    def pull_sd(self) -> None:
        self.eject_medium(_SD_SLOT)

    def slow_sd(self, bytes_per_s: int) -> None:
        """Until it is pulled."""
        nothing = dict.fromkeys(("bps", "bps_rd", "iops", "iops_rd", "iops_wr"), 0)
        self.qemu.qmp("block_set_io_throttle", device=_SD_SLOT, bps_wr=bytes_per_s, **nothing)

    # What both need

    def change_medium(self, slot: str, card: Path) -> None:
        self.qemu.qmp("blockdev-change-medium", device=slot, filename=str(card), format="raw")

    def eject_medium(self, slot: str) -> None:
        self.qemu.qmp("eject", device=slot, force=True)

    def disks(self) -> set[str]:
        """The nodes of all disks that hold something."""
        listed = self.root.run("grep -l -v '^0$' /sys/block/*/size || true").split()
        return {f"/dev/{Path(path).parent.name}" for path in listed}

    def new_disk(self, before: set[str]) -> str:
        """The node of the disk that came since, once udev has looked at it. Waits in the machine: one command."""
        known = " ".join(sorted(before))
        script = f"""
            known=" {known} "
            for _ in $(seq 300); do
              for size in /sys/block/*/size; do
                name=${{size#/sys/block/}}; node=/dev/${{name%/size}}
                case $known in *" $node "*) continue;; esac
                if [ "$(cat $size)" != 0 ] && [ -b $node ]; then udevadm settle; echo $node; exit; fi
              done
              sleep 0.1
            done
            exit 1"""
        return self.root.run(script).strip()

    def wait_for_node(self, node: str) -> None:
        self.root.run(f"udevadm wait --settle --timeout=60 {node}")

    def wait_gone(self, node: str) -> None:
        self.root.run(f"udevadm wait --removed --timeout=60 {node}")


class Stick:
    """`node` is its device in the computer, such as /dev/sda."""

    def __init__(self, computer: Computer, name: str, card: Path, faults: Faults) -> None:
        self.card = card
        self.node = ""
        self._computer = computer
        self._name = name
        self._faults = faults
        self._plugged = False

    def plug(self, serial: str) -> None:
        qmp = self._computer.qemu.qmp
        node = _block_node(self._name, self.card, self._faults)
        if self._faults.bytes_per_s:
            group = {"qom-type": "throttle-group", "id": f"{self._name}-speed", "x-bps-write": self._faults.bytes_per_s}
            qmp("object-add", **group)
        qmp("blockdev-add", **node)
        device = {"driver": "usb-storage", "id": self._name, "bus": "usb.0", "removable": True, "serial": serial}
        qmp("device_add", **device, drive=node["node-name"])
        self._plugged = True

    def unplug(self) -> None:
        """As a hand does it, once. The card file may be looked at afterwards."""
        if not self._plugged:
            return
        self._plugged = False
        qemu = self._computer.qemu
        qemu.qmp("device_del", id=self._name)
        qemu.device_gone(self._name)
        with contextlib.suppress(ExecuteError):  # still being let go: it goes with the machine
            qemu.qmp("blockdev-del", **{"node-name": f"{self._name}-node"})


class Reader:
    """A USB reader whose card can be changed while the reader stays plugged in."""

    def __init__(self, computer: Computer, name: str) -> None:
        self._computer = computer
        self._name = name
        self._slot = f"{name}-slot"
        computer.qemu.human(f"drive_add 0 if=none,id={self._slot}")
        qmp = computer.qemu.qmp
        qmp("device_add", driver="usb-bot", id=name, bus="usb.0", serial="RDR001", attached=False)
        lun = {"driver": "scsi-hd", "id": f"{name}-lun", "bus": f"{name}.0", "drive": self._slot, "removable": True}
        qmp("device_add", **lun, lun=0, vendor="Generic", product="SD/MMC")
        qmp("qom-set", path=f"/machine/peripheral/{name}", property="attached", value=True)

    def insert(self, card: Path) -> str:
        """Returns the node once the computer has seen the card."""
        before = self._computer.disks()
        self._computer.change_medium(self._slot, card)
        return self._computer.new_disk(before)

    def pull(self) -> None:
        self._computer.eject_medium(self._slot)

    def swap(self, card: Path) -> None:
        """Another card in one movement."""
        self.pull()
        self._computer.change_medium(self._slot, card)

    def unplug(self) -> None:
        self._computer.qemu.qmp("device_del", id=self._name)
        self._computer.qemu.device_gone(self._name)


def _block_node(name: str, card: Path, faults: Faults) -> dict[str, object]:
    file: dict[str, object] = {"driver": "file", "filename": str(card), "cache": {"no-flush": True}}
    if faults.bad_sector is not None:
        rule = {"event": "none", "iotype": "write", "errno": 5, "sector": faults.bad_sector}
        file = {"driver": "blkdebug", "image": file, "inject-error": [rule]}
    node: dict[str, object] = {"driver": "raw", "file": file}
    if faults.bytes_per_s:
        node = {"driver": "throttle", "throttle-group": f"{name}-speed", "file": node}
    return {**node, "node-name": f"{name}-node", "read-only": faults.read_only}


def _share(tag: str, folder: Path) -> tuple[str, ...]:
    device = f"virtio-9p-pci,fsdev={tag},mount_tag={tag}"
    return ("-fsdev", f"local,id={tag},path={folder},security_model=none,readonly=on", "-device", device)


def make_card(path: Path, size_bytes: int, *, filled_from: Path | None = None) -> Path:
    """A card file: empty, or a copy. An SD card needs a power of two."""
    if filled_from:
        shutil.copy(filled_from, path)
    with path.open("ab") as file:
        file.truncate(size_bytes)
    return path
