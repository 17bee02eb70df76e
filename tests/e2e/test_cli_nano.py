"""nano check and nano swap as commands, against the practice Nano over real SSH."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nanowizard.practice.nano import PracticeNano
from tests.support.command_line import CommandLine, ask_nano

SECRET = "correct-horse-battery"


def test_a_first_contact_waits_for_the_person(cli: CommandLine, nano: PracticeNano) -> None:
    ended = ask_nano(cli, nano, "check")
    assert ended.code == 3
    assert ended.findings()["nano.host_key_unknown"]["params"]["fingerprint"] == nano.fingerprint
    assert ask_nano(cli, nano, "check").code == 3, "asking must not pin"


def test_a_wrong_fingerprint_is_not_trusted(cli: CommandLine, nano: PracticeNano) -> None:
    assert ask_nano(cli, nano, "check", "--trust", "SHA256:" + "A" * 43).code == 3


def test_check_reports_what_is_there(known: CommandLine, nano: PracticeNano) -> None:
    result = ask_nano(known, nano, "check").last["result"]
    assert result["model"] == "NVIDIA Jetson Nano Developer Kit"
    assert (result["l4t"], result["jetpack"]) == ("32.7.1", "4.6.1")


def test_a_changed_host_key_is_refused(known: CommandLine, nano: PracticeNano) -> None:
    nano.new_host_key()
    ended = ask_nano(known, nano, "swap")
    assert (ended.code, ended.last["error"]["code"]) == (1, "nano.host_key_changed")


def test_a_changed_host_key_is_taken_only_when_it_is_named(known: CommandLine, nano: PracticeNano) -> None:
    old = nano.fingerprint
    nano.new_host_key()
    ended = ask_nano(known, nano, "check", "--trust", f"SHA256:{old}")
    assert (ended.code, ended.last["error"]["code"]) == (1, "nano.host_key_changed")
    assert ask_nano(known, nano, "check", "--trust", f"SHA256:{nano.fingerprint}").code == 0
    assert ask_nano(known, nano, "check").code == 0


def test_a_wrong_password(known: CommandLine, nano: PracticeNano) -> None:
    ended = ask_nano(known, nano, "check", password=SECRET)
    assert (ended.code, ended.last["error"]["code"]) == (1, "nano.login_failed")
    assert SECRET not in ended.stdout + ended.stderr
    assert SECRET not in (known.home / "logs" / "nanowizard.log").read_text()


def test_nobody_there(cli: CommandLine) -> None:
    ended = cli.json("nano", "check", "--nano", "nano@127.0.0.1:9", "--password-stdin", stdin="x\n")
    assert (ended.code, ended.last["error"]["code"]) == (1, "nano.refused")


def test_a_bad_address(cli: CommandLine) -> None:
    ended = cli.json("nano", "check", "--nano", "a b c", "--password-stdin", stdin="x\n")
    assert (ended.code, ended.last["error"]["code"]) == (1, "nano.bad_address")


def test_swap_dry_run_apply_again_and_undo(known: CommandLine, nano: PracticeNano) -> None:
    dry = ask_nano(known, nano, "swap", "--dry-run")
    assert dry.last["result"]["changes"][0]["code"] == "nano.swap.create_file"
    assert dry.last["result"]["file_bytes"] == 0
    assert ask_nano(known, nano, "swap").last["status"] == "succeeded"
    again = ask_nano(known, nano, "swap")
    assert (again.code, again.last["status"]) == (0, "satisfied")
    assert again.last["result"]["file_bytes"] == 4 << 30
    would = ask_nano(known, nano, "swap", "--undo", "--dry-run")
    assert (would.code, [c["code"] for c in would.last["result"]["changes"]]) == (0, ["nano.swap.undo"])
    assert would.last["result"]["file_bytes"] == 4 << 30, "a dry run must not undo"
    undone = ask_nano(known, nano, "swap", "--undo")
    assert (undone.code, undone.last["result"]["file_bytes"]) == (0, 0)
    nothing = ask_nano(known, nano, "swap", "--undo")
    assert (nothing.code, nothing.last["error"]["code"]) == (1, "nano.nothing_to_undo")


def test_sudo_refused(known: CommandLine, nano: PracticeNano) -> None:
    nano.faults.refuse_sudo = True
    ended = ask_nano(known, nano, "swap")
    assert (ended.code, ended.last["error"]["code"]) == (1, "nano.sudo_refused")


def test_too_little_space(known: CommandLine, nano: PracticeNano) -> None:
    ended = ask_nano(known, nano, "swap", "--size", "64")
    assert ended.code == 3
    params = ended.findings()["nano.swap_no_space"]["params"]
    assert params["missing_bytes"] == params["need_bytes"] - params["free_bytes"]


def test_a_link_that_breaks_is_an_error_and_the_next_run_completes(known: CommandLine, nano: PracticeNano) -> None:
    nano.faults.drop_during = "mkswap"
    broken = ask_nano(known, nano, "swap")
    assert (broken.code, broken.last["error"]["code"]) == (1, "nano.lost")
    assert ask_nano(known, nano, "swap").last["status"] == "succeeded"


@pytest.mark.skipif(sys.platform != "linux", reason="no /proc")
def test_the_password_is_in_no_command_line_and_no_environment(known: CommandLine, nano: PracticeNano) -> None:
    nano.account.password = SECRET
    nano.faults.delay_s = 0.3
    process = known.start("nano", "swap", "--nano", str(nano.address), "--password-stdin", "--json")
    process.kill()
    process.communicate()
    running = subprocess.Popen(
        [*process.args], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=known.environment
    )
    assert running.stdin
    assert running.stdout
    running.stdin.write(SECRET + "\n")
    running.stdin.close()
    running.stdout.readline()
    proc = Path(f"/proc/{running.pid}")
    assert SECRET.encode() not in (proc / "cmdline").read_bytes()
    assert SECRET.encode() not in (proc / "environ").read_bytes()
    rest = running.stdout.read()
    running.stdout.close()
    assert running.wait(timeout=60) == 0
    assert SECRET not in rest
    left = [path for path in known.home.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    assert left == []
