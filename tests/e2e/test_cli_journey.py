"""The whole journey in practice mode, twice, and cut off at every place where it hurts."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from nanowizard.drives.marker import read_marker
from nanowizard.practice.card import CardSettings
from tests.support.command_line import CommandLine, children_of, kill, read_until, wait_gone


@pytest.fixture
def cli(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "家")


def practice_card(cli: CommandLine) -> Path:
    return cli.home / "state" / "practice" / "practice-card.img"


def slow_card(cli: CommandLine) -> None:
    folder = practice_card(cli).parent
    folder.mkdir(parents=True, exist_ok=True)
    CardSettings(write_rate=4_000_000).save(folder)


def test_the_journey_twice(cli: CommandLine) -> None:
    first = cli.json("setup", "--practice")
    assert first.code == 0
    steps = {step["task"]: step["status"] for step in first.last["result"]["steps"]}
    assert steps == {
        "card.stream": "succeeded",
        "nano.boot": "succeeded",
        "nano.check": "succeeded",
        "nano.clock": "satisfied",
        "nano.swap": "succeeded",
    }
    second = cli.json("setup", "--practice")
    again = {step["task"]: step["status"] for step in second.last["result"]["steps"]}
    assert second.code == 0
    assert again["nano.swap"] == "satisfied"
    assert (cli.home / "logs" / "nanowizard.log").exists()


def test_the_journey_in_words_ends_with_a_report(cli: CommandLine) -> None:
    ended = cli.run("setup", "--practice", "--yes")
    assert ended.code == 0, ended.stdout + ended.stderr
    assert "Report" in ended.stdout
    assert "Give the Nano more memory" in ended.stdout
    assert "flash." not in ended.stdout  # sentences, no codes


def test_ctrl_c_while_writing_ends_with_130_and_a_marked_card(cli: CommandLine) -> None:
    slow_card(cli)
    process = cli.start("setup", "--practice", "--json")
    read_until(process, "step_started", step="flash.write")
    helpers = children_of(process.pid)
    assert helpers
    kill(process, signal.SIGINT)
    last = read_until(process, "task_finished", task="setup")
    assert last["status"] == "cancelled"
    process.communicate(timeout=20)
    assert process.returncode == 130
    (report,) = (cli.home / "state" / "practice" / "reports").glob("*.json")
    steps = json.loads(report.read_text(encoding="utf-8"))["steps"]
    assert [(step["task"], step["status"]) for step in steps] == [("card.stream", "cancelled")]
    assert wait_gone(helpers) == []
    assert read_marker(practice_card(cli).read_bytes()[:4096]) is not None


def test_killing_the_program_while_writing_leaves_no_helper_no_lock_and_a_marked_card(cli: CommandLine) -> None:
    slow_card(cli)
    process = cli.start("setup", "--practice", "--json")
    read_until(process, "progress", phase="write")
    helpers = children_of(process.pid)
    kill(process, signal.SIGKILL)
    process.communicate(timeout=20)
    assert wait_gone(helpers) == []
    assert read_marker(practice_card(cli).read_bytes()[:4096]) is not None
    CardSettings().save(practice_card(cli).parent)
    again = cli.json("setup", "--practice")
    assert again.code == 0
    assert "drive.not_ready" in again.findings()


def test_killing_the_helper_while_writing_is_an_error_with_a_name(cli: CommandLine) -> None:
    slow_card(cli)
    process = cli.start("setup", "--practice", "--json")
    read_until(process, "progress", phase="write")
    (helper,) = children_of(process.pid)
    signal_helper(helper)
    last = read_until(process, "task_finished", task="setup")
    assert (last["status"], last["error"]["code"]) == ("failed", "helper.crashed")
    process.communicate(timeout=20)
    assert process.returncode == 1
    assert wait_gone([helper]) == []


def signal_helper(pid: int) -> None:
    import os

    os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (CardSettings(write_rate=None, vanish_at=40 << 20), "drive.gone"),
        (CardSettings(write_rate=None, full_at=40 << 20), "drive.full"),
        (
            CardSettings(write_rate=None, read_rate=None, corrupt_at=(14 << 20) + 5000, corrupt_always=True),
            "flash.verify_mismatch",
        ),
    ],
    ids=["pulled out", "full", "lying"],
)
def test_a_bad_card_is_named_and_marked(cli: CommandLine, settings: CardSettings, code: str) -> None:
    folder = practice_card(cli).parent
    folder.mkdir(parents=True)
    settings.save(folder)
    ended = cli.json("setup", "--practice")
    assert (ended.code, ended.last["error"]["code"]) == (1, code)
    assert b"EFI PART" not in practice_card(cli).read_bytes()[: 64 * 1024]


def test_a_write_protected_card_blocks(cli: CommandLine) -> None:
    folder = practice_card(cli).parent
    folder.mkdir(parents=True)
    CardSettings(write_protected=True).save(folder)
    ended = cli.json("setup", "--practice")
    assert ended.code == 3
    assert "drive.write_protected" in ended.findings()
