"""Whose blocks are these? Against file systems that mkfs.ext4 made and debugfs explains."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from nanowizard.drives import ext4owners
from nanowizard.drives.ext4owners import files_at
from nanowizard.drives.partition import Read

MIB = 1024 * 1024
START = 3 * MIB  # of the file system on the disk


class Disk:
    """A file system somewhere on a disk, and where its files' blocks are."""

    def __init__(self, folder: Path, *mkfs: str) -> None:
        if not shutil.which("mkfs.ext4"):
            pytest.skip("needs mkfs.ext4 (package e2fsprogs)")
        tree = folder / "tree"
        noise = random.Random(3)
        for n in range(40):
            below = tree / "usr" / f"lib{n}" / "python3"
            below.mkdir(parents=True)
            (below / f"module{n}.py").write_bytes(noise.randbytes(9000))
        (tree / "etc").mkdir()
        (tree / "etc" / "名前").write_bytes(noise.randbytes(5000))
        (tree / "sparse").write_bytes(b"")
        with (tree / "sparse").open("r+b") as file:  # more extents than an inode holds
            for n in range(12):
                file.seek(n * 64 * 1024)
                file.write(noise.randbytes(4096))
        self.file = folder / "fs.ext4"
        command = ["mkfs.ext4", "-q", "-F", "-b", "4096", *mkfs, "-d", str(tree), str(self.file), "64M"]
        subprocess.run(command, check=True)
        self.data = bytes(START) + self.file.read_bytes()
        self.reads: list[int] = []

    def read(self, offset: int, length: int) -> bytes:
        self.reads.append(length)
        return self.data[offset : offset + length]

    def place(self, path: str, block: int = 0) -> tuple[int, int]:
        """Where on the disk that block of the file is."""
        asked = subprocess.run(
            ["debugfs", "-R", f"bmap {path} {block}", str(self.file)], capture_output=True, text=True, check=True
        )
        number = int(asked.stdout)
        return START + number * 4096, START + (number + 1) * 4096

    def owners(self, *ranges: tuple[int, int], read: Read | None = None) -> list[str]:
        return files_at(read or self.read, START, 64 * MIB, ranges)


@pytest.fixture(scope="module", params=[(), ("-O", "^metadata_csum,^64bit"), ("-O", "^flex_bg", "-g", "2048")])
def disk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Disk:
    return Disk(tmp_path_factory.mktemp("ext4"), *request.param)


def test_a_file_is_named(disk: Disk) -> None:
    path = "/usr/lib17/python3/module17.py"
    assert disk.owners(disk.place(path, 1)) == [path]
    start, end = disk.place(path, 2)
    assert disk.owners((end - 1, end)) == [path], "its last byte is enough"
    assert path not in disk.owners((start - 3 * 4096, start - 2 * 4096))


def test_several_each_once_and_in_order(disk: Disk) -> None:
    paths = ["/etc/名前", "/usr/lib3/python3/module3.py"]
    assert disk.owners(*(disk.place(path, n) for path in reversed(paths) for n in (0, 1))) == paths


def test_a_file_of_many_pieces(disk: Disk) -> None:
    assert disk.owners(disk.place("/sparse", 11 * 16)) == ["/sparse"]


def test_a_directory_is_named_too(disk: Disk) -> None:
    assert disk.owners(disk.place("/usr/lib5")) == ["/usr/lib5"]
    assert disk.owners(disk.place("/")) == ["/"]


def test_what_belongs_to_no_file_has_no_name(disk: Disk) -> None:
    assert disk.owners((START, START + 4096)) == []  # the superblock
    assert disk.owners((START + 63 * MIB, START + 64 * MIB)) == []


def test_a_damaged_directory_leaves_the_number(disk: Disk) -> None:
    path = "/usr/lib9/python3/module9.py"
    start, end = disk.place("/usr/lib9/python3")

    def read(offset: int, length: int) -> bytes:
        data = bytearray(disk.read(offset, length))
        if start <= offset < end:
            data[:] = bytes(length)
        return bytes(data)

    (name,) = disk.owners(disk.place(path), read=read)
    assert re.fullmatch(r"#\d+", name)


def test_no_file_system_and_a_damaged_one_give_nothing(disk: Disk) -> None:
    assert disk.owners((START, START + 4096), read=lambda offset, length: bytes(length)) == []
    rng = random.Random(1)
    for _ in range(20):
        at = rng.randrange(START, START + MIB)

        def read(offset: int, length: int, at: int = at) -> bytes:
            data = bytearray(disk.read(offset, length))
            for place in range(max(at, offset), min(at + 64, offset + length)):
                data[place - offset] = rng.randrange(256)
            return bytes(data)

        disk.owners((START + 5 * MIB, START + 6 * MIB), read=read)  # whatever it says, it ends


def test_it_costs_no_more_than_it_may(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    place = disk.place("/etc/名前")
    disk.reads.clear()
    disk.owners(place)
    assert sum(disk.reads) < 5 * MIB
    monkeypatch.setattr(ext4owners, "MOST_READS", 6)
    disk.reads.clear()
    disk.owners(place)
    assert len(disk.reads) <= 6
    monkeypatch.setattr(ext4owners, "MOST_READS", 10_000)
    clock = iter(range(1000))
    monkeypatch.setattr(ext4owners, "MOST_S", 3)
    disk.reads.clear()
    assert files_at(disk.read, START, 64 * MIB, [place], clock=lambda: next(clock)) == []


def test_of_very_many_the_first_are_named(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ext4owners, "MOST_FILES", 3)
    assert len(disk.owners((START, START + 64 * MIB))) == 3
