"""What happens when a card stops answering: first it is said, then less is asked of it, then it is given up.

Owns these three times; nothing else in the engine has a time limit of its own.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence

from nanowizard.core.errors import DriveError, FlashError
from nanowizard.core.events import Finding, FindingReported, LogLine, Severity
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.transfer.gate import Gate

CHECK_SAME_EVERY_S = 1.0
SAY_AFTER_S = 30.0
EASE_AFTER_S = 60.0
GIVE_UP_AFTER_S = 180.0


class Rung(enum.IntEnum):
    FINE = 0
    SAY = 1
    EASE = 2
    GIVE_UP = 3


LADDER = ((GIVE_UP_AFTER_S, Rung.GIVE_UP), (EASE_AFTER_S, Rung.EASE), (SAY_AFTER_S, Rung.SAY))


class Watchdog:
    """Ask it often with a number that grows when something moves; it answers when a rung of the ladder is reached."""

    def __init__(self, clock: Callable[[], float], ladder: Sequence[tuple[float, Rung]] | None = None) -> None:
        self._clock = clock
        self._ladder = LADDER if ladder is None else ladder
        self._moved_at = clock()
        self._count = -1
        self._rung = Rung.FINE

    @property
    def still_s(self) -> float:
        """For how long nothing has moved."""
        return self._clock() - self._moved_at

    def look(self, count: int) -> Rung | None:
        """The rung just reached, once each; FINE when it moves again after a pause that was spoken of; else None."""
        if count != self._count:
            paused, self._rung = self._rung, Rung.FINE
            self._count, self._moved_at = count, self._clock()
            return Rung.FINE if paused else None
        still_s = self.still_s
        rung = next((rung for limit_s, rung in self._ladder if still_s >= limit_s), Rung.FINE)
        if rung <= self._rung:
            return None
        self._rung = rung
        return rung


class Watchman:
    """Called some four times a second while a card is at work: the same card still, and does it still answer?"""

    def __init__(
        self,
        device: RawDevice,
        gate: Gate,
        position: Callable[[], int],
        ctx: RunContext,
        clock: Callable[[], float],
    ) -> None:
        self._device = device
        self._gate = gate
        self._position = position
        self._ctx = ctx
        self._clock = clock
        self._dog = Watchdog(clock)
        self._checked_at = clock()

    def __call__(self) -> None:
        """Raises DriveError drive.changed, drive.gone or drive.stalled, FlashError flash.source_stalled."""
        if self._clock() - self._checked_at >= CHECK_SAME_EVERY_S:
            self._device.check_same()
            self._checked_at = self._clock()
        rung = self._dog.look(self._gate.moved)
        if rung is Rung.SAY:
            self._say()
        elif rung is Rung.EASE:
            self._gate.ease()
            self._ctx.emit(LogLine(text=f"at most {self._gate.limit} requests at once from now on", source="flash"))
        elif rung is Rung.GIVE_UP:
            self._give_up()

    def _say(self) -> None:
        code = "flash.slow" if self._gate.active else "flash.source_slow"
        params = {"waiting_s": round(self._dog.still_s), "offset_bytes": self._position()}
        self._ctx.emit(FindingReported(finding=Finding(code=code, severity=Severity.WARNING, params=params)))

    def _give_up(self) -> None:
        waiting_s, offset_bytes = round(self._dog.still_s), self._position()
        if self._gate.active:
            path = self._device.identity.path
            raise DriveError("drive.stalled", path=path, waiting_s=waiting_s, offset_bytes=offset_bytes)
        raise FlashError("flash.source_stalled", waiting_s=waiting_s, offset_bytes=offset_bytes)
