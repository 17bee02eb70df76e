"""What people do with NanoWizard in the virtual computer, and the moments to wait for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.lab.machines.computer import Computer
from tests.lab.machines.guest import Event, Running
from tests.support.disk import MIB

IMAGE = "/lab/files/nano.zip"


def flash(computer: Computer, person: str, node: str, *options: str) -> Running:
    return computer.nanowizard(person, "card", "flash", IMAGE, "--card", node, "--yes", *options)


def start(computer: Computer, person: str, script: str, *arguments: str) -> Running:
    """A program of `inside/`, with NanoWizard to import."""
    return computer.person(person).start(
        f"exec python3 -u /lab/files/{script} {' '.join(arguments)}", environment=computer.environment(person)
    )


def progress_past(phase: str, done: int = MIB) -> Callable[[Event], bool]:
    return lambda event: event["event"] == "progress" and event["phase"] == phase and event["done"] >= done


def step_started(step: str) -> Callable[[Event], bool]:
    return lambda event: event["event"] == "step_started" and event["step"] == step


def error_of(run: Running) -> dict[str, Any]:
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


def result_of(run: Running) -> dict[str, Any]:
    """The result of a run that went well."""
    ended = run.finish()
    assert ended.code == 0, (ended.stdout[-3000:], ended.stderr)
    assert ended.stderr == ""
    result: dict[str, Any] = ended.last["result"]
    return result
