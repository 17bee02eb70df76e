"""An image with a real file system, in a zip, through the real helper onto a block device, compared byte by byte."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from support.disk import MIB, DiskImage, assert_app_is_whole, make_disk_image

from lab.loop.conftest import MakeCard
from nanowizard.core.errors import FlashError
from nanowizard.core.events import Event, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive
from nanowizard.drives.select import EXTRA_DEVICES
from nanowizard.flash.blockmap import BlockMap
from nanowizard.flash.model import FlashRequest, VerifyRequest
from nanowizard.helper.client import HelperClient

pytestmark = pytest.mark.root

IMAGE_BYTES = 192 * MIB
CARD_BYTES = 224 * MIB


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> DiskImage:
    return make_disk_image(tmp_path_factory.mktemp("disk"), size_bytes=IMAGE_BYTES, file_bytes=24 * MIB)


@pytest.fixture
def node(make_card: MakeCard, monkeypatch: pytest.MonkeyPatch) -> str:
    """A loop device full of garbage, and the helper told that it is a card."""
    card = make_card(CARD_BYTES)
    monkeypatch.setenv(EXTRA_DEVICES, card.node)
    return card.node


def card(client: HelperClient, node: str) -> Drive:
    (found,) = [drive for drive in client.list_drives() if drive.path == node]
    return found


def test_only_what_holds_data_is_written_and_it_is_whole(disk: DiskImage, node: str, tmp_path: Path) -> None:
    events: list[Event] = []
    with HelperClient() as client:
        request = FlashRequest(identity=card(client, node).identity, image=disk.zipped())
        report = client.flash(request, RunContext(emit=events.append))
        assert card(client, node).contents == "jetson"
        verified = client.verify(VerifyRequest(identity=card(client, node).identity, image=disk.zipped()), RunContext())
    assert report.raw_bytes == IMAGE_BYTES
    assert report.written_bytes == report.verified_bytes == verified.verified_bytes
    assert report.written_bytes < IMAGE_BYTES / 3
    assert report.repaired_ranges == 0
    assert "flash.verify" in [event.step for event in events if isinstance(event, StepStarted)]
    assert_planned_ranges_equal(disk.path, Path(node))
    assert_app_is_whole(Path(node), disk, tmp_path)


def test_with_full_every_byte_is_equal(disk: DiskImage, node: str) -> None:
    with HelperClient() as client:
        request = FlashRequest(identity=card(client, node).identity, image=disk.zipped(), full=True)
        report = client.flash(request, RunContext())
    assert report.written_bytes == report.verified_bytes == IMAGE_BYTES
    assert report.skipped_bytes == 0
    subprocess.run(["cmp", "-n", str(IMAGE_BYTES), disk.path, node], check=True)


def test_a_card_that_was_changed_is_named(disk: DiskImage, node: str) -> None:
    with HelperClient() as client:
        identity = card(client, node).identity
        client.flash(FlashRequest(identity=identity, image=disk.zipped()), RunContext())
        with Path(node).open("r+b") as device:
            device.seek(3 * MIB + 77)
            device.write(b"changed")
        with pytest.raises(FlashError) as caught:
            client.verify(VerifyRequest(identity=identity, image=disk.zipped()), RunContext())
    assert caught.value.code == "flash.card_differs"
    assert caught.value.params["offset_bytes"] == 3 * MIB


def assert_planned_ranges_equal(image: Path, device: Path) -> None:
    plan = BlockMap()
    chunk = 2 * MIB
    with image.open("rb") as meant, device.open("rb") as found:
        offset = 0
        while data := meant.read(chunk):
            for start, end in plan.ranges(offset, memoryview(data)):
                found.seek(start)
                assert found.read(end - start) == data[start - offset : end - offset], (start, end)
            offset += len(data)
