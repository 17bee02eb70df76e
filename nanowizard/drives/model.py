"""What is known of a drive: plain data, the same on every system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveIdentity:
    """What must be equal for two sightings to be the same card in the same place.

    `backend` and `path` say where to look; the rest says that it is still the one that was chosen. `diskseq` is the
    kernel's number of this insertion (Linux 5.15+): within one session nothing else tells a fast swap.
    `cid` is the card's own number where the reader does not hide it.
    """

    backend: str
    path: str
    bus_path: str
    serial: str
    model: str
    size_bytes: int
    cid: str | None = None
    diskseq: int | None = None

    def matches(self, other: DriveIdentity) -> bool:
        """True when both are sightings of the same card in the same place.

        One insertion number decides, where both have one; names may still change then, because udev completes them a
        moment after the device appears. Without it everything must be equal.
        """
        if self.diskseq is None or other.diskseq is None:
            return replace(self, diskseq=None) == replace(other, diskseq=None)
        mine = (self.backend, self.path, self.size_bytes, self.diskseq)
        return mine == (other.backend, other.path, other.size_bytes, other.diskseq)


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """One partition or whole-disk file system. `filesystem` is blkid's name ("vfat", "exfat", "ext4", ...) or empty.

    `version` is blkid's too, where it says more than the name: "FAT32". `mount_points` are for being shown.
    """

    path: str
    label: str = ""
    filesystem: str = ""
    version: str = ""
    size_bytes: int = 0
    used_bytes: int | None = None
    mount_points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """A block device or card file as it was a moment ago.

    `bus` is "usb", "sd", "file", "internal" or "other". `contents` is a slug of what is on it: "empty", "unknown",
    "unpartitioned", "partitions", "jetson" (a JetPack card with its boot partitions), "jetson_used" (one that started
    a Nano: of its partitions JetPack 4.5 and newer leave APP alone), "not_ready" (a flash broke off). `table` is "gpt",
    "mbr" or "" where there is none or it is not known. `l4t` is the release of the Jetson system on it ("32.7.1"), on
    the help disk of a running Nano the one that it runs; "" where that is not known.
    `discards`: everything on it can be discarded at once (`backend.Discarding`), as far as the system knows.
    `system` is True when the running system needs it: then no code path may write to it. `withheld` is what the
    system keeps from it by a setting of its own: "read_only", "offline" (Windows; may be written all the same) or "".
    `silent` is None where card and reader answer; else the number of the system's error, 0 while none came in time.
    """

    identity: DriveIdentity
    name: str
    bus: str
    size_bytes: int
    block_bytes: int = 512
    removable: bool = False
    read_only: bool = False
    discards: bool = False
    system: bool = False
    medium_present: bool = True
    contents: str = "unknown"
    table: str = ""
    l4t: str = ""
    reader: str = ""
    withheld: str = ""
    silent: int | None = None
    volumes: tuple[Volume, ...] = ()

    @property
    def path(self) -> str:
        return self.identity.path

    @property
    def mount_points(self) -> tuple[str, ...]:
        return tuple(point for volume in self.volumes for point in volume.mount_points)

    @property
    def answers(self) -> bool:
        """True for a card that says what it is."""
        return self.medium_present and self.silent is None


def clean_name(text: str, *, limit: int = 64) -> str:
    """A name from a device without what cannot be seen (control, bidi, zero-width characters, fillers), so that it
    cannot forge what is shown."""
    kept = "".join(" " if unicodedata.category(c)[0] == "C" or _INVISIBLE.match(c) else c for c in text)
    return " ".join(kept.split())[:limit].rstrip()


# Of no category "C", and yet nothing is seen of them: Unicode's Default_Ignorable_Code_Point, and the blank of Braille.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)


def identity_to_wire(identity: DriveIdentity) -> dict[str, Any]:
    return {f.name: getattr(identity, f.name) for f in fields(identity)}


def identity_from_wire(wire: Mapping[str, Any]) -> DriveIdentity:
    """Raises ValueError where a field is missing or unknown."""
    try:
        return DriveIdentity(**wire)
    except TypeError as error:
        raise ValueError(f"not a drive identity: {wire!r}") from error


def drive_to_wire(drive: Drive) -> dict[str, Any]:
    wire = {f.name: getattr(drive, f.name) for f in fields(drive)}
    wire["identity"] = identity_to_wire(drive.identity)
    wire["volumes"] = [
        {f.name: getattr(volume, f.name) for f in fields(volume)} | {"mount_points": list(volume.mount_points)}
        for volume in drive.volumes
    ]
    return wire


def drive_from_wire(wire: Mapping[str, Any]) -> Drive:
    """Raises ValueError where a field is missing or unknown."""
    try:
        volumes = tuple(
            Volume(**{**volume, "mount_points": tuple(volume["mount_points"])}) for volume in wire["volumes"]
        )
        return Drive(**{**wire, "identity": identity_from_wire(wire["identity"]), "volumes": volumes})
    except (TypeError, KeyError) as error:
        raise ValueError(f"not a drive: {wire!r}") from error
