"""The practice image, judged by the tools that mend real cards."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from nanowizard.drives.partition import is_jetpack, read_table
from nanowizard.images.source import open_image
from nanowizard.practice.crc32c import crc32c
from nanowizard.practice.ext4 import BLOCK, Ext4Writer
from nanowizard.practice.image import (
    MIB,
    SMALLEST_IMAGE_BYTES,
    build_practice_archive,
    build_practice_image,
)

needs_e2fsprogs = pytest.mark.skipif(not (shutil.which("e2fsck") and shutil.which("debugfs")), reason="needs e2fsprogs")
needs_sgdisk = pytest.mark.skipif(not shutil.which("sgdisk"), reason="needs gdisk")

APP_START = 14_680_064  # 28672 sectors, as on NVIDIA's card


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("practice") / "image"
    build_practice_image(path)
    return path


def run(*command: str | Path) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def app_of(image: Path, to: Path) -> Path:
    table = read_table(lambda at, count: image.read_bytes()[at : at + count], image.stat().st_size)
    app = table.partitions[0]
    to.write_bytes(image.read_bytes()[app.start_bytes : app.end_bytes])
    return to


def test_it_is_laid_out_like_a_jetson_card(image: Path) -> None:
    data = image.read_bytes()
    table = read_table(lambda at, count: data[at : at + count], len(data))
    assert is_jetpack(table)
    assert [part.number for part in table.partitions] == list(range(1, 15))
    app, *boot = table.partitions
    assert (app.name, app.start_bytes) == ("APP", APP_START)
    assert all(part.end_bytes <= app.start_bytes for part in boot)
    assert table.stated_size_bytes == len(data) == 96 * MIB


def test_both_copies_of_the_table_are_good(image: Path) -> None:
    data = bytes(512) + bytes(512) + image.read_bytes()[1024:]
    assert read_table(lambda at, count: data[at : at + count], len(data)).copy == "backup"


@needs_sgdisk
def test_sgdisk_finds_nothing_wrong(image: Path) -> None:
    assert "No problems found" in run("sgdisk", "-v", image)


@needs_e2fsprogs
@pytest.mark.parametrize("size_mib", [32, 33, 160, 512])
def test_the_file_system_is_clean_at_every_size(size_mib: int, tmp_path: Path) -> None:
    image = tmp_path / "image"
    build_practice_image(image, size_bytes=size_mib * MIB)
    with image.open("rb") as disk, (tmp_path / "app").open("wb") as app:
        disk.seek(APP_START)
        shutil.copyfileobj(disk, app, MIB)
        app.truncate(size_mib * MIB - APP_START - 2 * MIB)
    run("e2fsck", "-fn", tmp_path / "app")
    assert "EXPECTED" not in run("dumpe2fs", tmp_path / "app")  # checksums of groups, which e2fsck passes over


@needs_e2fsprogs
def test_the_files_can_be_read_back(image: Path, tmp_path: Path) -> None:
    app = app_of(image, tmp_path / "app")
    assert run("debugfs", "-R", "cat /etc/hostname", app) == "practice-nano\n"
    assert run("debugfs", "-R", "cat /etc/nv_tegra_release", app).startswith("# R32 (release), REVISION: 7.1")
    assert "root=/dev/mmcblk0p1" in run("debugfs", "-R", "cat /boot/extlinux/extlinux.conf", app)
    assert "lost+found" in run("debugfs", "-R", "ls /", app)


@needs_e2fsprogs
def test_it_has_what_block_skipping_needs(image: Path, tmp_path: Path) -> None:
    """Most blocks are free, in many pieces, and some of the free ones hold garbage."""
    app = app_of(image, tmp_path / "app")
    facts = run("dumpe2fs", app)
    free = [line for line in facts.splitlines() if line.strip().startswith("Free blocks: ")][-1].split(": ")[1]
    runs = [[int(n) for n in part.split("-")] for part in free.split(", ")]
    numbers = [n for first, *last in runs for n in range(first, (last[0] if last else first) + 1)]
    data = app.read_bytes()
    dirty = sum(1 for n in numbers if any(data[n * BLOCK : n * BLOCK + 16]))
    assert len(numbers) > len(data) // BLOCK * 0.5
    assert len(runs) > 5
    assert len(numbers) * 0.05 < dirty < len(numbers) * 0.2


@needs_e2fsprogs
def test_content_comes_back_byte_for_byte(tmp_path: Path) -> None:
    files = {"a": b"x" * 5000, "empty": b"", "deep/er/b": bytes(range(256)) * 5000, "名": b"utf-8"}
    system = tmp_path / "fs"
    with system.open("wb") as out:
        out.truncate(150 * MIB)
        Ext4Writer(150 * MIB, files, hole_blocks=3).write(out, 0)
    run("e2fsck", "-fn", system)
    for name, content in files.items():
        run("debugfs", "-R", f"dump /{name} {tmp_path / 'out'}", system)
        assert (tmp_path / "out").read_bytes() == content


@pytest.mark.parametrize("files", [{"big": bytes(17 * MIB)}, {f"f{n}": b"" for n in range(1100)}])
def test_what_does_not_fit_is_refused(files: dict[str, bytes]) -> None:
    with pytest.raises(ValueError, match=r"fit|many"):
        Ext4Writer(16 * MIB, files)


@pytest.mark.parametrize("size_bytes", [0, SMALLEST_IMAGE_BYTES - BLOCK, SMALLEST_IMAGE_BYTES + 512])
def test_impossible_sizes_are_refused(size_bytes: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no practice image"):
        build_practice_image(tmp_path / "image", size_bytes=size_bytes)
    assert not (tmp_path / "image").exists()


def test_the_checksum_is_castagnolis() -> None:
    assert crc32c(b"123456789") ^ 0xFFFFFFFF == 0xE3069283  # the check value of RFC 3720's CRC


def test_the_archive_holds_the_image_and_is_made_once(tmp_path: Path) -> None:
    archive = build_practice_archive(tmp_path / "new", size_bytes=SMALLEST_IMAGE_BYTES)
    made = archive.stat()
    image = tmp_path / "image"
    build_practice_image(image, size_bytes=SMALLEST_IMAGE_BYTES)
    digest, buffer = hashlib.sha256(), memoryview(bytearray(MIB))
    with open_image(archive) as source:
        assert (source.kind, source.name) == ("zip", "practice-nano.img")
        while count := source.readinto(buffer):
            digest.update(buffer[:count])
    assert digest.hexdigest() == hashlib.sha256(image.read_bytes()).hexdigest()
    assert build_practice_archive(tmp_path / "new", size_bytes=SMALLEST_IMAGE_BYTES) == archive
    assert archive.stat().st_mtime_ns == made.st_mtime_ns
    assert [path.name for path in (tmp_path / "new").iterdir()] == [archive.name]


def test_it_is_the_same_every_time(tmp_path: Path) -> None:
    first, second = (build_practice_archive(tmp_path / n, size_bytes=SMALLEST_IMAGE_BYTES) for n in "ab")
    assert first.read_bytes() == second.read_bytes()
