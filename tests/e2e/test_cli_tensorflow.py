"""nano tensorflow and nano proof as commands, against the practice Nano over real SSH."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nanowizard.practice.nano import PASSWORD, PracticeNano
from tests.support.command_line import CommandLine


def ask(cli: CommandLine, nano: PracticeNano, *words: str) -> Any:
    trusted = ("--trust", f"SHA256:{nano.fingerprint}")
    return cli.json("nano", *words, "--nano", str(nano.address), "--password-stdin", *trusted, stdin=PASSWORD + "\n")


def test_installed_proved_and_taken_back(cli: CommandLine, nano: PracticeNano) -> None:
    shown = ask(cli, nano, "tensorflow", "--dry-run")
    assert shown.code == 0
    assert shown.last["result"]["changes"][-1]["code"] == "nano.tensorflow.start"
    assert ask(cli, nano, "proof").code == 3

    assert ask(cli, nano, "tensorflow").last["result"]["version"] == "2.7.0+nv22.1"
    again = ask(cli, nano, "tensorflow")
    assert (again.code, again.last["status"]) == (0, "satisfied")
    proved = ask(cli, nano, "proof")
    assert (proved.code, proved.last["result"]["ratio"]) == (0, 9.1)

    undone = ask(cli, nano, "tensorflow", "--undo")
    assert (undone.code, undone.last["result"]["version"]) == (0, None)


def test_pictures_that_cannot_be_learned_are_refused(cli: CommandLine, nano: PracticeNano, tmp_path: Path) -> None:
    (tmp_path / "cats").mkdir()
    ended = ask(cli, nano, "proof", "--pictures", str(tmp_path))
    assert (ended.code, ended.last["error"]["code"]) == (2, "usage.pictures_few_classes")


def test_half_installed_packages_are_completed(cli: CommandLine, nano: PracticeNano) -> None:
    nano.machine.apt.unfinished = ("nvidia-l4t-bootloader",)
    assert "nano.half_installed" in ask(cli, nano, "check").last["result"]["repairs"]
    assert ask(cli, nano, "tensorflow").code == 3
    shown = ask(cli, nano, "packages", "--dry-run")
    assert [change["code"] for change in shown.last["result"]["changes"]] == ["nano.packages.complete"]
    ended = ask(cli, nano, "packages")
    assert (ended.code, ended.last["result"]["half_installed"]) == (0, [])
    again = ask(cli, nano, "packages")
    assert (again.code, again.last["status"]) == (0, "satisfied")


def test_another_way(cli: CommandLine, nano: PracticeNano) -> None:
    ended = ask(cli, nano, "tensorflow", "--container", "--dry-run")
    codes = [change["code"] for change in ended.last["result"]["changes"]]
    assert codes == ["nano.tensorflow.pull", "nano.tensorflow.container_start"]
    ended = ask(cli, nano, "tensorflow", "--container", "--lend-internet")
    assert ended.code == 3
    assert "nano.tensorflow_container_lent" in str(ended.events)
    ended = ask(cli, nano, "tensorflow", "--venv", "~/tf", "--fetch", "--dry-run")
    codes = [change["code"].rpartition(".")[2] for change in ended.last["result"]["changes"]]
    assert codes[:4] == ["fetch", "push", "apt", "venv"]
