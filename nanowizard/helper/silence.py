"""For how long a helper may say nothing before it is given up: the client's last resort.

The helper itself speaks of a card that hangs, within half a minute, and gives up what never returns (`patience`). A
helper that is frozen as a whole does neither.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from nanowizard.core.errors import Cancelled, HelperError
from nanowizard.core.task import CancelToken
from nanowizard.helper.protocol import Message

# More than the helper waits itself: for a list 30 s, for an operation the 300 s of opening a card.
LOOK_S = 45.0
WORK_S = 420.0
CANCEL_S = 60.0
# The person reads and types; what a test has to put back must not be cut off, however slow the card.
_TAKE_THEIR_TIME = frozenset({"privilege.asking", "card.restore"})


class Silence:
    """Tell it of every line; `look` says when there was none for too long. For one request, in one thread."""

    def __init__(self, limit_s: float, cancel: CancelToken, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit_s = limit_s
        self._cancel = cancel
        self._clock = clock
        self._heard_at = clock()
        self._patient: set[str] = set()
        self.heard = False

    def note(self, line: Message) -> None:
        self.heard, self._heard_at = True, self._clock()
        event: Any = line.get("event")
        card = ""
        if isinstance(event, dict) and event.get("event") == "card_said":
            event, card = event.get("said"), str(event.get("card"))
        if not isinstance(event, dict):
            return
        if event.get("event") == "step_started" and event.get("step") in _TAKE_THEIR_TIME:
            self._patient.add(card)
        elif event.get("event") in ("step_started", "step_finished", "task_finished"):
            self._patient.discard(card)

    def look(self) -> None:
        """Raises HelperError helper.silent; Cancelled where the person no longer wants the answer anyway."""
        if self._patient:
            return
        silent_s = self._clock() - self._heard_at
        if self._cancel.is_set and silent_s > CANCEL_S:
            raise Cancelled
        if silent_s > self._limit_s:
            raise HelperError("helper.silent", waiting_s=round(silent_s))
