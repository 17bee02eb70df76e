"""`fetch` onto disks that are full, small, read-only or gone: a real file system of a few pages for each."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import shutil
import subprocess
import sys
from collections import namedtuple
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from support.labs import loops_to_ourselves
from support.scripted_web import Out, Request, scripted_web

from nanowizard.core.errors import ImageError
from nanowizard.core.events import Event, Progress
from nanowizard.core.task import RunContext
from nanowizard.images.download.disk import check_file_size
from nanowizard.images.download.download import fetch
from nanowizard.images.download.model import Options, Patience, Pieces

KIB = 1024
CONTENT = b"PK\x03\x04" + random.Random(6).randbytes(512 * KIB)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
QUICK = Options(
    Patience(attempts=2, attempts_later=2, pause_s=0.01),
    Pieces(connections=2, least_bytes=64 * KIB, most_bytes=64 * KIB),
    checkpoint_s=0.0,
)
MARKS = {"ETag": '"one"'}
FREE = shutil._ntuple_diskusage(1 << 40, 0, 1 << 40)  # type: ignore[attr-defined]


@pytest.fixture
def url() -> Iterator[str]:
    with scripted_web(lambda request, out: out.file(request, CONTENT, **MARKS)) as web:
        yield web.url()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system in memory; `resize` changes it."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("needs root: to mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip(f"cannot mount: {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def remount(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(disk)], check=True)


def failure(url: str, folder: Path, options: Options = QUICK) -> ImageError:
    with pytest.raises(ImageError) as caught:
        fetch(url, folder, RunContext(), options=options)
    return caught.value


def test_a_disk_that_is_full_at_any_point(url: str, disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From none at all to all but the last page; what fits is kept, and with more room the rest comes."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: FREE)  # as if somebody else had filled it meanwhile
    options = replace(QUICK, checkpoint_s=3600.0)  # what is kept is made sure of at the end alone
    for pages in [*range(1, 8), 20, 64, 100, 127, 128, 129, 130]:
        remount(disk, f"size={pages * 4}k")
        error = failure(url, disk, options)
        assert (error.code, error.params["folder"]) == ("image.no_space", str(disk)), pages
        assert error.params["missing_bytes"] > 0
        assert not (disk / "card.zip").exists()
    remount(disk, "size=2m")
    result = fetch(url, disk, RunContext(), options=QUICK)
    assert result.sha256 == SHA256
    assert result.resumed_from >= len(CONTENT) - 128 * KIB
    assert result.path.read_bytes() == CONTENT


def test_a_disk_that_is_too_small_is_said_before_anything_is_fetched(url: str, disk: Path) -> None:
    error = failure(url, disk)
    assert error.code == "image.no_space"
    assert error.params["missing_bytes"] == len(CONTENT) + 16 * KIB * KIB - 64 * KIB + 8 * KIB


def test_a_disk_that_somebody_else_fills_meanwhile(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Noticed before the last byte is gone, which the system and other programs need."""
    free = iter([FREE])
    full = shutil._ntuple_diskusage(1 << 40, 1 << 40, 0)  # type: ignore[attr-defined]
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: next(free, full))
    options = Options(QUICK.patience, QUICK.pieces, limit_bytes_per_s=400_000, checkpoint_s=0.0)
    error = failure(url, tmp_path, options)
    assert error.code == "image.no_space"
    assert 0 < (tmp_path / "card.zip.part").stat().st_size < len(CONTENT)


def test_a_folder_that_may_only_be_read(url: str, disk: Path) -> None:
    remount(disk, "ro")
    error = failure(url, disk)
    assert (error.code, error.params["folder"]) == ("image.not_saved", str(disk))
    assert "Read-only" in error.detail


def test_a_folder_of_somebody_else(url: str, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o500)
    assert failure(url, tmp_path).code == "image.not_saved"


def test_a_disk_that_becomes_read_only_while_it_is_written(url: str, disk: Path) -> None:
    remount(disk, "size=2m")

    def emit(event: Event) -> None:
        if isinstance(event, Progress) and event.done > 0:
            (disk / "card.zip.part").unlink(missing_ok=True)
            subprocess.run(["mount", "-o", "remount,ro,force", str(disk)], check=False, capture_output=True)

    with pytest.raises(ImageError) as caught:
        fetch(url, disk, RunContext(emit), options=Options(QUICK.patience, QUICK.pieces, limit_bytes_per_s=300_000))
    assert caught.value.code in ("image.not_saved", "image.no_space")


def test_a_disk_that_holds_no_large_files(url: str, tmp_path: Path) -> None:
    """As FAT32 does beyond 4 GB: here the process may write no more than 100 KiB into a file."""
    script = """
import resource, sys
from pathlib import Path
from nanowizard.core.errors import ImageError
from nanowizard.core.task import RunContext
from nanowizard.images.download.download import fetch
resource.setrlimit(resource.RLIMIT_FSIZE, (100 * 1024, 100 * 1024))
try:
    fetch(sys.argv[1], Path(sys.argv[2]), RunContext())
except ImageError as error:
    print(error.code)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, url, str(tmp_path)], stdout=subprocess.PIPE, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "image.too_large_for_disk"


LARGE = (4 << 30) + 1


def large_file(request: Request, out: Out) -> None:
    """The first piece of more than FAT32 can hold."""
    first, end = request.span(LARGE) or (0, LARGE)
    out.head(206, Content_Length=end - first, Content_Range=f"bytes {first}-{end - 1}/{LARGE}", ETag='"one"')
    out.raw(CONTENT[:100])
    out.fall_silent()


@contextlib.contextmanager
def mounted(folder: Path, size: int, *mkfs: str) -> Iterator[Path]:
    """A new file system in a sparse file."""
    program = shutil.which(mkfs[0], path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if not program or os.geteuid() != 0:
        pytest.skip(f"needs root and {mkfs[0]}: to mount a small disk")
    stick, place = folder / "stick.img", folder / "stick"
    with stick.open("wb") as file:
        file.truncate(size)
    subprocess.run([program, *mkfs[1:], str(stick)], check=True, capture_output=True)
    place.mkdir()
    mount = ["mount", "-o", "loop", str(stick), str(place)]
    with loops_to_ourselves():
        made = subprocess.run(mount, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"cannot mount: {made.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_stick_with_fat32_is_named_before_four_gigabytes_have_come(tmp_path: Path) -> None:
    """Also where it lacks the space: to make room there would be of no use."""
    with mounted(tmp_path, 40 << 20, "mkfs.vfat", "-F", "32", "-s", "1") as place, scripted_web(large_file) as web:
        error = failure(web.url(), place)
    assert (error.code, error.params["folder"]) == ("image.too_large_for_disk", str(place))


def test_linux_says_what_is_too_large_for_a_file_system(tmp_path: Path) -> None:
    """ext4 with blocks of 1 KiB has no files beyond 4 TiB, as FAT32 has none beyond 4 GiB."""
    with mounted(tmp_path, 8 << 20, "mkfs.ext4", "-b", "1024") as place:
        check_file_size(place, 3 << 40)
        with pytest.raises(ImageError, match="too_large_for_disk"):
            check_file_size(place, 5 << 40)
        assert [path.name for path in place.iterdir()] == ["lost+found"]


def test_windows_says_what_file_system_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There a seek may lead anywhere; the innermost of the mounted places counts."""
    kind = namedtuple("kind", "mountpoint fstype")
    mounts = [kind(str(tmp_path), "FAT32"), kind("/", "NTFS"), kind(str(tmp_path / "other"), "NTFS")]
    monkeypatch.setattr(psutil, "disk_partitions", lambda: mounts)
    with scripted_web(large_file) as web:
        assert failure(web.url(), tmp_path / "images").code == "image.too_large_for_disk"
    check_file_size(tmp_path, (4 << 30) - 1)
    mounts[0] = kind(str(tmp_path), "exFAT")
    check_file_size(tmp_path, 4 << 30)


def test_a_folder_that_is_a_file(url: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert failure(url, tmp_path / "file" / "images").code == "image.not_saved"
