"""Where the inode tables are: compared with what dumpe2fs says of file systems of real mkfs.ext4."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from nanowizard.drives.ext4tables import inode_tables

MIB = 1 << 20


def made(folder: Path, *mkfs: str) -> Path:
    if not shutil.which("mkfs.ext4") or not shutil.which("dumpe2fs"):
        pytest.skip("needs mkfs.ext4 and dumpe2fs (package e2fsprogs)")
    path = folder / "volume"
    with path.open("wb") as file:
        file.truncate(48 * MIB)
    subprocess.run(["mkfs.ext4", "-q", "-F", *mkfs, str(path)], check=True, capture_output=True)
    return path


def tables_by_dumpe2fs(path: Path) -> set[int]:
    """The blocks of all tables."""
    said = subprocess.run(["dumpe2fs", str(path)], check=True, capture_output=True, text=True).stdout
    spans = re.findall(r"Inode table at (\d+)-(\d+)", said)
    return {block for first, last in spans for block in range(int(first), int(last) + 1)}


@pytest.mark.parametrize(
    ("mkfs", "block_bytes"),
    [
        (("-b", "4096", "-g", "1024"), 4096),
        (("-b", "4096", "-g", "1024", "-O", "^flex_bg"), 4096),
        (("-b", "1024"), 1024),
        (("-b", "4096", "-O", "^64bit,^metadata_csum", "-I", "128"), 4096),
    ],
    ids=["flex_bg", "each group its own", "small blocks", "as of old"],
)
def test_the_tables_are_where_dumpe2fs_says(mkfs: tuple[str, ...], block_bytes: int, tmp_path: Path) -> None:
    path = made(tmp_path, *mkfs)
    data = bytes(777) + path.read_bytes()
    found = inode_tables(lambda at, count: data[at : at + count], 777, len(data) - 777)
    blocks = {
        number
        for start, length in found
        for number in range((start - 777) // block_bytes, (start - 777 + length) // block_bytes)
    }
    assert blocks == tables_by_dumpe2fs(path)
    assert all((start - 777) % block_bytes == 0 for start, _ in found)


def test_what_cannot_be_understood_has_none(tmp_path: Path) -> None:
    data = bytearray(made(tmp_path, "-b", "4096").read_bytes())

    def tables() -> object:
        return list(inode_tables(lambda at, count: bytes(data[at : at + count]), 0, len(data)))

    assert tables()
    for at, value in ((0x20, 0), (0x28, 0), (0x28, 1 << 31), (0x4, 1 << 31), (0x38, 0)):
        before = bytes(data[1024 + at : 1028 + at])
        struct.pack_into("<I", data, 1024 + at, value)
        assert tables() == []
        data[1024 + at : 1028 + at] = before
    assert tables()
    del data[3000:]
    assert tables() == []
