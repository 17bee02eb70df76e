"""One image onto several real block devices at once: equal all of them, and nobody is held up or spoilt by another."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest

from lab.loop.cards import LoopCard
from lab.loop.conftest import MIB, MakeCard
from lab.loop.image import Image, make_image
from lab.loop.lying_card import Faults, hang_file
from lab.loop.moments import WhenMoving
from nanowizard.core.events import CardSaid, Event, TaskFinished
from nanowizard.core.task import RunContext
from nanowizard.drives.select import EXTRA_DEVICES
from nanowizard.flash.model import FlashRequest
from nanowizard.flash.together import FlashManyRequest
from nanowizard.helper.client import HelperClient

pytestmark = pytest.mark.root

CARD = 104 * MIB
Flash = Callable[..., dict[str, TaskFinished]]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """More than what is unpacked ahead for the cards, so that one that hangs cannot keep up."""
    return make_image(tmp_path_factory.mktemp("image") / "image.img", 96 * MIB)


@pytest.fixture
def flash(image: Image, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flash]:
    """Writes them all in a real helper; `watch` is told of every event."""
    clients: list[HelperClient] = []

    def run(cards: list[LoopCard], watch: Callable[[Event], None] = lambda event: None) -> dict[str, TaskFinished]:
        monkeypatch.setenv(EXTRA_DEVICES, ",".join(card.node for card in cards))
        clients.append(HelperClient([sys.executable, "-m", "nanowizard.helper"]))
        seen = {drive.path: drive.identity for drive in clients[0].list_drives()}
        requests = tuple(FlashRequest(identity=seen[card.node], image=image.path) for card in cards)
        return dict(clients[0].flash_many(FlashManyRequest(cards=requests), RunContext(emit=watch)))

    yield run
    for client in clients:
        client.close()


def codes(ends: dict[str, TaskFinished]) -> list[str]:
    return [end.error.code if end.error else end.status.value for end in ends.values()]


def test_four_cards_are_equal(make_card: MakeCard, image: Image, flash: Flash) -> None:
    cards = [make_card(CARD) for _ in range(4)]
    assert codes(flash(cards)) == ["succeeded"] * 4
    assert [card.left(image) for card in cards] == ["image"] * 4


def test_one_that_hangs_a_broken_one_and_a_changed_one_leave_the_good_one_alone(
    make_card: MakeCard, image: Image, flash: Flash
) -> None:
    """The one that hangs answers again when the others have ended. It ends well, with an unpacking of its own."""
    good, hanging = make_card(CARD), make_card(CARD, faults=Faults(hangs=True))
    broken, changed = make_card(CARD, faults=Faults(bad_write_at=40 * MIB)), make_card(CARD)
    hang = WhenMoving("write", hang_file(hanging.backing).touch)
    change = WhenMoving("write", lambda: changed.shrink(CARD - 4 * MIB))  # what a loop device can do while it is open
    order: list[str] = []

    def watch(event: Event) -> None:
        assert isinstance(event, CardSaid)
        if event.card == hanging.node:
            hang(event.said)
        elif event.card == changed.node:
            change(event.said)
        if isinstance(event.said, TaskFinished):
            order.append(event.card)
            if len(order) == 3:
                hang_file(hanging.backing).unlink()

    ends = flash([good, hanging, broken, changed], watch)
    assert codes(ends) == ["succeeded", "succeeded", "drive.io", "drive.changed"]
    assert order[-1] == hanging.node
    assert [card.left(image) for card in (good, hanging)] == ["image"] * 2
    assert [card.left(image) for card in (broken, changed)] == ["not_ready"] * 2
