"""Runs `nanowizard` as a person's shell does, with a home of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nanowizard.practice.nano import PASSWORD, PracticeNano
from tests.support.patience import PATIENCE_S


@dataclass(frozen=True, slots=True)
class Ended:
    """A finished command. `events` are its lines with --json; every line must be one."""

    code: int
    stdout: str
    stderr: str

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stdout.splitlines()]

    @property
    def last(self) -> dict[str, Any]:
        return self.events[-1]

    def findings(self) -> dict[str, dict[str, Any]]:
        return {e["finding"]["code"]: e["finding"] for e in self.events if e["event"] == "finding_reported"}


class CommandLine:
    """`home` holds all state; two runs with the same one know each other. None of `limit_s` leaves it to pytest's."""

    def __init__(self, home: Path, extra: Mapping[str, str] | None = None, *, limit_s: float | None = 90) -> None:
        self.home = home
        self._limit_s = limit_s
        self.environment = {**os.environ, "NANOWIZARD_HOME": str(home), "PYTHONWARNINGS": "error", **(extra or {})}

    def run(self, *arguments: str | Path, stdin: str = "") -> Ended:
        ended = subprocess.run(
            argv(arguments),
            input=stdin,
            capture_output=True,
            text=True,
            env=self.environment,
            timeout=self._limit_s,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    def json(self, *arguments: str | Path, stdin: str = "") -> Ended:
        """With --json. The shape of the contract is checked here: only events, and the last one is task_finished."""
        ended = self.run(*arguments, "--json", stdin=stdin)
        assert ended.events, ended.stderr
        assert ended.last["event"] == "task_finished"
        assert (ended.last["error"] is not None) == (ended.last["status"] == "failed")
        return ended

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            argv(arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment,
            start_new_session=True,
        )


def argv(arguments: Sequence[str | Path]) -> list[str]:
    return [sys.executable, "-m", "nanowizard", *map(str, arguments)]


def ask_nano(cli: CommandLine, nano: PracticeNano, *words: str, password: str = PASSWORD) -> Ended:
    """`nanowizard nano WORDS` for that board, by a program that knows the password."""
    return cli.json("nano", *words, "--nano", str(nano.address), "--password-stdin", stdin=password + "\n")


def read_until(process: subprocess.Popen[str], event: str, **fields: Any) -> dict[str, Any]:
    """Read a --json command's lines until one has this kind and these fields."""
    assert process.stdout
    for line in process.stdout:
        seen: dict[str, Any] = json.loads(line)
        if seen["event"] == event and all(seen.get(name) == value for name, value in fields.items()):
            return seen
    raise AssertionError(f"{event} {fields} never came")


def children_of(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in found.stdout.split()]


def wait_gone(pids: Sequence[int], limit_s: float = PATIENCE_S) -> list[int]:
    """Those of `pids` that still live after `limit_s`; returns as soon as all are gone."""
    deadline = time.monotonic() + limit_s
    alive = list(pids)
    while alive and time.monotonic() < deadline:
        alive = [pid for pid in alive if _is_alive(pid)]
        time.sleep(0.02)
    return alive


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"


def kill(process: subprocess.Popen[str], number: signal.Signals) -> None:
    os.kill(process.pid, number)
