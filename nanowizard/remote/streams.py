"""A command's output while it comes in: where it begins, its lines, its text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

LONGEST_LINE = 8192
"""Characters after which a line is passed on without its end, so that binary output cannot fill the memory."""

_END_OF_LINE = re.compile(r"(\r*\n|\r)")


class PassingLine(str):
    """A line that ended in a carriage return alone: what comes next is written over it."""

    __slots__ = ()


class LineSplitter:
    """Cuts UTF-8 text into lines at `\\n`, `\\r` and `\\r\\n`; progress programs use the carriage return alone.

    Such a line is a PassingLine; an empty one is none at all.
    """

    def __init__(self, on_line: Callable[[str], None]) -> None:
        self._on_line = on_line
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""

    def feed(self, data: bytes) -> None:
        self._rest += self._decoder.decode(data)
        # Carriage returns at the very end may belong to a \n: they wait for the next piece.
        ready = self._rest.rstrip("\r")
        held = self._rest[len(ready) :]
        *parts, last = _END_OF_LINE.split(ready)
        self._rest = last + held
        for line, end in zip(parts[::2], parts[1::2], strict=True):
            if end != "\r":
                self._on_line(line)
            elif line:
                self._on_line(PassingLine(line))
        if len(self._rest) > LONGEST_LINE:
            self._on_line(self._rest)
            self._rest = ""

    def close(self) -> None:
        self._rest += self._decoder.decode(b"", final=True)
        if last := self._rest.rstrip("\r"):
            self._on_line(last)
        self._rest = ""


class MarkedStream:
    """One output stream of a command: everything up to the line that starts with the mark is the preamble."""

    def __init__(self, mark: str, on_data: Callable[[bytes], None] | None = None) -> None:
        self._mark = re.compile(rb"^" + re.escape(mark.encode()) + rb"(?: ([0-9]+))?\n", re.MULTILINE)
        self._on_data = on_data
        self._preamble = b""
        self._pieces: list[bytes] = []
        self.started = False
        self.pid: int | None = None

    @property
    def preamble(self) -> str:
        return self._preamble.decode("utf-8", "replace")

    @property
    def data(self) -> bytes:
        return b"".join(self._pieces)

    def feed(self, data: bytes) -> None:
        if not self.started:
            self._preamble += data
            found = self._mark.search(self._preamble)
            if not found:
                return
            self.started = True
            self.pid = int(found[1]) if found[1] else None
            data, self._preamble = self._preamble[found.end() :], self._preamble[: found.start()]
        if data:
            self._pieces.append(data)
            if self._on_data:
                self._on_data(data)
