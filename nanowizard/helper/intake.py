"""The helper's end of an archive's way: hears how far it has arrived, says how far it was read."""

from __future__ import annotations

from collections.abc import Callable

from nanowizard.core.arrival import Arrival
from nanowizard.core.errors import HelperError, error_from_info
from nanowizard.helper import protocol
from nanowizard.helper.protocol import Message

SAID_EVERY_BYTES = 1 << 20
WORDS = frozenset({"arrived", "whole", "failed"})


class Intake:
    """`take` is called by the thread that reads the client's lines, `moved` by the one that reads the archive."""

    def __init__(self, send: Callable[[Message], None]) -> None:
        self.arrival = Arrival()
        self.say_every_bytes = SAID_EVERY_BYTES
        self._send = send
        self._read = 0
        self._said = 0

    def take(self, message: Message) -> None:
        """Every word is answered, so that both sides know that the other one lives.

        Raises HelperError helper.protocol.
        """
        word = message.get("op")
        if word == "arrived":
            have, size = message.get("have"), message.get("size")
            if type(have) is not int or not (size is None or type(size) is int):
                raise HelperError("helper.protocol", detail=f"not an arrival: {message!r}")
            self.arrival.arrived(have, size)
        elif word == "whole":
            self.arrival.whole(str(message.get("sha256")))
        else:
            self.arrival.failed(error_from_info(protocol.error_from_wire(message.get("error") or {})))
        self._say()

    def moved(self, position: int) -> None:
        self._read = position
        if position - self._said >= self.say_every_bytes:
            self._say()

    def _say(self) -> None:
        self._said = self._read
        self._send({"read": self._read})
