"""Cards to measure on: loop devices past the page cache, as slow as a real card by the kernel's own means."""

from __future__ import annotations

import contextlib
import mmap
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path("/sys/fs/cgroup")
_V1 = _ROOT / "blkio"
_BLOCK_BYTES = 16 * 1024 * 1024
_SECTOR = 512


@dataclass(frozen=True)
class Speed:
    """Bytes/s; the two ways do not share anything, unlike on most cards."""

    write: int
    read: int

    def ideal_s(self, traffic: Traffic) -> float:
        """One after the other, nothing lost in between."""
        return traffic.written / self.write + traffic.read / self.read

    def __str__(self) -> str:
        return f"{self.write / 1e6:.0f} MB/s write, {self.read / 1e6:.0f} MB/s read"


CARD = Speed(30_000_000, 80_000_000)


@dataclass(frozen=True)
class Traffic:
    """Bytes that reached the device, and that came from it."""

    written: int
    read: int

    def __sub__(self, before: Traffic) -> Traffic:
        return Traffic(self.written - before.written, self.read - before.read)


@dataclass(frozen=True)
class Card:
    """`node` is a loop device over `file`."""

    file: Path
    node: str

    @property
    def name(self) -> str:
        return Path(self.node).name

    @property
    def number(self) -> str:
        return Path(f"/sys/block/{self.name}/dev").read_text().strip()

    def traffic(self) -> Traffic:
        fields = Path(f"/sys/block/{self.name}/stat").read_text().split()
        return Traffic(int(fields[6]) * _SECTOR, int(fields[2]) * _SECTOR)


def prefill(file: Path, size: int) -> None:
    """Garbage everywhere, so that a block which should have been written and was not is seen. Allocated on the disk."""
    block = mmap.mmap(-1, _BLOCK_BYTES)
    block[:] = os.urandom(1024 * 1024) * (_BLOCK_BYTES // (1024 * 1024))
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_DIRECT, 0o600)
    try:
        with memoryview(block) as view:
            at = 0
            while at < size:
                at += os.pwrite(descriptor, view[: min(_BLOCK_BYTES, size - at)], at)
        os.ftruncate(descriptor, size)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
        block.close()


def clean(folder: Path) -> None:
    """The cards of a measurement are large."""
    for file in folder.glob("card*.img"):
        file.unlink()


@contextlib.contextmanager
def card(file: Path) -> Iterator[Card]:
    """Raises subprocess.CalledProcessError where there are no loop devices, or no rights."""
    node = _said("losetup", "--find", "--show", "--direct-io=on", str(file))
    try:
        yield Card(file, node)
    finally:
        subprocess.run(["losetup", "--detach", node], check=True)


@contextlib.contextmanager
def slowed(cards: list[Card], speed: Speed | None) -> Iterator[list[str]]:
    """The words to put before a command, for which the cards are so slow meanwhile. Raises OSError without rights."""
    if speed is None:
        yield []
    elif _V1.is_dir():
        with contextlib.ExitStack() as stack:
            for one in cards:
                for way, limit in (("write", speed.write), ("read", speed.read)):
                    # The root's rule counts for the kernel's own writing back too, whoever it is for.
                    rule = _V1 / f"blkio.throttle.{way}_bps_device"
                    stack.callback(rule.write_text, f"{one.number} 0")
                    rule.write_text(f"{one.number} {limit}")
            yield []
    else:
        with contextlib.suppress(OSError):
            (_ROOT / "cgroup.subtree_control").write_text("+io")
        group = _ROOT / f"nanowizard-bench-{os.getpid()}"
        group.mkdir()
        try:
            for one in cards:
                (group / "io.max").write_text(f"{one.number} wbps={speed.write} rbps={speed.read}")
            yield ["sh", "-c", 'echo $$ >"$0" && exec "$@"', str(group / "cgroup.procs")]
        finally:
            group.rmdir()


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
