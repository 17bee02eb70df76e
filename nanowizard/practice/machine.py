"""The inside of the practice Nano: files, swap, units and settings as a 4 GB board with JetPack 4.6.1 has them.

It lives in memory and in one JSON file, so that a second run finds what the first one did, also after a restart.
Sizes of swap files are only numbers: nothing of that size is ever written.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nanowizard.core.store import Store
from nanowizard.practice import apt_world
from nanowizard.practice.changing import Changing
from nanowizard.practice.system import APP_SECTORS_OF_IMAGE, System
from nanowizard.provision.power.facts import MODES_CONF
from nanowizard.provision.rootfs.facts import L4T_SCRIPT
from nanowizard.provision.tensorflow.facts import RUNTIME

if TYPE_CHECKING:
    from nanowizard.practice.jobs import PracticeJob

MEMORY_KIB = 3964 * 1024
ZRAM_UNIT = "nvzramconfig.service"
ZRAM_KIB = 507392
"""Half of the memory in four parts, as nvzramconfig.sh shares it out (495.5 MiB each)."""
DISK_BYTES = 31_138_512_896
DISK_USED_BYTES = 13_800_000_000
RELEASE = "# R32 (release), REVISION: 7.1, GCID: 29818004, BOARD: t210ref, EABI: aarch64, DATE: Sat Feb 19 2022\n"
FSTAB = """# <file system> <mount point>             <type>          <options>                            <dump> <pass>
/dev/root            /                     ext4           defaults                                  0 1
"""
COMPATIBLE = b"nvidia,p3449-0000-b00+p3448-0000-b00\0nvidia,jetson-nano\0nvidia,tegra210\0"
ZONES = (("AO-therm", 45000), ("CPU-therm", 40500), ("GPU-therm", 40000), ("PLL-therm", 37000), ("PMIC-Die", 100000))
FOLDERS = ("/", "/etc", "/etc/sysctl.d", "/home/nano", "/mnt", "/var/lib")


@dataclass
class File:
    """A regular file; `text` in latin-1, so that any bytes keep their value in JSON."""

    text: str = ""
    size: int = 0
    mode: int = 0o644
    owner: str = "root"
    is_swap: bool = False

    @property
    def data(self) -> bytes:
        return self.text.encode("latin-1")


@dataclass
class Swap:
    path: str
    kind: str
    kib: int
    used_kib: int
    priority: int


@dataclass
class State:
    files: dict[str, File] = field(default_factory=dict)
    folders: list[str] = field(default_factory=lambda: list(FOLDERS))
    swaps: list[Swap] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=lambda: {ZRAM_UNIT: "enabled"})
    sysctl: dict[str, str] = field(default_factory=lambda: {"vm.swappiness": "60"})
    disk_bytes: int = DISK_BYTES
    disk_used_bytes: int = DISK_USED_BYTES
    system: System = field(default_factory=System)


class Machine:
    """`full_disk`, `cannot_fallocate` and `python_fault` (what `python_programs` fails at, and how) are faults that
    a test or a demonstration may set at any time.
    """

    def __init__(self, path: Path) -> None:
        self._store = Store(path, schema=1, default=dict)
        self.full_disk = False
        self.cannot_fallocate = False
        self.python_fault: dict[str, str] = {}
        self.booted = time.monotonic()
        self.boot_id = new_uuid()
        self.stopping = False
        self.changing = Changing()
        self.jobs: dict[str, PracticeJob] = {}
        self.apt = apt_world.AptWorld()
        document = self._store.load()
        self.state = _state(document) if document else State()
        if not document:
            self.put("/etc/fstab", FSTAB.encode())
            self.put("/etc/nv_tegra_release", RELEASE.encode())
            self.put("/proc/device-tree/model", b"NVIDIA Jetson Nano Developer Kit\0")
            self.put("/proc/device-tree/compatible", COMPATIBLE)
            for number, (name, millidegrees) in enumerate(ZONES):
                self.put(f"/sys/class/thermal/thermal_zone{number}/type", f"{name}\n".encode())
                self.put(f"/sys/class/thermal/thermal_zone{number}/temp", f"{millidegrees}\n".encode())
            self.put(L4T_SCRIPT, b"#!/bin/sh\n", mode=0o755)
            self.put(MODES_CONF, b"< POWER_MODEL ID=0 NAME=MAXN >\n< POWER_MODEL ID=1 NAME=5W >\n")
            self._zram_on()

        self._add({**apt_world.FILES, RUNTIME: ""}, apt_world.FOLDERS)

    def save(self) -> None:
        # A copy: jobs write their logs meanwhile.
        self._store.save(asdict(replace(self.state, files=dict(self.state.files))))

    def reboot(self) -> None:
        """What a restart does to swap and settings: only what is enabled or listed comes back."""
        self.state.swaps = []
        self.state.system.restart()
        self.booted = time.monotonic()
        self.boot_id = new_uuid()
        if self.state.units[ZRAM_UNIT] == "enabled":
            self._zram_on()
        for line in self.read("/etc/fstab").decode().splitlines():
            fields = line.split()
            if len(fields) >= 4 and fields[2] == "swap" and "noauto" not in fields[3] and not line.startswith("#"):
                self.swap_on(fields[0])
        self.state.sysctl["vm.swappiness"] = self._configured_swappiness()
        self.save()

    def shrink(self) -> None:
        """APP as it was in the image: nobody has grown it, and it is nearly full."""
        self.state.system.app_sectors = self.state.system.fs_sectors = APP_SECTORS_OF_IMAGE
        self.state.disk_bytes, self.state.disk_used_bytes = 13_548_000_000, 12_500_000_000
        self.save()

    def exists(self, path: str) -> bool:
        return path in self.state.files or path in self.state.folders or path in _GENERATED or self.is_zram(path)

    def is_zram(self, path: str) -> bool:
        return path in (f"/dev/zram{number}" for number in range(4))

    def read(self, path: str) -> bytes:
        """Raises KeyError where there is no such file."""
        if path in _GENERATED:
            return _GENERATED[path](self).encode()
        return self.state.files[path].data

    def file(self, path: str) -> File:
        """The file as data, a generated one too. Raises KeyError."""
        if path in _GENERATED:
            return File(size=0, mode=0o444)
        return self.state.files[path]

    def put(self, path: str, data: bytes, *, mode: int = 0o644, owner: str = "root") -> None:
        self.state.files[path] = File(data.decode("latin-1"), len(data), mode, owner)

    @property
    def free_bytes(self) -> int:
        if self.full_disk:
            return 0
        own = sum(file.size for path, file in list(self.state.files.items()) if not path.startswith("/proc/"))
        return max(self.state.disk_bytes - self.state.disk_used_bytes - own, 0)

    def active(self, path: str) -> Swap | None:
        return next((swap for swap in self.state.swaps if swap.path == path), None)

    def swap_on(self, path: str, priority: int | None = None) -> bool:
        """Put `path` in use; False where it has no swap header."""
        file = self.state.files.get(path)
        if self.active(path) or not (self.is_zram(path) or (file and file.is_swap)):
            return False
        lowest = min([-1, *(swap.priority for swap in self.state.swaps)])
        kib = ZRAM_KIB if file is None else file.size // 4096 * 4 - 4
        kind = "partition" if file is None else "file"
        self.state.swaps.append(Swap(path, kind, kib, 0, lowest - 1 if priority is None else priority))
        return True

    def _add(self, files: Mapping[str, str], folders: Iterable[str]) -> None:
        """What a board of an older version did not have yet."""
        self.state.folders += [folder for folder in folders if folder not in self.state.folders]
        for path, text in files.items():
            if path not in self.state.files:
                self.put(path, text.encode())

    def _zram_on(self) -> None:
        for number in range(4):
            self.swap_on(f"/dev/zram{number}", priority=5)

    def _configured_swappiness(self) -> str:
        value = "60"
        for path, file in sorted(self.state.files.items()):
            for line in file.text.splitlines() if path.startswith("/etc/sysctl.d/") else ():
                key, equals, text = line.partition("=")
                value = text.strip() if equals and key.strip() == "vm.swappiness" else value
        return value


def new_uuid() -> str:
    return str(uuid.uuid4())


def _swaps_text(machine: Machine) -> str:
    lines = ["Filename\t\t\t\tType\t\tSize\tUsed\tPriority\n"]
    for swap in machine.state.swaps:
        lines.append(f"{swap.path:<39} {swap.kind:<15}\t{swap.kib}\t{swap.used_kib}\t{swap.priority}\n")
    return "".join(lines)


def _meminfo_text(_machine: Machine) -> str:
    return f"MemTotal:        {MEMORY_KIB} kB\nMemFree:         1402112 kB\nMemAvailable:    2478080 kB\n"


def _uptime_text(machine: Machine) -> str:
    up = time.monotonic() - machine.booted + 60
    return f"{up:.2f} {up * 3.2:.2f}\n"


_GENERATED: dict[str, Callable[[Machine], str]] = {
    "/proc/swaps": _swaps_text,
    "/proc/sys/kernel/random/boot_id": lambda machine: machine.boot_id + "\n",
    "/proc/meminfo": _meminfo_text,
    "/proc/uptime": _uptime_text,
    "/proc/sys/vm/swappiness": lambda machine: machine.state.sysctl["vm.swappiness"] + "\n",
}


def _state(document: dict[str, Any]) -> State:
    """The state in our own file; it was written by `save`, and a damaged file has been set aside by the store."""
    files = {path: File(**file) for path, file in document.pop("files").items()}
    swaps = [Swap(**swap) for swap in document.pop("swaps")]
    system = System(**document.pop("system", {}))
    return State(files=files, swaps=swaps, system=system, **document)
