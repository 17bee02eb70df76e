"""How the Nano spends its power and memory: mode, pinned clocks, desktop or console, and the package that is held."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from nanowizard.core.task import RunContext
from nanowizard.remote.shell import CommandResult, Connection
from nanowizard.remote.together import ask_together, read_files

MODES_CONF = "/etc/nvpmodel.conf"
BOOTLOADER = "nvidia-l4t-bootloader"
"""The package whose half-done upgrade blocks all others, and which writes the board's start-up memory."""
CONSOLE, DESKTOP = "multi-user.target", "graphical.target"
CLOCKS_CONF = "/var/lib/nanowizard/l4t_dfs.conf"
"""The frequencies from before they were pinned, as jetson_clocks stores them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerOptions:
    """What is None stays as it is. `mode`: a number of nvpmodel; `clocks`: all at their highest, until a restart.

    `console`: start without a desktop; `hold_bootloader`: upgrades leave the boot loader's package alone.
    """

    mode: int | None = None
    clocks: bool | None = None
    console: bool | None = None
    hold_bootloader: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerFacts:
    """None: the Nano has no such thing, or does not say. `modes`: the names by number; `target`: what it starts to.

    `desktop`: one is running now; `stored`: what the clocks were before we pinned them is known.
    """

    modes: Mapping[int, str] = field(default_factory=dict)
    mode: int | None = None
    clocks: bool | None = None
    stored: bool = False
    target: str | None = None
    desktop: bool | None = None
    held: bool | None = None

    @property
    def console(self) -> bool | None:
        return None if self.target is None else self.target == CONSOLE


def gather_power(conn: Connection, ctx: RunContext) -> PowerFacts:
    """One round, as root: nvpmodel and jetson_clocks tell nobody else."""
    questions = {
        **read_files(MODES_CONF),
        "mode": ("nvpmodel", "-q"),
        "clocks": ("jetson_clocks", "--show"),
        "stored": ("test", "-s", CLOCKS_CONF),
        "target": ("systemctl", "get-default"),
        "desktop": ("systemctl", "is-active", "display-manager.service"),
        "package": ("dpkg-query", "-W", "-f", "${db:Status-Status}", BOOTLOADER),
        "held": ("apt-mark", "showhold"),
    }
    said = ask_together(conn, ctx, questions, sudo=True)
    modes, mode = parse_modes(said[MODES_CONF].stdout), parse_mode(said["mode"].stdout)
    return PowerFacts(
        modes={**modes, mode[0]: mode[1]} if mode else modes,
        mode=mode[0] if mode else None,
        clocks=parse_clocks(said["clocks"].stdout),
        stored=said["stored"].ok,
        target=_target(said["target"]),
        desktop={"active": True, "inactive": False, "unknown": False}.get(said["desktop"].stdout.strip()),
        held=_held(said["package"], said["held"]),
    )


def parse_mode(text: str) -> tuple[int, str] | None:
    """Number and name in what `nvpmodel -q` says: warnings may stand before, the number is on a line of its own."""
    match = re.search(r"^NV Power Mode:\s*(\S+)\s*\n\s*(\d+)\s*$", text, re.MULTILINE)
    return (int(match[2]), match[1]) if match else None


def parse_modes(text: str) -> dict[int, str]:
    """The names by number in nvpmodel.conf: `< POWER_MODEL ID=0 NAME=MAXN >`."""
    return {
        int(number): name for number, name in re.findall(r"^<\s*POWER_MODEL ID=(\d+) NAME=(\S+)", text, re.MULTILINE)
    }


def parse_clocks(text: str) -> bool | None:
    """Whether `jetson_clocks --show` shows every processor and the GPU pinned: the lowest frequency is the highest."""
    bounds = re.findall(r"^(?:cpu\d+: Online=1 .*|GPU )MinFreq=(\d+) MaxFreq=(\d+)", text, re.MULTILINE)
    return all(lowest == highest for lowest, highest in bounds) if bounds else None


def _target(said: CommandResult) -> str | None:
    return said.stdout.strip() or None if said.ok else None


def _held(package: CommandResult, holds: CommandResult) -> bool | None:
    if package.stdout.strip() != "installed" or not holds.ok:
        return None
    return BOOTLOADER in {name.partition(":")[0] for name in holds.stdout.split()}
