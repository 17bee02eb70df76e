"""What the scripts of a job say: a first line, the log byte by byte, and a report at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nanowizard.remote.streams import LineSplitter

TAIL_BYTES = 65536


@dataclass(frozen=True, slots=True)
class Report:
    """How it stands with a job.

    `state`: running, ended, gone (something ended it), cut (by a restart), stopping (the Nano goes down now) or absent.
    """

    state: str
    exit_status: int | None = None
    log_bytes: int = 0
    free_bytes: int | None = None


class JobLog:
    """Gathers a job's log over any number of links: no byte twice, none left out.

    `offset` bytes of the log are passed over at the start. `how` and `token` are of the latest first line.
    """

    def __init__(self, on_line: Callable[[str], None] | None, offset: int = 0) -> None:
        self.offset = offset
        self.how = ""
        self.token = ""
        self._first: bytes | None = b""
        self._tail = b""
        self._lines = LineSplitter(on_line) if on_line else None

    def begin(self) -> None:
        """A new link: what comes next starts with a first line again, then the log from `offset`."""
        self._first = b""

    def feed(self, data: bytes) -> None:
        if self._first is not None:
            line, end, data = (self._first + data).partition(b"\n")
            if not end:
                self._first = line
                return
            self._first = None
            self.how, self.token, _seconds = line.decode("ascii", "replace").split()
        if self.how == "other":
            self._tail += data
            return
        self.offset += len(data)
        self._tail = (self._tail + data)[-TAIL_BYTES:]
        if self._lines and data:
            self._lines.feed(data)

    def close(self) -> None:
        """The log is complete: hands on a last line without an end."""
        if self._lines:
            self._lines.close()

    @property
    def tail(self) -> str:
        """The end of the log (for `other`: what runs there)."""
        return self._tail.decode("utf-8", "replace")


def parse_report(stderr: str) -> Report | None:
    """The last report in a script's standard error; None where it did not come that far."""
    for line in reversed(stderr.splitlines()):
        words = line.split(" ")
        if words[0] == "report" and len(words) == 5:
            _report, state, status, size, free = words
            return Report(state, _number(status), _number(size) or 0, _number(free))
    return None


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else None
