"""One sector that cannot be read or written, at the start, in the middle and at the end: what is said, what is left."""

from __future__ import annotations

import pytest

from lab.loop.cards import LoopCard
from lab.loop.conftest import MIB, MakeCard
from lab.loop.erasing import ERASING
from lab.loop.image import Image
from lab.loop.lying_card import Faults
from nanowizard.cards.model import BadRange, ProbeReport
from nanowizard.core.errors import DriveError
from nanowizard.core.task import RunContext
from nanowizard.drives.marker import read_marker
from nanowizard.drives.partition import read_table
from nanowizard.flash.model import VerifyRequest
from nanowizard.helper import flashing

pytestmark = pytest.mark.root

SIZE = 24 * MIB
MIDDLE = 10 * MIB + 65536
AT = {"first": 0, "middle": MIDDLE, "last": SIZE - 512}
DONE = -1
# (operation, what fails, where) -> (the offset that is said, or DONE, and what is left on the card). The offset is that
# of the request which holds the sector: a piece of the image, a mark of the test, the last MiB of the card.
EXPECTED: dict[tuple[str, str, str], tuple[int, str]] = {
    ("flash", "read", "first"): (0, "marked"),
    ("flash", "read", "middle"): (10 * MIB, "marked"),
    ("flash", "read", "last"): (DONE, "table"),  # behind the image
    ("flash", "write", "first"): (0, "untouched"),
    ("flash", "write", "middle"): (10 * MIB, "marked"),
    ("flash", "write", "last"): (SIZE - 65536, "marked"),
    ("format", "read", "first"): (0, "marked"),
    ("format", "read", "middle"): (DONE, "table"),  # a quick one looks at what it wrote, and no further
    ("format", "write", "first"): (0, "untouched"),
    ("format", "write", "middle"): (DONE, "table"),
    ("format", "write", "last"): (SIZE - MIB, "marked"),
    ("format-full", "write", "first"): (0, "untouched"),
    ("format-full", "write", "middle"): (DONE, "table"),
    ("format-full", "write", "last"): (SIZE - MIB, "marked"),
    ("repair", "read", "first"): (0, "marked"),
    ("repair", "write", "first"): (0, "untouched"),
    ("repair", "write", "last"): (SIZE - MIB, "marked"),
    ("test", "read", "first"): (0, "untouched"),
    ("test", "write", "last"): (SIZE - 4096, "untouched"),
}


def bad(make_card: MakeCard, what: str, at: int) -> LoopCard:
    return make_card(SIZE, faults=Faults(**{f"bad_{what}_at": at}))


def left_on(card: LoopCard, image: Image) -> str:
    if card.left(image) == "untouched":
        return "untouched"
    now = card.backing.read_bytes()
    if read_marker(now[:4096]) is not None:
        return "marked"
    return "table" if read_table(lambda offset, length: now[offset : offset + length], len(now)).partitions else "?"


@pytest.mark.parametrize(("name", "what", "where"), EXPECTED)
def test_one_bad_sector(name: str, what: str, where: str, make_card: MakeCard, image: Image) -> None:
    card = bad(make_card, what, AT[where])
    ended = ERASING[name](card, image.path)
    offset, left = EXPECTED[name, what, where]
    if offset == DONE:
        assert ended.error is None
    else:
        assert ended.said == ("drive.io", {"path": card.node, "offset_bytes": offset})
        assert ended.report is None
    assert left_on(card, image) == left


def test_a_full_format_says_which_blocks_it_could_not_overwrite(make_card: MakeCard, image: Image) -> None:
    ended = ERASING["format-full"](bad(make_card, "write", MIDDLE), image.path)
    assert ended.report.bad == (BadRange(offset_bytes=MIDDLE, length_bytes=4096),)
    params = {"places": 1, "offset_bytes": MIDDLE, "lost_bytes": 4096}
    assert ended.found("card.bad_blocks") == [params]


@pytest.mark.parametrize("where", AT)
@pytest.mark.parametrize("what", ["read", "write"])
def test_a_full_test_calls_the_card_worn_and_goes_on(what: str, where: str, make_card: MakeCard, image: Image) -> None:
    ended = ERASING["test-full"](bad(make_card, what, AT[where]), image.path)
    assert isinstance(ended.report, ProbeReport)
    assert (ended.report.verdict, ended.report.lie) == ("worn", "")
    assert ended.report.bad == (BadRange(offset_bytes=AT[where] // (4 * MIB) * 4 * MIB, length_bytes=4 * MIB),)
    assert ended.found("card.holds_test_data")


@pytest.mark.parametrize("at", [0, MIDDLE, 12 * MIB - 512])
def test_comparing_names_the_place_and_changes_nothing(at: int, make_card: MakeCard, image: Image) -> None:
    card = bad(make_card, "read", at)
    with card.backing.open("r+b") as file:
        file.write(image.data)
    card.remember()
    request = VerifyRequest(identity=card.drive().identity, image=image.path, full=True)
    with pytest.raises(DriveError) as caught:
        flashing.verify(lambda _files: [card.backend], request, RunContext(), lambda device: device.close())
    said = (caught.value.code, caught.value.params["offset_bytes"])
    assert said == ("drive.io", at // (2 * MIB) * 2 * MIB)
    assert card.left(image) == "untouched"
