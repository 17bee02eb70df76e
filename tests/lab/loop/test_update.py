"""Cards that hold the image already, or a part of it: what the kernel counts as written, and what stands there then."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lab.loop.cards import LoopCard
from lab.loop.conftest import MIB, MakeCard
from lab.loop.erasing import carry_out
from lab.loop.image import Image, make_image
from lab.loop.lying_card import Faults
from nanowizard.drives.model import DriveIdentity
from nanowizard.flash.model import FlashRequest
from nanowizard.helper import flashing

pytestmark = pytest.mark.root


def _request(identity: DriveIdentity, image: Path, update: bool | None) -> FlashRequest:
    return FlashRequest(identity=identity, image=image, update=update)


def flash(card: LoopCard, image: Image, *more: Any, update: bool | None = None, **options: Any) -> Any:
    make = partial(_request, update=update)
    return carry_out(flashing.flash, make, card, image.path, *more, **options)


def a_card_with(image: Image, make_card: MakeCard) -> LoopCard:
    card = make_card()
    assert flash(card, image).error is None
    return card


def change(card: LoopCard, offset: int, data: bytes) -> None:
    with card.backing.open("r+b") as file:
        file.seek(offset)
        file.write(data)
    card.exchange()


@pytest.mark.parametrize("update", [None, True])
def test_nothing_is_written_to_a_card_that_holds_the_image(
    make_card: MakeCard, image: Image, update: bool | None
) -> None:
    card = a_card_with(image, make_card)
    before = card.written_bytes()
    ran = flash(card, image, update=update)
    assert card.written_bytes() == before
    assert ran.report and ran.report.written_bytes == 0
    assert ran.found("flash.already_there") == [{}]
    assert card.left(image) == "image"


def test_one_changed_block_is_written_with_marker_and_head(make_card: MakeCard, image: Image) -> None:
    card = a_card_with(image, make_card)
    change(card, 9 * MIB + 5, b"another")
    before = card.written_bytes()
    assert flash(card, image).error is None
    assert card.written_bytes() - before == 2 * MIB + 4096
    assert card.left(image) == "image"


def test_a_card_with_another_image_is_written_whole(make_card: MakeCard, image: Image, tmp_path: Path) -> None:
    card = a_card_with(make_image(tmp_path / "other.img", 11 * MIB), make_card)
    assert flash(card, image, update=True).error is None
    assert card.left(image) == "image"


def test_a_card_full_of_old_data_ends_as_after_an_ordinary_flash(make_card: MakeCard, image: Image) -> None:
    updated, ordinary = make_card(), make_card()
    assert flash(updated, image, update=True).error is None
    assert flash(ordinary, image, update=False).error is None
    assert updated.backing.read_bytes() == ordinary.backing.read_bytes()


def test_a_bit_that_the_card_does_not_keep_is_found_in_what_an_update_writes(make_card: MakeCard, image: Image) -> None:
    card = make_card(faults=Faults(flip_at=7 * MIB + 4321))
    ran = flash(card, image, update=True)
    assert ran.error is not None and ran.said[0] == "flash.verify_mismatch"
    assert card.left(image) == "not_ready"
