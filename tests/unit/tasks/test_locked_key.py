"""A private key with a passphrase, against the practice Nano: who is asked, how often, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest

from nanowizard.core.errors import NanoError
from nanowizard.core.logs import redact
from nanowizard.core.places import Places
from nanowizard.core.task import RunContext
from nanowizard.practice.nano import Faults, PracticeNano
from nanowizard.remote.discover.sources import NONE
from nanowizard.tasks.session import NanoLogin, Session

CTX = RunContext()
PASSPHRASE = "correct horse"


@pytest.fixture
def nano(tmp_path: Path) -> Iterator[PracticeNano]:
    with PracticeNano(tmp_path / "board", faults=Faults(delay_s=0.0)) as board:
        yield board


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"), sources=NONE)
    yield made
    made.close()


@pytest.fixture
def login(nano: PracticeNano, tmp_path: Path) -> NanoLogin:
    key = paramiko.ECDSAKey.generate()
    key.write_private_key_file(str(tmp_path / "id"), password=PASSPHRASE)
    nano.authorize(key.asbytes())
    return NanoLogin(address=nano.address, identity=tmp_path / "id", trust=nano.fingerprint)


class Person:
    """Answers with what is left of `answers`; `heard` are the codes of the questions."""

    def __init__(self, *answers: str | None) -> None:
        self.answers = list(answers)
        self.heard: list[str] = []

    def __call__(self, error: NanoError) -> str | None:
        self.heard.append(error.code)
        return self.answers.pop(0)


def with_passphrase(login: NanoLogin, passphrase: str) -> NanoLogin:
    return NanoLogin(address=login.address, identity=login.identity, passphrase=passphrase, trust=login.trust)


def test_nobody_to_ask(session: Session, login: NanoLogin) -> None:
    with pytest.raises(NanoError) as raised:
        session.connect(login, CTX)
    assert raised.value.code == "nano.key_locked"
    with pytest.raises(NanoError) as raised:
        session.connect(with_passphrase(login, "wrong"), CTX)
    assert raised.value.code == "nano.key_passphrase_wrong"
    assert session.connect(with_passphrase(login, PASSPHRASE), CTX).run(["true"], CTX).ok


def test_it_is_asked_for_until_it_is_right_and_then_no_more(session: Session, login: NanoLogin) -> None:
    session.ask_passphrase = person = Person("wrong", PASSPHRASE)
    assert session.connect(login, CTX).run(["true"], CTX).ok
    assert person.heard == ["nano.key_locked", "nano.key_passphrase_wrong"]
    session.disconnect()
    assert session.connect(login, CTX).run(["true"], CTX).ok
    assert session.connect(None, CTX).run(["true"], CTX).ok
    assert len(person.heard) == 2


def test_three_wrong_ones_are_enough(session: Session, login: NanoLogin) -> None:
    session.ask_passphrase = person = Person("one", "two", "three", PASSPHRASE)
    with pytest.raises(NanoError) as raised:
        session.connect(login, CTX)
    assert raised.value.code == "nano.key_passphrase_wrong"
    assert len(person.heard) == 3


def test_a_person_may_give_up(session: Session, login: NanoLogin) -> None:
    session.ask_passphrase = person = Person(None)
    with pytest.raises(NanoError) as raised:
        session.connect(login, CTX)
    assert raised.value.code == "nano.key_locked"
    assert person.heard == ["nano.key_locked"]


def test_it_is_neither_shown_nor_written(session: Session, login: NanoLogin, tmp_path: Path) -> None:
    session.ask_passphrase = Person(PASSPHRASE)
    session.connect(login, CTX)
    assert PASSPHRASE not in redact(f"a log line with {PASSPHRASE} in it")
    assert PASSPHRASE not in repr(session.login)
    kept = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]
    assert kept
    assert not any(PASSPHRASE.encode() in path.read_bytes() for path in kept)


def test_a_link_that_broke_off_needs_no_second_question(session: Session, login: NanoLogin, nano: PracticeNano) -> None:
    session.ask_passphrase = person = Person(PASSPHRASE)
    conn = session.connect(login, CTX)
    nano.cut_links()
    assert conn.read_file("/etc/nv_tegra_release", CTX) is not None
    assert len(person.heard) == 1
