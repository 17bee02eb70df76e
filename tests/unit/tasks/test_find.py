"""Waiting for a Nano that starts: who is taken, who is passed over, and what is said of an unfinished setup."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from nanowizard.core.events import Event, Finding, FindingReported, Severity
from nanowizard.core.places import Places
from nanowizard.core.task import RunContext
from nanowizard.remote.address import Address
from nanowizard.remote.discover.model import How, Sighting
from nanowizard.remote.discover.sources import NONE
from nanowizard.remote.hostkeys import HostKey
from nanowizard.tasks.find import SILENT, FindInput, FindNano, Lookout, address_in
from nanowizard.tasks.nano import BootInput, WaitForNano
from nanowizard.tasks.session import Session

CTX = RunContext()
BANNER = "SSH-2.0-OpenSSH_7.6p1 Ubuntu-4ubuntu0.7"


class Greeter:
    """Greets as an SSH server on 127.0.0.1 does, from `start` on; its port is taken before."""

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._greet, daemon=True)

    def start(self) -> None:
        self._socket.listen()
        self._thread.start()

    def close(self) -> None:
        if self._thread.is_alive():
            self._socket.shutdown(socket.SHUT_RDWR)
            self._thread.join()
        self._socket.close()

    def _greet(self) -> None:
        while True:
            try:
                link, _peer = self._socket.accept()
            except OSError:
                return
            with link:
                link.sendall(BANNER.encode() + b"\r\n")


@pytest.fixture
def greeter() -> Iterator[Greeter]:
    made = Greeter()
    yield made
    made.close()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"), sources=NONE)
    yield made
    made.close()


def known(session: Session, greeter: Greeter) -> None:
    session.pins.pin(f"127.0.0.1:{greeter.port}", HostKey("ssh-ed25519", b"x"))


def test_one_that_appears_is_taken(session: Session, greeter: Greeter) -> None:
    known(session, greeter)
    lookout = Lookout(session, (), around=True)
    assert lookout.look_around(CTX) == {}
    greeter.start()
    assert lookout.look_around(CTX) == {"host": "127.0.0.1", "port": greeter.port, "banner": BANNER}


def test_one_that_answered_from_the_beginning_is_somebody_elses(session: Session, greeter: Greeter) -> None:
    known(session, greeter)
    greeter.start()
    lookout = Lookout(session, (), around=True)
    assert lookout.look_around(CTX) == {}
    assert lookout.look_around(CTX) == {}


def test_a_given_address_is_taken_also_then(session: Session, greeter: Greeter) -> None:
    greeter.start()
    inp = BootInput(addresses=(Address("127.0.0.1", greeter.port),), around=True)
    assert WaitForNano(session).run(inp, CTX)["port"] == greeter.port


def test_without_around_nothing_else_is_looked_at(session: Session, greeter: Greeter) -> None:
    known(session, greeter)
    lookout = Lookout(session, (), around=False)
    assert lookout.look_around(CTX) == {}
    greeter.start()
    assert lookout.look_around(CTX) == {}


def test_an_unfinished_setup_is_said_once(session: Session, greeter: Greeter) -> None:
    """The machine has NVIDIA's card and refuses: nobody listens at that port."""
    sources = replace(
        NONE,
        neighbours=lambda: {"127.0.0.1": "48:b0:2d:00:00:01"},
        names=lambda report, _stop: report(Sighting("127.0.0.1", greeter.port, How.NAME, "tegra-ubuntu")),
    )
    session.sources = sources
    events: list[Event] = []
    lookout = Lookout(session, (), around=True)
    for _round in range(5):
        assert lookout.look_around(RunContext(emit=events.append)) == {}
    found = [event.finding.code for event in events if isinstance(event, FindingReported)]
    assert found == ["nano.unfinished_card"]


def test_nothing_found_is_said(session: Session) -> None:
    events: list[Event] = []
    result = FindNano(session).run(FindInput(), RunContext(emit=events.append))
    assert result == {"found": [], "silent": [], "not_searched": []}
    assert [event.finding.code for event in events if isinstance(event, FindingReported)] == ["nano.none_found"]


def test_one_of_before_that_does_not_answer_is_told_with_its_user(session: Session, greeter: Greeter) -> None:
    session.used.note(Address("127.0.0.1", greeter.port, "alice"), "jetson-lab")
    events: list[Event] = []
    result = FindNano(session).run(FindInput(), RunContext(emit=events.append))
    [silent] = result["silent"]
    assert (silent["code"], silent["params"]["user"], silent["params"]["name"]) == (SILENT, "alice", "jetson-lab")
    assert silent["params"]["address"] == f"127.0.0.1:{greeter.port}"
    assert silent["params"]["used_s"] < 60
    codes = [event.finding.code for event in events if isinstance(event, FindingReported)]
    assert codes == ["nano.none_found", SILENT]
    greeter.start()
    result = FindNano(session).run(FindInput(), RunContext())
    assert result["silent"] == []
    assert [found["code"] for found in result["found"]] == ["nano.found_used"]


def test_one_of_before_under_a_name_is_not_silent_when_its_address_answers(session: Session, greeter: Greeter) -> None:
    greeter.start()
    session.used.note(Address("localhost", greeter.port))
    result = FindNano(session).run(FindInput(), RunContext())
    assert [found["params"]["host"] for found in result["found"]] == ["127.0.0.1"]
    assert result["silent"] == []


def test_who_is_silent_cannot_be_logged_in_to() -> None:
    params = {"host": "192.168.1.9", "port": 22}
    assert address_in(Finding(code=SILENT, severity=Severity.INFO, params=params)) is None
