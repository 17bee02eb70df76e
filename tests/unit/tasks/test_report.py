"""The report of a set-up: what it holds, how to go back, and that what a board says of itself stays text."""

from __future__ import annotations

import html.parser
import json
from pathlib import Path
from typing import Any

import pytest

from nanowizard.cli.report import ENGLISH as FACTS
from nanowizard.cli.report import status_words
from nanowizard.core.errors import StoreError
from nanowizard.core.events import ErrorInfo, Status
from nanowizard.remote.address import Address
from nanowizard.tasks.catalogue import TASKS
from nanowizard.tasks.journey import Outcome
from nanowizard.tasks.report import UNDO, report_document, save_report
from nanowizard.tasks.report_page import LABELS, ReportWords, report_page

NANO = Address("192.168.55.1")
ENGLISH = ReportWords(
    language="en",
    facts=FACTS,
    status=status_words,
    moment=lambda when: f"{when:%Y}",
    labels={name: f"[{name}]" for name in LABELS},
)
LIST = {"code": "nano.swap.list", "params": {"path": "/swapfile"}}
INDEX = {"code": "nano.pip.undo", "params": {}}


def outcome(task: str = "nano.swap", **facts: Any) -> Outcome:
    return Outcome(task=task, status=Status.SUCCEEDED, took_s=61.24, ended_at=1.0, facts=facts)


def test_it_says_what_was_found_done_and_how_to_go_back() -> None:
    facts = {"file_bytes": 5, "can_undo": True, "changes": [LIST], "before": {"file_bytes": 0}}
    (step,) = report_document([outcome(**facts)], NANO)["steps"]
    assert (step["status"], step["took_s"]) == ("succeeded", 61.2)
    assert (step["found"], step["now"]) == ({"file_bytes": 0}, {"file_bytes": 5, "can_undo": True})
    assert step["changes"] == [LIST]
    assert step["undo"] == "nanowizard nano swap --undo --nano nano@192.168.55.1"


def test_where_nothing_was_changed_there_is_no_before_and_after() -> None:
    (step,) = report_document([outcome(file_bytes=5, changes=[])], NANO)["steps"]
    assert (step["found"], step["now"]) == ({"file_bytes": 5}, None)


def test_what_cannot_be_undone_names_no_command() -> None:
    steps = report_document([outcome("nano.check"), outcome(can_undo=False)], NANO)["steps"]
    assert [step["undo"] for step in steps] == [None, None]


def test_a_page_of_two_steps_names_the_way_back_of_each() -> None:
    """Following the first one alone would leave /etc/pip.conf as it is."""
    parts = {
        "nano.apt": {"mirror": "tuna", "can_undo": True, "changes": [LIST], "took_s": 3.0},
        "nano.pip": {"pip": "9.0.1", "can_undo": True, "changes": [INDEX], "took_s": 1.0},
    }
    mirrors = outcome("nano.apt", parts=parts, can_undo=True, changes=[LIST, INDEX])
    steps = report_document([mirrors], NANO)["steps"]
    assert [step["task"] for step in steps] == ["nano.apt", "nano.pip"]
    assert [step["undo"] for step in steps] == [
        f"nanowizard nano {name} --undo --nano nano@192.168.55.1" for name in ("apt", "pip")
    ]
    assert [(step["changes"], step["took_s"]) for step in steps] == [([LIST], 3.0), ([INDEX], 1.0)]
    assert [step["found"] for step in steps] == [
        {"mirror": "tuna", "can_undo": True},
        {"pip": "9.0.1", "can_undo": True},
    ]


def test_a_key_is_taken_back_too() -> None:
    (step,) = report_document([outcome("nano.key", may_log_in=True, can_undo=True, changes=[])], NANO)["steps"]
    assert step["undo"] == "nanowizard nano key --undo --nano nano@192.168.55.1"


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


def page_of(*outcomes: Outcome) -> Tags:
    return Tags(report_page(report_document(outcomes, NANO), ENGLISH))


def test_what_a_board_says_stays_text() -> None:
    evil = "<script>alert('x')</script>"
    page = page_of(outcome("nano.check", host_name=evil))
    assert "script" not in page.tags
    assert evil in page.text
    assert page.tags.count("h2") == 1


def test_the_page_has_words_and_units_before_and_after() -> None:
    before = {"file_bytes": 0, "file_active": False, "free_bytes": 17_300_000_000}
    after = {"file_bytes": 4 << 30, "file_active": True, "free_bytes": 13_000_000_000, "can_undo": True}
    text = page_of(outcome(**after, before=before, changes=[LIST])).text
    table = text[text.index("[found]") :]
    assert table == [
        "[found]", "[before]", "[now]",
        "Swap file", "None", "4 GB",
        "Swap file in use", "No", "Yes",
        "Free space", "17.3 GB", "13.0 GB",
        "\n",
    ]  # fmt: skip
    assert "Done · 1 min 1 s · 1970" in text


def test_what_is_for_programs_only_is_not_on_the_page() -> None:
    facts = {"can_undo": True, "repairs": {"nano.hot": "nano.power"}, "jobs": [{"id": "x"}], "port": 22}
    assert "[found]" not in page_of(outcome("nano.check", **facts)).text


def test_what_ended_badly_says_why_and_promises_nothing() -> None:
    error = ErrorInfo(code="nano.apt_locked", params={"program": "unattended-upgrade", "pid": 9, "waited_s": 60})
    bad = Outcome(task="nano.apt", status=Status.FAILED, took_s=1, ended_at=1.0, error=error)
    text = page_of(bad).text
    assert "[not_known]" in text and "[nothing_changed]" not in text
    assert any("unattended-upgrade" in words for words in text)
    (step,) = report_document([bad], NANO)["steps"]
    assert step["error"] == {"code": error.code, "params": error.params}


def test_a_task_that_changes_nothing_on_the_nano_does_not_say_so() -> None:
    assert "[done]" not in page_of(outcome("nano.check", model="Nano")).text
    assert "[nothing_changed]" in page_of(outcome(file_bytes=0, changes=[])).text


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
