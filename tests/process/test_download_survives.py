"""A download that is cut and killed fifty times and restarted as often ends with the right file."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from support.scripted_web import Drop, Out, Request, scripted_web

SEED = 20261122
INCIDENTS = 50
SIZE = 20 * 1024 * 1024 + 12_345
"""Fifty of them are over long before that, as each comes after a quarter of a MiB on average."""
CONTENT = b"PK\x03\x04" + random.Random(SEED).randbytes(SIZE - 4)

# Loads the program once. For each line it makes a child of itself, which downloads; the line that it answers with is
# the child's process number, and after its end, how it ended. Whoever is killed loses nothing that was written: without
# fsync a slow disk does not hold up the checkpoints until nobody lives to see one.
_NURSERY = """
import os, sys
from pathlib import Path
from nanowizard.core.errors import ImageError
from nanowizard.core.task import RunContext
from nanowizard.images.download.download import fetch
from nanowizard.images.download.model import Options, Patience, Pieces

url, folder, sha256 = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
os.fsync = lambda fd: None
options = Options(
    Patience(stall_s=5, attempts=2, attempts_later=2, pause_s=0.0),
    Pieces(connections=3, least_bytes=1 << 17, most_bytes=1 << 19),
    checkpoint_s=0.0,
)
for _line in sys.stdin:
    child = os.fork()
    if not child:
        try:
            fetch(url, folder, RunContext(), sha256=sha256, options=options)
        except ImageError as error:
            os.write(2, f"{error}\\n".encode())
            os._exit(1)
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Accidents:
    """After a random number of bytes either the connection is cut, or the child that downloads is killed."""

    def __init__(self) -> None:
        self.cuts = self.kills = 0
        self.child: int | None = None
        self.child_lock = threading.Lock()
        self._random = random.Random(SEED)
        self._lock = threading.Lock()
        self._next = self._random.randrange(1 << 19)

    def answer(self, request: Request, out: Out) -> None:
        span = request.span(SIZE) or (0, SIZE)
        mark = request.headers.get("if-range", '"one"')
        if mark != '"one"' or "range" not in request.headers:
            span = (0, SIZE)
        ranged = span != (0, SIZE)
        place = {"Content_Range": f"bytes {span[0]}-{span[1] - 1}/{SIZE}"} if ranged else {}
        out.head(206 if ranged else 200, Content_Length=span[1] - span[0], ETag='"one"', **place)
        for at in range(span[0], span[1], 1 << 14):
            data = CONTENT[at : min(at + (1 << 14), span[1])]
            out.raw(data)
            out.closing.wait(0.002)  # a network is slower than the disk that checkpoints go to
            self._count(len(data))

    def _count(self, amount: int) -> None:
        with self._lock:
            self._next -= amount
            if self._next > 0 or self.cuts + self.kills >= INCIDENTS:
                return
            self._next = self._random.randrange(1 << 19)
            if self._random.random() < 0.5:
                self.cuts += 1
            else:
                self._kill()
        raise Drop

    def _kill(self) -> None:
        with self.child_lock:
            if self.child is not None:
                with contextlib.suppress(ProcessLookupError):  # its end is just being told
                    os.kill(self.child, signal.SIGKILL)
                    self.kills += 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork: a process for each of many restarts")
def test_fifty_cuts_kills_and_restarts(tmp_path: Path) -> None:
    accidents = Accidents()
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    ends: list[int] = []
    with scripted_web(accidents.answer) as web:
        command = [sys.executable, "-c", _NURSERY, web.url(), str(tmp_path), sha256]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command, text=True, **pipes) as nursery:  # type: ignore[call-overload]
            while not ends or ends[-1] != 0:
                assert len(ends) <= 3 * INCIDENTS
                with accidents.child_lock:  # nobody is killed before it is known who it is, or afterwards
                    nursery.stdin.write("\n")
                    nursery.stdin.flush()
                    accidents.child = int(nursery.stdout.readline())
                ends.append(int(nursery.stdout.readline()))
                with accidents.child_lock:
                    accidents.child = None
    assert accidents.cuts + accidents.kills == INCIDENTS
    assert accidents.kills > 10
    from_the_beginning = sum(str(asked).startswith("bytes=0-") for asked in web.ranges)
    assert from_the_beginning < len(ends) / 2  # the others went on where something had been made sure of
    assert -signal.SIGKILL in ends
    assert (tmp_path / "card.zip").read_bytes() == CONTENT
    assert sorted(path.name for path in tmp_path.iterdir()) == ["card.zip", "card.zip.json"]
