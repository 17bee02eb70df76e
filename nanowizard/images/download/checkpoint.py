"""Puts what has arrived onto the disk, and then says so in the state file, without holding up the download.

The order matters: a state that names bytes which the power then took away would resume over zeros.
"""

from __future__ import annotations

import os
import threading
from io import FileIO
from pathlib import Path

from nanowizard.images.download.ranges import Ranges
from nanowizard.images.download.state import PartState, Record, save_state


class Checkpoint:
    """One at a time, each in a thread of its own: flushing a slow disk takes seconds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread: threading.Thread | None = None
        self._failure: OSError | None = None

    def begin(self, file: FileIO, record: Record, have: Ranges) -> None:
        """Unless the one before is still at work. Raises what that one met (OSError)."""
        if self._thread and self._thread.is_alive():
            return
        self.wait()
        state = PartState(record, Ranges(have))
        self._thread = threading.Thread(target=self._work, args=(file, state), name="checkpoint", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Raises OSError, once."""
        if self._thread:
            self._thread.join()
        failure, self._failure = self._failure, None
        if failure:
            raise failure

    def now(self, file: FileIO, record: Record, have: Ranges) -> None:
        """Raises OSError."""
        self.wait()
        os.fsync(file.fileno())
        save_state(self._path, PartState(record, have))

    def _work(self, file: FileIO, state: PartState) -> None:
        try:
            os.fsync(file.fileno())
            save_state(self._path, state)
        except OSError as error:
            self._failure = error
