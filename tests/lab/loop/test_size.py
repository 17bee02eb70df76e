"""Sizes that do not fit: odd images, large sectors, small cards, and cards that are smaller than they say."""

from __future__ import annotations

import gzip
import math
from pathlib import Path

import pytest

from lab.loop.conftest import MIB, MakeCard
from lab.loop.erasing import flash
from lab.loop.image import Image, make_image
from lab.loop.lying_card import Faults
from lab.loop.moments import AtPhase, AtStep
from nanowizard.transfer import watchdog

pytestmark = pytest.mark.root


def gzipped(image: Image, folder: Path) -> Path:
    packed = folder / f"{image.path.name}.gz"
    packed.write_bytes(gzip.compress(image.data, 1))
    return packed


@pytest.mark.parametrize("sector_bytes", [512, 4096])
def test_an_image_that_is_no_whole_number_of_sectors(sector_bytes: int, make_card: MakeCard, tmp_path: Path) -> None:
    """Unbuffered writes of odd length fail with EINVAL: the last block is filled up with zeros."""
    odd = make_image(tmp_path / "odd.img", 9 * MIB + 1234)
    packed = gzipped(odd, tmp_path)  # a bare image of such a size is refused
    card = make_card(16 * MIB, f"--sector-size={sector_bytes}")
    old = card.backing.read_bytes()
    ran = flash(card, packed)
    assert ran.error is None
    assert ran.report
    assert (ran.report.raw_bytes, ran.report.repaired_ranges) == (len(odd.data), 0)
    assert card.left(odd) == "image"
    now, end = card.backing.read_bytes(), -(-len(odd.data) // sector_bytes) * sector_bytes
    assert not any(now[len(odd.data) : end])
    assert now[end : -64 * 1024] == old[end : -64 * 1024], "what lies behind the image stays as it was"
    assert card.drive().block_bytes == sector_bytes


def test_an_image_that_is_too_large_is_refused_with_the_numbers(make_card: MakeCard, image: Image) -> None:
    card = make_card(8 * MIB)
    ran = flash(card, image.path)
    assert ran.said == (
        "drive.too_small",
        {
            "path": card.node,
            "name": card.name,
            "need_bytes": 12 * MIB,
            "has_bytes": 8 * MIB,
            "missing_bytes": 4 * MIB,
        },
    )
    assert card.left(image) == "untouched"


def test_an_image_that_turns_out_to_be_too_large(make_card: MakeCard, image: Image, tmp_path: Path) -> None:
    """A gz says its size only modulo 4 GiB, so this is found out at the end of the card."""
    card = make_card(8 * MIB)
    ran = flash(card, gzipped(image, tmp_path))
    code, params = ran.said
    assert (code, params["path"], params["has_bytes"]) == ("drive.too_small", card.node, 8 * MIB)
    assert params["missing_bytes"] == params["need_bytes"] - 8 * MIB > 0
    assert card.left(image) == "not_ready"


def test_a_write_across_the_end_is_short_and_is_not_taken_for_a_whole_one(
    make_card: MakeCard, image: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel writes what still fits and reports no error: only its count is smaller.

    The look at the size each second, which may come first, is the next test's.
    """
    monkeypatch.setattr(watchdog, "CHECK_SAME_EVERY_S", math.inf)
    card = make_card()
    ran = flash(card, image.path, AtPhase("write", lambda: card.shrink(11 * MIB)))
    assert ran.said == ("drive.full", {"path": card.node, "offset_bytes": 11 * MIB})
    assert card.left(image) == "not_ready"


def test_a_card_that_becomes_smaller_is_another_card(make_card: MakeCard, image: Image) -> None:
    card = make_card()
    ran = flash(card, image.path, AtStep("flash.verify", lambda: card.shrink(14 * MIB)))
    assert ran.said == ("drive.changed", {"path": card.node})
    assert card.left(image) == "not_ready"


def test_a_counterfeit_that_forgets_what_is_beyond_its_memory(make_card: MakeCard, image: Image) -> None:
    card = make_card(faults=Faults(real_bytes=8 * MIB, beyond="drop"))
    ran = flash(card, image.path)
    code, params = ran.said
    assert (code, params["offset_bytes"]) == ("flash.verify_mismatch", 8 * MIB)
    differs = {params["offset_bytes"] for params in ran.found("flash.range_differs")}
    assert differs == {8 * MIB, 10 * MIB}
    assert card.left(image) == "not_ready"


@pytest.mark.parametrize("image_mib", [10, 12])
def test_a_counterfeit_whose_memory_begins_anew(image_mib: int, make_card: MakeCard, tmp_path: Path) -> None:
    """What is written beyond its memory lies over the marker at its start; a rewrite there spoils the end again."""
    large = make_image(tmp_path / "large.img", image_mib * MIB)
    card = make_card(faults=Faults(real_bytes=8 * MIB, beyond="wrap"))
    ran = flash(card, large.path)
    code, params = ran.said
    # The rewritten marker spoils the range at 8 MiB in any case; which of two others is last is up to the threads.
    assert (code, params["offset_bytes"] in (2 * MIB, 8 * MIB)) == ("flash.verify_mismatch", True)
    assert "flash.repair" in ran.steps
    assert card.left(large) == "not_ready"


def test_a_counterfeit_that_is_only_a_little_too_small(make_card: MakeCard, tmp_path: Path) -> None:
    """Only the first MiB lies twice, and that is written last: it would destroy the image's end unseen."""
    large = make_image(tmp_path / "large.img", 8 * MIB + 300 * 1024)
    card = make_card(faults=Faults(real_bytes=8 * MIB, beyond="wrap"))
    ran = flash(card, large.path)
    assert ran.said == ("flash.verify_mismatch", {"offset_bytes": 8 * MIB, "length_bytes": 300 * 1024, "ranges": 1})
    assert card.left(large) == "not_ready"
