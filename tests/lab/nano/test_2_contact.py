"""The first contact and the ways in which it fails: who is there, and who may do what."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nanowizard.remote.address import Address
from nanowizard.tasks.session import NanoLogin
from tests.lab.machines.nano import CARD_BYTES
from tests.lab.nano.desk import Desk

MIB = 1 << 20
PLAIN = "plain"


def test_an_identity_is_confirmed_by_its_fingerprint(desk: Desk) -> None:
    unknown = desk.check()
    assert unknown.status == "blocked"
    params = unknown.findings["nano.host_key_unknown"]
    assert params["fingerprint"] in desk.board.fingerprints()
    assert desk.session.pins.pinned(desk.board.address.place) is None
    known = desk.check(desk.login(trust=f"SHA256:{params['fingerprint']}"))
    assert known.status == "succeeded"
    assert desk.session.pins.pinned(desk.board.address.place)


def test_a_wrong_password_is_said_and_changes_nothing(met: Desk) -> None:
    ended = met.swap(256, login=met.login(password="nano2"))
    assert ended.error == ("nano.login_failed", {"user": "nano", "host": "127.0.0.1"})
    assert met.board.look("ls /swapfile* /var/lib/nanowizard 2>/dev/null || true") == ""


def test_the_board_is_looked_at(met: Desk) -> None:
    ended = met.check()
    facts = ended.result
    # Whether the rest of the world is there depends on the computer that the lab runs on.
    outside = {f"nano.{facts['network']}"} - {"nano.ok"}
    assert set(ended.findings) == {"nano.not_a_nano", "nano.disk_low", "nano.no_swap_file"} | outside
    assert ended.findings["nano.not_a_nano"] == {"model": "?"}
    assert (facts["l4t"], facts["jetpack"], facts["host_name"]) == ("32.7.1", "4.6.1", "nano")
    assert facts["python"] == met.board.look("python3 -c 'import platform; print(platform.python_version())'")
    assert facts["swap_bytes"] == int(met.board.look("awk '/zram/ { print $3 }' /proc/swaps")) * 1024 > 0
    assert facts["memory_bytes"] == int(met.board.look("awk '/^MemTotal/ { print $2 }' /proc/meminfo")) * 1024
    assert abs(facts["clock_ahead_s"]) < 60
    # The image's own APP has 1024 MiB: it has grown to the end of the card.
    assert CARD_BYTES * 0.9 < facts["disk_bytes"] < CARD_BYTES


@pytest.fixture
def plain_user(met: Desk) -> Iterator[NanoLogin]:
    """Somebody who may log in and is no administrator."""
    met.board.look(f"useradd --create-home {PLAIN} && echo {PLAIN}:{PLAIN} | chpasswd")
    yield NanoLogin(address=Address("127.0.0.1", met.board.address.port, PLAIN), password=PLAIN)
    met.session.disconnect()
    met.board.look(f"loginctl terminate-user {PLAIN}; userdel --force --remove {PLAIN} 2>/dev/null || true")


def test_who_is_no_administrator_may_look_but_not_change(met: Desk, plain_user: NanoLogin) -> None:
    assert met.check(plain_user).result["l4t"] == "32.7.1"
    ended = met.swap(256, login=plain_user)
    assert ended.error == ("nano.sudo_refused", {"user": PLAIN, "reason": "not_allowed"})
    assert met.board.look("ls /swapfile* /var/lib/nanowizard 2>/dev/null || true") == ""


@pytest.fixture
def other_keys(met: Desk) -> Iterator[None]:
    """The board shows another identity, as after its card was written anew."""
    keep, make = "cp -a /etc/ssh /root/ssh.kept", "rm /etc/ssh/ssh_host_*; systemctl restart ssh-host-keys"
    met.board.look(f"{keep}; {make}; systemctl restart ssh")
    met.session.disconnect()
    yield
    met.board.look("rm -r /etc/ssh; mv /root/ssh.kept /etc/ssh; systemctl restart ssh")
    met.session.disconnect()
    met.session.pins.forget(met.board.address.place)


def test_another_identity_gets_no_password_until_the_person_names_it(met: Desk, other_keys: None) -> None:
    before = met.session.pins.pinned(met.board.address.place)
    assert before
    refused = met.check()
    code, params = refused.error
    assert code == "nano.host_key_changed"
    assert params["expected"] == before.key.fingerprint
    assert params["fingerprint"] in met.board.fingerprints()
    assert met.session.pins.pinned(met.board.address.place) == before
    wrong = met.check(met.login(trust="A" * 43))
    assert wrong.error[0] == "nano.host_key_changed"
    assert met.check(met.login(trust=str(params["fingerprint"]))).status == "succeeded"
