"""Makes a card, as a sparse file of a given size, what a case says. The real mkfs of each file system that we have."""

from __future__ import annotations

import random
import shutil
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from support.broken_cards import GUID, broken
from support.labs import with_sbin
from support.signatures import Piece

from nanowizard.drives.partition import Partition
from nanowizard.drives.partition_write import MBR_EXFAT, MBR_FAT32_LBA, make_gpt, make_mbr
from nanowizard.practice.image import build_practice_image

MIB = 1 << 20
START = 4 * MIB
"""Where the one partition of most cards begins."""
Make = Callable[[Path], None]
_LINUX = "0x83"
_PIECE = 1 << 16


def blank(card: Path) -> None:
    """As it comes out of a factory, or after a full erase."""


def noise(card: Path) -> None:
    put(card, (0, random.Random(3).randbytes(2 * MIB)))


def as_broken(slug: str) -> Make:
    """One of the cards of the unit tests."""

    def make(card: Path) -> None:
        data = bytes(broken(slug).data)
        assert len(data) == card.stat().st_size, "its tables are for that size"
        pieces = ((at, data[at : at + _PIECE]) for at in range(0, len(data), _PIECE))
        put(card, *((at, piece) for at, piece in pieces if piece.strip(b"\0")))

    return make


# --- tables -----------------------------------------------------------------------------------------------------------


def mbr(card: Path, *partitions: tuple[int, int, str], for_bytes: int = 0) -> None:
    """`partitions`: start and size in bytes, type. `for_bytes`: the card that it was made for, if another."""
    parts = [Partition(number=n, start_bytes=s, size_bytes=b, type=t) for n, (s, b, t) in enumerate(partitions, 1)]
    put(card, (0, make_mbr(parts, for_bytes or card.stat().st_size, disk_id="12345678")))


def overlapping(card: Path) -> None:
    first = (START, 30 * MIB, MBR_FAT32_LBA)
    mbr(card, first, (40 * MIB, 10 * MIB, _LINUX))
    put(card, (462 + 8, struct.pack("<I", 20 * MIB // 512)))


def zero_length(card: Path) -> None:
    mbr(card, (START, 30 * MIB, MBR_FAT32_LBA))
    put(card, (446 + 12, bytes(4)))


def protective_alone(card: Path) -> None:
    put(card, (0, make_gpt([], card.stat().st_size, disk_id=GUID).head[:512]))


def bad_checksum(card: Path) -> None:
    """One bit of the first header has changed; the copy at the end is sound."""
    gpt_with_app(card)
    flip(card, 512 + 40)


def gpt_with_app(card: Path) -> None:
    """A used Nano's card on which the boot partitions are in the board's own memory."""
    size = card.stat().st_size
    app = Partition(number=1, start_bytes=START, size_bytes=size - 2 * START, name="APP")
    gpt = make_gpt([app], size, disk_id=GUID)
    put(card, (0, gpt.head), (gpt.tail_offset, gpt.tail))
    volume(card, START, app.size_bytes, "mke2fs", "-q", "-F", "-t", "ext4")


def gpt_for(other_bytes: int) -> Make:
    """As an image is copied from a card of that size, without its end."""

    def make(card: Path) -> None:
        app = Partition(number=1, start_bytes=START, size_bytes=other_bytes - 2 * START, name="APP")
        put(card, (0, make_gpt([app], other_bytes, disk_id=GUID).head))

    return make


def junk_entries(card: Path) -> None:
    """128 partitions of noise, under checksums that hold."""
    head = bytearray(make_gpt([], card.stat().st_size, disk_id=GUID).head)
    head[1024:] = random.Random(5).randbytes(128 * 128)
    struct.pack_into("<I", head, 512 + 88, zlib.crc32(head[1024:]))
    struct.pack_into("<I", head, 512 + 16, 0)
    struct.pack_into("<I", head, 512 + 16, zlib.crc32(head[512 : 512 + 92]))
    put(card, (0, bytes(head)))


def jetson(card: Path) -> None:
    """The fourteen partitions of NVIDIA's image."""
    build_practice_image(card, size_bytes=card.stat().st_size)


def half_of_an_image(card: Path) -> None:
    """dd was stopped in the middle."""
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder, "nano.img")
        build_practice_image(image, size_bytes=card.stat().st_size)
        put(card, (0, image.read_bytes()[: 32 * MIB]))


# --- file systems -----------------------------------------------------------------------------------------------------


def raspberry(card: Path) -> None:
    mbr(card, (START, 20 * MIB, MBR_FAT32_LBA), (24 * MIB, 36 * MIB, _LINUX))
    volume(card, START, 20 * MIB, "mkfs.vfat", "-n", "bootfs")
    volume(card, 24 * MIB, 36 * MIB, "mke2fs", "-q", "-F", "-t", "ext4", "-L", "rootfs")


def camera(card: Path) -> None:
    _one(card, MBR_FAT32_LBA, "mkfs.vfat", "-F", "32", "-s", "1", "-n", "CANON_DC")


def readme(card: Path) -> None:
    volume(card, 0, card.stat().st_size, "mkfs.vfat", "-n", "L4T-README")


def exfat(card: Path) -> None:
    _one(card, MBR_EXFAT, "mkfs.exfat", "-L", "SDXC")


def swap(card: Path) -> None:
    _one(card, "0x82", "mkswap")


def strange_label(card: Path) -> None:
    """It turns the reading direction round, and rings the bell."""
    _one(card, _LINUX, "mke2fs", "-q", "-F", "-t", "ext4", "-L", "\u202egnp\u0007\u200bSD")


def unclean(card: Path) -> None:
    """It was pulled out while somebody wrote: the FAT says so, as Windows and Linux mark it."""
    camera(card)
    with card.open("r+b") as file:
        file.seek(START + 14)
        reserved = struct.unpack("<H", file.read(2))[0]
        file.seek(START + 65)
        file.write(b"\x01")
        file.seek(START + reserved * 512 + 7)
        file.write(b"\x07")


def boot_sector_lost(card: Path) -> None:
    """The copy in sector 6 would do."""
    camera(card)
    put(card, (START, bytes(512)))


def signed(make: Callable[[int], Iterator[Piece]], kind: str = _LINUX) -> Make:
    """One partition with what another system left."""

    def prepare(card: Path) -> None:
        size = card.stat().st_size - START
        mbr(card, (START, size, kind))
        put(card, *((START + at, data) for at, data in make(size)))

    return prepare


def signed_whole(make: Callable[[int], Iterator[Piece]]) -> Make:
    """The same on the bare card."""

    def prepare(card: Path) -> None:
        put(card, *make(card.stat().st_size))

    return prepare


def isohybrid(make: Callable[[int], Iterator[Piece]]) -> Make:
    """A live system's image: a CD, and a table in front that names all of it as a partition."""

    def prepare(card: Path) -> None:
        size = card.stat().st_size
        put(card, *make(size))
        mbr(card, (512, 32 * MIB, "0x17"))
        put(card, (446 + 8, struct.pack("<I", 0)))

    return prepare


def whole(*command: str) -> Make:
    """A file system without a table."""

    def make(card: Path) -> None:
        volume(card, 0, card.stat().st_size, *command)

    return make


def _one(card: Path, kind: str, *command: str) -> None:
    size = card.stat().st_size - START
    mbr(card, (START, size, kind))
    volume(card, START, size, *command)


def volume(card: Path, start: int, size_bytes: int, *command: str) -> None:
    """What this mkfs makes of so many bytes, from there on."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "volume")
        with file.open("wb") as empty:
            empty.truncate(size_bytes)
        subprocess.run([*command, file], check=True, capture_output=True, env=with_sbin())
        with file.open("rb") as made, card.open("r+b") as target:
            at = start
            while piece := made.read(_PIECE):
                if piece.strip(b"\0"):
                    target.seek(at)
                    target.write(piece)
                at += len(piece)


def put(card: Path, *pieces: Piece) -> None:
    with card.open("r+b") as file:
        for offset, data in pieces:
            file.seek(offset)
            file.write(data)


def flip(card: Path, offset: int) -> None:
    with card.open("r+b") as file:
        file.seek(offset)
        byte = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([byte ^ 1]))


def new_card(path: Path, size_bytes: int, make: Make) -> Path:
    with path.open("wb") as file:
        file.truncate(size_bytes)
    make(path)
    assert path.stat().st_size == size_bytes
    return path


def missing() -> list[str]:
    """The programs that are needed and not there."""
    path = with_sbin()["PATH"]
    needed: Iterable[str] = ("mkfs.vfat", "mkfs.exfat", "mke2fs", "mkswap")
    return [name for name in needed if shutil.which(name, path=path) is None]
