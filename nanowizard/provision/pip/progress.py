"""How far pip's download is.

pip 24.1 and newer have a machine interface (`--progress-bar=raw`: "Progress DONE of TOTAL", in bytes, total 0 while
unknown). Those for Python 3.6 have none and say nothing while a file comes in: there the size of the growing file is
read (`WATCH`), and the total is what pip announced, "Downloading NAME (293.5 MB)", with its rounding.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

from nanowizard.core.events import Event
from nanowizard.core.progress import ProgressMeter

WATCH = r"""folder=$(mktemp -d -t nanowizard-pip.XXXXXX) || exit 1
trap 'rm -rf -- "$folder"' EXIT
trap 'exit 143' TERM
while sleep 1 && [ -d "$folder" ]; do
  for file in "$folder"/pip-unpack-*/*; do
    now=$(stat -c '%s %n' -- "$file" 2>/dev/null) || continue
    [ "$now" = "$last" ] || echo "nanowizard-pip $now"
    last=$now
  done
done >&3 &
TMPDIR=$folder "$@"
"""
"""A pip command as parameters; it unpacks and builds in a folder that is gone afterwards. Every second, the size and
name of a file that is coming in is said on file descriptor 3 (`remote.jobs`), if it has changed."""

_RAW = re.compile(r"Progress (\d+) of (\d+)")
_GROWING = re.compile(r"nanowizard-pip (\d+) (.*)")
_ANNOUNCED = re.compile(r"\s*Downloading (\S+) \(([\d.]+) (bytes|kB|MB|GB)\)")
_UNITS = {"bytes": 1, "kB": 1000, "MB": 1000**2, "GB": 1000**3}


class PipProgress:
    """Turns machine lines into Progress of `phase`, in bytes for each file anew, and passes all other lines on."""

    def __init__(self, emit: Callable[[Event], None], phase: str, on_line: Callable[[str], None]) -> None:
        self._meter = ProgressMeter(emit, {phase: 1.0})
        self._phase = phase
        self._on_line = on_line
        self._file = ""
        self._total: int | None = None
        self._is_new = True

    def feed(self, line: str) -> None:
        if raw := _RAW.fullmatch(line):
            self._at(int(raw[1]), int(raw[2]) or None)
            return
        if growing := _GROWING.fullmatch(line):
            # Another file than the one that was announced: its size is all that is known.
            is_announced = posixpath.basename(growing[2]) == self._file
            self._at(int(growing[1]), self._total if is_announced else None)
            return
        if announced := _ANNOUNCED.match(line):
            self._file = posixpath.basename(announced[1])
            self._total = round(float(announced[2]) * _UNITS[announced[3]])
            self._is_new = True
        self._on_line(line)

    def _at(self, done: int, total: int | None) -> None:
        if self._is_new or done < self._meter.done:
            self._meter.start(self._phase, total)
            self._is_new = False
        # What pip announced is rounded, so the file may end a little behind it.
        self._meter.at(done if total is None else min(done, total))
