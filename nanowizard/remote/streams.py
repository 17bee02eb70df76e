"""A command's output while it comes in: where it begins, its lines, its text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

LONGEST_LINE = 8192
"""Characters after which a line is passed on without its end, so that binary output cannot fill the memory."""

_END_OF_LINE = re.compile(r"\r\n|\r|\n")


class LineSplitter:
    """Cuts UTF-8 text into lines at `\\n`, `\\r` and `\\r\\n`; progress programs use the carriage return alone."""

    def __init__(self, on_line: Callable[[str], None]) -> None:
        self._on_line = on_line
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""

    def feed(self, data: bytes) -> None:
        self._rest += self._decoder.decode(data)
        # A carriage return at the very end may be the first half of \r\n: it waits for the next piece.
        ready, held = (self._rest[:-1], "\r") if self._rest.endswith("\r") else (self._rest, "")
        *lines, last = _END_OF_LINE.split(ready)
        self._rest = last + held
        for line in lines:
            self._on_line(line)
        if len(self._rest) > LONGEST_LINE:
            self._on_line(self._rest)
            self._rest = ""

    def close(self) -> None:
        self._rest += self._decoder.decode(b"", final=True)
        if self._rest:
            self._on_line(self._rest.rstrip("\r"))
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
