"""Servers for apt in the contract tests: practice ones, and real ones on 127.0.0.1 that a real apt asks.

A server is called by a name of the test's own; `spoil` gives it one of the faults of `practice.apt_world`, from the
next question on.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.server
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Protocol

from nanowizard.practice.apt_world import RENEWED_S, STALE_S
from support.boards import Board, PracticeBoard, RealBoard

SUITES = ("bionic", "bionic-updates")
MAIN_LIST = "/etc/apt/sources.list"
OS_RELEASE = b'ID=ubuntu\nVERSION_CODENAME="bionic"\n'
APT_CONF = b'APT::Sandbox::User "root";\nAcquire::Languages "none";\nAcquire::AllowInsecureRepositories "false";\n'
PACKAGES = b"Package: nothing\nVersion: 1\nArchitecture: all\nDescription: nothing\n\n" * 2000


class Servers(Protocol):
    """`archive` is what the addresses end with on this board."""

    archive: str

    def url(self, name: str) -> str: ...
    def spoil(self, name: str, fault: str) -> None: ...
    def at_next_question(self, act: Callable[[], object]) -> None:
        """Call `act` once, while apt waits for an answer."""

    def lock(self) -> Callable[[], None]:
        """Let "packagekitd" hold the lock of the package lists; what is returned lets it end."""

    def leave_unfinished(self, package: str) -> None:
        """As dpkg does when the set-up of a package fails."""

    def close(self) -> None: ...


class PracticeServers:
    archive = "ubuntu-ports"

    def __init__(self, board: PracticeBoard) -> None:
        self._nano = board.nano
        self._faults: dict[str, str] = {}
        board.nano.faults.mirrors = self._faults
        board.put(MAIN_LIST, lines(self.url("near"), trusted=False))

    def url(self, name: str) -> str:
        return f"http://{name}.example/{self.archive}/"

    def spoil(self, name: str, fault: str) -> None:
        self._faults[f"{name}.example"] = fault

    def at_next_question(self, act: Callable[[], object]) -> None:
        tell = self._nano._on_program

        def told(name: str) -> None:
            tell(name)
            if name == "apt-get":
                self._nano._on_program = tell  # type: ignore[method-assign]
                act()

        self._nano._on_program = told  # type: ignore[method-assign]

    def lock(self) -> Callable[[], None]:
        faults = self._nano.faults
        faults.apt_lock = "packagekitd"

        def release() -> None:
            faults.apt_lock = ""

        return release

    def leave_unfinished(self, package: str) -> None:
        self._nano.machine.apt.unfinished = (package,)

    def close(self) -> None:
        pass


class RealServers:
    """apt's own folders are made on the board, which then has Ubuntu's name and this computer's architecture."""

    archive = "ubuntu"

    def __init__(self, board: RealBoard) -> None:
        self._board = board
        self._servers: dict[str, AptServer] = {}
        self._holders: list[subprocess.Popen[bytes]] = []
        for folder in (
            "etc/apt/sources.list.d",
            "var/lib/apt/lists/partial",
            "var/cache/apt/archives/partial",
            "var/lib/dpkg/updates",
            "var/lib/dpkg/info",
            "var/log/apt",
        ):
            (board.root / folder).mkdir(parents=True)
        board.put("/etc/os-release", OS_RELEASE)
        board.put("/etc/apt/apt.conf", APT_CONF)
        board.put("/var/lib/dpkg/status", b"")
        board.put("/var/lib/apt/lists/lock", b"", 0o640)
        board.put(MAIN_LIST, lines(self.url("near")))

    def url(self, name: str) -> str:
        if name not in self._servers:
            self._servers[name] = AptServer(architecture())
        return f"http://127.0.0.1:{self._servers[name].port}/{self.archive}/"

    def spoil(self, name: str, fault: str) -> None:
        self.url(name)
        self._servers[name].fault = fault
        if fault == "unreachable":
            self._servers[name].close()

    def at_next_question(self, act: Callable[[], object]) -> None:
        for server in self._servers.values():
            server.act = act

    def lock(self) -> Callable[[], None]:
        assert self._board._sshd
        pid = self._board._sshd.pid
        first = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0]
        argv = ["nsenter", "-t", first, "-m", "-p", "-r", "-w", "/usr/bin/python3", "-c", _HOLD]
        holder = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._holders.append(holder)
        assert holder.stdin
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        return holder.stdin.close

    def leave_unfinished(self, package: str) -> None:
        fields = f"Version: 1\nArchitecture: {architecture()}\nMaintainer: nobody\nDescription: half done\n"
        status = f"Package: {package}\nStatus: install ok half-configured\nConfig-Version: 1\n{fields}\n"
        self._board.put("/var/lib/dpkg/status", status.encode())
        self._board.put(f"/var/lib/dpkg/info/{package}.list", b"")
        self._board.put(f"/var/lib/dpkg/info/{package}.md5sums", b"")

    def close(self) -> None:
        for holder in self._holders:
            for stream in (holder.stdin, holder.stdout):
                assert stream
                stream.close()
            holder.wait()
        for server in self._servers.values():
            server.close()


@contextlib.contextmanager
def servers_of(board: Board) -> Iterator[Servers]:
    if isinstance(board, PracticeBoard):
        servers: Servers = PracticeServers(board)
    else:
        assert isinstance(board, RealBoard)
        servers = RealServers(board)
    try:
        yield servers
    finally:
        servers.close()


def lines(url: str, *, trusted: bool = True) -> bytes:
    """Nothing here is signed, which a real apt has to be told."""
    option = "[trusted=yes] " if trusted else ""
    return "".join(f"deb {option}{url} {suite} main\n" for suite in SUITES).encode()


def architecture() -> str:
    """This computer's, as Debian calls it."""
    return subprocess.run(["dpkg", "--print-architecture"], check=True, capture_output=True, text=True).stdout.strip()


_HOLD = """
import fcntl, sys
open("/proc/self/comm", "w").write("packagekitd")
file = open("/var/lib/apt/lists/lock", "w")
fcntl.lockf(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


class AptServer:
    """One repository on a port of its own, whatever its suites are called; nothing in it is signed."""

    def __init__(self, architecture: str) -> None:
        self.fault = ""
        self.act: Callable[[], object] | None = None
        self.asked: list[str] = []
        self._architecture = architecture
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                act, outer.act = outer.act, None
                if act:
                    act()
                data = outer.answer(self.path)
                self.send_response(404 if data is None else 200)
                self.send_header("Content-Length", str(len(data or b"")))
                self.end_headers()
                with contextlib.suppress(OSError):
                    self.wfile.write(data or b"")

            def log_message(self, format: str, *arguments: object) -> None:
                """Nothing to a test's output."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, name="apt-server", daemon=True)
        self._thread.start()
        self._closed = False

    def answer(self, path: str) -> bytes | None:
        if self.fault == "not_found":
            return None
        packages = f"main/binary-{self._architecture}/Packages"
        if path.endswith("/Release"):
            return self._release(path.split("/")[-2], packages)
        if not path.endswith(packages):
            return None
        if self.fault == "hash":
            return PACKAGES.replace(b"nothing", b"nothink")
        return PACKAGES + b"\n" if self.fault == "broken" else PACKAGES

    def _release(self, suite: str, packages: str) -> bytes:
        age_s = {"stale": STALE_S, "future": -STALE_S}.get(self.fault, RENEWED_S)
        date = formatdate(time.time() - age_s, usegmt=True).replace("GMT", "UTC")
        digest = hashlib.sha256(PACKAGES).hexdigest()
        head = f"Codename: {suite}\nDate: {date}\nArchitectures: {self._architecture}\nComponents: main\n"
        return f"{head}SHA256:\n {digest} {len(PACKAGES)} {packages}\n".encode()

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()


assert sys.platform != "win32"  # a real apt is asked
