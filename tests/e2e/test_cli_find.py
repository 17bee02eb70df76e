"""nano find, trust and key as commands; and setup, which asks for an unknown identity in a terminal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nanowizard.practice.nano import PASSWORD, PracticeNano
from tests.support.command_line import CommandLine, argv
from tests.support.namespaces import joined
from tests.support.terminal import Terminal

if sys.platform != "linux":
    pytest.skip("needs a terminal", allow_module_level=True)

_GREET = """
import socket
server = socket.create_server(("192.168.55.1", 22))
print("ready")
while True:
    link, _ = server.accept()
    with link:
        link.sendall(b"SSH-2.0-OpenSSH_7.6p1 Ubuntu-4ubuntu0.7\\r\\n")
"""


def test_find_as_events_and_as_sentences(cli: CommandLine) -> None:
    """In a network of its own: the command asks nothing of the machine's real one."""
    with joined(["192.168.55.100/24"], ["192.168.55.1/24"]) as nets:
        nets.python(nets.theirs, _GREET)
        inside = ["ip", "netns", "exec", nets.ours]
        words = ["nano", "find", "--no-network"]
        said = subprocess.run(
            [*inside, *argv([*words, "--json"])], capture_output=True, text=True, env=cli.environment, check=True
        ).stdout
        events = [json.loads(line) for line in said.splitlines()]
        [found] = events[-1]["result"]["found"]
        assert (found["code"], found["params"]["address"]) == ("nano.found_usb", "192.168.55.1")
        assert [e["finding"]["code"] for e in events if e["event"] == "finding_reported"] == ["nano.found_usb"]
        shown = subprocess.run(
            [*inside, *argv(words)], capture_output=True, text=True, env=cli.environment, check=True
        ).stdout
        assert "192.168.55.1 answers on the USB cable" in shown


def test_find_says_that_nothing_is_there(cli: CommandLine) -> None:
    with joined(["10.77.1.1/21"], ["10.77.1.2/21"]) as nets:
        said = subprocess.run(
            ["ip", "netns", "exec", nets.ours, *argv(["nano", "find"])],
            capture_output=True, text=True, env=cli.environment, check=True,
        ).stdout  # fmt: skip
        assert "No Nano was found" in said
        assert "10.77.0.0/21" in said


def test_trust_waits_for_the_persons_word(cli: CommandLine, nano: PracticeNano) -> None:
    asked = cli.json("nano", "trust", "--nano", str(nano.address))
    assert asked.code == 3
    assert asked.findings()["nano.host_key_unknown"]["params"]["fingerprint"] == nano.fingerprint
    given = cli.json("nano", "trust", "--nano", str(nano.address), "--trust", nano.fingerprint)
    assert (given.code, given.last["result"]["trust"], len(given.last["result"]["picture"])) == (0, "known", 9)
    assert cli.json("nano", "trust", "--nano", str(nano.address)).last["status"] == "satisfied"
    assert cli.json("nano", "trust", "--nano", str(nano.address), "--forget").code == 0
    assert cli.json("nano", "trust", "--nano", str(nano.address)).code == 3


def test_key_is_added_used_and_taken_back(cli: CommandLine, nano: PracticeNano) -> None:
    words = ("nano", "key", "--nano", str(nano.address))
    added = cli.json(*words, "--trust", nano.fingerprint, "--password-stdin", stdin=PASSWORD + "\n")
    assert (added.code, added.last["result"]["may_log_in"]) == (0, True)
    assert cli.json("nano", "check", "--nano", str(nano.address)).code == 0, "no password any more"
    assert cli.json(*words, "--undo").code == 0
    assert cli.json("nano", "check", "--nano", str(nano.address)).last["error"]["code"] == "nano.login_failed"


def test_a_file_that_is_no_public_key(cli: CommandLine, nano: PracticeNano, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("-----BEGIN OPENSSH PRIVATE KEY-----\n")
    words = ("nano", "key", "--nano", str(nano.address), "--public-key", tmp_path / "secret", "--password-stdin")
    ended = cli.json(*words, stdin=PASSWORD + "\n")
    assert (ended.code, ended.last["error"]["code"]) == (1, "nano.key_bad_public")


def setup_of(cli: CommandLine, nano: PracticeNano, *more: str) -> Terminal:
    profile = cli.home / "profile.json"
    profile.parent.mkdir(parents=True, exist_ok=True)
    profile.write_text(json.dumps({"schema": 1, "swap": {"size_bytes": 1 << 30}}))
    terminal = Terminal(cli, "setup", "--nano", str(nano.address), "--profile", str(profile), "--password-stdin", *more)
    terminal.type(PASSWORD)
    return terminal


def test_setup_asks_for_the_identity_in_a_terminal(cli: CommandLine, nano: PracticeNano) -> None:
    terminal = setup_of(cli, nano)
    terminal.read_until("Type yes if this is your Nano")
    assert nano.fingerprint in terminal.seen
    terminal.type("yes")
    assert terminal.end() == 0, terminal.seen
    assert "Report" in terminal.seen


def test_setup_without_that_word_ends_blocked_and_trusts_nobody(cli: CommandLine, nano: PracticeNano) -> None:
    terminal = setup_of(cli, nano)
    terminal.read_until("Type yes if this is your Nano")
    terminal.type("no")
    assert terminal.end() == 3, terminal.seen
    assert cli.json("nano", "trust", "--nano", str(nano.address)).code == 3


@pytest.mark.parametrize("option", ["--yes", "--json"])
def test_setup_asks_nobody_where_nobody_answers(cli: CommandLine, nano: PracticeNano, option: str) -> None:
    terminal = setup_of(cli, nano, option)
    assert terminal.end() == 3, terminal.seen
    assert "Type yes" not in terminal.seen
