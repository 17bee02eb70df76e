"""What else the practice Nano keeps: power mode, desktop, held packages, clock, and how much of the card is used."""

from __future__ import annotations

from dataclasses import dataclass, field

CARD_SECTORS = 62_333_952
"""A card of 32 GB, in sectors of 512 bytes."""
APP_START = 28_672
APP_SECTORS_OF_IMAGE = 26_951_680
"""APP as NVIDIA's image for JetPack 4.6.1 has it, before anybody grew it."""
APP_SECTORS_GROWN = CARD_SECTORS - 34 - APP_START + 1
"""Up to the last sector that a GPT allows."""


@dataclass
class System:
    """`clock_ahead_s`: how much later its clock is than this computer's; `fs_sectors`: what the file system covers."""

    power_mode: int = 0
    clocks_pinned: bool = False
    target: str = "graphical.target"
    desktop: bool = True
    held: list[str] = field(default_factory=list)
    clock_ahead_s: float = 0.0
    synchronized: bool = True
    app_sectors: int = APP_SECTORS_GROWN
    fs_sectors: int = APP_SECTORS_GROWN

    def restart(self) -> None:
        self.clocks_pinned = False
        self.desktop = self.target == "graphical.target"
