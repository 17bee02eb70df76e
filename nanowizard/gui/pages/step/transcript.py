"""Everything that was said in one run, in a file: the pane keeps only the end of it. No Qt."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import TextIO

from nanowizard.core.logs import redact

KEPT = 5
"""Runs of one step whose files stay."""


class Transcript:
    """`begin` starts a new file in `folder`; a disk that is full or read-only costs the file and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file: Path | None = None
        self._out: TextIO | None = None
        self._passing = ""

    def begin(self, name: str) -> None:
        """`name` is the step's id ("nano.swap")."""
        self.end()
        stamp = time.strftime("%Y%m%d-%H%M%S")
        file = self.folder / f"{name}-{stamp}.log"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._out = file.open("a", encoding="utf-8", errors="backslashreplace")
        except OSError:
            self.file = None
            return
        self.file = file
        for old in sorted(self.folder.glob(f"{name}-*.log"))[:-KEPT]:
            with contextlib.suppress(OSError):
                old.unlink()

    def write(self, text: str) -> None:
        """One or more lines; no secret in them is written. One that ends in a carriage return is progress, and waits:
        the next takes its place."""
        if text.endswith("\r"):
            self._passing = text.rstrip("\r")
            return
        self._passing = ""
        self._put(text)

    def _put(self, text: str) -> None:
        if self._out is None:
            return
        try:
            self._out.write(redact(text) + "\n")
            self._out.flush()
        except OSError:
            self._out = None

    def end(self) -> None:
        if self._passing:
            self._put(self._passing)
        self._passing = ""
        if self._out is not None:
            with contextlib.suppress(OSError):
                self._out.close()
            self._out = None
