"""What the commands for the Nano ask a person at a terminal, and that they ask nobody else."""

from __future__ import annotations

import sys
from pathlib import Path

import paramiko
import pytest

from nanowizard.practice.nano import PASSWORD, PracticeNano
from nanowizard.remote.hostkey_art import picture_of, words_of
from tests.support.command_line import CommandLine

if sys.platform != "linux":
    pytest.skip("needs a terminal", allow_module_level=True)

from tests.support.terminal import Terminal

PASSPHRASE = "correct horse"
ASKED = "Type yes if this is your Nano"


@pytest.fixture
def key(nano: PracticeNano, tmp_path: Path) -> Path:
    made = paramiko.ECDSAKey.generate()
    made.write_private_key_file(str(tmp_path / "id"), password=PASSPHRASE)
    nano.authorize(made.asbytes())
    return tmp_path / "id"


def log_of(cli: CommandLine) -> str:
    return "".join(path.read_text() for path in cli.home.rglob("*.log"))


@pytest.mark.parametrize("step", ["check", "swap"])
def test_an_identity_is_shown_with_where_to_compare_it(cli: CommandLine, nano: PracticeNano, step: str) -> None:
    terminal = Terminal(cli, "nano", step, "--nano", str(nano.address))
    terminal.read_until("(empty: SSH agent): ")
    terminal.type(PASSWORD)
    terminal.read_until(ASKED)
    for shown in (nano.fingerprint, " ".join(words_of(nano.fingerprint)), *picture_of(nano.fingerprint)):
        assert shown in terminal.seen
    assert "ssh-keygen -lvf /etc/ssh/ssh_host_" in terminal.seen
    terminal.type("yes")
    assert terminal.end() == 0, terminal.seen
    words = ("nano", step, "--nano", str(nano.address), "--password-stdin")
    assert cli.json(*words, stdin=PASSWORD + "\n").code == 0, "confirmed once for all"


def test_no_answer_means_no(cli: CommandLine, nano: PracticeNano) -> None:
    terminal = Terminal(cli, "nano", "check", "--nano", str(nano.address))
    terminal.read_until("(empty: SSH agent): ")
    terminal.type(PASSWORD)
    terminal.read_until(ASKED)
    terminal.type("")
    assert terminal.end() == 3, terminal.seen
    assert cli.json("nano", "trust", "--nano", str(nano.address)).code == 3


def test_nobody_is_asked_without_a_terminal(cli: CommandLine, nano: PracticeNano, key: Path) -> None:
    words = ("nano", "check", "--nano", str(nano.address))
    unknown = cli.json(*words, "--password-stdin", stdin=PASSWORD + "\n")
    assert (unknown.code, list(unknown.findings())) == (3, ["nano.host_key_unknown"])
    locked = cli.json(*words, "--trust", nano.fingerprint, "--identity", key)
    assert (locked.code, locked.last["error"]["code"]) == (1, "nano.key_locked")
    said = cli.run(*words, "--trust", nano.fingerprint, "--identity", key)
    assert (said.code, said.stderr) == (1, "")
    assert "needs its passphrase" in said.stdout


def test_nobody_is_asked_for_events(cli: CommandLine, nano: PracticeNano, key: Path) -> None:
    """A program that reads them may well have a terminal."""
    terminal = Terminal(cli, "nano", "check", "--nano", str(nano.address), "--identity", str(key), "--json")
    assert terminal.end() == 1, terminal.seen
    assert "Passphrase" not in terminal.seen


def test_a_passphrase_is_asked_for_in_the_dark_until_it_is_right(
    cli: CommandLine, nano: PracticeNano, key: Path
) -> None:
    words = ("--trust", nano.fingerprint, "--identity", str(key))
    terminal = Terminal(cli, "nano", "check", "--nano", str(nano.address), *words)
    terminal.read_until("Passphrase: ")
    terminal.type("wrong one")
    terminal.read_until("does not open")
    terminal.read_until("Passphrase: ", times=2)
    terminal.type(PASSPHRASE)
    assert terminal.end() == 0, terminal.seen
    for secret in (PASSPHRASE, "wrong one"):
        assert secret not in terminal.seen
        assert secret not in log_of(cli)


def test_three_wrong_ones_are_enough(cli: CommandLine, nano: PracticeNano, key: Path) -> None:
    words = ("--trust", nano.fingerprint, "--identity", str(key))
    terminal = Terminal(cli, "nano", "check", "--nano", str(nano.address), *words)
    for time in (1, 2, 3):
        terminal.read_until("Passphrase: ", times=time)
        terminal.type("wrong one")
    assert terminal.end() == 1, terminal.seen
    assert terminal.seen.count("Passphrase: ") == 3
    assert "nano.key_passphrase_wrong" in terminal.seen


def test_an_empty_one_gives_up(cli: CommandLine, nano: PracticeNano, key: Path) -> None:
    words = ("--trust", nano.fingerprint, "--identity", str(key))
    terminal = Terminal(cli, "nano", "check", "--nano", str(nano.address), *words)
    terminal.read_until("Passphrase: ")
    terminal.type("")
    assert terminal.end() == 1, terminal.seen
    assert "nano.key_locked" in terminal.seen
