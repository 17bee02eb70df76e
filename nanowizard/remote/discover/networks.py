"""The networks that this computer is directly attached to, and the machines that its system has met there."""

from __future__ import annotations

import ipaddress
import re
import socket
import subprocess
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network
from pathlib import Path

import psutil

LARGEST_PREFIX = 22
"""The largest network that is searched: /22, 1022 machines."""
MOST_MACHINES = 1024
"""Over all networks together: a computer may be attached to many."""

# RFC 1918. Elsewhere machines belong to others, and are not asked anything.
_PRIVATE = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
_TABLE = Path("/proc/net/arp")
_COMPLETE = 0x2
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_PATIENCE_S = 3.0


def attached_networks() -> list[IPv4Network]:
    """Each network once, this computer's own loopback left out."""
    found = []
    for addresses in psutil.net_if_addrs().values():
        for address in addresses:
            if address.family == socket.AF_INET and address.netmask:
                found.append(IPv4Network(f"{address.address}/{address.netmask}", strict=False))
    return sorted({network for network in found if not network.is_loopback})


def machines(networks: Iterable[IPv4Network]) -> list[str]:
    """The addresses to ask one by one: private networks up to /22 only, small ones first, not too many in all."""
    found: list[str] = []
    for network in sorted(filter(is_searched, networks), key=lambda network: -network.prefixlen):
        if len(found) + network.num_addresses <= MOST_MACHINES:
            found += map(str, network.hosts())
    return found


def is_searched(network: IPv4Network) -> bool:
    return network.prefixlen >= LARGEST_PREFIX and any(network.subnet_of(private) for private in _PRIVATE)


def is_attached(host: str, networks: Iterable[IPv4Network]) -> bool:
    return any(ipaddress.IPv4Address(host) in network for network in networks)


def neighbours() -> dict[str, str]:
    """The system's own table (ARP). Empty where it cannot be had."""
    try:
        return parse_table(_TABLE.read_text())
    except OSError:
        pass
    try:
        said = subprocess.run(
            ["arp", "-a"], capture_output=True, check=False, timeout=_PATIENCE_S, creationflags=_NO_WINDOW
        )
    except (OSError, subprocess.TimeoutExpired):
        return {}
    return parse_arp(said.stdout.decode("ascii", "replace"))


def parse_table(text: str) -> dict[str, str]:
    """Linux' /proc/net/arp: an address, its kind, flags, the card; entries without an answer are passed over."""
    rows = [line.split() for line in text.splitlines()[1:]]
    return _cards([(row[0], row[3]) for row in rows if len(row) >= 4 and int(row[2], 16) & _COMPLETE])


def parse_arp(text: str) -> dict[str, str]:
    """What `arp -a` of Windows prints, in any language: only the addresses and cards in it are looked at."""
    return _cards(
        re.findall(r"^\s*(\d+\.\d+\.\d+\.\d+)\s+([0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5})\s", text, re.MULTILINE)
    )


def _cards(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    cards = {host: card.replace("-", ":").lower() for host, card in pairs}
    # Broadcast and multicast are in Windows' table too.
    return {host: card for host, card in cards.items() if not int(card[:2], 16) & 1}
