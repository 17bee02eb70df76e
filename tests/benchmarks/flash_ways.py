"""The ways to put an image onto a card that are measured: ours, and those of other programs."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import peers
from tests.benchmarks.workload import BUILD, Workload

SKIP = "NanoWizard"
UPDATE = "NanoWizard, update of an identical card"
FULL = "NanoWizard, every byte"
FOUR = "NanoWizard, four cards at once"
ETCHER = "etcher-sdk"
BMAPTOOL = "bmaptool"
BY_HAND = "unzip and dd, unzip and cmp"
PROGRAM = Path(sys.executable).parent / "nanowizard"


@dataclass(frozen=True)
class Way:
    """`command` gets the nodes of the cards. `whole`: free blocks too. `again`: onto what the way before left."""

    name: str
    command: Callable[[Sequence[str]], list[str]]
    whole: bool = True
    again: bool = False
    cards: int = 1
    extra: Mapping[str, str] | None = None

    @property
    def short(self) -> str:
        return re.sub(r"\W+", "-", self.name).lower()

    def surroundings(self, nodes: Sequence[str]) -> dict[str, str]:
        return {**ours_only(nodes), **(self.extra or {})}


def ours_only(nodes: Sequence[str], home: Path = BUILD / "home") -> dict[str, str]:
    """Loop devices are no cards unless they are named; settings and notes go to a home of the measurement's own."""
    return {"NANOWIZARD_HOME": str(home), "NANOWIZARD_EXTRA_DEVICES": ",".join(nodes)}


def ours(work: Workload, *more: str) -> Callable[[Sequence[str]], list[str]]:
    def command(nodes: Sequence[str]) -> list[str]:
        cards = [word for node in nodes for word in ("--card", node)]
        return [str(PROGRAM), "card", "flash", str(work.archive), *cards, "--yes", "--json", *more]

    return command


def ways(work: Workload) -> tuple[list[Way], list[str]]:
    """Those that are possible here, in the order in which they are taken, and what is missing."""
    offered = _offered()
    all_of = [
        (Way(SKIP, ours(work), whole=False), True),
        (Way(UPDATE, ours(work, "--update"), whole=False, again=True), "--update" in offered),
        (Way(FULL, ours(work, "--full")), True),
        (_etcher(work), peers.has_etcher()),
        (_bmaptool(work), peers.found("bmaptool")),
        (_by_hand(work), all(peers.found(name) for name in ("unzip", "dd", "cmp"))),
        (Way(FOUR, ours(work), whole=False, cards=4), "--card" in offered and "several" in offered),
    ]
    return [way for way, there in all_of if there], [way.name for way, there in all_of if not there]


def versions() -> str:
    return peers.versions()


def _etcher(work: Workload) -> Way:
    command, extra = peers.etcher()
    return Way(ETCHER, lambda nodes: [*command, str(work.archive), nodes[0]], extra=extra)


def _bmaptool(work: Workload) -> Way:
    bmap = str(work.bmap)
    return Way(BMAPTOOL, lambda nodes: ["bmaptool", "copy", "--bmap", bmap, str(work.archive), nodes[0]], whole=False)


def _by_hand(work: Workload) -> Way:
    """What careful people do: write past the page cache, then unpack again and compare."""
    script = (
        'unzip -p "$1" | dd of="$2" bs=4M iflag=fullblock oflag=direct conv=notrunc,fsync status=none'
        ' && blockdev --flushbufs "$2" && unzip -p "$1" | cmp -n "$3" - "$2"'
    )
    archive, size = str(work.archive), str(work.raw_bytes)
    return Way(BY_HAND, lambda nodes: ["sh", "-c", script, "sh", archive, nodes[0], size])


def takes_addresses() -> bool:
    """Whether an image may be one that is still to be downloaded."""
    return "http" in _offered()


def _offered() -> str:
    """The words of `card flash --help`: what it can do by now."""
    return subprocess.run([str(PROGRAM), "card", "flash", "--help"], capture_output=True, text=True, check=True).stdout
