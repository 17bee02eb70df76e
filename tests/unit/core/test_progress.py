"""The meter, on a clock that the test moves."""

import pytest

from nanowizard.core.events import Event, Progress
from nanowizard.core.progress import ProgressMeter


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def seen() -> list[Progress]:
    return []


@pytest.fixture
def meter(clock: Clock, seen: list[Progress]) -> ProgressMeter:
    def emit(event: Event) -> None:
        assert isinstance(event, Progress)
        seen.append(event)

    return ProgressMeter(emit, {"write": 3, "verify": 1}, clock=clock)


def test_at_most_four_events_a_second(meter: ProgressMeter, clock: Clock, seen: list[Progress]) -> None:
    meter.start("write", 10_000)
    for _ in range(1000):
        clock.now += 0.01
        meter.add(10)
    assert 38 <= len(seen) <= 41  # ten seconds


def test_the_rate_is_of_the_last_two_seconds(meter: ProgressMeter, clock: Clock, seen: list[Progress]) -> None:
    meter.start("write", 10_000)
    for amount in [100] * 10 + [10] * 10:
        clock.now += 0.5
        meter.add(amount)
    assert seen[-1].rate == pytest.approx(20)


def test_a_resumed_part_does_not_count_as_speed(meter: ProgressMeter, clock: Clock, seen: list[Progress]) -> None:
    meter.start("write", 1000, done=900)
    clock.now += 1
    meter.add(10)
    assert seen[-1].rate == pytest.approx(10)
    assert seen[-1].eta_s is not None


def test_fraction_is_weighted_over_the_phases(meter: ProgressMeter, seen: list[Progress]) -> None:
    meter.start("write", 100)
    meter.finish()
    assert seen[-1].fraction == pytest.approx(0.75)
    meter.start("verify", 100)
    meter.finish()
    assert seen[-1].fraction == pytest.approx(1.0)


def test_the_time_left_includes_the_phases_to_come(meter: ProgressMeter, clock: Clock, seen: list[Progress]) -> None:
    meter.start("write", 100)
    clock.now += 5
    meter.add(50)
    # five seconds to go here, and verify is expected to take a third of the whole write, ten seconds
    assert seen[-1].eta_s == pytest.approx(5 + 10 / 3)


def test_an_unknown_total_has_no_time_left(meter: ProgressMeter, clock: Clock, seen: list[Progress]) -> None:
    meter.start("write", None)
    clock.now += 1
    meter.add(50)
    assert (seen[-1].total, seen[-1].eta_s, seen[-1].fraction) == (None, None, 0.0)
    assert seen[-1].rate == pytest.approx(50)


def test_an_empty_phase_is_complete(meter: ProgressMeter, seen: list[Progress]) -> None:
    meter.start("write", 0)
    assert seen[-1].fraction == pytest.approx(0.75)


def test_an_unknown_phase_is_a_mistake(meter: ProgressMeter) -> None:
    with pytest.raises(ValueError, match="no such phase"):
        meter.start("dance", 1)
