"""No secret reaches the log, however it gets into the record."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from nanowizard.core import logs


@pytest.fixture
def log_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Knows no secrets: other tests of this process have logged in with words such as "nano"."""
    monkeypatch.setattr(logs, "_secrets", set())
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    path = logs.start_logging(tmp_path / "logs")
    assert path is not None
    yield path
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def test_secrets_are_hidden_in_message_arguments_and_traceback(log_file: Path) -> None:
    logs.hide("hunter2-geheim")
    log = logging.getLogger("test")
    log.info("the password is hunter2-geheim")
    log.info("argument %s", "hunter2-geheim")
    try:
        raise ValueError("hunter2-geheim")
    except ValueError:
        log.exception("failed")
    text = log_file.read_text(encoding="utf-8")
    assert "hunter2" not in text
    assert text.count(logs.HIDDEN) >= 3


def test_a_short_word_is_not_taken_for_a_secret(log_file: Path) -> None:
    logs.hide("an")
    logging.getLogger("test").info("nano")
    assert "nano" in log_file.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made_is_not_worth_failing_for(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert logs.start_logging(tmp_path / "file" / "logs") is None


def test_a_line_is_written_once_however_often_logging_is_started(log_file: Path) -> None:
    assert logs.start_logging(log_file.parent) == log_file
    logging.getLogger("test").warning("once")
    assert log_file.read_text(encoding="utf-8").count("once") == 1
