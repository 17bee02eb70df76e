"""Our own key pair, the lines of authorized_keys, and the keyring: with a backend of the test's own."""

from __future__ import annotations

import os
from pathlib import Path

import paramiko
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError

from nanowizard.core.errors import NanoError, StoreError
from nanowizard.remote.address import Address
from nanowizard.remote.authorized import MARK, comment_of, has_key, has_our_line
from nanowizard.remote.own_key import is_public_key, make_key, private_key, read_public_key
from nanowizard.remote.passwords import PasswordKeeper

NANO = Address("192.168.55.1", user="alice")


class Ring(KeyringBackend):
    """In memory. `locked`: nobody unlocks it."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def _open(self) -> dict[tuple[str, str], str]:
        if self.locked:
            raise KeyringLocked
        return self.kept

    def get_password(self, service: str, username: str) -> str | None:
        return self._open().get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self._open().pop((service, username), None) is None:
            raise PasswordDeleteError


class PlainFiles(Ring):
    priority = 0.5  # type: ignore[assignment]


def test_a_key_is_made_once_and_is_ours_alone(tmp_path: Path) -> None:
    assert private_key(tmp_path) is None
    line = make_key(tmp_path / "state")
    assert make_key(tmp_path / "state") == line
    file = private_key(tmp_path / "state")
    assert file is not None
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
    assert paramiko.Ed25519Key.from_private_key_file(str(file)).get_base64() == line.split()[1]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(StoreError):
        make_key(tmp_path / "state")


@pytest.mark.parametrize(
    ("line", "good"),
    [
        ("ssh-ed25519 AAAAC3Nza me", True),
        ("ecdsa-sha2-nistp256 AAAAE2Vj", True),
        ("sk-ssh-ed25519@openssh.com AAAAGnNr me", True),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", False),
        ("ssh-ed25519", False),
        ('command="rm" ssh-ed25519 AAAAC3Nza', False),
        ("ssh-ed25519 AAAAC3Nza me\nssh-rsa AAAA you", False),
    ],
)
def test_a_public_key_is_one_line_without_options(line: str, good: bool) -> None:
    assert is_public_key(line) is good


def test_a_private_key_is_never_taken_for_a_public_one(tmp_path: Path) -> None:
    make_key(tmp_path)
    file = private_key(tmp_path)
    assert file is not None
    with pytest.raises(NanoError) as raised:
        read_public_key(file)
    assert raised.value.code == "nano.key_bad_public"
    assert read_public_key(file.with_suffix(".pub")).startswith("ssh-ed25519 AAAA")
    with pytest.raises(NanoError):
        read_public_key(tmp_path / "none.pub")


def test_a_key_counts_with_options_and_not_in_a_comment() -> None:
    key = "ssh-ed25519 AAAAC3Nza me@laptop"
    assert has_key('from="10.*" ssh-ed25519 AAAAC3Nza other name\n', key)
    assert not has_key("# ssh-ed25519 AAAAC3Nza me@laptop\n", key)
    assert not has_key(None, key)
    assert has_our_line(f"x\n{key} {MARK}\n", key)
    assert not has_our_line(f"{key}\n", key)
    assert (comment_of(key), comment_of("ssh-ed25519 AAAA")) == ("me@laptop", "ssh-ed25519")


def test_a_password_is_kept_and_forgotten_for_this_user_at_this_place() -> None:
    ring = Ring()
    keeper = PasswordKeeper(ring)
    assert keeper.is_there()
    keeper.keep(NANO, "secret")
    assert keeper.kept(NANO) == "secret"
    assert keeper.kept(Address("192.168.55.1", user="bob")) is None
    assert keeper.kept(Address("192.168.55.1", 2222, "alice")) is None
    assert keeper.forget(NANO)
    assert not keeper.forget(NANO)
    assert ring.kept == {}


def test_a_locked_keyring_keeps_nothing_and_says_so() -> None:
    ring = Ring()
    keeper = PasswordKeeper(ring)
    keeper.keep(NANO, "secret")
    ring.locked = True
    assert keeper.kept(NANO) is None
    assert not keeper.forget(NANO)
    with pytest.raises(NanoError) as raised:
        keeper.keep(NANO, "other")
    assert raised.value.code == "nano.password_not_kept"
    assert "other" not in str(raised.value)


@pytest.mark.parametrize("backend", [fail.Keyring(), null.Keyring(), PlainFiles()])
def test_what_is_no_real_keyring_is_not_offered(backend: KeyringBackend) -> None:
    keeper = PasswordKeeper(backend)
    assert not keeper.is_there()
    assert keeper.kept(NANO) is None
    with pytest.raises(NanoError):
        keeper.keep(NANO, "secret")


def test_no_test_reaches_the_keyring_of_whoever_runs_it() -> None:
    assert not PasswordKeeper().is_there()
