"""Several cards in one helper: one question for all, one hanging card apart from the others, one client that waits."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from support.devices import MemoryCard
from support.elevation import FakeElevation

from nanowizard.core.errors import Cancelled, HelperError
from nanowizard.core.events import CardSaid, Event, Status, StepFinished, StepStarted, TaskFinished, to_wire
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.flash.model import FlashRequest
from nanowizard.flash.together import FlashManyRequest
from nanowizard.helper.card_ends import CardEnds
from nanowizard.helper.client import HelperClient
from nanowizard.helper.flashing_many import Start
from nanowizard.helper.opening import Opening
from nanowizard.helper.silence import Silence
from nanowizard.helper.turn import Turn
from nanowizard.transfer.crew import Crew, threads_of

PATIENCE_S = 30.0
ASKING = StepStarted(step="privilege.asking")
ANSWERED = StepFinished(step="privilege.asking")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


# Opening one after the other


class Second:
    """Somebody who wants to open a card while another one is being opened."""

    def __init__(self, opening: Opening) -> None:
        self.ctx = RunContext()
        self.open = threading.Event()
        self.stopped = threading.Event()
        self._opening = opening
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def _work(self) -> None:
        try:
            with self._opening.turn(self.ctx):
                self.open.set()
        except Cancelled:
            self.stopped.set()

    def end(self) -> None:
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive()


def test_the_second_card_is_opened_when_the_first_one_is_open() -> None:
    opening = Opening(Clock())
    with opening.turn(RunContext()):
        second = Second(opening)
        assert not second.open.wait(0.3)
    assert second.open.wait(PATIENCE_S)
    second.end()


def test_an_opening_that_hangs_is_not_waited_for() -> None:
    clock = Clock()
    opening = Opening(clock, slow_s=10.0)
    with opening.turn(RunContext()):
        second = Second(opening)
        assert not second.open.wait(0.2)
        clock.now = 11.0
        assert second.open.wait(PATIENCE_S)
        second.end()


def test_a_question_to_the_person_is_waited_for_however_long_it_takes() -> None:
    clock = Clock()
    opening = Opening(clock, slow_s=10.0)
    events: list[Event] = []
    with opening.turn(RunContext(emit=events.append)) as first:
        first.emit(ASKING)
        second = Second(opening)
        clock.now = 1000.0
        assert not second.open.wait(0.3)
        first.emit(ANSWERED)
        clock.now = 1005.0
        assert not second.open.wait(0.2)
        clock.now = 1011.0
        assert second.open.wait(PATIENCE_S)
    assert events == [ASKING, ANSWERED]
    second.end()


def test_who_waits_for_a_turn_can_be_stopped() -> None:
    opening = Opening(Clock())
    with opening.turn(RunContext()):
        second = Second(opening)
        second.ctx.cancel.set()
        assert second.stopped.wait(PATIENCE_S)
        second.end()


# Beginning together


def test_the_cards_begin_together_and_one_that_failed_is_not_waited_for() -> None:
    start = Start(["a", "b", "c"])
    begun = threading.Event()

    def wait() -> None:
        start.here("a")
        start.wait(CancelToken())
        begun.set()

    thread = threading.Thread(target=wait)
    thread.start()
    start.here("b")
    assert not begun.wait(0.3)
    start.here("c")
    assert begun.wait(PATIENCE_S)
    thread.join()


def test_a_card_that_takes_too_long_to_open_comes_later() -> None:
    clock = Clock()
    start = Start(["a", "b"], clock)
    start.here("a")
    threading.Timer(0.2, lambda: setattr(clock, "now", 21.0)).start()
    start.wait(CancelToken())
    assert clock.now == 21.0


def test_who_waits_for_the_others_can_be_stopped() -> None:
    cancel = CancelToken()
    cancel.set()
    with pytest.raises(Cancelled):
        Start(["a", "b"]).wait(cancel)


# Silence


def line(event: Event) -> dict[str, Any]:
    return {"id": 1, "event": to_wire(event)}


def test_a_question_for_one_card_is_no_silence_whatever_is_said_of_the_others() -> None:
    clock = Clock()
    silence = Silence(10.0, CancelToken(), clock)
    silence.note(line(CardSaid(card="a", said=ASKING)))
    silence.note(line(CardSaid(card="b", said=StepStarted(step="flash.write"))))
    clock.now = 1000.0
    silence.look()
    silence.note(line(CardSaid(card="a", said=ANSWERED)))
    clock.now = 2000.0
    with pytest.raises(HelperError, match=r"helper\.silent"):
        silence.look()


def test_a_card_that_ended_while_somebody_was_asked_for_it_is_waited_for_no_longer() -> None:
    clock = Clock()
    silence = Silence(10.0, CancelToken(), clock)
    silence.note(line(CardSaid(card="a", said=ASKING)))
    silence.note(line(CardSaid(card="a", said=TaskFinished(task="card.flash", status=Status.CANCELLED))))
    clock.now = 1000.0
    with pytest.raises(HelperError, match=r"helper\.silent"):
        silence.look()


# The turn


def test_a_card_is_let_go_while_another_one_hangs() -> None:
    release = threading.Event()

    def hang() -> None:
        release.wait(PATIENCE_S)

    turn = Turn(lambda: None)
    good, hanging = MemoryCard(4096), MemoryCard(4096)
    turn.wait(CancelToken())
    with threads_of("hanging"):
        crew = Crew(CancelToken(), lambda: None)
        crew.start("worker", hang)
        turn.let_go(hanging)
    with threads_of("good"):
        turn.let_go(good)
    assert (good.closed, hanging.closed) == (True, False)
    release.set()
    crew.wait()
    turn.settle()
    assert hanging.closed


def test_one_card_is_cancelled_alone_and_no_wish_is_counted_twice() -> None:
    turn, cancel = Turn(lambda: None), CancelToken()
    insisted: list[str] = []
    turn.begin(7, cancel)
    for card in ("a", "b"):
        cancel.part(card).on_insist(lambda card=card: insisted.append(card))  # type: ignore[misc]
    turn.cancel(8, "a")
    assert not cancel.part("a").is_set
    turn.cancel(7, "a")
    assert (cancel.is_set, cancel.part("a").is_set, cancel.part("b").is_set) == (False, True, False)
    turn.cancel(7)
    turn.cancel(7, "a")
    turn.cancel(7, "b")
    assert cancel.part("b").is_set
    assert insisted == []


# The ends


def test_what_ends_the_whole_ends_the_cards_that_had_no_end_yet() -> None:
    said: list[Event] = []
    ends = CardEnds("card.flash", ["a", "b"], RunContext(emit=said.append))
    good = TaskFinished(task="card.flash", status=Status.SUCCEEDED)
    with ends.kept():
        ends.ctx.emit(CardSaid(card="a", said=good))
        raise HelperError("helper.crashed")
    assert ends.ends["a"] == good
    assert ends.ends["b"].error is not None
    assert ends.ends["b"].error.code == "helper.crashed"
    assert said[-1] == CardSaid(card="b", said=ends.ends["b"])


def test_what_happens_before_any_card_was_begun_is_raised() -> None:
    ends = CardEnds("card.flash", ["a"], RunContext())
    with pytest.raises(HelperError, match=r"helper\.busy"), ends.kept():
        raise HelperError("helper.busy")


# More rights


def test_the_person_is_asked_once_for_all_cards(client: HelperClient, calls: FakeElevation) -> None:
    cards = [drive.identity for drive in client.list_drives() if drive.identity.backend == "practice"]
    assert len(cards) > 1
    requests = tuple(FlashRequest(identity=card, image=Path("none.img")) for card in cards)
    ends = client.flash_many(FlashManyRequest(cards=requests), RunContext())
    assert {end.error.code for end in ends.values() if end.error} == {"image.not_found"}
    assert len(calls.asked) == 1
