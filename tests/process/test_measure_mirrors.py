"""The script that measures mirrors, run as the Nano runs it: from standard input, by a Python of its own."""

from __future__ import annotations

import contextlib
import hashlib
import http.server
import json
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest

from nanowizard.core.resources import resource
from nanowizard.provision.apt.measure import ERRORS, SCRIPT

DATE = "Fri, 20 Nov 2026 06:00:00 UTC"
INDEX = bytes(range(256)) * 4096


def pythons() -> list[str]:
    """Our own, and the Nano's 3.6 where there is one that works."""
    old = shutil.which("python3.6")
    works = old is not None and subprocess.run([old, "-c", ""], check=False, capture_output=True).returncode == 0
    return [sys.executable, *([old] if old and works else [])]


def release(*entries: tuple[str, bytes]) -> bytes:
    lines = "".join(f" {hashlib.sha256(data).hexdigest()} {len(data):>16} {name}\n" for name, data in entries)
    return f"-----BEGIN PGP SIGNED MESSAGE-----\n\nCodename: bionic\nDate: {DATE}\nSHA256:\n{lines}".encode()


class Server(http.server.ThreadingHTTPServer):
    """A path's first part is a mirror: good, old (no -updates), small, broken, empty, portal, silent, trickle."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str | None]] = []
        self.released = threading.Event()


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server
    files: ClassVar[dict[str, bytes]] = {
        "/good/dists/bionic-updates/InRelease": release(
            ("universe/binary-amd64/Packages.xz", INDEX * 3),
            ("universe/binary-arm64/Packages", INDEX * 2),
            ("universe/binary-arm64/Packages.xz", INDEX),
            ("main/binary-arm64/Packages.gz", INDEX[:100]),
        ),
        "/good/dists/bionic-updates/universe/binary-arm64/Packages.xz": INDEX,
        "/old/dists/bionic/Release": release(("main/binary-arm64/Packages", INDEX)),
        "/old/dists/bionic/main/binary-arm64/Packages": INDEX,
        "/small/dists/bionic-updates/InRelease": release(("main/binary-amd64/Packages.xz", INDEX)),
        "/portal/dists/bionic-updates/InRelease": b"<html>Welcome to the hotel</html>",
        "/simple/numpy/": b'<a href="numpy-1.19.4.whl">numpy</a>' * 1000,
        "/portal/numpy/": b"<html>Welcome to the hotel</html>",
    }

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["Range"]))
        if self.path.startswith("/silent/"):
            self.server.released.wait()
        if self.path.startswith("/trickle/"):
            self.trickle()
            return
        if self.path.startswith("/broken/"):
            self.send_error(503)
            return
        data = self.files.get(self.path)
        if data is None:
            self.send_error(404)
            return
        wanted = self.headers["Range"]
        if wanted:
            data = data[: int(wanted.rpartition("-")[2]) + 1]
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def trickle(self) -> None:
        """A head that never ends, and never pauses for long."""
        with contextlib.suppress(OSError):
            self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
            while not self.server.released.wait(0.1):
                self.wfile.write(b"a")

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing to a test's output."""


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()
    thread.join()


def measure(python: str, *urls: str, page: str | None = None, seconds: float = 20.0) -> list[dict[str, Any]]:
    wish = {
        "suites": ["bionic-updates", "bionic-security", "bionic"],
        "architecture": "arm64",
        "bytes": 500_000,
        "seconds": seconds,
        "mirrors": [{"id": number, "url": url, "page": page} for number, url in enumerate(urls)],
    }
    said = subprocess.run(
        [python, "-", json.dumps(wish)],
        input=resource(*SCRIPT).read_bytes(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert said.stderr == b""
    rows = [json.loads(line) for line in said.stdout.splitlines()]
    return sorted(rows, key=lambda row: row["id"])


@pytest.mark.parametrize("python", pythons())
def test_speed_and_date_of_the_largest_list_for_this_processor(server: Server, python: str) -> None:
    base = f"http://127.0.0.1:{server.server_port}"
    good, old = measure(python, f"{base}/good/", f"{base}/old")
    assert good["bytes_per_s"] > 0
    assert (good["suite"], good["date"], good["error"]) == ("bionic-updates", DATE, None)
    assert (old["suite"], old["date"], old["error"]) == ("bionic", DATE, None)
    assert ("/good/dists/bionic-updates/universe/binary-arm64/Packages.xz", "bytes=0-499999") in server.asked


@pytest.mark.parametrize("python", pythons())
def test_why_a_mirror_cannot_be_used(server: Server, python: str) -> None:
    port = server.server_port
    with socket.create_server(("127.0.0.1", 0)) as free:
        closed = free.getsockname()[1]
    addresses = {
        f"http://127.0.0.1:{port}/empty/": "not_found",
        f"http://127.0.0.1:{port}/broken/": "server",
        f"http://127.0.0.1:{port}/portal/": "no_mirror",
        f"http://127.0.0.1:{closed}/good/": "unreachable",
        "http://mirror.invalid/good/": "dns",
        f"https://127.0.0.1:{port}/good/": "tls",
    }
    rows = measure(python, *addresses)
    assert [row["error"] for row in rows] == list(addresses.values())
    assert set(addresses.values()) <= set(ERRORS)
    assert all(row["bytes_per_s"] is None for row in rows)


def test_one_that_never_answers_holds_up_nobody(server: Server) -> None:
    base = f"http://127.0.0.1:{server.server_port}"
    silent, good = measure(sys.executable, f"{base}/silent/", f"{base}/good/", seconds=2.0)
    assert silent["error"] == "timeout"
    assert good["error"] is None


def test_one_that_never_comes_to_an_end_is_left_behind(server: Server) -> None:
    base = f"http://127.0.0.1:{server.server_port}"
    (only,) = measure(sys.executable, f"{base}/trickle/", f"{base}/good/", seconds=1.0)
    assert (only["id"], only["error"]) == (1, None)


def test_an_archive_that_is_too_small_to_measure_still_tells_its_age(server: Server) -> None:
    (row,) = measure(sys.executable, f"http://127.0.0.1:{server.server_port}/small/")
    assert (row["bytes_per_s"], row["date"], row["error"]) == (None, DATE, None)


def test_a_python_package_index_is_measured_by_one_of_its_pages(server: Server) -> None:
    base = f"http://127.0.0.1:{server.server_port}"
    simple, portal = measure(sys.executable, f"{base}/simple", f"{base}/portal", page="numpy/")
    assert simple["bytes_per_s"] > 0
    assert (simple["date"], simple["error"], portal["error"]) == (None, None, "no_mirror")
