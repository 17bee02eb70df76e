"""How far, how fast, how long still: turns byte counts into at most four Progress events a second."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping

from nanowizard.core.events import Event, LimitedBy, Progress

EVENTS_PER_S = 4
RATE_WINDOW_S = 2.0


class ProgressMeter:
    """Measures the phases of one task, in the order and with the weights given.

    `phases` maps a phase's name to its weight, for example {"write": 3, "verify": 1}: the share of the task's time that
    it is expected to take. `add` may be called from several threads; `emit` is called under no lock.
    The time left of the running phase is its rest at the present rate; later phases are charged in proportion to their
    weights against the time this phase will have taken. Whoever knows better sets `left_s`, a function of what is done
    of the first phase to the seconds that all of them will still take, or None: the fraction is one of time then.
    """

    def __init__(
        self,
        emit: Callable[[Event], None],
        phases: Mapping[str, float],
        *,
        unit: str = "bytes",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._emit = emit
        self._weights = dict(phases)
        self._unit = unit
        self._clock = clock
        self._lock = threading.Lock()
        self._phase = ""
        self._done = 0
        self._total: int | None = None
        self._began = 0.0
        self._last_event = float("-inf")
        self._samples: deque[tuple[float, int]] = deque()
        self._first_began: float | None = None
        self._fraction_so_far = 0.0
        self.limited_by: LimitedBy | None = None
        self.left_s: Callable[[int], float | None] | None = None

    @property
    def done(self) -> int:
        return self._done

    def start(self, phase: str, total: int | None, *, done: int = 0) -> None:
        """Begin `phase`; `done` is what an earlier attempt already did (it does not count as speed)."""
        if phase not in self._weights:
            raise ValueError(f"no such phase: {phase}")
        with self._lock:
            now = self._clock()
            self._phase, self._total, self._done, self._began = phase, total, done, now
            self._first_began = now if self._first_began is None else self._first_began
            self._samples = deque([(now, done)])
            self._last_event = now
            event = self._event(now)
        self._emit(event)

    def add(self, amount: int) -> None:
        self.at(None, amount)

    def at(self, done: int | None, amount: int = 0) -> None:
        """Set the phase's count to `done` (or add `amount` to it) and emit if the last event is old enough."""
        with self._lock:
            now = self._clock()
            self._done = self._done + amount if done is None else done
            self._samples.append((now, self._done))
            while len(self._samples) > 2 and now - self._samples[1][0] >= RATE_WINDOW_S:
                self._samples.popleft()
            if now - self._last_event < 1 / EVENTS_PER_S:
                return
            self._last_event = now
            event = self._event(now)
        self._emit(event)

    def set_total(self, total: int) -> None:
        with self._lock:
            self._total = total

    def finish(self) -> None:
        """The phase is complete: always emits, with `done` equal to `total` where that is known."""
        with self._lock:
            if self._total is not None:
                self._done = self._total
            event = self._event(self._clock())
        self._emit(event)

    def _event(self, now: float) -> Progress:
        share = min(self._done / self._total, 1.0) if self._total else (0.0 if self._total is None else 1.0)
        rate = self._rate()
        eta_s = self._forecast_s()
        eta_s = self._eta_s(now, rate, share) if eta_s is None else eta_s
        return Progress(
            phase=self._phase,
            done=self._done,
            total=self._total,
            unit=self._unit,
            rate=rate,
            eta_s=eta_s,
            fraction=self._fraction(share) if self.left_s is None else self._fraction_of_time(now, eta_s, share),
            limited_by=self.limited_by,
        )

    def _forecast_s(self) -> float | None:
        is_first = self._phase == next(iter(self._weights))
        return self.left_s(self._done) if self.left_s and is_first else None

    def _fraction_of_time(self, now: float, eta_s: float | None, share: float) -> float:
        """Never less than before."""
        _before, _own, after = self._split()
        if share >= 1 and not after:
            self._fraction_so_far = 1.0
        elif eta_s is not None and self._first_began is not None and now > self._first_began:
            took_s = now - self._first_began
            self._fraction_so_far = max(self._fraction_so_far, took_s / (took_s + eta_s))
        return self._fraction_so_far

    def _rate(self) -> float | None:
        (then, before), (now, after) = self._samples[0], self._samples[-1]
        return (after - before) / (now - then) if now > then else None

    def _fraction(self, share: float) -> float:
        before, own, _after = self._split()
        return (before + own * share) / (sum(self._weights.values()) or 1.0)

    def _eta_s(self, now: float, rate: float | None, share: float) -> float | None:
        if not rate or self._total is None or rate <= 0:
            return None
        rest_s = max(self._total - self._done, 0) / rate
        _before, own, after = self._split()
        whole_s = (now - self._began) + rest_s if share < 1 else now - self._began
        return rest_s + (whole_s * after / own if own else 0.0)

    def _split(self) -> tuple[float, float, float]:
        names = list(self._weights)
        here = names.index(self._phase)
        weights = list(self._weights.values())
        return sum(weights[:here]), weights[here], sum(weights[here + 1 :])
