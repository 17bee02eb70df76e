"""The task behind "Why is my card not here?": a list or a helper that failed is a reason, and nothing is an error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nanowizard.core.errors import DriveError, HelperError, NanoWizardError
from nanowizard.core.places import Places
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive, DriveIdentity
from nanowizard.drives.surroundings import Reader, RemedyRequest, Surroundings
from nanowizard.tasks import why
from nanowizard.tasks.session import Session
from nanowizard.tasks.why import ExplainCards, ExplainInput

IDENTITY = DriveIdentity(backend="linux", path="/dev/sdb", bus_path="", serial="", model="", size_bytes=0)
EMPTY = Drive(identity=IDENTITY, name="Reader", bus="usb", size_bytes=0, removable=True, medium_present=False)


class Helper:
    def __init__(self, drives: Sequence[Drive] | NanoWizardError, around: Surroundings | NanoWizardError) -> None:
        self._drives, self._around = drives, around
        self.remedies: list[RemedyRequest] = []
        self.afterwards = around

    def list_drives(self) -> Sequence[Drive]:
        return _given(self._drives)

    def surroundings(self) -> Surroundings:
        return _given(self._around)

    def remedy(self, request: RemedyRequest) -> None:
        self.remedies.append(request)
        self._around = self.afterwards

    def close(self) -> None:
        pass


def _given(what: Any) -> Any:
    if isinstance(what, NanoWizardError):
        raise what
    return what


def run(tmp_path: Path, helper: Helper, *, help: bool = False) -> Any:
    session = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"))
    session.helper.close()
    session.helper = helper  # type: ignore[assignment]
    return ExplainCards(session).run(ExplainInput(help=help), RunContext())


def test_the_result_has_questions_and_reasons_each_with_one_action(tmp_path: Path) -> None:
    result = run(tmp_path, Helper([EMPTY], Surroundings(system="linux", may_open=True)))
    assert result["failed"] == "card"
    assert {"question": "reader", "passed": True, "proof": "Reader"} in result["answers"]
    (reason,) = result["reasons"]
    assert (reason["code"], reason["severity"], reason["action"], reason["question"]) == (
        "drive.no_medium", "blocking", "reseat", "card",
    )  # fmt: skip


@pytest.mark.parametrize("around", [Surroundings(system="linux"), HelperError("helper.crashed", exit_status=1)])
def test_a_list_that_failed_is_the_first_reason(tmp_path: Path, around: Surroundings | NanoWizardError) -> None:
    result = run(tmp_path, Helper(DriveError("drive.list_failed", detail="no socket"), around))
    assert (result["failed"], result["reasons"][0]["code"]) == ("system", "drive.list_failed")


def test_surroundings_that_cannot_be_asked_for_are_a_reason(tmp_path: Path) -> None:
    result = run(tmp_path, Helper([EMPTY], HelperError("helper.crashed", detail="killed", exit_status=-9)))
    assert [reason["code"] for reason in result["reasons"]] == ["why.not_asked", "drive.no_medium"]
    assert result["reasons"][0]["params"] == {"detail": "helper.crashed killed"}


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(why, "LOOK_EVERY_S", 0.0)


READER = Reader(kind="usb", place="1-2", name="Generic", needs="usb_storage")


def test_what_the_program_can_do_is_done_when_asked_for_and_looked_at(tmp_path: Path, no_waiting: None) -> None:
    helper = Helper([], Surroundings(system="linux", is_root=True, may_open=True, readers=(READER,)))
    helper.afterwards = Surroundings(system="linux", is_root=True, may_open=True)
    assert run(tmp_path, helper)["tried"] == ""
    assert helper.remedies == []
    result = run(tmp_path, helper, help=True)
    assert helper.remedies == [RemedyRequest(action="power_cycle", place="1-2")]
    assert (result["tried"], result["failed"]) == ("power_cycle", "reader")


def test_where_only_a_person_can_help_the_buses_are_looked_at_again(tmp_path: Path, no_waiting: None) -> None:
    helper = Helper([EMPTY], Surroundings(system="linux", may_open=True))
    result = run(tmp_path, helper, help=True)
    assert [request.action for request in helper.remedies] == ["look_again"]
    assert (result["tried"], result["failed"]) == ("look_again", "card")


def test_nothing_is_done_where_nothing_is_wrong(tmp_path: Path, no_waiting: None) -> None:
    card = replace(EMPTY, medium_present=True, size_bytes=32 * 1000**3)
    helper = Helper([card], Surroundings(system="linux", may_open=True))
    assert run(tmp_path, helper, help=True)["tried"] == ""
    assert helper.remedies == []
