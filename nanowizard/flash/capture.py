"""Ranges of a stream that are wanted whole, while it goes by once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class _Capture:
    """`data` grows as the stream passes."""

    start: int
    length: int
    then: Callable[[bytes], None]
    data: bytearray

    def feed(self, at: int, view: memoryview) -> bool:
        """True once complete. A range whose beginning has already gone by is never completed."""
        wanted = self.start + len(self.data)
        if not at <= wanted < at + len(view):
            return False
        rest = self.length - len(self.data)
        self.data += view[wanted - at : wanted - at + rest]
        return len(self.data) == self.length


class Captures:
    """What a range says may make another one wanted, also one in the bytes that are being fed."""

    def __init__(self) -> None:
        self._waiting: list[_Capture] = []

    def want(self, start: int, length: int, then: Callable[[bytes], None]) -> None:
        """`then` is called with the bytes when they have gone by."""
        self._waiting.append(_Capture(start, length, then, bytearray()))

    def clear(self) -> None:
        """Nothing of all that is wanted any more."""
        self._waiting.clear()

    def feed(self, at: int, view: memoryview) -> None:
        progressed = True
        while progressed:
            complete = [capture for capture in self._waiting if capture.feed(at, view)]
            for capture in complete:
                if capture in self._waiting:
                    self._waiting.remove(capture)
                    capture.then(bytes(capture.data))
            progressed = bool(complete)
