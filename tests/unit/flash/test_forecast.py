"""The time left for writing and reading back, against flashes played on a clock that only counts."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from nanowizard.core.events import Event, Progress
from nanowizard.core.progress import ProgressMeter
from nanowizard.flash.forecast import Forecast

MB = 1_000_000
PIECE = 2 * MB
PIECES = 1800  # 3.6 GB
TOTAL = PIECE * PIECES
AHEAD = 14
LAG_BYTES = 32 * MB


@dataclass
class Play:
    """What happens, piece by piece: how long each takes to come (s), and how much of it is written (bytes)."""

    write_rate: float
    read_rate: float
    coming_s: Callable[[int], float]
    planned: Callable[[int], int]
    archive: Callable[[int], int] = lambda n: 0
    raw_bytes: int | None = TOTAL
    archive_bytes: int = 0
    archive_position: int = 0
    good_bytes: int = 0
    lag_bytes: int = LAG_BYTES
    now: float = 0.0
    said: list[tuple[float, float]] = field(default_factory=list)
    fractions: list[float] = field(default_factory=list)
    _behind: list[int] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def planned_behind(self, position: int, end: int) -> int:
        return self._behind[position // PIECE]

    def run(self) -> float:
        """Plays all; when it ended. `said` holds (when, time left) after each piece."""
        self.archive_bytes = sum(self.archive(n) for n in range(PIECES))
        self._behind = list(itertools.accumulate((self.planned(n) for n in reversed(range(PIECES))), initial=0))[::-1]
        forecast = Forecast(self, self.planned_behind, gaps=self, reading_s=1 / self.read_rate, clock=self)  # type: ignore[arg-type]

        def emit(event: Event) -> None:
            assert isinstance(event, Progress)
            self.fractions.append(event.fraction or 0.0)

        meter = ProgressMeter(emit, {"write": 3.0, "verify": 1.0, "repair": 0.0}, clock=self)
        meter.left_s = forecast.left_s
        meter.start("write", TOTAL)
        came_at = written = 0.0
        ended = [0.0] * AHEAD
        for n in range(PIECES):
            came_at = max(came_at, ended[n % AHEAD]) + self.coming_s(n)
            self._read_early(came_at - ended[(n - 1) % AHEAD], written)
            ended[n % AHEAD] = self._carry(forecast, n, max(came_at, ended[(n - 1) % AHEAD]))
            written += self.planned(n)
            meter.at((n + 1) * PIECE)
            left = forecast.left_s((n + 1) * PIECE)
            if left is not None:
                self.said.append((self.now, left))
        meter.finish()
        return self.now + (written - self.good_bytes) / self.read_rate

    def _carry(self, forecast: Forecast, n: int, start: float) -> float:
        self.archive_position += self.archive(n)
        forecast.came(PIECE, self.coming_s(n))
        self.now = start
        if self.planned(n):
            with forecast.carrying(self.planned(n)):
                self.now += self.planned(n) / self.write_rate
        return self.now

    def _read_early(self, idle_s: float, written: float) -> None:
        may = written - self.good_bytes - LAG_BYTES
        self.good_bytes += int(max(min(idle_s * self.read_rate, may), 0.0))


def always(value: float) -> Callable[[int], float]:
    return lambda _n: value


def full(_n: int) -> int:
    return PIECE


def first_half(n: int) -> int:
    return PIECE if n < PIECES // 2 else 0


def every_other(n: int) -> int:
    return PIECE if n % 2 else 0


def second_half(n: int) -> int:
    return PIECE if n >= PIECES // 2 else PIECE // 10


def packed_unequally(n: int) -> int:
    """Zeros take nothing in an archive."""
    return PIECE // 2 if n % 3 else 2000


CARDS = {"an SD card": (30 * MB, 80 * MB), "a fast card": (90 * MB, 170 * MB), "reads no faster": (60 * MB, 60 * MB)}
SOURCES: dict[str, tuple[Callable[[int], float], Callable[[int], int]]] = {
    "unpacking": (always(PIECE / (350 * MB)), lambda n: 0),
    "50 Mbit/s": (lambda n: packed_unequally(n) / (6.25 * MB), packed_unequally),
    "as fast as the card": (always(PIECE / (30 * MB)), lambda n: 0),
}


@pytest.mark.parametrize("plan", [full, first_half, every_other, second_half])
@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("card", CARDS)
def test_the_time_left_is_right_within_15_percent_after_a_fifth(
    card: str, source: str, plan: Callable[[int], int]
) -> None:
    write_rate, read_rate = CARDS[card]
    coming_s, archive = SOURCES[source]
    play = Play(write_rate, read_rate, coming_s, plan, archive)
    end = play.run()
    wrong = [
        (round(now), round(left, 1), round(end - now, 1))
        for now, left in play.said
        if now >= 0.2 * end and abs(left - (end - now)) > 0.15 * (end - now) + 1.0
    ]
    assert play.said[-1][0] > 0.2 * end
    assert wrong == []
    assert play.fractions == sorted(play.fractions)


def test_a_card_that_becomes_slower_is_followed() -> None:
    play = Play(90 * MB, 170 * MB, always(PIECE / (350 * MB)), full)
    slow_from = PIECES // 4
    rates = play.planned

    def planned(n: int) -> int:
        play.write_rate = 90 * MB if n < slow_from else 25 * MB
        return rates(n)

    carry = play._carry
    play._carry = lambda forecast, n, start: (planned(n), carry(forecast, n, start))[1]  # type: ignore[method-assign]
    end = play.run()
    late = [(left, end - now) for now, left in play.said if now > 0.7 * end]
    assert all(abs(left - real) < 0.15 * real + 1.0 for left, real in late)


def test_what_is_left_of_an_archive_counts_and_not_of_the_image() -> None:
    def packed(n: int) -> int:
        return PIECE // 2 if n < PIECES // 2 else 2000

    play = Play(90 * MB, 170 * MB, lambda n: packed(n) / (1.25 * MB), full, packed)
    end = play.run()
    wrong = [(now, left) for now, left in play.said if now > 0.2 * end and left > 1.15 * (end - now) + 1.0]
    assert wrong == []


def test_nothing_is_said_of_what_has_no_end() -> None:
    play = Play(30 * MB, 80 * MB, always(0.01), full, raw_bytes=None)
    play.run()
    assert play.said == []
