"""A process that a signal ends leaves a trace for the next one, and an ordinary end leaves nothing."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nanowizard.core import crashes, logs
from nanowizard.core.crashes import CrashWatch

PROGRAM = """
import faulthandler, sys
from pathlib import Path
from nanowizard.core.crashes import CrashWatch
watch = CrashWatch(Path(sys.argv[1]))
print(int(watch.last_run_crashed), flush=True)
def the_guilty_function():
    faulthandler._sigsegv()
if sys.argv[2] == "crash":
    the_guilty_function()
watch.end()
"""


def run(folder: Path, how: str) -> tuple[int, str, str]:
    """Exit status, and what it wrote to its standard streams."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONFAULTHANDLER"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), how], env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.strip(), done.stderr


def test_a_crash_is_told_once(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    status, told, _ = run(folder, "crash")
    assert status != 0
    assert told == "0"
    trace = (folder / crashes.FILE_NAME).read_text()
    assert "the_guilty_function" in trace
    status, told, errors = run(folder, "end")
    assert (status, told) == (0, "1")
    assert "the_guilty_function" in errors, "the log, where there is one"
    assert list(folder.iterdir()) == []
    assert run(folder, "end")[1] == "0"


def test_an_ordinary_end_leaves_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, "end") == (0, "0", "")
    assert list(tmp_path.iterdir()) == []


def test_the_trace_moves_into_the_log_without_secrets_and_cut(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    logs.hide("geheim-in-a-path")
    (tmp_path / crashes.FILE_NAME).write_bytes(b"/home/geheim-in-a-path/x.py \xff" + b"y" * 1_000_000)
    assert CrashWatch(tmp_path).last_run_crashed
    (record,) = caplog.records
    text = logs.RedactingFormatter("%(message)s").format(record)
    assert "geheim" not in text
    assert "/x.py" in text
    assert len(text) < crashes.MOST_BYTES + 100
    assert (tmp_path / crashes.FILE_NAME).stat().st_size == 0


def test_a_folder_that_cannot_be_made_is_not_worth_failing_for(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    status, told, _ = run(tmp_path / "file" / "logs", "end")
    assert (status, told) == (0, "0")


def test_a_mistake_that_nobody_catches_is_logged_and_still_shown(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    crashes.log_mistakes()
    error = ValueError("in a slot")
    with caplog.at_level(logging.ERROR):
        sys.excepthook(ValueError, error, None)
    assert "ValueError: in a slot" in caplog.text
    assert "ValueError: in a slot" in capsys.readouterr().err
