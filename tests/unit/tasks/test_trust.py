"""The identity of a Nano against the practice one: who may confirm it, and what a card that we wrote changes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest

from nanowizard.core.errors import Blocked, NanoError
from nanowizard.core.events import Params, Status
from nanowizard.core.places import Places
from nanowizard.core.task import RunContext, TaskRun
from nanowizard.practice.nano import PASSWORD, Faults, PracticeNano
from nanowizard.remote.discover.sources import NONE
from nanowizard.remote.hostkeys import HostKey, PinnedKey
from nanowizard.remote.own_key import make_key
from nanowizard.tasks.find import used_addresses
from nanowizard.tasks.key import InstallKey, KeyInput
from nanowizard.tasks.session import NanoLogin, Session
from nanowizard.tasks.trust import TrustInput, TrustNano
from nanowizard.tasks.written import WrittenCards

CTX = RunContext()


@pytest.fixture
def nano(tmp_path: Path) -> Iterator[PracticeNano]:
    with PracticeNano(tmp_path / "board", faults=Faults(delay_s=0.0)) as board:
        yield board


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"), sources=NONE)
    yield made
    made.close()


def login(nano: PracticeNano, **more: str) -> NanoLogin:
    return NanoLogin(address=nano.address, password=PASSWORD, **more)


def test_nobody_is_trusted_unasked(nano: PracticeNano, session: Session) -> None:
    with pytest.raises(Blocked) as raised:
        session.connect(login(nano), CTX)
    assert [finding.code for finding in raised.value.findings] == ["nano.host_key_unknown"]
    assert session.pins.pinned(nano.address.place) is None


def test_a_person_who_is_asked_and_says_yes(nano: PracticeNano, session: Session) -> None:
    shown: list[Params] = []

    def yes(finding: Params) -> bool:
        shown.append(finding)
        return True

    session.ask_trust = yes
    assert session.connect(login(nano), CTX).run(["true"], CTX).ok
    assert [finding["fingerprint"] for finding in shown] == [nano.fingerprint]


def test_a_person_who_is_asked_and_says_no(nano: PracticeNano, session: Session) -> None:
    session.ask_trust = lambda _shown: False
    with pytest.raises(Blocked):
        session.connect(login(nano), CTX)
    assert session.pins.pinned(nano.address.place) is None


def test_a_changed_identity_is_refused_without_a_question(nano: PracticeNano, session: Session) -> None:
    session.connect(login(nano, trust=nano.fingerprint), CTX)
    nano.new_host_key()
    nano.cut_links()
    session.disconnect()
    session.ask_trust = lambda _shown: True
    with pytest.raises(NanoError) as raised:
        session.connect(login(nano), CTX)
    assert raised.value.code == "nano.host_key_changed"


def test_a_card_that_was_written_since_explains_it_and_is_asked_about(nano: PracticeNano, session: Session) -> None:
    session.connect(login(nano, trust=nano.fingerprint), CTX)
    session.disconnect()
    nano.new_host_key()
    session.written._store.save({"last_at": time.time() + 1})
    with pytest.raises(Blocked) as raised:
        session.connect(login(nano), CTX)
    [finding] = raised.value.findings
    assert finding.code == "nano.host_key_rewritten"
    assert finding.params["fingerprint"] == nano.fingerprint
    session.ask_trust = lambda _shown: True
    assert session.connect(login(nano), CTX).run(["true"], CTX).ok
    pinned = session.pins.pinned(nano.address.place)
    assert pinned is not None
    assert pinned.key.fingerprint == nano.fingerprint


def test_when_a_card_was_written_is_compared_with_when_the_identity_was_confirmed(tmp_path: Path) -> None:
    cards = WrittenCards(tmp_path / "written.json")
    pinned = PinnedKey(HostKey("ssh-ed25519", b"x"), datetime.now(timezone.utc).isoformat(timespec="seconds"))
    assert cards.since(pinned) is None, "nothing was ever written"
    cards._store.save({"last_at": time.time() - 3600})
    assert cards.since(pinned) is None, "written before"
    cards._store.save({"last_at": time.time() + 2})
    assert cards.since(pinned) == 0.0
    assert cards.since(None) is None
    assert cards.since(PinnedKey(pinned.key, "yesterday")) is None


def test_trust_is_a_task(nano: PracticeNano, session: Session) -> None:
    task = TrustNano(session)
    unconfirmed = TaskRun(task, TrustInput(address=nano.address), CTX).check_then_run()
    assert unconfirmed.status is Status.BLOCKED
    wrong = TrustInput(address=nano.address, fingerprint="SHA256:" + "A" * 43)
    assert TaskRun(task, wrong, CTX).check_then_run().status is Status.BLOCKED
    right = TrustInput(address=nano.address, fingerprint=f"SHA256:{nano.fingerprint}")
    done = TaskRun(task, right, CTX).check_then_run()
    assert (done.status, done.result["trust"], len(done.result["words"])) == (Status.SUCCEEDED, "known", 8)
    assert TaskRun(task, TrustInput(address=nano.address), CTX).check_then_run().status is Status.SATISFIED
    nano.new_host_key()
    changed = TaskRun(task, TrustInput(address=nano.address), CTX).check_then_run()
    assert changed.error is not None
    assert changed.error.code == "nano.host_key_changed"
    forget = TrustInput(address=nano.address, forget=True)
    assert TaskRun(task, forget, CTX).check_then_run().status is Status.SUCCEEDED
    assert TaskRun(task, forget, CTX).check_then_run().status is Status.SATISFIED


def test_a_key_is_installed_used_without_a_word_and_taken_back(nano: PracticeNano, session: Session) -> None:
    first = login(nano, trust=nano.fingerprint)
    task = InstallKey(session)
    done = TaskRun(task, KeyInput(login=first), CTX).check_then_run()
    assert (done.status, done.result["may_log_in"]) == (Status.SUCCEEDED, True)
    assert TaskRun(task, KeyInput(), CTX).check_then_run().status is Status.SATISFIED
    session.disconnect()
    assert session.connect(NanoLogin(address=nano.address), CTX).run(["true"], CTX).ok, "without a password"
    undone = TaskRun(task, KeyInput(undo=True), CTX).check_then_run()
    assert (undone.status, undone.result["may_log_in"]) == (Status.SUCCEEDED, False)
    session.disconnect()
    with pytest.raises(NanoError) as raised:
        session.connect(NanoLogin(address=nano.address), CTX)
    assert raised.value.code == "nano.login_failed"


def test_a_persons_own_key_is_taken_from_its_file(nano: PracticeNano, session: Session, tmp_path: Path) -> None:
    line = make_key(tmp_path / "mine")
    given = KeyInput(login=login(nano, trust=nano.fingerprint), public_key=tmp_path / "mine" / "id_nanowizard.pub")
    assert TaskRun(InstallKey(session), given, CTX).check_then_run().result["key"] == line.split(" ", 2)[2]
    assert line.encode() in nano.machine.read("/home/nano/.ssh/authorized_keys")
    assert not (session.places.state / "id_nanowizard").exists()


def test_addresses_of_before_are_the_last_one_and_those_with_a_pinned_key(session: Session) -> None:
    session.journey.nano = "alice@192.168.1.9:2222"
    for place in ("192.168.1.7:22", "[fe80::1]:22", "nonsense place", "192.168.1.9:2222"):
        session.pins.pin(place, HostKey("ssh-ed25519", place.encode()))
    found = [str(address) for address in used_addresses(session)]
    assert found[0] == "alice@192.168.1.9:2222"
    assert sorted(found[1:]) == ["nano@192.168.1.7", "nano@[fe80::1]"]
