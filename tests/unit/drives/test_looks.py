"""A card that hangs: the list goes on without it, asks it once, and hears of a late answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from nanowizard.drives.looks import Looks

PATIENCE_S = 20.0


class Hanging:
    """A card that answers when it is told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.let_go = threading.Event()

    def look(self) -> str:
        self.asked += 1
        assert self.let_go.wait(PATIENCE_S)
        return "at last"


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    card = Hanging()
    yield card
    card.let_go.set()


def told(looks: Looks[str]) -> tuple[threading.Event, Callable[[], None]]:
    event = threading.Event()
    return event, looks.watch(event.set)


def test_every_card_says_what_it_has() -> None:
    looks = Looks[str](PATIENCE_S)
    assert looks.all({"a": lambda: "one", "b": lambda: "two"}) == {"a": "one", "b": "two"}
    assert looks.all({"a": lambda: "now this"}) == {"a": "now this"}
    assert looks.all({}) == {}


def test_one_that_hangs_holds_up_no_other(hanging: Hanging) -> None:
    looks = Looks[str](0.05)
    assert looks.all({"hung": hanging.look})["hung"] is None
    looks = Looks[str](PATIENCE_S)
    looks._hanging["hung"] = object()  # type: ignore[assignment]
    assert looks.all({"hung": hanging.look, "sound": lambda: "fine"}) == {"hung": None, "sound": "fine"}


def test_one_that_hangs_is_asked_once_and_heard_late(hanging: Hanging) -> None:
    looks = Looks[str](0.01)
    changed, _ = told(looks)
    for _ in range(3):
        assert looks.all({"hung": hanging.look}) == {"hung": None}
    assert hanging.asked == 1
    hanging.let_go.set()
    assert changed.wait(PATIENCE_S)
    looks.wait_s = PATIENCE_S
    assert looks.all({"hung": hanging.look}) == {"hung": "at last"}
    assert hanging.asked == 2


def test_a_slow_card_keeps_what_it_said_before(hanging: Hanging) -> None:
    looks = Looks[str](PATIENCE_S)
    assert looks.all({"card": lambda: "at last"}) == {"card": "at last"}
    looks.wait_s = 0.01
    changed, _ = told(looks)
    assert looks.all({"card": hanging.look}) == {"card": "at last"}
    hanging.let_go.set()
    (late,) = [thread for thread in threading.enumerate() if thread.name == "look at card"] or [None]
    if late:
        late.join(PATIENCE_S)
    assert not changed.is_set(), "the same answer is no news: it would have the list read again for ever"


def test_who_stopped_watching_is_not_told(hanging: Hanging) -> None:
    looks = Looks[str](0.01)
    changed, end = told(looks)
    end()
    other, _ = told(looks)
    looks.all({"hung": hanging.look})
    hanging.let_go.set()
    assert other.wait(PATIENCE_S)
    assert not changed.is_set()


def test_a_card_that_is_gone_is_forgotten() -> None:
    looks = Looks[str](PATIENCE_S)
    looks.all({"a": lambda: "one"})
    looks.all({})
    assert looks._last == {}
