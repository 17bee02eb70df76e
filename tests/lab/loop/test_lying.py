"""Cards that do not keep what is written to them, or cannot write or read a block."""

from __future__ import annotations

import pytest

from lab.loop.conftest import MIB, MakeCard
from lab.loop.erasing import flash
from lab.loop.image import Image
from lab.loop.lying_card import Faults

pytestmark = pytest.mark.root

IN_THE_MIDDLE = 7 * MIB + 4321
IN_THE_HEAD = MIB // 2


@pytest.mark.parametrize(("flip_at", "start", "length"), [(IN_THE_MIDDLE, 6 * MIB, 2 * MIB), (IN_THE_HEAD, 0, MIB)])
def test_one_wrong_bit_is_found_rewritten_once_and_named(
    flip_at: int, start: int, length: int, make_card: MakeCard, image: Image
) -> None:
    card = make_card(faults=Faults(flip_at=flip_at))
    ran = flash(card, image.path)
    assert ran.said == ("flash.verify_mismatch", {"offset_bytes": start, "length_bytes": length, "ranges": 1})
    differs = ran.found("flash.range_differs")
    assert differs == [{"offset_bytes": start, "length_bytes": length}] * 2, "found, written again, found again"
    assert card.left(image) == "not_ready"


@pytest.mark.parametrize(("flip_at", "start"), [(IN_THE_MIDDLE, 6 * MIB), (IN_THE_HEAD, 0)])
def test_a_bit_that_was_wrong_once_is_mended_and_reported(
    flip_at: int, start: int, make_card: MakeCard, image: Image
) -> None:
    card = make_card(faults=Faults(flip_at=flip_at, flips=1))
    ran = flash(card, image.path)
    assert ran.error is None
    assert ran.report
    assert ran.report.repaired_ranges == 1
    assert [params["offset_bytes"] for params in ran.found("flash.range_differs")] == [start]
    assert card.left(image) == "image"


def test_a_bad_block_ends_the_write_and_is_named(make_card: MakeCard, image: Image) -> None:
    card = make_card(faults=Faults(bad_write_at=IN_THE_MIDDLE))
    ran = flash(card, image.path)
    assert ran.said == ("drive.io", {"path": card.node, "offset_bytes": 6 * MIB})
    assert card.left(image) == "not_ready"


def test_a_block_that_cannot_be_read_back_is_named(make_card: MakeCard, image: Image) -> None:
    card = make_card(faults=Faults(bad_read_at=IN_THE_MIDDLE))
    ran = flash(card, image.path)
    assert ran.said == ("drive.io", {"path": card.node, "offset_bytes": 6 * MIB})
    assert "flash.verify" in ran.steps
    assert card.left(image) == "not_ready"


def test_one_failed_write_is_final_although_the_next_would_succeed(make_card: MakeCard, image: Image) -> None:
    card = make_card(faults=Faults(bad_write_at=IN_THE_MIDDLE, fails=1))
    ran = flash(card, image.path)
    assert ran.said == ("drive.io", {"path": card.node, "offset_bytes": 6 * MIB})
    assert card.left(image) == "not_ready"


def test_one_failed_read_is_final(make_card: MakeCard, image: Image) -> None:
    """The kernel tries again by itself where it may; what comes through to us is no accident any more."""
    card = make_card(faults=Faults(bad_read_at=IN_THE_MIDDLE, fails=1))
    ran = flash(card, image.path)
    assert (ran.error is None and card.left(image) == "image") or card.left(image) == "not_ready"
    assert ran.error is None or ran.error.code == "drive.io"


def test_a_write_that_was_lost_once_is_mended(make_card: MakeCard, image: Image) -> None:
    card = make_card(faults=Faults(drop_at=IN_THE_MIDDLE, drops=1))
    ran = flash(card, image.path)
    assert ran.error is None
    assert len(ran.found("flash.range_differs")) == ran.report.repaired_ranges >= 1
    assert card.left(image) == "image"


def test_a_place_that_forgets_whatever_is_written(make_card: MakeCard, image: Image) -> None:
    card = make_card(faults=Faults(drop_at=IN_THE_MIDDLE))
    ran = flash(card, image.path)
    assert ran.said[0] == "flash.verify_mismatch"
    assert card.left(image) == "not_ready"


# From the middle into what was written before it, into what comes after it, and behind the image; the marker, and the
# head: into the middle, which had been found good by then.
@pytest.mark.parametrize(
    ("at", "by", "after"),
    [
        (IN_THE_MIDDLE, -4 * MIB, 0),
        (IN_THE_MIDDLE, 2 * MIB, 0),
        (IN_THE_MIDDLE, 7 * MIB, 0),
        (MIB - 1, 5 * MIB, 0),
        (MIB - 1, 5 * MIB, 1),
    ],
)
def test_a_write_that_comes_to_lie_elsewhere(at: int, by: int, after: int, make_card: MakeCard, image: Image) -> None:
    card = make_card(faults=Faults(astray_at=at, astray_by=by, astray_after=after))
    ran = flash(card, image.path)
    left = card.left(image)
    assert left == ("image" if ran.error is None else "not_ready")
    assert ran.found("flash.range_differs")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.95])
def test_a_card_that_keeps_nothing_more_from_some_point_on(share: float, make_card: MakeCard, image: Image) -> None:
    """As worn ones do: they turn read-only, and tell nobody. What it shows at the end is the marker, or as it was."""
    card = make_card(faults=Faults(latches_after=int(share * len(image.data))))
    ran = flash(card, image.path)
    assert ran.said[0] == "flash.verify_mismatch"
    assert card.left(image) == ("untouched" if share == 0.0 else "not_ready")
