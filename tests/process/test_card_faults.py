"""Cards that are pulled out, put in again and exchanged while the real helper writes them."""

from __future__ import annotations

import os
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.archives import zipped

from nanowizard.core.errors import DriveError
from nanowizard.core.events import Event, Progress
from nanowizard.core.task import RunContext
from nanowizard.drives.marker import read_marker
from nanowizard.flash.model import FlashRequest
from nanowizard.helper.client import HelperClient
from nanowizard.practice.card import CARD_FILE, CardSettings
from nanowizard.practice.service import command

pytestmark = pytest.mark.usefixtures("nothing_is_left")

MIB = 1024 * 1024
CARD_BYTES = 24 * MIB


@pytest.fixture(scope="module")
def data() -> bytes:
    raw = bytearray(random.Random(4).randbytes(8 * MIB))
    raw[440:512] = bytes(6) + bytes([0, 0, 2, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 0x30, 0, 0]) + bytes(48) + b"\x55\xaa"
    return bytes(raw)


@pytest.fixture
def image(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "disk.img"
    path.write_bytes(data)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    card = tmp_path / "practice"
    card.mkdir()
    with (card / CARD_FILE).open("wb") as file:
        file.truncate(CARD_BYTES)
    CardSettings(write_rate=None, read_rate=None).save(card)
    return card


@pytest.fixture
def client(folder: Path) -> Iterator[HelperClient]:
    with HelperClient(command(folder)) as made:
        yield made


def request(client: HelperClient, image: Path) -> FlashRequest:
    return FlashRequest(identity=client.list_drives()[0].identity, image=image)


def contents(folder: Path) -> bytes:
    return (folder / CARD_FILE).read_bytes()


def test_pulled_out_and_put_in_again(client: HelperClient, folder: Path, image: Path, data: bytes) -> None:
    asked = request(client, image)
    CardSettings(write_rate=None, read_rate=None, vanish_at=5 * MIB).save(folder)
    with pytest.raises(DriveError, match=r"drive\.gone"):
        client.flash(asked, RunContext())
    assert read_marker(contents(folder)[:4096]) is not None
    CardSettings(write_rate=None, read_rate=None).save(folder)
    assert client.list_drives()[0].contents == "not_ready"
    client.flash(request(client, image), RunContext())
    assert contents(folder)[: len(data)] == data


def test_another_card_in_its_place_is_not_touched(client: HelperClient, folder: Path, image: Path) -> None:
    """Same name, same size: what was begun on the one is never ended on the other."""
    CardSettings(write_rate=8 * MIB, read_rate=None).save(folder)
    first, other = folder / "first.img", folder / "other.img"
    os.link(folder / CARD_FILE, first)
    with other.open("wb") as file:
        file.truncate(CARD_BYTES)
    untouched = other.read_bytes()

    def exchange(event: Event) -> None:
        if isinstance(event, Progress) and event.phase == "write" and event.done and other.exists():
            other.replace(folder / CARD_FILE)

    with pytest.raises(DriveError) as caught:
        client.flash(request(client, image), RunContext(emit=exchange))
    assert caught.value.code in ("drive.changed", "drive.gone")
    assert contents(folder) == untouched
    assert read_marker(first.read_bytes()[:4096]) is not None, "the first one says that it is not ready"


def test_a_folder_whose_name_is_not_ascii(
    client: HelperClient, folder: Path, tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F:/下载, through the helper's pipe and back; also where the system says that it knows ASCII only."""
    place = tmp_path / "下载 – Ünïcödé"
    place.mkdir()
    image = place / "镜像.img.zip"
    image.write_bytes(zipped(data, "镜像.img", zipfile.ZIP_STORED))
    client.flash(request(client, image), RunContext())
    assert contents(folder)[: len(data)] == data
    monkeypatch.setenv("LC_ALL", "C")
    with HelperClient(command(folder)) as plain:
        plain.flash(request(plain, image), RunContext())
    assert contents(folder)[: len(data)] == data
