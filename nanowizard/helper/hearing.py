"""What a helper says to one request, heard to its end, or until it has been silent for too long."""

from __future__ import annotations

import queue

from nanowizard.core.errors import Cancelled, HelperError
from nanowizard.core.task import RunContext
from nanowizard.helper.answers import read
from nanowizard.helper.child import Answer, Child
from nanowizard.helper.protocol import Message
from nanowizard.helper.silence import Silence
from nanowizard.helper.supply import Supply

_LOOK_EVERY_S = 0.5


class Hearing:
    """`lines` gets what `child` answers to the request. `supply`: what it is told meanwhile."""

    def __init__(self, child: Child, lines: queue.SimpleQueue[Answer], silence: Silence, supply: Supply | None) -> None:
        self._child = child
        self._lines = lines
        self._silence = silence
        self._supply = supply

    @property
    def heard(self) -> bool:
        """Whether it has said anything."""
        return self._silence.heard

    def result(self, ctx: RunContext) -> Message:
        """Hand on events until the result comes.

        Raises what the helper answers, and HelperError helper.silent or Cancelled where it says nothing; then it is
        left behind.
        """
        while True:
            line = self._next()
            if self._supply and isinstance(line, dict) and "read" in line:
                self._supply.heard(line["read"])
            elif (result := read(line, ctx)) is not None:
                return result

    def _next(self) -> Answer:
        while True:
            if self._supply:
                self._supply.keep_alive()
            try:
                line = self._lines.get(timeout=_LOOK_EVERY_S)
            except queue.Empty:
                try:
                    self._silence.look()
                except (HelperError, Cancelled):
                    self._child.abandon(HelperError("helper.stuck"))
                    raise
            else:
                if isinstance(line, dict):
                    self._silence.note(line)
                return line
