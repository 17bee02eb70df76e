"""Images made to fit a block device through the real helper: judged by sgdisk, e2fsck, the kernel and `diff -r`."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.disk import MIB, DiskImage, make_disk_image

from lab.loop.conftest import MakeCard
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive
from nanowizard.drives.select import EXTRA_DEVICES
from nanowizard.flash.model import FlashReport, FlashRequest, VerifyRequest
from nanowizard.helper.client import HelperClient

pytestmark = pytest.mark.root

IMAGE_BYTES = 160 * MIB
# As in the case that people report: a card of the same printed size, 2.1 MB short.
SHORT_BYTES = 2_100_224


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> DiskImage:
    return make_disk_image(tmp_path_factory.mktemp("disk"), size_bytes=IMAGE_BYTES, file_bytes=24 * MIB)


@contextmanager
def mounted(disk: Path, folder: Path, offset: int, length: int) -> Iterator[Path]:
    place = folder / f"mount-{disk.name}"
    place.mkdir()
    options = f"ro,noload,loop,offset={offset},sizelimit={length}"
    subprocess.run(["mount", "-o", options, disk, place], check=True, capture_output=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True, capture_output=True)


def app_on(node: str) -> tuple[int, int]:
    """Where sgdisk finds APP: first byte and length."""
    shown = subprocess.run(["sgdisk", "-i", "1", node], capture_output=True, text=True, check=True).stdout
    first, last = (int(line.split(":")[1].split()[0]) for line in shown.splitlines() if "sector:" in line)
    return first * 512, (last - first + 1) * 512


def assert_whole(node: str, disk: DiskImage, folder: Path) -> int:
    """The length of APP on the card, when all judges agree."""
    judged = subprocess.run(["sgdisk", "-v", node], capture_output=True, text=True, check=True).stdout
    assert "No problems found" in judged, judged
    start, length = app_on(node)
    assert start == disk.app_start
    app = folder / "app"
    copy = ["dd", f"if={node}", f"of={app}", "bs=1M", f"skip={start}", f"count={length}"]
    subprocess.run([*copy, "iflag=skip_bytes,count_bytes", "conv=sparse"], check=True, capture_output=True)
    checked = subprocess.run(["e2fsck", "-fn", app], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    with (
        mounted(disk.path, folder, disk.app_start, disk.app_bytes) as meant,
        mounted(Path(node), folder, start, length) as found,
    ):
        subprocess.run(["diff", "-r", meant, found], check=True)
        assert shutil.disk_usage(found).used == shutil.disk_usage(meant).used
    return length


def flashed(node: str, disk: DiskImage, monkeypatch: pytest.MonkeyPatch, *, grow: bool = False) -> FlashReport:
    """Written and compared, then once more as an update, which finds nothing to do."""
    monkeypatch.setenv(EXTRA_DEVICES, node)
    with HelperClient() as client:

        def card() -> Drive:
            return next(drive for drive in client.list_drives() if drive.path == node)

        request = FlashRequest(identity=card().identity, image=disk.zipped(), grow=grow)
        report = client.flash(request, RunContext())
        client.verify(VerifyRequest(identity=card().identity, image=disk.zipped()), RunContext())
        again = FlashRequest(identity=card().identity, image=disk.zipped(), grow=grow, update=True)
        assert client.flash(again, RunContext()).written_bytes == 0
    assert report.written_bytes < IMAGE_BYTES / 2, "what no file uses is left out all the same"
    return report


def test_a_card_that_is_used_whole(
    make_card: MakeCard, disk: DiskImage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = make_card(200 * MIB)
    report = flashed(card.node, disk, monkeypatch, grow=True)
    assert report.grown_bytes == assert_whole(card.node, disk, tmp_path) - disk.app_bytes == 40 * MIB


def test_a_card_that_is_short_by_some_mb(
    make_card: MakeCard, disk: DiskImage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = make_card(IMAGE_BYTES - SHORT_BYTES)
    report = flashed(card.node, disk, monkeypatch)
    assert report.shrunk_bytes == SHORT_BYTES
    assert assert_whole(card.node, disk, tmp_path) == disk.app_bytes - 2 * MIB
