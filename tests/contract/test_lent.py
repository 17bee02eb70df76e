"""A lent internet is what everything on a connection uses, as long as it is lent, and nothing else remembers it."""

from __future__ import annotations

import http.server
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.boards import PASSWORD, PracticeBoard, RealBoard

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Event, StepFinished, StepStarted
from nanowizard.core.places import Places
from nanowizard.core.task import RunContext
from nanowizard.provision.apt.archive import Archive
from nanowizard.provision.apt.measure import PIP_PAGE, Candidate, measure
from nanowizard.provision.container.step import inside
from nanowizard.provision.mirrors import load_mirrors
from nanowizard.remote import share
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.jobs import run_job
from nanowizard.remote.proxy import Proxy
from nanowizard.remote.share import lent_internet
from nanowizard.remote.ssh import connect
from nanowizard.remote.steady import SteadyConnection
from nanowizard.tasks.apt import MeasureInput, MeasureMirrors
from nanowizard.tasks.pip import MirrorPip, PipInput
from nanowizard.tasks.session import NanoLogin, Session

CTX = RunContext()
SAY = ("sh", "-c", 'echo "proxy: $http_proxy"')


@pytest.fixture
def board(tmp_path: Path) -> Iterator[RealBoard]:
    (tmp_path / "board").mkdir()
    board = RealBoard(tmp_path / "board")
    yield board
    board.close()


@pytest.fixture
def conn(board: RealBoard, tmp_path: Path) -> Iterator[SteadyConnection]:
    pins = HostKeys(tmp_path / "host_keys.json")

    def log_in(ctx: RunContext) -> SteadyConnection:
        link = connect(board.address, Credentials(password=PASSWORD), pins, ctx, confirm=lambda _key: True)
        return SteadyConnection(link, log_in)

    conn = log_in(CTX)
    yield conn
    conn.close()


DOCKER = b"""#!/bin/sh
# `docker run` as far as the environment goes: the container has of its caller's what -e names, if it is set there.
kept=
while [ "$1" != IMAGE ]; do
  [ "$1" != -e ] || { eval "value=\\${$2-}"; [ -z "$value" ] || kept="$kept $2=$value"; shift; }
  shift
done
shift
exec env -i PATH="$PATH" $kept "$@"
"""


@pytest.mark.root
def test_what_runs_in_a_container_is_told_of_it_too(board: RealBoard, conn: SteadyConnection) -> None:
    board.put("/opt/bin/docker", DOCKER, 0o755)
    argv = inside("IMAGE", ["sh", "-c", 'echo "$http_proxy $HTTPS_PROXY $PYTHONUNBUFFERED ${LANG-none}"'])
    with lent_internet(conn, CTX, wanted=True):
        url = conn.environment["http_proxy"]
        said = run_job(conn, CTX, "lab.docker", argv, environment={"PYTHONUNBUFFERED": "1", "LANG": "C"})
    assert said.stdout == f"{url} {url} 1 none\n"
    assert run_job(conn, CTX, "lab.docker", argv).stdout == "   none\n"


@pytest.mark.root
def test_commands_and_jobs_are_told_of_it_as_long_as_it_is_lent(conn: SteadyConnection) -> None:
    with lent_internet(conn, CTX, wanted=True):
        said = f"proxy: {conn.environment['http_proxy']}\n"
        assert said.startswith("proxy: http://127.0.0.1:")
        for sudo in (False, True):
            assert conn.run(SAY, CTX, sudo=sudo).stdout == said
            assert run_job(conn, CTX, "lab.say", SAY, sudo=sudo).stdout == said
        with pytest.raises(NanoError) as raised:
            conn.run(["cat", "--", "/no/such"], CTX)
        assert raised.value.params == {"command": "cat", "exit_status": 1}
        assert "No such file" in raised.value.detail
    assert conn.run(SAY, CTX).stdout == "proxy: \n"
    assert run_job(conn, CTX, "lab.say", SAY).stdout == "proxy: \n"


@pytest.mark.root
def test_where_its_port_is_taken_it_takes_another(conn: SteadyConnection) -> None:
    with lent_internet(conn, CTX, wanted=True):
        first = conn.environment["http_proxy"]
        other = SteadyConnection(conn.link, lambda _ctx: conn.link)
        with lent_internet(other, CTX, wanted=True):
            assert other.environment["http_proxy"] != first
    with lent_internet(conn, CTX, wanted=False):
        assert conn.environment == {}


def test_a_step_lends_it_when_it_is_asked_to(tmp_path: Path) -> None:
    (tmp_path / "board").mkdir()
    board = PracticeBoard(tmp_path / "board")
    session = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"))
    login = NanoLogin(address=board.address, password=PASSWORD, trust=board.nano.fingerprint)
    events: list[Event] = []
    try:
        task = MirrorPip(session)
        task.run(PipInput(login=login, dry_run=True, lend_internet=True), RunContext(emit=events.append))
        task.run(PipInput(login=login, dry_run=True), RunContext())
    finally:
        session.close()
        board.close()
    lent = [event.params for event in events if isinstance(event, StepFinished) and event.step == "nano.share"]
    assert len(lent) == 1


@pytest.mark.parametrize("wanted", [True, False])
def test_mirrors_are_measured_through_it_where_it_is_lent(tmp_path: Path, wanted: bool) -> None:
    (tmp_path / "board").mkdir()
    board = PracticeBoard(tmp_path / "board")
    session = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"))
    login = NanoLogin(address=board.address, password=PASSWORD, trust=board.nano.fingerprint)
    steps: list[str] = []

    def note(event: Event) -> None:
        if isinstance(event, (StepStarted, StepFinished)):
            steps.append(event.step)

    try:
        MeasureMirrors(session).run(MeasureInput(login=login, lend_internet=wanted), RunContext(emit=note))
    finally:
        session.close()
        board.close()
    measured = [step for step in steps if step == "nano.mirrors.measure"]
    assert measured
    assert steps == (["nano.share", *measured, "nano.share"] if wanted else measured)


class Page(http.server.BaseHTTPRequestHandler):
    """A package index with one page."""

    def do_GET(self) -> None:
        data = b'<a href="numpy-1.19.4.whl">numpy</a>' * 1000
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def web() -> Iterator[tuple[str, int]]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield "127.0.0.1", server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.root
def test_a_mirror_that_only_this_computer_reaches_is_measured(
    conn: SteadyConnection, web: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real script by the board's own Python, for which the mirror's name leads nowhere."""
    reach = lambda _host, _port: socket.create_connection(web)  # noqa: E731
    monkeypatch.setattr(share, "Proxy", lambda _dial: Proxy(reach))
    mirror = Candidate(id="x", host="mirror.invalid", url="http://mirror.invalid/simple/", page=PIP_PAGE)
    ports = Archive(
        name="ubuntu-ports",
        release="bionic",
        architecture="arm64",
        official=load_mirrors().apt[0],
        hosts=frozenset(),
        components=frozenset(),
    )
    with lent_internet(conn, CTX, wanted=True):
        [row] = measure(conn, CTX, ports, [mirror])
    assert row.error is None
    assert row.bytes_per_s
