"""`./dev bench image`: the download beside curl, unpacking beside Python's zlib, and how much memory they take.

A real nginx over loopback, files in memory where there is room: what is measured is the program and not a disk.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks import peers
from tests.benchmarks.cost import Cost, cost
from tests.benchmarks.report import Report, Target, say, version_of
from tests.benchmarks.workload import BUILD, MIB, Workload
from tests.support.nginx import Nginx, nginx

_CONNECTIONS = (4, 1)
_LARGE = 4
"""How much larger the file is that shows whether memory grows with the size."""
_DIGEST = """
import hashlib
digest = hashlib.sha256()
with open(sys.argv[1], "rb", buffering=0) as file:
    while data := file.read(1 << 18):
        digest.update(data)
"""
# What is possible at all with a hash beside: nothing but a socket, a file and SHA-256 in a thread of its own.
_BARE = """
import hashlib, queue, socket, threading
from urllib.parse import urlsplit
full, empty, digest = queue.Queue(), queue.Queue(), hashlib.sha256()
def work():
    while (filled := full.get()) is not None:
        digest.update(filled)
        empty.put(filled.obj)
for _ in range(10):
    empty.put(bytearray(1 << 20))
address = urlsplit(sys.argv[1])
begin()
thread = threading.Thread(target=work)
thread.start()
with socket.create_connection((address.hostname, address.port)) as link, open(sys.argv[2], "wb", buffering=0) as file:
    link.sendall(f"GET {address.path} HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n".encode())
    while count := link.recv_into(buffer := empty.get()):
        filled = memoryview(buffer)[:count]
        file.write(filled)
        full.put(filled)
    full.put(None)
    thread.join()
"""
_FETCH = """
from pathlib import Path
from nanowizard.core.task import RunContext
from nanowizard.images.download.download import fetch
from nanowizard.images.download.model import Options, Pieces
options = Options(pieces=Pieces(connections=int(sys.argv[3])))
begin()
print(fetch(sys.argv[1], Path(sys.argv[2]), RunContext(), options=options).sha256)
"""
_UNPACK = """
from pathlib import Path
from nanowizard.images.source import open_image
buffer = memoryview(bytearray(2 << 20))
begin()
with open_image(Path(sys.argv[1])) as source:
    while source.readinto(buffer):
        pass
"""
_ZLIB = """
import struct, zipfile, zlib
info = zipfile.ZipFile(sys.argv[1]).infolist()[0]
buffer, crc, inflate, rest = memoryview(bytearray(2 << 20)), 0, zlib.decompressobj(-15), b""
begin()
with open(sys.argv[1], "rb", buffering=0) as file:
    file.seek(info.header_offset + 26)
    names = sum(struct.unpack("<HH", file.read(4)))
    file.seek(info.header_offset + 30 + names)
    left = info.compress_size
    while not inflate.eof:
        if not rest:
            rest = file.read(min(1 << 18, left))
            left -= len(rest)
        out = inflate.decompress(rest, len(buffer))
        rest = inflate.unconsumed_tail
        crc = zlib.crc32(out, crc)
        buffer[:len(out)] = out
assert crc == info.CRC
"""
_AROUND = """
import json, os, sys, time
def begin():
    global began
    began = time.monotonic(), time.process_time()
{work}
used = time.monotonic() - began[0], time.process_time() - began[1]
print(json.dumps(used))
"""


def measure(work: Workload, *, size_mib: int, rounds: int, rough: list[str]) -> Report:
    report = Report("image", f"{size_mib} MiB over loopback, a zip of {work.archive_bytes / 1e6:.0f} MB", rough)
    report.head = ("", "wall s", "CPU s", "MB/s", "memory MB")
    if peers.found("curl") and peers.found("nginx"):
        for connections in _CONNECTIONS:
            _download(report, size_mib * MIB, rounds, connections)
        _memory(report, _LARGE * size_mib * MIB)
        report.notes.append(
            f"With {' '.join(version_of('curl', '--version').split()[:2])}; the other end is nginx with one worker."
        )
    else:
        report.notes.append("Not measured: the download, which needs curl and nginx.")
    _unpack(report, work, rounds)
    report.notes.append(
        f"Medians of {rounds} rounds, in turn, without the start of Python. The download makes its SHA-256 as it goes, "
        "curl makes none; the bare loop makes one too and does nothing else that a download has to. "
        "Unpacking checks CRC and size on both sides."
    )
    return report


def _download(report: Report, size: int, rounds: int, connections: int) -> None:
    name = f"download, {connections} connection{'s' if connections > 1 else ''}"
    with _served(size) as (web, folder):
        url, into, copy = web.url("card.zip"), folder / "into", folder / "copy"
        right = hashlib.sha256((web.root / "card.zip").read_bytes()).hexdigest()
        ours, curl, digest, bare = [], [], [], []
        for number in range(rounds):
            ours.append(_python(_FETCH, url, str(into), str(connections)))
            assert right in ours[-1].said
            shutil.rmtree(into)
            curl.append(_checked(cost(["curl", "--silent", "--output", str(copy), url], BUILD / "curl.log")))
            digest.append(_python("begin()" + _DIGEST, str(copy)))
            copy.unlink()
            bare.append(_python(_BARE, url, str(copy)))
            copy.unlink()
            say(f"{name} {number + 1}/{rounds}: {ours[-1].wall_s:.2f} s, curl {curl[-1].wall_s:.2f} s")
    _row(report, name, ours, size)
    _row(report, "curl", curl, size)
    _row(report, "SHA-256 alone", digest, size)
    _row(report, "a bare loop with SHA-256", bare, size)
    wall, cpu = _ratio(ours, curl, "wall_s"), _median(ours, "cpu_s")
    report.targets += [
        Target(f"{name}: of curl's speed", 1 / wall, 0.8, least=True),
        Target(f"{name}: CPU of curl's and a hash's", cpu / (_median(curl, "cpu_s") + _median(digest, "cpu_s")), 1.3),
        Target(f"{name}: memory", _median(ours, "memory") / 1e6, 90, "MB"),
    ]


def _memory(report: Report, size: int) -> None:
    with _served(size) as (web, folder):
        found = _python(_FETCH, web.url("card.zip"), str(folder / "into"), str(_CONNECTIONS[0]))
    name = f"download of {size // MIB} MiB"
    _row(report, name, [found], size)
    report.targets.append(Target(f"{name}: memory", found.memory / 1e6, 90, "MB"))


def _unpack(report: Report, work: Workload, rounds: int) -> None:
    ours, zlib = [], []
    work.archive.read_bytes()
    for number in range(rounds):
        ours.append(_python(_UNPACK, str(work.archive)))
        zlib.append(_python(_ZLIB, str(work.archive)))
        say(f"unpack {number + 1}/{rounds}: {ours[-1].cpu_s:.2f} s, zlib {zlib[-1].cpu_s:.2f} s")
    _row(report, "unpack", ours, work.raw_bytes)
    _row(report, "Python's zlib", zlib, work.raw_bytes)
    report.targets += [
        Target("unpack: of zlib's speed, by CPU", 1 / _ratio(ours, zlib, "cpu_s"), 1.8, least=True),
        Target("unpack: memory", _median(ours, "memory") / 1e6, 90, "MB"),
    ]


@contextlib.contextmanager
def _served(size: int) -> Iterator[tuple[Nginx, Path]]:
    """A file of noise at /card.zip, and a folder beside it."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 3 * size
    folder = Path(tempfile.mkdtemp(dir=memory if roomy else BUILD, prefix="nanowizard-bench-"))
    try:
        with nginx(folder) as web:
            with (web.root / "card.zip").open("wb") as file:
                for _ in range(size // MIB):
                    file.write(os.urandom(MIB))
                file.seek(0)
                file.write(b"PK\x03\x04")  # as a zip begins; nothing else is taken for one
            yield web, folder
    finally:
        shutil.rmtree(folder)


def _python(work: str, *arguments: str) -> Cost:
    """What `work` costs from where it calls `begin` on."""
    command = [sys.executable, "-c", _AROUND.format(work=work), *arguments]
    whole = _checked(cost(command, BUILD / "python.log"))
    wall_s, cpu_s = json.loads(whole.said.splitlines()[-1])
    return Cost(whole.code, wall_s, cpu_s, whole.memory, whole.together, whole.said)


def _checked(one: Cost) -> Cost:
    if one.code:
        raise RuntimeError(one.said[-2000:])
    return one


def _row(report: Report, name: str, costs: Sequence[Cost], size: int) -> None:
    wall_s = _median(costs, "wall_s")
    cells = [f"{wall_s:.2f}", f"{_median(costs, 'cpu_s'):.2f}", f"{size / wall_s / 1e6:.0f}"]
    report.rows.append((name, *cells, f"{_median(costs, 'memory') / 1e6:.0f}"))


def _median(costs: Sequence[Cost], what: str) -> float:
    return statistics.median(getattr(one, what) for one in costs)


def _ratio(ours: Sequence[Cost], theirs: Sequence[Cost], what: str) -> float:
    return _median(ours, what) / _median(theirs, what)
