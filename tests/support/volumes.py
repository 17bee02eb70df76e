"""New volumes in files, and the system's own tools that judge them."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from nanowizard.cards.exfat import exfat_image
from nanowizard.cards.fat import fat_image
from nanowizard.cards.geometry import FatGeometry
from nanowizard.cards.layout import Volume
from nanowizard.cards.volume import VolumeImage

VOLUME_ID = 0x1234ABCD
_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def image_of(volume: Volume) -> VolumeImage:
    assert volume.geometry
    make = fat_image if isinstance(volume.geometry, FatGeometry) else exfat_image
    return make(volume.geometry, label=volume.label, volume_id=VOLUME_ID)  # type: ignore[operator]


def write_volume(path: Path, volume: Volume) -> Path:
    """The volume alone, as a sparse file that was full of other things where it is going to be zero."""
    image = image_of(volume)
    block = 1 << 20
    with path.open("wb") as file:
        for at in range(0, image.area_bytes, block):
            buffer = bytearray(min(block, image.area_bytes - at))
            image.fill(at, memoryview(buffer))
            file.seek(at)
            if any(buffer):
                file.write(buffer)
        file.truncate(volume.partition.size_bytes)
    return path


def cut_out(card: Path, start_bytes: int, size_bytes: int, to: Path) -> Path:
    """What lies there as a file of its own; what is a hole in the card's file is one in that file too."""
    with card.open("rb") as source, to.open("wb") as target:
        target.truncate(size_bytes)
        for begin, end in _written(source.fileno(), start_bytes, start_bytes + size_bytes):
            source.seek(begin)
            target.seek(begin - start_bytes)
            target.write(source.read(end - begin))
    return to


def _written(fd: int, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Parts of a sparse file that are not holes."""
    while begin < end:
        try:
            begin = os.lseek(fd, begin, os.SEEK_DATA)
        except OSError as error:
            if error.errno == errno.ENXIO:  # nothing but a hole up to the end
                return
            raise
        hole = min(os.lseek(fd, begin, os.SEEK_HOLE), end)
        if begin < hole:
            yield begin, hole
        begin = hole


def tool(name: str, *arguments: object) -> str:
    """What one of the system's tools prints; it must end well. Skips where it is not installed."""
    program = shutil.which(name, path=_PATH)
    if program is None:
        pytest.skip(f"{name} is not installed")
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def fsck(path: Path, filesystem: str) -> str:
    return tool("fsck.exfat", "-n", path) if filesystem == "exfat" else tool("fsck.vfat", "-n", path)


def blkid(path: Path, offset: int = 0) -> dict[str, str]:
    """TYPE, VERSION, UUID and LABEL_ENC (as it is) of what lies there."""
    printed = tool("blkid", "--probe", "--output", "udev", "--offset", offset, path)
    found = dict(line.removeprefix("ID_FS_").split("=", 1) for line in printed.splitlines() if "=" in line)
    return {key: _decoded(value) for key, value in found.items()}


def _decoded(text: str) -> str:
    return re.sub(rb"\\x([0-9a-f]{2})", lambda code: bytes([int(code[1], 16)]), text.encode()).decode()
