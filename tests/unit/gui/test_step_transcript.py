"""The whole of what was said in a run, in a file."""

from __future__ import annotations

from pathlib import Path

from nanowizard.core import logs
from nanowizard.gui.pages.step.transcript import KEPT, Transcript


def test_every_line_is_in_the_file(tmp_path: Path) -> None:
    transcript = Transcript(tmp_path / "steps")
    transcript.begin("nano.apt")
    for number in range(6000):
        transcript.write(f"line {number}")
    transcript.write("42%\r")
    transcript.end()
    assert transcript.file is not None
    assert transcript.file.name.startswith("nano.apt-")
    lines = transcript.file.read_text(encoding="utf-8").splitlines()
    assert (lines[0], lines[-2], lines[-1], len(lines)) == ("line 0", "line 5999", "42%", 6001)


def test_of_progress_only_the_last_state_is_in_the_file(tmp_path: Path) -> None:
    transcript = Transcript(tmp_path)
    transcript.begin("nano.apt")
    for text in ("begun", "1%\r", "50%\r", "100%", "next", "3%\r", "9%\r"):
        transcript.write(text)
    transcript.end()
    assert transcript.file is not None
    assert transcript.file.read_text(encoding="utf-8").splitlines() == ["begun", "100%", "next", "9%"]


def test_no_secret_is_written(tmp_path: Path) -> None:
    logs.hide("hunter2-of-the-test")
    transcript = Transcript(tmp_path)
    transcript.begin("nano.apt")
    transcript.write("the password is hunter2-of-the-test")
    assert transcript.file is not None
    assert "hunter2" not in transcript.file.read_text(encoding="utf-8")
    transcript.end()


def test_old_files_go(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"nano.apt-2020010{number}-000000.log").write_text("old", encoding="utf-8")
    other = tmp_path / "nano.pip-20200101-000000.log"
    other.write_text("other", encoding="utf-8")
    transcript = Transcript(tmp_path)
    transcript.begin("nano.apt")
    transcript.end()
    kept = sorted(tmp_path.glob("nano.apt-*.log"))
    assert len(kept) == KEPT
    assert kept[-1] == transcript.file
    assert other.exists()


def test_a_folder_that_cannot_be_made_costs_only_the_file(tmp_path: Path) -> None:
    (tmp_path / "steps").write_text("a file is in the way", encoding="utf-8")
    transcript = Transcript(tmp_path / "steps")
    transcript.begin("nano.apt")
    transcript.write("goes nowhere")
    transcript.end()
    assert transcript.file is None
