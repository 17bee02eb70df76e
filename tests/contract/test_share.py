"""This computer's internet over the SSH link: the practice Nano and a real OpenSSH server, with real pip and real apt.

A program "on the Nano" is one that calls the Nano's own 127.0.0.1; both boards share this computer's.
"""

from __future__ import annotations

import dataclasses
import http.server
import os
import shutil
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from support.boards import BOARDS, PASSWORD, PLAIN_USER, Board, PracticeBoard

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Event, StepFinished
from nanowizard.core.task import RunContext
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.share import shared_internet
from nanowizard.remote.ssh import connect, probe_host_key
from nanowizard.remote.steady import SteadyConnection

CTX = RunContext()
NAME = "only-the-computer.example"


@pytest.fixture(scope="module", params=BOARDS)
def board(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    board: Board = request.param(tmp_path_factory.mktemp("board"))
    yield board
    board.close()


@pytest.fixture
def pins(board: Board, tmp_path: Path) -> HostKeys:
    pins = HostKeys(tmp_path / "host_keys.json")
    pins.pin(board.address.place, probe_host_key(board.address, CTX))
    return pins


@pytest.fixture
def conn(board: Board, pins: HostKeys) -> Iterator[SshConnection]:
    conn = connect(board.address, Credentials(password=PASSWORD), pins, CTX)
    yield conn
    conn.close()


@dataclass
class Web:
    """A server that only the proxy knows how to reach: its name is in no name server. `asked`: what was dialled."""

    folder: Path
    asked: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        folder = str(self.folder)

        class Handler(http.server.SimpleHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def __init__(self, *words: Any) -> None:
                super().__init__(*words, directory=folder)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[::-1])

            def log_message(self, *_words: object) -> None: ...

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def reach(self, host: str, port: int) -> socket.socket:
        self.asked.append((host, port))
        if host != NAME:
            raise OSError(f"no such name: {host}")
        return socket.create_connection(self._server.server_address[:2])

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    (tmp_path / "web").mkdir()
    made = Web(tmp_path / "web")
    yield made
    made.close()


def fetch(environment: Mapping[str, str], url: str, data: bytes | None = None) -> bytes:
    """As a program on the Nano does that reads its environment."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": environment["http_proxy"]}))
    with opener.open(url, data, timeout=10) as answer:
        body: bytes = answer.read()
        return body


def refused(environment: Mapping[str, str], url: str) -> int:
    """The status of the proxy's own answer."""
    with pytest.raises(urllib.error.HTTPError) as raised:
        fetch(environment, url)
    with raised.value as answer:
        return answer.code


def port_of(environment: Mapping[str, str]) -> int:
    return int(environment["http_proxy"].rpartition(":")[2])


def test_a_file_comes_through_and_its_bytes_are_counted(conn: SshConnection, web: Web) -> None:
    events: list[Event] = []
    big = os.urandom(3_000_000)
    (web.folder / "big").write_bytes(big)
    with shared_internet(conn, RunContext(emit=events.append), reach=web.reach) as environment:
        assert fetch(environment, f"http://{NAME}/big") == big
        assert fetch(environment, f"http://{NAME}:8080/echo", b"abc" * 1000) == b"cba" * 1000
    assert web.asked == [(NAME, 80), (NAME, 8080)]
    [end] = [event for event in events if isinstance(event, StepFinished)]
    assert end.step == "nano.share"
    assert end.params["down_bytes"] > len(big)
    assert end.params["up_bytes"] > 3000


def test_a_tunnel_hands_on_every_byte(conn: SshConnection, web: Web) -> None:
    (web.folder / "file").write_bytes(b"inside")
    with (
        shared_internet(conn, CTX, reach=web.reach) as environment,
        socket.create_connection(("127.0.0.1", port_of(environment)), timeout=10) as link,
    ):
        link.sendall(f"CONNECT {NAME}:443 HTTP/1.1\r\nHost: {NAME}\r\n\r\n".encode())
        assert link.recv(100) == b"HTTP/1.1 200 Connection established\r\n\r\n"
        link.sendall(b"GET /file HTTP/1.0\r\n\r\n")
        said = b""
        while piece := link.recv(4096):
            said += piece
        assert said.endswith(b"inside")
    assert web.asked == [(NAME, 443)]


def test_nothing_listens_afterwards(conn: SshConnection, web: Web) -> None:
    with shared_internet(conn, CTX, reach=web.reach) as environment:
        port = port_of(environment)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    assert conn.run(["true"], CTX).ok


def test_what_this_computer_cannot_reach_is_said(conn: SshConnection, web: Web) -> None:
    with shared_internet(conn, CTX, reach=web.reach) as environment:
        assert refused(environment, "http://nowhere.example/") == 502


def test_this_computer_itself_is_not_lent(conn: SshConnection, web: Web) -> None:
    own = web._server.server_address[1]
    with shared_internet(conn, CTX) as environment:
        for place in (f"127.0.0.1:{own}", f"localhost:{own}"):
            assert refused(environment, f"http://{place}/") == 403
    assert web.asked == []


def test_a_server_that_forbids_it_is_said(board: Board, pins: HostKeys) -> None:
    address = board.address
    if isinstance(board, PracticeBoard):
        board.nano.faults.refuse_forwarding = True
    else:
        address = dataclasses.replace(address, user=PLAIN_USER)
    conn = connect(address, Credentials(password=PASSWORD), pins, CTX)
    try:
        with pytest.raises(NanoError) as raised, shared_internet(conn, CTX):
            raise AssertionError("it must not begin")
        assert raised.value.code == "nano.share_refused"
        assert conn.run(["true"], CTX).ok, "the link is as good as before"
    finally:
        conn.close()
        if isinstance(board, PracticeBoard):
            board.nano.faults.refuse_forwarding = False


def test_a_link_that_is_gone_is_lost(board: Board, pins: HostKeys) -> None:
    conn = connect(board.address, Credentials(password=PASSWORD), pins, CTX)
    conn.close()
    with pytest.raises(NanoError) as raised, shared_internet(conn, CTX):
        raise AssertionError("it must not begin")
    assert raised.value.code == "nano.lost"


def test_a_new_link_has_the_same_port(board: Board, pins: HostKeys, web: Web) -> None:
    (web.folder / "file").write_bytes(b"again")

    def log_in(ctx: RunContext) -> SshConnection:
        return connect(board.address, Credentials(password=PASSWORD), pins, ctx)

    conn = SteadyConnection(log_in(CTX), log_in)
    with shared_internet(conn, CTX, reach=web.reach) as environment:
        conn.link.close()
        assert conn.read_file("/etc/fstab", CTX) is not None  # logs in again
        for _try in range(100):
            try:
                assert fetch(environment, f"http://{NAME}/file") == b"again"
                break
            except OSError:
                threading.Event().wait(0.1)
        else:
            raise AssertionError("the port did not come back")
    conn.close()


def test_real_pip(conn: SshConnection, web: Web, tmp_path: Path) -> None:
    index = web.folder / "simple" / "lent"
    index.mkdir(parents=True)
    _wheel(index / "lent-1.0-py3-none-any.whl")
    (index / "index.html").write_text('<a href="lent-1.0-py3-none-any.whl">lent</a>')
    with shared_internet(conn, CTX, reach=web.reach) as environment:
        got = subprocess.run(
            [sys.executable, "-m", "pip", "download", "--isolated", "--disable-pip-version-check", "--no-cache-dir",
             "--index-url", f"http://{NAME}/simple/", "--trusted-host", NAME, "--dest", str(tmp_path / "got"), "lent"],
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), **environment}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
    assert got.returncode == 0, got.stderr
    assert (tmp_path / "got" / "lent-1.0-py3-none-any.whl").exists()


def _wheel(path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("lent.py", "")
        wheel.writestr("lent-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: lent\nVersion: 1.0\n")
        wheel.writestr("lent-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("lent-1.0.dist-info/RECORD", "")


@pytest.mark.skipif(not shutil.which("apt-get"), reason="not installed: apt-get")
def test_real_apt(conn: SshConnection, web: Web, tmp_path: Path) -> None:
    (web.folder / "Packages").write_text("Package: lent\nVersion: 1\nArchitecture: all\nFilename: lent.deb\n\n")
    for name in ("state/lists/partial", "cache/archives/partial", "etc/apt.conf.d", "etc/preferences.d"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "etc" / "sources.list").write_text(f"deb [trusted=yes] http://{NAME}/ ./\n")
    (tmp_path / "status").touch()
    settings = {
        "Dir::Etc": tmp_path / "etc", "Dir::State": tmp_path / "state", "Dir::Cache": tmp_path / "cache",
        "Dir::State::status": tmp_path / "status", "APT::Sandbox::User": "root", "Acquire::Languages": "none",
    }  # fmt: skip
    options = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
    with shared_internet(conn, CTX, reach=web.reach) as environment:
        done = subprocess.run(
            ["apt-get", *options, "update"],
            env={"PATH": os.environ["PATH"], **environment}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "state" / "lists").glob("*Packages*")), done.stdout + done.stderr
    assert (NAME, 80) in web.asked
