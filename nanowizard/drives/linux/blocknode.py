"""Makes a `Drive` of what udev and sysfs say about a disk. Pure: recorded devices are the tests' fixtures.

What the lab taught (real parts, real kernels): an SD slot says removable=0 and has no bus name, so the mmc subsystem
decides; a soldered eMMC sits there too, but its type is MMC; an empty reader is a disk of size 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nanowizard.drives.contents import contents_of_names
from nanowizard.drives.marker import TABLE_UUID
from nanowizard.drives.model import Drive, DriveIdentity, Volume, clean_name

BACKEND = "linux"
_LONGEST_PATH = 4096
SECTOR_BYTES = 512  # of sysfs `size`, whatever the disk's own sectors are

# The sysfs attributes that are read of each device, below its own folder.
ATTRIBUTES = (
    "size",
    "ro",
    "removable",
    "hidden",
    "diskseq",
    "dev",
    "queue/logical_block_size",
    "queue/discard_max_bytes",
    "device/type",
    "device/cid",
    "device/serial",
    "device/name",
    "device/vendor",
    "device/model",
)
# Soldered or virtual things that the kernel also calls disks: boot areas of an eMMC, CD drives, floppies.
_NOT_A_CARD = re.compile(r"mmcblk\d+(boot\d+|rpmb|gp\d+)|sr\d+|fd\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockNode:
    """A block device as udev and sysfs describe it. `sys_path` begins below /sys; `partitions` are its children."""

    name: str
    path: str
    sys_path: str
    properties: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    partitions: Sequence[BlockNode] = ()

    @property
    def size_bytes(self) -> int:
        return _number(self.attributes.get("size")) * SECTOR_BYTES

    @property
    def bus(self) -> str:
        """ "sd", "usb" or "internal"."""
        if "/mmc_host/" in self.sys_path:
            return "internal" if self.attributes.get("device/type") == "MMC" else "sd"
        return "usb" if re.search(r"/usb\d+/", self.sys_path) else "internal"

    @property
    def removable(self) -> bool:
        return self.bus in ("sd", "usb") or self.attributes.get("removable") == "1"


def is_listed(node: BlockNode) -> bool:
    """True for disks and card slots; False for what can never be a card (loop, zram, dm, md, ram, CD, boot areas)."""
    if "/virtual/" in node.sys_path or _NOT_A_CARD.fullmatch(node.name):
        return False
    if node.properties.get("ID_CDROM") == "1" or node.attributes.get("hidden") == "1":
        return False
    return node.size_bytes > 0 or node.attributes.get("removable") == "1"


def drive_from_node(
    node: BlockNode, *, mounted: Mapping[str, Sequence[str]], system: bool, extra: bool = False
) -> Drive:
    """The drive of a whole disk.

    `mounted` gives the mount points by kernel name of the disk and its partitions. `extra` marks a device that the
    person or a test named outright: it counts as a card although it sits on no card's bus.
    """
    bus = "other" if extra else node.bus
    name = _name(node)
    return Drive(
        identity=identity_of(node),
        name=name,
        bus=bus,
        size_bytes=node.size_bytes,
        block_bytes=_number(node.attributes.get("queue/logical_block_size")) or SECTOR_BYTES,
        removable=extra or node.removable,
        read_only=node.attributes.get("ro") == "1",
        discards=_number(node.attributes.get("queue/discard_max_bytes")) > 0,
        system=system,
        medium_present=node.size_bytes > 0,
        contents=_contents(node),
        table=_table(node),
        reader=name if bus == "usb" else "",
        volumes=tuple(_volumes(node, mounted)),
    )


def identity_of(node: BlockNode) -> DriveIdentity:
    diskseq = _number(node.attributes.get("diskseq"))
    return DriveIdentity(
        backend=BACKEND,
        path=node.path,
        bus_path=node.properties.get("ID_PATH") or _bus_path(node.sys_path),
        serial=clean_name(node.properties.get("ID_SERIAL_SHORT") or node.attributes.get("device/serial", "")),
        model=_name(node),
        size_bytes=node.size_bytes,
        cid=node.attributes.get("device/cid") or None,
        diskseq=diskseq or None,
    )


def _bus_path(sys_path: str) -> str:
    """The slot, where udev gives no ID_PATH: up to the mmc host, since what follows names the card in it."""
    slot = re.match(r".*/mmc_host/mmc\d+", sys_path)
    return slot[0] if slot else sys_path.partition("/block/")[0]


def _name(node: BlockNode) -> str:
    attributes, properties = node.attributes, node.properties
    if "device/name" in attributes:
        return clean_name(attributes["device/name"])
    vendor = attributes.get("device/vendor") or _decode(properties.get("ID_VENDOR_ENC", ""))
    model = attributes.get("device/model") or _decode(properties.get("ID_MODEL_ENC", ""))
    # Numbers of PCI makers (virtio, NVMe) and "ATA" are no names.
    vendor = "" if vendor.startswith("0x") or vendor.strip() == "ATA" else vendor
    return clean_name(f"{vendor} {model}") or node.name


def _contents(node: BlockNode) -> str:
    properties = node.properties
    if properties.get("ID_PART_TABLE_UUID") == TABLE_UUID:
        return "not_ready"
    if node.partitions:
        first = node.partitions[0].properties
        filesystem = first.get("ID_FS_TYPE", "") if "USEC_INITIALIZED" in first else None
        return contents_of_names((_partition_name(part) for part in node.partitions), filesystem)
    if properties.get("ID_FS_TYPE"):
        return "unpartitioned"
    return "unknown"  # also with a table: one that is damaged or made for another card shows no partitions either


def _table(node: BlockNode) -> str:
    kind = node.properties.get("ID_PART_TABLE_TYPE", "")
    return {"gpt": "gpt", "dos": "mbr"}.get(kind, "")


def _partition_name(node: BlockNode) -> str:
    return node.properties.get("PARTNAME") or _decode(node.properties.get("ID_PART_ENTRY_NAME", ""))


def _volumes(node: BlockNode, mounted: Mapping[str, Sequence[str]]) -> list[Volume]:
    whole = [node] if node.properties.get("ID_FS_TYPE") or mounted.get(node.name) else []
    return [
        Volume(
            path=part.path,
            label=clean_name(_decode(part.properties.get("ID_FS_LABEL_ENC", "")) or _partition_name(part)),
            filesystem=clean_name(part.properties.get("ID_FS_TYPE", "")),
            version=clean_name(part.properties.get("ID_FS_VERSION", "")),
            size_bytes=part.size_bytes,
            mount_points=tuple(clean_name(point, limit=_LONGEST_PATH) for point in mounted.get(part.name, ())),
        )
        for part in [*whole, *node.partitions]
    ]


def _decode(text: str) -> str:
    r"""udev writes unusual bytes as \x20."""
    raw = re.sub(rb"\\x([0-9a-fA-F]{2})", lambda match: bytes([int(match[1], 16)]), text.encode())
    return raw.decode("utf-8", "replace")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
