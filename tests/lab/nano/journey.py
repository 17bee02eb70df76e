"""`nanowizard setup` in a process of its own, from the zip to the board that answers."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nanowizard.drives.select import EXTRA_DEVICES
from tests.lab.machines.nano_image import PASSWORD
from tests.lab.nano.board import Board, in_reader, partitions
from tests.support.command_line import argv

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Journey:
    """`lines` are the command's events, `code` its exit code, `table` the partitions that it wrote."""

    home: Path
    lines: list[Line]
    code: int
    table: list[str]

    def finished(self, step: str) -> Line:
        (params,) = [line["params"] for line in self.lines if line["event"] == "step_finished" and line["step"] == step]
        return dict(params)

    def findings(self) -> dict[str, Line]:
        found = [line["finding"] for line in self.lines if line["event"] == "finding_reported"]
        return {finding["code"]: finding["params"] for finding in found}

    def result(self, task: str) -> Line:
        """What one of its parts ended with."""
        (ended,) = [line for line in self.lines if line["event"] == "task_finished" and line["task"] == task]
        return dict(ended["result"])


def set_up(archive: Path, board: Board, home: Path) -> Journey:
    """Flashes the board's card, moves it over as soon as NanoWizard waits for the Nano, and switches that on."""
    home.mkdir(parents=True, exist_ok=True)
    profile = home / "profile.json"
    with in_reader(board.card) as node:
        answers = {"schema": 1, "image": str(archive), "card": node, "nano": str(board.address)}
        profile.write_text(json.dumps(answers))
        process = _start(profile, home, node)
        lines: list[Line] = []
        try:
            _read(process, lines, lambda line: line["event"] == "step_started" and line["step"] == "nano.boot")
            table = partitions(board.card)
        except BaseException:
            process.kill()
            process.communicate()
            raise
    try:
        board.switch_on()
        _read(process, lines, lambda _line: False)
    finally:
        if process.poll() is None:
            process.kill()
        _rest, errors = process.communicate()
    assert not errors, errors
    return Journey(home, lines, process.returncode, table)


def _start(profile: Path, home: Path, node: str) -> subprocess.Popen[str]:
    words = ["setup", "--profile", profile, "--yes", "--password-stdin", "--json"]
    environment = {**os.environ, "NANOWIZARD_HOME": str(home), EXTRA_DEVICES: node, "PYTHONWARNINGS": "error"}
    process = subprocess.Popen(
        argv(words),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdin
    process.stdin.write(f"{PASSWORD}\n")
    process.stdin.flush()
    return process


def _read(process: subprocess.Popen[str], lines: list[Line], last: Callable[[Line], bool]) -> None:
    assert process.stdout
    for text in process.stdout:
        lines.append(json.loads(text))
        if last(lines[-1]):
            return
