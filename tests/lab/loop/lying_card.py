"""A card that breaks its word, or that is slow: a file in a FUSE file system of ours, to put behind a loop device.

The kernel's block layer and NanoWizard see an ordinary disk; only the medium lies. `LyingCard` starts this module as a
process of its own: `python -m lab.loop.lying_card BACKING FOLDER FAULTS`.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

_TESTS = Path(__file__).resolve().parents[2]
_NAME = "card.img"


@dataclass(kw_only=True)
class Faults:
    """What is wrong with a card. Offsets in bytes; None is never.

    `flip_at`: one bit of that byte is written wrong, the first `flips` times. `real_bytes`: all the memory there is,
    whatever the card says; writes behind it begin anew at the start ("wrap") or are taken and forgotten ("drop").
    `bad_write_at`, `bad_read_at`: a bad block, the first `fails` times. `drop_at`: what is to be written over that byte
    is taken and forgotten, the first `drops` times. `astray_at`: what is to be written there comes to lie `astray_by`
    further, once, after it went well `astray_after` times. `latches_after`: from so many bytes on every write is taken
    and none is kept. `write_rate`: bytes per second, one request after the other. `forgets`: it has reached the end of
    its life, takes every write and keeps what it had. `hangs`: no request is answered while there is a file
    `hang_file(backing)`.
    """

    flip_at: int | None = None
    flips: int = 1 << 30
    real_bytes: int | None = None
    beyond: str = "wrap"
    bad_write_at: int | None = None
    bad_read_at: int | None = None
    fails: int = 1 << 30
    drop_at: int | None = None
    drops: int = 1 << 30
    astray_at: int | None = None
    astray_by: int = 0
    astray_after: int = 0
    latches_after: int | None = None
    write_rate: float | None = None
    forgets: bool = False
    hangs: bool = False


def hang_file(backing: Path) -> Path:
    return Path(f"{backing}.hangs")


class LyingCard:
    """`file` lies in `folder`, has the size of `backing`, and keeps its bytes there: apart from the faults."""

    def __init__(self, backing: Path, folder: Path, faults: Faults) -> None:
        folder.mkdir()
        self.file = folder / _NAME
        self._process = subprocess.Popen(
            # It ends with us, however we end.
            [
                *("setpriv", "--pdeathsig", "TERM", sys.executable, "-m", "lab.loop.lying_card"),
                *(backing, folder, json.dumps(asdict(faults))),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(_TESTS)},
        )
        assert self._process.stdout
        if self._process.stdout.readline() != "mounted\n":
            import pytest  # takes longer than all the rest, and the process itself needs it not

            _, why = self._process.communicate()
            pytest.skip(f"no FUSE here (/dev/fuse, package libfuse3-3): {why[-300:]}")

    @property
    def pid(self) -> int:
        return self._process.pid

    def close(self) -> None:
        self._process.terminate()
        _, why = self._process.communicate()
        assert self._process.returncode == 0, why


class _Medium:
    """The memory of the card. Called by several threads."""

    def __init__(self, backing: Path, faults: Faults) -> None:
        self._fd = os.open(backing, os.O_RDWR)
        self._hang_file = hang_file(backing)
        self.size_bytes = os.fstat(self._fd).st_size
        self._faults = faults
        self._flips_left = faults.flips
        self._fails_left = faults.fails
        self._drops_left = faults.drops
        self._until_astray = faults.astray_after + 1
        self._taken = 0
        self._queue = threading.Lock()

    def read(self, length: int, offset: int) -> bytes:
        self._wait()
        self._fail(self._faults.bad_read_at, offset, length)
        length = min(length, self.size_bytes - offset)
        return b"".join(
            bytes(count) if place is None else os.pread(self._fd, count, place)
            for place, count in self._places(offset, length)
        )

    def write(self, data: bytes, offset: int) -> int:
        self._wait()
        self._fail(self._faults.bad_write_at, offset, len(data))
        if self._faults.forgets:
            return len(data)
        with self._queue:
            offset, is_lost = self._fate(offset, len(data))
            if is_lost:
                return len(data)
            rest = self._flipped(data, offset)
            for place, count in self._places(offset, len(data)):
                if place is not None:
                    os.pwrite(self._fd, rest[:count], place)
                rest = rest[count:]
            if self._faults.write_rate:
                time.sleep(len(data) / self._faults.write_rate)
        return len(data)

    def _fate(self, offset: int, length: int) -> tuple[int, bool]:
        """Where it comes to lie, and whether it is lost."""
        faults, end = self._faults, offset + length
        self._taken += length
        is_lost = faults.latches_after is not None and self._taken > faults.latches_after
        if self._drops_left and faults.drop_at is not None and offset <= faults.drop_at < end:
            self._drops_left -= 1
            is_lost = True
        if faults.astray_at is not None and offset <= faults.astray_at < end:
            self._until_astray -= 1
            if self._until_astray == 0:
                offset = (offset + faults.astray_by) % self.size_bytes
        return offset, is_lost

    def _wait(self) -> None:
        while self._faults.hangs and self._hang_file.exists():
            time.sleep(0.02)

    def _fail(self, bad: int | None, offset: int, length: int) -> None:
        if bad is not None and offset <= bad < offset + length and self._fails_left:
            self._fails_left -= 1
            raise OSError(errno.EIO, "a bad block")

    def _flipped(self, data: bytes, offset: int) -> bytes:
        at = self._faults.flip_at
        if at is None or not offset <= at < offset + len(data) or not self._flips_left:
            return data
        self._flips_left -= 1
        wrong = bytearray(data)
        wrong[at - offset] ^= 0x10
        return bytes(wrong)

    def _places(self, offset: int, length: int) -> list[tuple[int | None, int]]:
        """Where these bytes really lie, piece by piece; None where there is no memory."""
        real = self._faults.real_bytes or self.size_bytes
        pieces: list[tuple[int | None, int]] = []
        while length:
            count = min(length, real - offset % real)
            kept = offset < real or self._faults.beyond == "wrap"
            pieces.append((offset % real if kept else None, count))
            offset, length = offset + count, length - count
        return pieces


def _end_when_told(folder: Path) -> NoReturn:
    """Without waiting for a card that hangs.

    Lazily: a loop device lets its file go a moment after it was detached, and a namespace may have a copy.
    """
    signal.sigwait({signal.SIGTERM})
    os._exit(subprocess.run(["umount", "--lazy", folder], check=False).returncode)


def _serve(backing: Path, folder: Path, faults: Faults) -> None:
    import mfusepy  # fails where libfuse is not installed, and the tests that need no card of this kind need it not

    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # in all threads, those of libfuse too
    threading.Thread(target=_end_when_told, args=(folder,), daemon=True).start()
    medium = _Medium(backing, faults)

    class Files(mfusepy.Operations):  # type: ignore[misc,name-defined]
        use_ns = True

        def init(self, path: str) -> None:
            print("mounted", flush=True)

        def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
            if path == "/":
                return {"st_mode": stat.S_IFDIR | 0o755, "st_nlink": 2}
            if path != f"/{_NAME}":
                raise OSError(errno.ENOENT, path)
            return {"st_mode": stat.S_IFREG | 0o600, "st_nlink": 1, "st_size": medium.size_bytes}

        def open(self, path: str, flags: int) -> int:
            return 0

        def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
            return medium.read(size, offset)

        def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
            return medium.write(data, offset)

        def fsync(self, path: str, datasync: int, fh: int) -> int:
            return 0

    # Nothing may be kept in memory between the card and who reads it: direct_io.
    mfusepy.FUSE(Files(), str(folder), foreground=True, direct_io=True)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), Path(sys.argv[2]), Faults(**json.loads(sys.argv[3])))
