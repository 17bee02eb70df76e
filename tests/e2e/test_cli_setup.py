"""nanowizard setup for a Nano that runs already: from a profile, headless, with a report of its own at every end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import paramiko
import pytest

from nanowizard.practice.nano import PASSWORD, PracticeNano
from tests.support.command_line import CommandLine, Ended, ask_nano

MIRROR = "http://nobody.invalid/ubuntu-ports/"


def profile(folder: Path, **answers: Any) -> Path:
    path = folder / "实验室.json"
    path.write_text(json.dumps({"schema": 1, **answers}), encoding="utf-8")
    return path


def set_up(cli: CommandLine, nano: PracticeNano, *words: str | Path, as_json: bool = True) -> Ended:
    run = cli.json if as_json else cli.run
    return run("setup", "--nano", str(nano.address), "--password-stdin", *words, stdin=f"{PASSWORD}\n")


def reports(cli: CommandLine) -> list[dict[str, Any]]:
    folder = cli.home / "state" / "reports"
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))]


def test_a_dry_run_names_every_change_and_makes_none(known: CommandLine, nano: PracticeNano, tmp_path: Path) -> None:
    answers = profile(tmp_path, pip={"index": "tuna"}, power={"console": True}, tensorflow={})
    before = nano.machine.state.files.copy()
    ended = set_up(known, nano, "--profile", answers, "--dry-run", as_json=False)
    assert ended.code == 0, ended.stdout
    would = [line for line in ended.stdout.splitlines() if line.startswith("Would: ")]
    assert "Would: Make the swap file /swapfile (4 GB) and use it" in would
    assert any("Install TensorFlow 2.7.0" in line for line in would)
    assert any("Start without a desktop" in line for line in would)
    assert would[-1] == "Would: Prove that the GPU works"
    assert set(nano.machine.state.files) == set(before)
    assert reports(known) == []


def test_a_step_that_fails_leaves_a_report_of_all_before_it(
    known: CommandLine, nano: PracticeNano, tmp_path: Path
) -> None:
    ended = set_up(known, nano, "--profile", profile(tmp_path, apt={"mirror": MIRROR}))
    assert (ended.code, ended.last["status"]) == (1, "failed")
    (report,) = reports(known)
    steps = {step["task"]: step for step in report["steps"]}
    assert (steps["nano.swap"]["status"], steps["nano.apt"]["status"]) == ("succeeded", "failed")
    assert steps["nano.swap"]["found"]["file_bytes"] == 0
    assert steps["nano.swap"]["now"]["file_bytes"] == 4 << 30
    assert steps["nano.swap"]["undo"].startswith("nanowizard nano swap --undo --nano nano@127.0.0.1")
    assert steps["nano.apt"]["error"]["code"] == ended.last["error"]["code"]
    words = steps["nano.swap"]["undo"].split()[2:4]
    assert ask_nano(known, nano, *words).last["result"]["file_bytes"] == 0


def test_a_journey_that_cannot_begin_leaves_no_report(cli: CommandLine) -> None:
    assert cli.json("setup").code == 2
    assert reports(cli) == []


def test_a_key_file_logs_in(known: CommandLine, nano: PracticeNano, tmp_path: Path) -> None:
    key = paramiko.ECDSAKey.generate()
    key.write_private_key_file(str(tmp_path / "key"))
    nano.authorize(key.asbytes())
    ended = known.json("setup", "--nano", str(nano.address), "--identity", tmp_path / "key", "--dry-run")
    assert ended.last["error"]["code"] == "nano.sudo_refused", "logged in, and nothing but the password is missing"


@pytest.mark.parametrize("option", ["--proof", "--no-proof"])
def test_tensorflow_is_proved_at_the_end_unless_it_is_left_out(
    known: CommandLine, nano: PracticeNano, tmp_path: Path, option: str
) -> None:
    ended = set_up(known, nano, "--profile", profile(tmp_path, tensorflow={}), "--dry-run", option)
    last = ended.last["result"]["changes"][-1]["code"]
    assert (last == "task.nano.proof") is (option == "--proof")
