"""One card of the census: what is wrong with it, and what NanoWizard has to say of it and do about it.

Words of the list are the slug of `Drive.contents`, "FILESYSTEM LABEL" of each volume that the system knows, and the
codes of findings. Words of the repair are its findings without "found."; its end is "rescued" or the code of an error.
"""

from __future__ import annotations

from dataclasses import dataclass

from lab.census import prepared
from lab.census.prepared import MIB, Make
from lab.loop.lying_card import Faults

RESCUED = "rescued"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`listed`: all that the list says to an ordinary user; `found`: all that the repair finds.

    `told_by`: which of these words, or which end, name what is wrong. None does where NanoWizard does not know it.
    `plugged`: "stick", "sd" (a slot of the computer), a situation that `plugging.py` brings about, or "":
    QEMU has no such card, so it is tried on a loop device only.
    `read`: the contents as one sees them who may read the card, where there is no udev. "" where that is not tried.
    """

    name: str
    title: str
    make: Make = prepared.blank
    size_bytes: int = 64 * MIB
    faults: Faults | None = None
    plugged: str = "stick"
    block_bytes: int = 512
    listed: tuple[str, ...]
    found: tuple[str, ...] = ()
    ends: str = RESCUED
    told_by: tuple[str, ...]
    read: str = ""

    @property
    def is_rescued(self) -> bool:
        return self.ends == RESCUED

    def told(self, *words: str) -> bool:
        """Whether one of these words names what is wrong."""
        return any(word in self.told_by for word in words)
