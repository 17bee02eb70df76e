"""What archives say of the size of what is in them."""

from __future__ import annotations

import gzip
import lzma
import struct
from io import FileIO
from pathlib import Path

import pytest
from support.archives import KIB, PACKERS

from nanowizard.images.sizes import RawSize, size_of

GIB4 = 1 << 32


def size_in(path: Path, kind: str, data: bytes, archive_bytes: int | None = None) -> RawSize:
    path.write_bytes(data)
    with FileIO(path) as file:
        return size_of(kind, file, archive_bytes or len(data))


def test_every_stream_of_an_xz_counts(tmp_path: Path) -> None:
    blocks = [bytes(n * KIB) for n in (1, 70, 300)]
    data = b"".join(lzma.compress(block) + bytes(4 * n) for n, block in enumerate(blocks))
    assert size_in(tmp_path / "a", "xz", data) == RawSize(371 * KIB, exact=True)


@pytest.mark.parametrize("cut", [1, 4, 12, 30])
def test_an_xz_without_its_end_says_nothing(cut: int, tmp_path: Path) -> None:
    assert size_in(tmp_path / "a", "xz", lzma.compress(bytes(9000))[:-cut]) == RawSize()


def test_garbage_in_an_xz_index_says_nothing(tmp_path: Path) -> None:
    whole = bytearray(lzma.compress(bytes(9000)))
    whole[-20:-12] = b"\xff" * 8
    assert size_in(tmp_path / "a", "xz", bytes(whole)) == RawSize()


@pytest.mark.parametrize(
    ("isize", "archive_bytes", "expected"),
    [(1000, 500, 1000), (13816037376 % GIB4, 6_000_000_000, 13816037376 % GIB4 + 2 * GIB4), (0, 1000, None)],
    ids=["as it is", "the least that fits", "last of several members"],
)
def test_gzip_knows_its_size_modulo_4_gib(isize: int, archive_bytes: int, expected: int | None, tmp_path: Path) -> None:
    data = gzip.compress(b"x")[:-4] + struct.pack("<I", isize)
    assert size_in(tmp_path / "a", "gz", data, archive_bytes) == RawSize(expected)


def test_the_first_of_several_zstd_frames_is_not_the_whole(tmp_path: Path) -> None:
    frame = PACKERS["zst"](bytes(range(256)) * 2)
    assert size_in(tmp_path / "a", "zst", frame) == RawSize(512)
    assert size_in(tmp_path / "a", "zst", frame * 200) == RawSize()
