"""Waiting for a Nano that starts: who is taken, who is passed over, and what is said of an unfinished setup."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from nanowizard.core.events import Event, FindingReported
from nanowizard.core.places import Places
from nanowizard.core.task import RunContext
from nanowizard.remote.address import Address
from nanowizard.remote.discover.model import How, Sighting
from nanowizard.remote.discover.sources import NONE
from nanowizard.remote.hostkeys import HostKey
from nanowizard.tasks.find import FindInput, FindNano, Lookout
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
    assert result == {"found": [], "not_searched": []}
    assert [event.finding.code for event in events if isinstance(event, FindingReported)] == ["nano.none_found"]
