"""What the list says of a card that is some MB too small for the image."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from nanowizard.core.events import Severity
from nanowizard.drives.model import Drive, DriveIdentity
from nanowizard.practice.image import build_practice_image
from nanowizard.tasks.card import findings_of

MIB = 1 << 20
IMAGE = 32 * MIB


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    raw = tmp_path_factory.mktemp("image") / "nano.img"
    build_practice_image(raw, size_bytes=IMAGE)
    packed = raw.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(raw, raw.name)
    return packed


def card(size_bytes: int) -> Drive:
    identity = DriveIdentity(
        backend="linux", path="/dev/sdx", bus_path="1", serial="2", model="Reader", size_bytes=size_bytes
    )
    return Drive(identity=identity, name="Reader", bus="usb", size_bytes=size_bytes, removable=True, contents="empty")


def said(size_bytes: int, image: Path | None, image_bytes: int | None = IMAGE) -> dict[str, Severity]:
    return {one.code: one.severity for one in findings_of(card(size_bytes), image, image_bytes)}


def test_a_card_that_is_short_by_some_mb_may_be_chosen(image: Path) -> None:
    found = said(IMAGE - 2 * MIB, image)
    assert found["flash.will_shrink"] is Severity.WARNING
    assert "drive.too_small" not in found


def test_one_that_the_file_system_does_not_fit_into_may_not(image: Path) -> None:
    found = said(16 * MIB, image)
    assert found["drive.too_small"] is Severity.BLOCKING and "flash.will_shrink" not in found


def test_what_fits_or_is_not_known_is_not_looked_at(image: Path, tmp_path: Path) -> None:
    assert said(IMAGE, image) == {}
    assert said(IMAGE - 2 * MIB, image, None) == {}
    assert said(16 * MIB - 1, None)["drive.too_small"] is Severity.BLOCKING
    assert said(IMAGE - 2 * MIB, tmp_path / "gone.zip")["drive.too_small"] is Severity.BLOCKING


def test_an_image_that_is_not_here_yet_may_fit_when_it_is() -> None:
    found = said(IMAGE - 2 * MIB, None)
    assert found["flash.whole_first"] is Severity.WARNING
    assert "drive.too_small" not in found


def test_an_image_that_was_replaced_is_looked_at_again(tmp_path: Path) -> None:
    file = tmp_path / "nano.img"
    file.write_bytes(bytes(IMAGE))
    assert "drive.too_small" in said(IMAGE - 2 * MIB, file)
    build_practice_image(file, size_bytes=IMAGE)
    assert "flash.will_shrink" in said(IMAGE - 2 * MIB, file)
