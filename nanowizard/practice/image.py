"""The practice image: a small disk laid out like the card of a Jetson Nano, made here in a few seconds.

Nothing on it boots. Its partition table, its file system and its archive are real, so that downloading, writing,
skipping free blocks and verifying are practised on what they will meet. Equal sizes give equal bytes.
"""

from __future__ import annotations

import random
import tempfile
import zipfile
from pathlib import Path
from typing import BinaryIO

from nanowizard.drives.partition import Partition
from nanowizard.drives.partition_write import make_gpt
from nanowizard.practice.ext4 import BLOCK, Ext4Writer
from nanowizard.practice.server import PracticeServer

__all__ = [
    "MIB",
    "PRACTICE_IMAGE_BYTES",
    "SMALLEST_IMAGE_BYTES",
    "PracticeServer",
    "build_practice_archive",
    "build_practice_image",
]

MIB = 1024 * 1024
PRACTICE_IMAGE_BYTES = 96 * MIB
SMALLEST_IMAGE_BYTES = 32 * MIB

_VERSION = 1
"""Part of the archive's name; grows with every change of the image, so that an old copy is not used again."""

_INNER_NAME = "practice-nano.img"
_DISK_ID = "8d1f3c5a-6e0b-4f57-9f0e-6e616e6f7769"
_SECTOR = 512
_APP_START = 28672 * _SECTOR
_TAIL_BYTES = 2 * MIB

# Number, first sector, sectors, name: `fdisk -l` of sd-blob-b01.img (JetPack 4.6.1). APP (1) comes last on the disk.
_BOOT_PARTITIONS = (
    (2, 2048, 256, "TBC"),
    (3, 4096, 896, "RP1"),
    (4, 6144, 1152, "EBT"),
    (5, 8192, 128, "WB0"),
    (6, 10240, 384, "BPF"),
    (7, 12288, 768, "BPF-DTB"),
    (8, 14336, 128, "FB"),
    (9, 16384, 896, "TOS"),
    (10, 18432, 896, "DTB"),
    (11, 20480, 1536, "LNX"),
    (12, 22528, 128, "EKS"),
    (13, 24576, 384, "BMP"),
    (14, 26624, 256, "RP4"),
)

_SYSTEM_FILES = {
    "README": b"This is NanoWizard's practice image. It has the form of a Jetson Nano's card and cannot boot.\n",
    "etc/hostname": b"practice-nano\n",
    "etc/nv_tegra_release": (
        b"# R32 (release), REVISION: 7.1, GCID: 29818004, BOARD: t210ref, EABI: aarch64, "
        b"DATE: Sat Feb 19 17:05:08 UTC 2022\n"
    ),
    "etc/fstab": b"/dev/root / ext4 defaults 0 1\n",
    "boot/extlinux/extlinux.conf": (
        b"TIMEOUT 30\nDEFAULT primary\n\nLABEL primary\n      MENU LABEL practice kernel\n      LINUX /boot/Image\n"
        b"      APPEND ${cbootargs} quiet root=/dev/mmcblk0p1 rw rootwait rootfstype=ext4 console=ttyS0,115200n8\n"
    ),
}
_FILLER_SHARE = 0.35
_FILLER_BYTES = 2 * MIB
_HOLE_BLOCKS = 24
_GARBAGE_EVERY, _GARBAGE_BLOCKS = 96, 8  # of the free blocks, as deleted files leave them


def build_practice_image(path: Path, *, size_bytes: int = PRACTICE_IMAGE_BYTES) -> None:
    """Write the image to `path`, replacing what is there.

    `size_bytes` is a multiple of 4096 and at least SMALLEST_IMAGE_BYTES, else ValueError. Raises OSError.
    """
    if size_bytes % BLOCK or size_bytes < SMALLEST_IMAGE_BYTES:
        raise ValueError(f"no practice image of {size_bytes} bytes")
    app_bytes = size_bytes - _TAIL_BYTES - _APP_START
    table = make_gpt(_partitions(app_bytes), size_bytes, disk_id=_DISK_ID)
    with path.open("wb") as out:
        out.truncate(size_bytes)
        out.write(table.head)
        for number, start, sectors, _name in _BOOT_PARTITIONS:
            out.seek(start * _SECTOR)
            out.write(random.Random(number).randbytes(sectors * _SECTOR))  # noqa: S311 - filler, no secret
        _write_system(out, app_bytes)
        out.seek(table.tail_offset)
        out.write(table.tail)


def build_practice_archive(folder: Path, *, size_bytes: int = PRACTICE_IMAGE_BYTES) -> Path:
    """The practice image as a zip archive in `folder`, made if it is not there yet. Raises OSError."""
    archive = folder / f"nanowizard-practice-v{_VERSION}-{size_bytes // MIB}MiB.zip"
    if archive.exists():
        return archive
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="practice-") as work:
        raw, packed = Path(work) / _INNER_NAME, Path(work) / archive.name
        build_practice_image(raw, size_bytes=size_bytes)
        _zip(raw, packed)
        packed.replace(archive)
    return archive


def _partitions(app_bytes: int) -> list[Partition]:
    app = Partition(number=1, start_bytes=_APP_START, size_bytes=app_bytes, name="APP")
    boot = [
        Partition(number=number, start_bytes=start * _SECTOR, size_bytes=sectors * _SECTOR, name=name)
        for number, start, sectors, name in _BOOT_PARTITIONS
    ]
    return [app, *boot]


def _write_system(out: BinaryIO, app_bytes: int) -> None:
    files = dict(_SYSTEM_FILES)
    for number in range(int(app_bytes * _FILLER_SHARE) // _FILLER_BYTES):
        files[f"opt/practice/part-{number:03}.bin"] = _filler(number)
    system = Ext4Writer(app_bytes, files, label="APP", hole_blocks=_HOLE_BLOCKS)
    system.write(out, _APP_START)
    garbage = random.Random(0)  # noqa: S311 - filler, no secret
    free = system.free_blocks
    for first in range(0, len(free), _GARBAGE_EVERY):
        for block in free[first : first + _GARBAGE_BLOCKS]:
            out.seek(_APP_START + block * BLOCK)
            out.write(garbage.randbytes(BLOCK))


def _filler(number: int) -> bytes:
    """A file that shrinks to about half, as a real system does: noise, then text."""
    chance = random.Random(1000 + number)  # noqa: S311 - filler, no secret
    noise = chance.randbytes(_FILLER_BYTES // 2)
    line = f"practice file {number}: {chance.getrandbits(64):016x}\n".encode()
    return noise + (line * (_FILLER_BYTES // len(line)))[: _FILLER_BYTES // 2]


def _zip(raw: Path, packed: Path) -> None:
    info = zipfile.ZipInfo(raw.name, date_time=(2022, 2, 22, 23, 37, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.file_size = raw.stat().st_size
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(info, "w") as member,
        raw.open("rb") as file,
    ):
        while chunk := file.read(MIB):
            member.write(chunk)
