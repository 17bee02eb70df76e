"""What was seen of a possible Nano, and by which of our senses."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

from nanowizard.core.task import CancelToken

NVIDIA_CARDS = ("00:04:4b", "48:b0:2d", "3c:6d:66")
"""The prefixes of NVIDIA's network cards (IEEE's list): of Jetsons, and of Shield TVs too."""


class How(enum.Enum):
    """By what an address came to us."""

    USB = "usb"
    NAME = "name"
    NETWORK = "network"
    USED = "used"


@dataclass(frozen=True, slots=True)
class Sighting:
    """An address (IPv4, or a name for one that was used before) worth a question. `name`: what it calls itself."""

    host: str
    port: int
    how: How
    name: str = ""


class Reply(enum.Enum):
    """What came of a contact. REFUSED is a machine that is on, with nobody at that port."""

    SSH = "ssh"
    OTHER = "other"
    REFUSED = "refused"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Answer:
    reply: Reply
    banner: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """The senses, each replaceable. None of them raises, and all but `names` return soon.

    `networks`: directly attached IPv4 networks of this computer. `neighbours`: network card addresses (aa:bb:...) by
    IPv4 address, as far as the system knows them. `serial_ports`: those of a Nano in USB device mode.
    `readme_disks`: the L4T releases that mounted help disks of Nanos name, "" where one names none.
    `names`: reports machines that announce themselves, until it is told to stop.
    """

    networks: Callable[[], Sequence[IPv4Network]]
    neighbours: Callable[[], Mapping[str, str]]
    serial_ports: Callable[[], Sequence[str]]
    readme_disks: Callable[[], Sequence[str]]
    names: Callable[[Callable[[Sighting], None], CancelToken], None]


def is_nvidia_card(card: str) -> bool:
    return card.lower().startswith(NVIDIA_CARDS)
