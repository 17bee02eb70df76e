"""How fast a source is, and how slow a limit makes us: with a clock of the test's own."""

from __future__ import annotations

import pytest

from nanowizard.images.download.model import Patience
from nanowizard.images.download.pace import Judgement, Pace, Throttle

PATIENCE = Patience(slow_bytes_per_s=1000, crawl_bytes_per_s=10, slow_s=30)


class Clock:
    def __init__(self) -> None:
        self.now = 5.0

    def __call__(self) -> float:
        return self.now


def paced(rate: int, seconds: int, limit: int | None = None) -> tuple[Pace, Clock]:
    clock = Clock()
    pace = Pace(PATIENCE, limit, clock)
    for _ in range(seconds):
        clock.now += 1
        pace.add(rate)
    return pace, clock


@pytest.mark.parametrize(
    ("rate", "judgement"),
    [
        (0, Judgement.CRAWLING),
        (9, Judgement.CRAWLING),
        (11, Judgement.SLOW),
        (999, Judgement.SLOW),
        (1001, Judgement.FINE),
    ],
)
def test_what_came_in_the_window_decides(rate: int, judgement: Judgement) -> None:
    pace, _clock = paced(rate, 60)
    assert pace.judge() is judgement
    assert pace.rate() == pytest.approx(rate, rel=0.1)


def test_nobody_is_judged_before_the_window_is_full() -> None:
    pace, clock = paced(0, 29)
    assert pace.judge() is Judgement.FINE
    clock.now += 1
    assert pace.judge() is Judgement.CRAWLING


def test_a_source_that_we_held_up_is_judged_anew() -> None:
    pace, clock = paced(0, 29)
    pace.again()
    clock.now += 29
    assert pace.judge() is Judgement.FINE
    clock.now += 1
    assert pace.judge() is Judgement.CRAWLING


def test_a_fast_beginning_does_not_excuse_what_came_of_it() -> None:
    pace, clock = paced(100_000, 60)
    for _ in range(31):
        clock.now += 1
        pace.add(0)
    assert pace.judge() is Judgement.CRAWLING


def test_a_limit_of_our_own_makes_nobody_slow() -> None:
    assert paced(100, 60, limit=100)[0].judge() is Judgement.FINE
    assert paced(40, 60, limit=100)[0].judge() is Judgement.SLOW


def test_a_limit_is_kept_to_over_time() -> None:
    clock = Clock()
    throttle = Throttle(1000, clock)
    began = clock.now
    for _ in range(100):
        clock.now += throttle.wait_s(250)
    assert clock.now - began == pytest.approx(25.0)


def test_time_in_which_nothing_came_is_not_made_up_for() -> None:
    clock = Clock()
    throttle = Throttle(1000, clock)
    clock.now += 3600
    assert throttle.wait_s(1500) == pytest.approx(0.5)


def test_without_a_limit_nothing_waits() -> None:
    assert Throttle(None, Clock()).wait_s(1 << 40) == 0.0
