"""Made-up computers for the rules that guard drives: disks, what is stacked on them, and a /sys that shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from nanowizard.drives.linux.blocknode import BlockNode
from nanowizard.drives.linux.mounts import Mount

_BUSES = {"usb": "usb1/1-1/host0", "sd": "mmc_host/mmc0", "internal": "ata1"}


@dataclass(frozen=True)
class Card:
    """A physical thing. `uid` is what nobody but the test knows; everything else may be the same as another's."""

    uid: int
    model: str
    serial: str
    sectors: int
    bus: str

    def __str__(self) -> str:
        return f"card {self.uid}"


@dataclass
class Computer:
    """`slots` holds what is plugged in, by kernel name. `upon` says on which devices a stacked one lies (dm, md, loop).

    `files` are on the device of that name: a loop device's backing file, a swap file, the image.
    """

    slots: dict[str, Card] = field(default_factory=dict)
    seq: dict[str, int] = field(default_factory=dict)
    partitions: int = 1
    upon: dict[str, tuple[str, ...]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    mounts: dict[str, str] = field(default_factory=dict)
    swaps: list[str] = field(default_factory=list)
    has_diskseq: bool = True
    next_seq: int = 1

    def plug(self, name: str, card: Card) -> None:
        self.slots[name] = card
        self.seq[name] = self.next_seq
        self.next_seq += 1

    def unplug(self, name: str) -> None:
        del self.slots[name]
        for device in [device for device in self.mounts if self.disks_below(device) >= {name} or device == name]:
            del self.mounts[device]

    def parts(self, name: str) -> list[str]:
        return [f"{name}{number}" for number in range(1, self.partitions + 1)]

    def number(self, device: str) -> str:
        names = [f"sd{letter}{part}" for letter in "abcdef" for part in ("", *range(1, 4))]
        names += [f"dm-{n}" for n in range(4)] + [f"md{n}" for n in range(4)] + [f"loop{n}" for n in range(4)]
        return f"8:{names.index(device)}"

    def disks_below(self, device: str) -> set[str]:
        """The truth, told from the model and not from /sys."""
        if device in self.slots:
            return {device}
        if device.startswith("sd"):
            return {device[:3]} & set(self.slots)
        below = self.upon.get(device, ())
        return {disk for one in below for disk in self.disks_below(self.files.get(one, one))}

    def needed(self) -> set[str]:
        """The disks without which this system stops."""
        used = [device for device, point in self.mounts.items() if not point.startswith(("/media/", "/mnt/"))]
        used += [self.files.get(swap, swap.removeprefix("/dev/")) for swap in self.swaps]
        return {disk for device in used for disk in self.disks_below(device)}

    def mount_table(self) -> list[Mount]:
        return [Mount(self.number(d), point, "ext4", f"/dev/{d}") for d, point in self.mounts.items()]

    def node(self, name: str) -> BlockNode:
        card = self.slots[name]
        attributes = {"size": str(card.sectors), "ro": "0", "device/model": card.model, "device/serial": card.serial}
        attributes["removable"] = "0" if card.bus == "internal" else "1"
        if card.bus == "sd":
            attributes["device/type"] = "SD"
        if self.has_diskseq:
            attributes["diskseq"] = str(self.seq[name])
        whole = BlockNode(
            name=name,
            path=f"/dev/{name}",
            sys_path=f"/devices/pci0/{_BUSES[card.bus]}/{name}/block/{name}",
            properties={"ID_PATH": f"slot-{name}"},
            attributes=attributes,
        )
        parts = [replace(whole, name=part, path=f"/dev/{part}", attributes={"size": "8"}) for part in self.parts(name)]
        return replace(whole, partitions=parts)

    def write_sys(self, root: Path) -> None:
        """The folders and links that `sysfs.BlockTree` follows."""
        for name in self.slots:
            self._device(root, root / "devices" / name, name)
            for part in self.parts(name):
                self._device(root, root / "devices" / name / part, part)
                (root / "devices" / name / part / "partition").write_text("1")
        for upper in self.upon:
            self._device(root, root / "devices/virtual" / upper, upper)
        for upper, lowers in self.upon.items():
            self._stack(root, upper, lowers)

    def _device(self, root: Path, folder: Path, name: str) -> None:
        for part in ("holders", "slaves"):
            (folder / part).mkdir(parents=True)
        (folder / "dev").write_text(self.number(name) + "\n")
        for link in (root / "dev/block" / self.number(name), root / "class/block" / name):
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(folder)

    def _stack(self, root: Path, upper: str, lowers: Iterable[str]) -> None:
        up = (root / "class/block" / upper).resolve()
        for lower in lowers:
            if lower in self.files:
                (up / "loop").mkdir(exist_ok=True)
                (up / "loop/backing_file").write_text(lower + "\n")
            elif (down := root / "class/block" / lower).exists():
                (up / "slaves" / lower).symlink_to(down.resolve())
                (down.resolve() / "holders" / upper).symlink_to(up)
