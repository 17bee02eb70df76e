"""What people do with NanoWizard in the virtual computer, and the moments to wait for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.lab.machines.computer import Computer
from tests.lab.machines.guest import Command, Event, Running
from tests.lab.machines.terminal import Typed
from tests.support.disk import MIB

IMAGE = "/lab/files/nano.zip"
# What a pulled card may be: the system says it differently from one moment to the next.
GONE = {"drive.gone", "drive.no_medium", "drive.io"}


def flash(computer: Computer, person: str, node: str, *options: str) -> Typed:
    return computer.nanowizard(person, *flashing(node), *options)


def flashing(node: str) -> tuple[str, ...]:
    return ("card", "flash", IMAGE, "--card", node, "--yes")


def start(computer: Computer, person: str, script: str, *arguments: str) -> Running:
    """A program of `inside/`, with NanoWizard to import."""
    return computer.person(person).start(
        f"exec python3 -u /lab/files/{script} {' '.join(arguments)}", environment=computer.environment(person)
    )


def progress_past(phase: str, done: int = MIB) -> Callable[[Event], bool]:
    return lambda event: event["event"] == "progress" and event["phase"] == phase and event["done"] >= done


def step_started(step: str) -> Callable[[Event], bool]:
    return lambda event: event["event"] == "step_started" and event["step"] == step


def error_of(run: Command) -> dict[str, Any]:
    """Code and parameters of the failure that the run ends with; a finding that blocked it counts as one."""
    ended = run.finish()
    assert ended.events, ended.stderr
    last = ended.last
    assert last["event"] == "task_finished"
    if last["status"] == "blocked":
        blocking = [finding for finding in ended.findings().values() if finding["severity"] == "blocking"]
        assert ended.code == 3
        return {"code": blocking[0]["code"], "params": blocking[0]["params"]}
    assert (last["status"], ended.code) == ("failed", 1), (last, ended.stderr)
    error: dict[str, Any] = last["error"]
    return error


def result_of(run: Command) -> dict[str, Any]:
    """The result of a run that went well."""
    ended = run.finish()
    assert ended.code == 0, (ended.stdout[-3000:], ended.stderr)
    assert ended.stderr == ""
    result: dict[str, Any] = ended.last["result"]
    return result


def listed(computer: Computer, person: str, *options: str) -> dict[str, dict[str, Any]]:
    """The drives that NanoWizard shows, by path."""
    drives = result_of(computer.nanowizard(person, "card", "list", *options))["drives"]
    return {drive["identity"]["path"]: drive for drive in drives}


class Dialog:
    """The password dialog on the desktop of `person`: see inside/polkit_agent.py."""

    def __init__(self, computer: Computer, person: str) -> None:
        self._agent = start(computer, person, "polkit_agent.py")
        self._lines = self._agent.lines()
        self.questions = 0
        assert next(self._lines) == "ready"

    def asked(self) -> str:
        """Wait until it opens; the action that it asks for."""
        word, action = next(self._lines).split()
        assert word == "asked"
        self.questions += 1
        return action

    def answer(self, password: str) -> str:
        """SUCCESS or FAILURE, as PAM says."""
        self._agent.write(f"password {password}\n")
        return next(self._lines).removeprefix("answered ")

    def dismiss(self) -> None:
        self._agent.write("dismiss\n")

    def taken_back(self) -> None:
        """Wait until it is closed by who opened it."""
        assert next(self._lines) == "taken back"

    def close(self) -> None:
        """Counts what was asked in the meantime."""
        self._agent.close_input()
        self.questions += sum(line.startswith("asked") for line in self._lines)
