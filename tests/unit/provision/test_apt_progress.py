"""What apt says on its machine interface becomes Progress; everything else stays a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from nanowizard.core.events import Event, Progress
from nanowizard.provision.apt.progress import AptProgress
from nanowizard.remote.streams import LineSplitter

RECORDED = Path(__file__).parents[2] / "data" / "nano" / "apt_install.txt"
"""apt 2.6.1 with APT::Status-Fd=3 and descriptor 3 the same file as its output, as in a job; one package."""


def heard(*lines: str) -> tuple[list[Progress], list[str]]:
    events: list[Event] = []
    shown: list[str] = []
    progress = AptProgress(events.append, "phase", shown.append)
    for line in lines:
        progress.feed(line)
    return [event for event in events if isinstance(event, Progress)], shown


def test_a_recorded_installation() -> None:
    lines: list[str] = []
    splitter = LineSplitter(lines.append)
    splitter.feed(RECORDED.read_bytes())
    splitter.close()
    progress, shown = heard(*lines)
    assert [event.done for event in progress] == [0, 20, 40, 60, 80]
    assert all((event.phase, event.total, event.unit) == ("phase", 100, "percent") for event in progress)
    assert [line for line in shown if line.startswith(("pmstatus", "dlstatus"))] == []
    assert "Setting up mksh (59c-28+deb12u1) ..." in shown
    assert "(Reading database ... 55%" in shown


@pytest.mark.parametrize(
    ("line", "done", "left_s"),
    [
        ("dlstatus:1:9.5238:Retrieving file 2 of 6 (12s remaining)", 10, 12.0),
        ("dlstatus:3:35.8551:Retrieving file 3 of 8", 36, None),
        ("dlstatus:1:0:Retrieving file 1 of 2 (1d 2h 3min 4s remaining)", 0, 93784.0),
        ("dlstatus:1:1.5e:Retrieving file 1 of 2", None, None),
        ("pmstatus:libc6:arm64:41.3793:Installing libc6 (arm64)", 41, None),
        ("pmstatus:dpkg-exec:100.0000:Running dpkg", 100, None),
    ],
)
def test_a_status_line(line: str, done: int | None, left_s: float | None) -> None:
    progress, _shown = heard(line)
    assert [(event.done, event.eta_s) for event in progress] == ([] if done is None else [(done, left_s)])


def test_a_value_is_said_once() -> None:
    progress, _shown = heard(*["dlstatus:3:35.8551:Retrieving file 3 of 8"] * 3)
    assert len(progress) == 1


def test_a_status_behind_a_line_that_has_not_ended() -> None:
    progress, shown = heard("Unpacking mksh ...pmstatus:mksh:40.0000:Installing mksh")
    assert [event.done for event in progress] == [40]
    assert shown == ["Unpacking mksh ..."]


@pytest.mark.parametrize("line", ["pmerror:cups:10:trying to overwrite '/x'", "pmconffile:/etc/x:5:'/etc/x' '/n' 1 1"])
def test_what_went_wrong_stays_in_the_log(line: str) -> None:
    progress, shown = heard(line)
    assert progress == []
    assert shown == [line.replace(":", ": ", 1)]


@pytest.mark.parametrize("line", ["", "E: pmstatus", "Get:1 http://x/ubuntu-ports bionic", "dlstatus", "W: a:b:c"])
def test_other_lines_are_passed_on(line: str) -> None:
    assert heard(line) == ([], [line])
