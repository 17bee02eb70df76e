"""What is left of a run that the system ended in its midst: Python's own trace, and a word to the next run.

While a window is open, `faulthandler` holds a file beside the log. It writes there where every thread was when the
process is ended by a signal such as SIGSEGV: names of files and functions, no values. The next run moves that into the
log, where it is redacted and limited like everything else. The file is empty, and gone after an ordinary end.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import sys
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

FILE_NAME = "crash.txt"
MOST_BYTES = 64_000
"""More than a hundred frames in each of some ten threads."""

_log = logging.getLogger(__name__)


class CrashWatch:
    """From here to `end` a crash leaves a trace in `folder`; `last_run_crashed` says whether one did before.

    A second window that is open meanwhile shares the file. Where a trace goes elsewhere already (PYTHONFAULTHANDLER),
    it stays so. Nothing here is worth failing for.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._file: BinaryIO | None = None
        self.last_run_crashed = self._move_to_log()
        if not faulthandler.is_enabled():
            with contextlib.suppress(OSError):
                folder.mkdir(parents=True, exist_ok=True)
                self._file = self._path.open("ab", buffering=0)
                faulthandler.enable(self._file)

    def end(self) -> None:
        """For the ordinary end of the program."""
        if self._file is None:
            return
        faulthandler.disable()
        self._file.close()
        self._file = None
        with contextlib.suppress(OSError):
            if self._path.stat().st_size == 0:
                self._path.unlink()

    def _move_to_log(self) -> bool:
        with contextlib.suppress(OSError), self._path.open("r+b") as file:
            trace = file.read(MOST_BYTES)
            if trace:
                _log.error("the last run ended unexpectedly:\n%s", trace.decode(errors="backslashreplace"))
                file.truncate(0)
                return True
        return False


def log_mistakes() -> None:
    """An exception that nobody catches goes into the log, too; Qt lets those of slots and events end there."""
    sys.excepthook = _log_mistake


def _log_mistake(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _log.error("a mistake of ours", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)
