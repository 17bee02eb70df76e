"""Is a source fast enough, and are we not too fast: pure but for the clock that is handed in."""

from __future__ import annotations

import enum
from collections import deque
from collections.abc import Callable

from nanowizard.images.download.model import Patience


class Judgement(enum.Enum):
    FINE = "fine"
    SLOW = "slow"
    CRAWLING = "crawling"


class Pace:
    """What one source brought during the last `slow_s`. A limit of the person's own makes nobody slow."""

    def __init__(self, patience: Patience, limit_bytes_per_s: int | None, clock: Callable[[], float]) -> None:
        most = limit_bytes_per_s / 2 if limit_bytes_per_s else float("inf")
        self._slow, self._crawl = (
            min(bound, most) for bound in (patience.slow_bytes_per_s, patience.crawl_bytes_per_s)
        )
        self._window_s = patience.slow_s
        self._clock = clock
        self._began = clock()
        self._total = 0
        self._samples: deque[tuple[float, int]] = deque([(self._began, 0)])

    def add(self, amount: int) -> None:
        self._total += amount
        self._trim(self._clock())

    def again(self) -> None:
        """What was up to now says nothing: the source was held up by us."""
        self._began = self._clock()
        self._samples = deque([(self._began, self._total)])

    def age_s(self) -> float:
        """For how long it has been watched, since `again`."""
        return self._clock() - self._began

    def rate(self) -> float:
        """Bytes/s over the window, or since the beginning."""
        now = self._clock()
        self._trim(now)
        then, before = self._samples[0]
        return (self._total - before) / (now - then) if now > then else 0.0

    def judge(self) -> Judgement:
        if self.age_s() < self._window_s:
            return Judgement.FINE
        rate = self.rate()
        if rate < self._crawl:
            return Judgement.CRAWLING
        return Judgement.SLOW if rate < self._slow else Judgement.FINE

    def _trim(self, now: float) -> None:
        """One sample for each twentieth of the window is enough."""
        if now - self._samples[-1][0] >= self._window_s / 20:
            self._samples.append((now, self._total))
        while len(self._samples) > 1 and now - self._samples[1][0] >= self._window_s:
            self._samples.popleft()


class Throttle:
    """Keeps to a limit: says how long to wait after some bytes. Time in which little came is not made up for."""

    _MOST_AHEAD_S = 1.0

    def __init__(self, limit_bytes_per_s: int | None, clock: Callable[[], float]) -> None:
        self._limit = limit_bytes_per_s
        self._clock = clock
        self._due = clock()

    def wait_s(self, amount: int) -> float:
        if not self._limit:
            return 0.0
        now = self._clock()
        self._due = max(self._due, now - self._MOST_AHEAD_S) + amount / self._limit
        return max(self._due - now, 0.0)
