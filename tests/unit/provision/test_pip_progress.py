"""pip's raw progress, and for those without one the size of the file that is coming in."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from nanowizard.core.events import Event, Progress
from nanowizard.core.progress import EVENTS_PER_S
from nanowizard.provision.pip.progress import WATCH, PipProgress


@pytest.fixture(autouse=True)
def every_event(monkeypatch: pytest.MonkeyPatch) -> None:
    assert EVENTS_PER_S
    monkeypatch.setattr("nanowizard.core.progress.EVENTS_PER_S", 1e9)


def heard(*lines: str) -> tuple[list[tuple[int, int | None]], list[str]]:
    events: list[Event] = []
    shown: list[str] = []
    progress = PipProgress(events.append, "phase", shown.append)
    for line in lines:
        progress.feed(line)
    # The first event of a file says that nothing is there yet.
    return [(e.done, e.total) for e in events if isinstance(e, Progress) and e.done], shown


def test_raw_progress() -> None:
    lines = ["Downloading x-1.whl (10 kB)", "Progress 4096 of 10240", "Progress 10240 of 10240", "Done"]
    assert heard(*lines) == ([(4096, 10240), (10240, 10240)], [lines[0], lines[3]])


def test_raw_progress_of_unknown_length() -> None:
    assert heard("Progress 4096 of 0") == ([(4096, None)], [])


def test_a_file_that_grows_has_the_announced_total() -> None:
    lines = [
        "Collecting tensorflow==2.7.0+nv22.1",
        "  Downloading https://x/v461/tensorflow-2.7.0%2Bnv22.1-cp36.whl (293.5 MB)",
        "nanowizard-pip 1000000 /tmp/n/pip-unpack-1/tensorflow-2.7.0%2Bnv22.1-cp36.whl",
        "nanowizard-pip 293540000 /tmp/n/pip-unpack-1/tensorflow-2.7.0%2Bnv22.1-cp36.whl",
    ]
    progress, shown = heard(*lines)
    assert progress == [(1000000, 293500000), (293500000, 293500000)]
    assert shown == lines[:2]


def test_another_file_than_the_announced_one_has_no_total() -> None:
    lines = ["  Downloading a-1.whl (9.9 kB)", "nanowizard-pip 5 /tmp/n/pip-unpack-1/b-1.whl"]
    assert heard(*lines)[0] == [(5, None)]


def test_each_file_begins_anew() -> None:
    lines = ["  Downloading a-1.whl (9 bytes)", "nanowizard-pip 9 /t/a-1.whl"]
    lines += ["  Downloading b-1.whl (1.1 GB)", "nanowizard-pip 2 /t/b-1.whl"]
    lines += ["  Downloading c-1.whl (40 bytes)", "nanowizard-pip 20 /t/c-1.whl"]
    assert heard(*lines)[0] == [(9, 9), (2, 1100000000), (20, 40)]


@pytest.mark.skipif(os.name == "nt", reason="a script for the Nano")
def test_the_watch_tells_of_a_file_that_grows_and_leaves_nothing_behind(tmp_path: Path) -> None:
    grow = 'echo $TMPDIR; mkdir "$TMPDIR/pip-unpack-x"; printf 12345 > "$TMPDIR/pip-unpack-x/a b.whl"; cat; exit 7'
    with subprocess.Popen(
        ["sh", "-c", f"exec 3>&1; {WATCH}", "sh", "sh", "-c", grow],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as watched:
        assert watched.stdout and watched.stdin
        folder = watched.stdout.readline().strip()
        assert watched.stdout.readline() == f"nanowizard-pip 5 {folder}/pip-unpack-x/a b.whl\n"
        watched.stdin.close()
        assert watched.wait(20) == 7
        assert not Path(folder).exists()


@pytest.mark.skipif(os.name == "nt", reason="a script for the Nano")
def test_a_watch_that_is_ended_leaves_nothing_behind() -> None:
    with subprocess.Popen(
        ["sh", "-c", f"exec 3>&1; {WATCH}", "sh", "sh", "-c", "echo $TMPDIR; exec sleep 60"],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as watched:
        assert watched.stdout
        folder = watched.stdout.readline().strip()
        os.killpg(watched.pid, 15)
        assert watched.wait(20) == 143
        assert not Path(folder).exists()
