"""What a flash is told of an archive that arrives: at once what matters, and no more than somebody listens to."""

from __future__ import annotations

from typing import Any

import pytest

from nanowizard.core.arrival import wait_for_ever
from nanowizard.core.errors import Cancelled, HelperError, ImageError
from nanowizard.helper.intake import Intake
from nanowizard.helper.supply import ALIVE_EVERY_S, MOST_UNANSWERED, Supply


class Line:
    """A wire without a process: what the one end says the other one takes."""

    def __init__(self) -> None:
        self.now = 100.0
        self.words: list[Any] = []
        self.supply = Supply(lambda: self.now)
        self.intake = Intake(lambda said: self.supply.heard(said["read"]))
        self.is_frozen = False

    def tell(self, word: Any) -> None:
        self.words.append(word)
        if not self.is_frozen:
            self.intake.take(word)


def test_what_was_told_before_the_flash_began_is_told_then() -> None:
    line = Line()
    line.supply.arrived(10, 30)
    line.supply.arrived(30, 30)
    line.supply.whole("ab")
    line.supply.begin(line.tell)
    assert [word["op"] for word in line.words] == ["arrived", "whole"]
    assert line.intake.arrival.bytes_from(0, wait_for_ever) == 30
    assert line.intake.arrival.proof(wait_for_ever) == "ab"


def test_words_that_come_too_fast_are_held_back_but_not_for_long() -> None:
    line = Line()
    line.supply.begin(line.tell)
    for have in range(1, 100):
        line.supply.arrived(have, 1000)
    assert len(line.words) == 1
    line.supply.keep_alive()
    assert line.words[-1]["have"] == 99
    line.supply.arrived(1000, 1000)
    assert line.words[-1]["have"] == 1000


def test_while_nothing_arrives_that_is_said_again() -> None:
    line = Line()
    line.supply.begin(line.tell)
    line.supply.arrived(5, None)
    line.supply.keep_alive()
    assert len(line.words) == 1
    line.now += ALIVE_EVERY_S
    line.supply.keep_alive()
    assert len(line.words) == 2


def test_a_helper_that_is_frozen_holds_nobody_up() -> None:
    line = Line()
    line.supply.begin(line.tell)
    line.is_frozen = True
    for have in range(1, 1000):
        line.now += 1
        line.supply.arrived(have, None)
    assert len(line.words) == MOST_UNANSWERED
    line.supply.heard(7)
    line.supply.keep_alive()
    assert line.words[-1]["have"] == 999
    assert line.supply.read_bytes == 7


def test_a_download_that_failed_ends_who_waits_with_its_error() -> None:
    line = Line()
    line.supply.begin(line.tell)
    line.supply.failed(ImageError("image.no_space", folder="x", missing_bytes=3))
    line.supply.whole("ab")  # too late
    with pytest.raises(ImageError) as caught:
        line.intake.arrival.bytes_from(0, wait_for_ever)
    assert (caught.value.code, caught.value.params["missing_bytes"]) == ("image.no_space", 3)


def test_nothing_is_told_behind_the_end() -> None:
    line = Line()
    line.supply.begin(line.tell)
    line.supply.end()
    line.supply.arrived(5, 5)
    line.supply.keep_alive()
    assert line.words == []


@pytest.mark.parametrize(
    "word",
    [{"op": "arrived"}, {"op": "arrived", "have": "5", "size": 1}, {"op": "failed"}, {"op": "failed", "error": {}}],
)
def test_a_word_that_makes_no_sense_is_refused(word: Any) -> None:
    with pytest.raises(HelperError, match=r"helper\.protocol"):
        Line().intake.take(word)


def test_a_wish_to_stop_is_no_error_of_the_archive() -> None:
    line = Line()
    line.intake.arrival.failed(Cancelled())
    line.intake.take({"op": "whole", "sha256": "ab"})
    with pytest.raises(Cancelled):
        line.intake.arrival.proof(wait_for_ever)
