"""Which Nanos were used before: kept with user and time, never with a secret, and whole after a broken file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from nanowizard.core.places import Places
from nanowizard.core.task import RunContext
from nanowizard.practice.nano import PASSWORD, PracticeNano
from nanowizard.remote.address import Address
from nanowizard.tasks.find import used_addresses
from nanowizard.tasks.nano import CheckNano
from nanowizard.tasks.session import NanoLogin, Session
from nanowizard.tasks.used import FILE, KEPT, UsedNanos

CTX = RunContext()
ALICE = Address("192.168.1.9", 2222, "alice")


@pytest.fixture
def used(tmp_path: Path) -> UsedNanos:
    return UsedNanos(tmp_path / FILE)


@pytest.fixture
def nano(tmp_path: Path) -> Iterator[PracticeNano]:
    with PracticeNano(tmp_path / "board") as board:
        board.faults.delay_s = 0.0
        yield board


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"))
    yield made
    made.close()


def test_the_last_one_comes_first_and_one_place_is_one_nano(used: UsedNanos) -> None:
    used.note(Address("192.168.55.1"), "nano-desktop")
    used.note(ALICE)
    used.note(Address("192.168.55.1", user="bob"))
    assert [str(nano.address) for nano in used.all()] == ["bob@192.168.55.1", "alice@192.168.1.9:2222"]
    assert used.all()[0].name == "nano-desktop"
    assert used.all()[0].since_s() < 60
    used.forget("192.168.55.1:22")
    assert [str(nano.address) for nano in used.all()] == ["alice@192.168.1.9:2222"]


def test_only_so_many_are_kept(used: UsedNanos) -> None:
    for number in range(KEPT + 3):
        used.note(Address(f"192.168.1.{number + 1}"))
    assert len(used.all()) == KEPT
    assert used.all()[0].address.host == f"192.168.1.{KEPT + 3}"


@pytest.mark.parametrize(
    "entry",
    [
        {"address": "not an address", "used_at": 1.0},
        {"address": "nano@192.168.1.7"},
        {"address": "nano@192.168.1.7", "used_at": "yesterday"},
        "nonsense",
        None,
    ],
)
def test_what_was_broken_in_the_file_is_passed_over(used: UsedNanos, tmp_path: Path, entry: object) -> None:
    used.note(ALICE)
    document = json.loads((tmp_path / FILE).read_text())
    document["nanos"].append(entry)
    (tmp_path / FILE).write_text(json.dumps(document))
    assert [nano.address for nano in used.all()] == [ALICE]
    (tmp_path / FILE).write_text(json.dumps({"schema": 1, "nanos": 7}))
    assert used.all() == []


def test_a_login_is_noted_and_the_look_adds_the_name(session: Session, nano: PracticeNano) -> None:
    login = NanoLogin(address=nano.address, password=PASSWORD, trust=nano.fingerprint)
    session.connect(login, CTX)
    [used] = session.used.all()
    assert (used.address, used.name) == (nano.address, "")
    CheckNano(session).run(None, CTX)
    assert session.used.all()[0].name == "nano-practice"
    assert str(used_addresses(session)[0]) == str(nano.address)
    assert f'"{PASSWORD}"' not in (session.places.state / FILE).read_text()


def test_what_is_no_nano_is_not_kept(session: Session, nano: PracticeNano) -> None:
    nano.machine.put("/proc/device-tree/model", b"Raspberry Pi 4 Model B\0")
    CheckNano(session).run(NanoLogin(address=nano.address, password=PASSWORD, trust=nano.fingerprint), CTX)
    assert session.used.all() == []


def test_the_practice_nano_has_another_address_each_time(tmp_path: Path) -> None:
    session = Session(practice=True, where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"))
    assert session.world is not None
    board = session.world.nano
    board.start()
    CheckNano(session).run(NanoLogin(address=board.address, password=PASSWORD, trust=board.fingerprint), CTX)
    assert session.used.all() == []
    session.close()
