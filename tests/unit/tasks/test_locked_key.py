"""A private key with a passphrase, against the practice Nano: which errors it has, and what is kept of it."""

from __future__ import annotations

import subprocess
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
from nanowizard.remote.ssh import check_identity
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


def test_a_login_that_worked_is_remembered_with_it(session: Session, login: NanoLogin) -> None:
    assert session.connect(with_passphrase(login, PASSPHRASE), CTX).run(["true"], CTX).ok
    session.disconnect()
    assert session.connect(None, CTX).run(["true"], CTX).ok
    session.disconnect()
    assert session.connect(login, CTX).run(["true"], CTX).ok


def test_it_is_neither_shown_nor_written(session: Session, login: NanoLogin, tmp_path: Path) -> None:
    session.connect(with_passphrase(login, PASSPHRASE), CTX)
    assert PASSPHRASE not in redact(f"a log line with {PASSPHRASE} in it")
    assert PASSPHRASE not in repr(session.login)
    kept = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]
    assert kept
    assert not any(PASSPHRASE.encode() in path.read_bytes() for path in kept)


def test_a_link_that_broke_off_is_made_anew_with_it(session: Session, login: NanoLogin, nano: PracticeNano) -> None:
    conn = session.connect(with_passphrase(login, PASSPHRASE), CTX)
    nano.cut_links()
    assert conn.read_file("/etc/nv_tegra_release", CTX) is not None


@pytest.mark.parametrize(
    "kind", [("ed25519",), ("ecdsa",), ("rsa",), ("rsa", "-m", "PEM"), ("ecdsa", "-m", "PEM")], ids="-".join
)
def test_every_kind_of_key_file(tmp_path: Path, kind: tuple[str, ...]) -> None:
    path = tmp_path / "id"
    subprocess.run(["ssh-keygen", "-q", "-t", *kind, "-N", PASSPHRASE, "-f", path], check=True)
    check_identity(path, PASSPHRASE)
    wanted = {None: "nano.key_locked", "": "nano.key_locked", "wrong": "nano.key_passphrase_wrong"}
    for passphrase, code in wanted.items():
        with pytest.raises(NanoError) as raised:
            check_identity(path, passphrase)
        assert raised.value.code == code
    (tmp_path / "text").write_text("no key")
    with pytest.raises(NanoError) as raised:
        check_identity(tmp_path / "text", PASSPHRASE)
    assert raised.value.code == "nano.key_unreadable"
