"""A loop device that NanoWizard is told is a card: what is on it, and what can happen to it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from support.labs import attach, detach, loops_to_ourselves, losetup, wait_detached, with_sbin

from lab.loop.image import Image
from nanowizard.drives.linux.backend import LinuxBackend
from nanowizard.drives.marker import MARKER_BYTES, read_marker
from nanowizard.drives.model import Drive

_NOISE = bytes(range(1, 256)) * 4113
# The loop driver takes a request that its file wrote in part for one that it wrote whole (Linux 6.18), and FUSE divides
# a large one: a bad block in any but the first part of it would go unseen. This much FUSE does not divide.
_UNDIVIDED_KIB = "64"


class LoopCard:
    """`backing` holds the card's bytes. `file` is that of a LyingCard, where the loop device is made of one.

    `left` says in one word what is on the card.
    """

    def __init__(self, backing: Path, *options: str, file: Path | None = None, remember: bool = True) -> None:
        self.backing = backing
        if remember:
            self.remember()
        self._file = file or backing
        self.node = attach(self._file, *options)
        self._protected = False
        self._request_limit = Path(f"/sys/block/{self.name}/queue/max_sectors_kb")
        self._request_kib = self._request_limit.read_text()
        if file:
            self._request_limit.write_text(_UNDIVIDED_KIB)
        self.backend = LinuxBackend(extra=[self.node])

    @property
    def name(self) -> str:
        return Path(self.node).name

    def drive(self) -> Drive:
        (found,) = [drive for drive in self.backend.list_drives() if drive.path == self.node]
        return found

    def remember(self) -> None:
        """What is on the card now is what "untouched" means from here on."""
        self._before = self.backing.read_bytes()

    def left(self, image: Image) -> str:
        """ "untouched", "not_ready" (the marker of this image), "image", or "neither" and where it differs from it."""
        now = self.backing.read_bytes()
        if now == self._before:
            return "untouched"
        if read_marker(now[:MARKER_BYTES]) == {"image": image.path.name}:
            return "not_ready"
        return "image" if now.startswith(image.data) else f"neither, {_difference(now, image.data)}"

    def written_bytes(self) -> int:
        """What has reached the device, as the kernel's block layer counts it."""
        return int(Path(f"/sys/block/{self.name}/stat").read_text().split()[6]) * 512

    def protect(self) -> None:
        """BLKROSET, as when the switch of an adapter is slid while the card is in use."""
        self._protected = True
        run("blockdev", "--setro", self.node)

    def unprotect(self) -> None:
        run("blockdev", "--setrw", self.node)
        self._protected = False

    def shrink(self, size_bytes: int) -> None:
        os.truncate(self.backing, size_bytes)
        losetup("--set-capacity", self.node)

    def exchange(self) -> None:
        """Another card of the same size in the same slot."""
        with loops_to_ourselves():
            detach(self.node)
            losetup(self.node, str(self.backing))

    def fill(self) -> None:
        """Old data all over it again."""
        garbage_file(self.backing, self.backing.stat().st_size)
        self.remember()

    def insert(self) -> None:
        """Put it back into its slot, where something has taken it out."""
        wait_detached(self.node)
        if not self._is_in():
            losetup(self.node, str(self.backing))

    def close(self) -> None:
        if self._protected:  # the next card that gets this number would be so too
            self.unprotect()
        if self._is_in():
            self._request_limit.write_text(self._request_kib)
            losetup("--detach", self.node)

    def _is_in(self) -> bool:
        """Not when it was taken out: then the slot may by now be another worker's."""
        backing = Path(f"/sys/block/{self.name}/loop/backing_file")
        return backing.exists() and backing.read_text().strip() == str(self._file)


def _difference(found: bytes, wanted: bytes) -> str:
    """For whoever looks for the one who wrote there."""
    sectors = [at // 512 for at in range(0, len(wanted), 512) if found[at : at + 512] != wanted[at : at + 512]]
    first = found[sectors[0] * 512 :][:512]
    return f"{len(sectors)} sectors differ from {sectors[0]} to {sectors[-1]}; the first is {first.hex()}"


def garbage_file(path: Path, size_bytes: int) -> Path:
    """A file with no zero byte in it, so that what should have been written and was not is seen."""
    with path.open("wb") as file:
        while file.tell() < size_bytes:
            file.write(_NOISE)
        file.truncate(size_bytes)
    return path


def run(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """One of the system's own tools; it must succeed."""
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        list(command), check=True, capture_output=True, text=True, env=with_sbin(), **options
    )
