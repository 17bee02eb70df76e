"""What apt-get and pip are asked, and that their machine lines become Progress and stay out of the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from nanowizard.core.events import Event, LogLine, Progress
from nanowizard.core.task import RunContext
from nanowizard.provision import package_jobs
from nanowizard.provision.pip.progress import WATCH
from nanowizard.remote.shell import CommandResult


class Job:
    """Stands for `run_job`: notes what was asked, and says `lines`."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.argv: list[str] = []
        self.keywords: dict[str, Any] = {}

    def __call__(
        self, _conn: object, _ctx: object, _id: str, argv: Sequence[str], *, on_line: Callable[[str], None], **more: Any
    ) -> CommandResult:
        self.argv, self.keywords = list(argv), more
        for line in self.lines:
            on_line(line)
        return CommandResult(0, "", "")


@pytest.fixture
def events() -> list[Event]:
    return []


def _run(
    monkeypatch: pytest.MonkeyPatch, events: list[Event], what: str, lines: Sequence[str], *words: str, **more: Any
) -> Job:
    job = Job(lines)
    monkeypatch.setattr(package_jobs, "run_job", job)
    getattr(package_jobs, what)(None, RunContext(emit=events.append), "test", *words, **more)
    return job


def _logged(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, LogLine)]


def test_apt_asks_nothing_keeps_settings_and_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, events: list[Event]
) -> None:
    lines = ["dlstatus:1:50.0:Retrieving file 1 of 2 (3s remaining)", "Setting up x ..."]
    heard: list[str] = []
    job = _run(monkeypatch, events, "apt_get", lines, "install", "x", on_line=heard.append)
    assert job.argv[:3] == ["apt-get", "-q", "-y"]
    assert job.argv[-2:] == ["install", "x"]
    assert {"APT::Status-Fd=3", "Dpkg::Options::=--force-confold"} <= set(job.argv)
    assert job.keywords["environment"] == {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    assert job.keywords["protect"] == "dpkg"
    assert _logged(events) == ["# apt-get install x", "Setting up x ..."]
    assert heard == ["Setting up x ..."]
    assert [(e.done, e.total, e.eta_s) for e in events if isinstance(e, Progress)] == [(50, 100, 3.0)]


@pytest.mark.parametrize(
    ("version", "arguments", "argv"),
    [
        (None, ["install", "x"], ["sh", "-c", WATCH, "sh", "python3", "-m", "pip", "install", "x"]),
        ((21, 3, 1), ["download", "x"], ["sh", "-c", WATCH, "sh", "python3", "-m", "pip", "download", "x"]),
        ((24, 0), ["install", "x"], ["sh", "-c", WATCH, "sh", "python3", "-m", "pip", "install", "x"]),
        ((24, 1), ["install", "x"], ["python3", "-m", "pip", "install", "--progress-bar=raw", "x"]),
        ((25, 0), ["uninstall", "-y", "x"], ["python3", "-m", "pip", "uninstall", "-y", "x"]),
        (None, ["uninstall", "-y", "x"], ["python3", "-m", "pip", "uninstall", "-y", "x"]),
    ],
)
def test_pip_is_asked_for_the_progress_that_it_knows(
    monkeypatch: pytest.MonkeyPatch,
    events: list[Event],
    version: tuple[int, ...] | None,
    arguments: list[str],
    argv: list[str],
) -> None:
    job = _run(monkeypatch, events, "pip", ["Progress 5 of 10", "Done"], *arguments, version=version)
    assert job.argv == argv
    assert job.keywords["name"] == "pip"
    assert job.keywords["environment"]["PIP_NO_INPUT"] == "1"
    assert _logged(events) == ["# python3 -m pip " + " ".join(arguments), "Done"]
    assert [e.total for e in events if isinstance(e, Progress)] == [10]


def test_pip_of_another_python_as_the_login_user(monkeypatch: pytest.MonkeyPatch, events: list[Event]) -> None:
    job = _run(monkeypatch, events, "pip", [], "check", python="/v/bin/python", sudo=False, environment={"A": "b"})
    assert job.argv == ["/v/bin/python", "-m", "pip", "check"]
    assert (job.keywords["sudo"], job.keywords["environment"]["A"]) == (False, "b")
    assert _logged(events) == ["$ /v/bin/python -m pip check"]
