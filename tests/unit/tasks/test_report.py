"""The report of a set-up: what it holds, and that what a board says of itself stays text."""

from __future__ import annotations

import html.parser
import json
from pathlib import Path
from typing import Any

import pytest

from nanowizard.cli.output import duration, words
from nanowizard.core.errors import StoreError
from nanowizard.core.events import Status
from nanowizard.remote.address import Address
from nanowizard.tasks.catalogue import TASKS
from nanowizard.tasks.journey import Outcome
from nanowizard.tasks.report import LABELS, UNDO, Words, report_document, report_page, save_report

NANO = Address("192.168.55.1")
ENGLISH = Words("en", words, str, duration, {name: name for name in LABELS})
LIST = {"code": "nano.swap.list", "params": {"path": "/swapfile"}}


def outcome(task: str = "nano.swap", **facts: Any) -> Outcome:
    return Outcome(task=task, status=Status.SUCCEEDED, took_s=61.24, ended_at=1.0, facts=facts)


def test_it_says_what_was_found_done_and_how_to_go_back() -> None:
    (step,) = report_document([outcome(file_bytes=5, can_undo=True, changes=[LIST])], NANO)["steps"]
    assert (step["status"], step["took_s"]) == ("succeeded", 61.2)
    assert step["found"] == {"file_bytes": 5, "can_undo": True}
    assert step["changes"] == [LIST]
    assert step["undo"] == "nanowizard nano swap --undo --nano nano@192.168.55.1"


def test_what_cannot_be_undone_names_no_command() -> None:
    steps = report_document([outcome("nano.check"), outcome(can_undo=False)], NANO)["steps"]
    assert [step["undo"] for step in steps] == [None, None]


def test_every_way_back_is_a_task() -> None:
    assert set(UNDO) <= {task.id for task in TASKS}


class Tags(html.parser.HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_what_a_board_says_stays_text() -> None:
    evil = "<script>alert('x')</script>"
    page = Tags(report_page(report_document([outcome("nano.check", host_name=evil)], NANO), ENGLISH))
    assert "script" not in page.tags
    assert evil in page.text
    assert page.tags.count("h2") == 1


def test_the_name_of_the_file_says_which_form(tmp_path: Path) -> None:
    document = report_document([outcome(changes=[LIST])], NANO)
    save_report(tmp_path / "报告" / "a.html", document, ENGLISH)
    save_report(tmp_path / "报告" / "a.json", document, ENGLISH)
    assert (tmp_path / "报告" / "a.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert json.loads((tmp_path / "报告" / "a.json").read_text(encoding="utf-8")) == document


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"store\.not_written"):
        save_report(tmp_path / "file" / "a.json", report_document([], None), ENGLISH)
