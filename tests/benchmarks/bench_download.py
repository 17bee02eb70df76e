"""The download beside curl, on the same work in the same run: a real nginx over loopback, onto a disk in memory."""

from __future__ import annotations

import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.nginx import Nginx, needs_nginx, nginx

from tests.benchmarks.table import add

pytestmark = [needs_nginx, pytest.mark.skipif(shutil.which("curl") is None, reason="not installed: curl")]

MIB = 1024 * 1024
SIZE = 512 * MIB
ROUNDS = 5
_OURS = """
import sys
from pathlib import Path
from nanowizard.core.task import RunContext
from nanowizard.images.download.download import fetch
from nanowizard.images.download.model import Options, Pieces
fetch(sys.argv[1], Path(sys.argv[2]), RunContext(), options=Options(pieces=Pieces(connections=int(sys.argv[3]))))
status = Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
"""
_NOTHING = "import nanowizard.images.download.download"
_HASH = """
import hashlib, sys
digest = hashlib.sha256()
with open(sys.argv[1], "rb", buffering=0) as file:
    while data := file.read(1 << 18):
        digest.update(data)
"""


@dataclass(frozen=True)
class Cost:
    wall_s: float
    cpu_s: float
    said: str


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """In memory where that is possible: what is measured is the program and not a disk."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 3 * SIZE
    folder = Path(tempfile.mkdtemp(dir=memory if roomy else tmp_path_factory.getbasetemp()))
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        running = stack.enter_context(nginx(folder))
        with (running.root / "card.zip").open("wb") as file:
            for _ in range(SIZE // MIB):
                file.write(os.urandom(MIB))
        yield running


def cost(*command: str) -> Cost:
    began = time.monotonic()
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert running.stdout
    with running.stdout as said:
        words = said.read()
    _pid, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    assert running.returncode == 0, command
    return Cost(time.monotonic() - began, used.ru_utime + used.ru_stime, words)


def median(costs: Sequence[Cost], what: str) -> float:
    return statistics.median(getattr(one, what) for one in costs)


@pytest.mark.parametrize("connections", [1, 4])
def test_download(web: Nginx, connections: int) -> None:
    work = web.root.parent.parent
    into, copy, url = work / "into", work / "copy", web.url("card.zip")
    ours, curl, hashing = [], [], []
    start_s = min(cost(sys.executable, "-c", _NOTHING).cpu_s for _ in range(3))
    start_hash_s = min(cost(sys.executable, "-c", "import hashlib").cpu_s for _ in range(3))
    for _ in range(ROUNDS):
        ours.append(cost(sys.executable, "-c", _OURS, url, str(into), str(connections)))
        shutil.rmtree(into)
        curl.append(cost("curl", "--silent", "--output", str(copy), url))
        hashing.append(cost(sys.executable, "-c", _HASH, str(copy)))
        copy.unlink()
    name = f"download of {SIZE // MIB} MiB, {connections} connection{'s' if connections > 1 else ''}"
    wall = median(ours, "wall_s") - start_s
    cpu, hash_cpu = median(ours, "cpu_s") - start_s, median(hashing, "cpu_s") - start_hash_s
    curl_wall, curl_cpu = median(curl, "wall_s"), median(curl, "cpu_s")
    add(
        f"{name}: time of curl's",
        wall / curl_wall,
        "x",
        limit=1 / 0.8,
        note=f"curl {curl_wall:.2f} s, without its hash",
    )
    add(f"{name}: CPU of curl's and a hash's", cpu / (curl_cpu + hash_cpu), "x", limit=1.3)
    add(f"{name}: CPU of curl's alone", cpu / curl_cpu, "x", note=f"the hash alone is {hash_cpu / curl_cpu:.2f} x")
    add(f"{name}: memory", max(int(one.said) for one in ours) / 1024, "MiB", limit=90)
