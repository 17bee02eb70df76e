"""Disk images made with the real mkfs.ext4, laid out like a Nano's: a GPT, a boot partition, APP."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from nanowizard.drives.partition import Partition
from nanowizard.drives.partition_write import make_gpt

MIB = 1024 * 1024
APP_START = 4 * MIB
_BOOT_START = 2 * MIB
_TAIL_ROOM = MIB
_DISK_ID = "5a0f3c52-3c1f-4f7e-9d2b-0c6a1e6b7a01"


@dataclass(frozen=True)
class DiskImage:
    path: Path
    app_start: int
    app_bytes: int
    files: dict[str, bytes]

    def zipped(self) -> Path:
        packed = self.path.with_suffix(".zip")
        if not packed.exists():
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                archive.write(self.path, self.path.name)
        return packed


def make_disk_image(
    folder: Path,
    *,
    size_bytes: int = 192 * MIB,
    mkfs: Sequence[str] = (),
    file_bytes: int = 6 * MIB,
    fs_bytes: int | None = None,
) -> DiskImage:
    """A disk whose APP holds files, and in its free blocks the remains of files that were deleted.

    `mkfs` are further arguments of mkfs.ext4; with `fs_bytes` the file system is smaller than APP. The content is the
    same for the same arguments.
    """
    if not shutil.which("mkfs.ext4"):
        pytest.skip("needs mkfs.ext4 (package e2fsprogs)")
    noise = random.Random(7)
    tree = folder / "tree"
    tree.mkdir(parents=True)
    files = {f"file{n}": noise.randbytes(file_bytes // 4 + n * 5000) for n in range(4)}
    doomed = {f"gone{n}": noise.randbytes(file_bytes // 3) for n in range(4)}
    for name, data in {**files, **doomed}.items():
        (tree / name).write_bytes(data)
    app_bytes = size_bytes - APP_START - _TAIL_ROOM
    app = folder / "app.ext4"
    with app.open("wb") as file:
        file.truncate(app_bytes)
    size = [f"{fs_bytes // 1024}k"] if fs_bytes else []
    _run("mkfs.ext4", "-q", "-F", "-b", "4096", "-d", str(tree), *mkfs, str(app), *size)
    for name in doomed:
        _run("debugfs", "-w", "-R", f"rm {name}", str(app))
    image = folder / "disk.img"
    _assemble(image, app, size_bytes, noise)
    app.unlink()
    shutil.rmtree(tree)
    return DiskImage(image, APP_START, app_bytes, files)


def extract_app(disk: Path, image: DiskImage, to: Path) -> Path:
    """The APP partition of the card file or device `disk`, as a file."""
    with disk.open("rb") as source, to.open("wb") as target:
        source.seek(image.app_start)
        left = image.app_bytes
        while left:
            data = source.read(min(left, 4 * MIB))
            target.write(data)
            left -= len(data)
    return to


def assert_app_is_whole(disk: Path, image: DiskImage, scratch: Path) -> None:
    """The file system checks clean and every file in it is what was put there."""
    app = extract_app(disk, image, scratch / "read-back.ext4")
    checked = subprocess.run(["e2fsck", "-fn", str(app)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    for name, data in image.files.items():
        out = scratch / "dumped"
        _run("debugfs", "-R", f"dump {name} {out}", str(app))
        assert out.read_bytes() == data, name
    app.unlink()


def garbage_card(path: Path, size_bytes: int) -> Path:
    """A card file full of noise, so that a block which should have been written and was not is seen."""
    block = os.urandom(MIB)
    with path.open("wb") as file:
        for _ in range(size_bytes // MIB):
            file.write(block)
        file.write(block[: size_bytes % MIB])
    return path


def _assemble(image: Path, app: Path, size_bytes: int, noise: random.Random) -> None:
    parts = [
        Partition(number=1, start_bytes=APP_START, size_bytes=app.stat().st_size, name="APP"),
        Partition(number=2, start_bytes=_BOOT_START, size_bytes=MIB, name="TBC"),
        Partition(number=3, start_bytes=_BOOT_START + MIB, size_bytes=MIB, name="EBT"),
    ]
    gpt = make_gpt(parts, size_bytes, disk_id=_DISK_ID)
    with image.open("wb") as file, app.open("rb") as source:
        file.write(gpt.head)
        file.seek(_BOOT_START)
        file.write(noise.randbytes(2 * MIB))
        file.seek(APP_START)
        shutil.copyfileobj(source, file, 4 * MIB)
        file.truncate(size_bytes)
        file.seek(gpt.tail_offset)
        file.write(gpt.tail)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
