"""The task behind "Why is my card not here?": a list or a helper that failed is a reason, and nothing is an error."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from nanowizard.core.errors import DriveError, HelperError, NanoWizardError
from nanowizard.core.places import Places
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive, DriveIdentity
from nanowizard.drives.surroundings import Surroundings
from nanowizard.tasks.session import Session
from nanowizard.tasks.why import ExplainCards, ExplainInput

IDENTITY = DriveIdentity(backend="linux", path="/dev/sdb", bus_path="", serial="", model="", size_bytes=0)
EMPTY = Drive(identity=IDENTITY, name="Reader", bus="usb", size_bytes=0, removable=True, medium_present=False)


class Helper:
    def __init__(self, drives: Sequence[Drive] | NanoWizardError, around: Surroundings | NanoWizardError) -> None:
        self._drives, self._around = drives, around

    def list_drives(self) -> Sequence[Drive]:
        return _given(self._drives)

    def surroundings(self) -> Surroundings:
        return _given(self._around)

    def close(self) -> None:
        pass


def _given(what: Any) -> Any:
    if isinstance(what, NanoWizardError):
        raise what
    return what


def run(tmp_path: Path, helper: Helper) -> Any:
    session = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"))
    session.helper.close()
    session.helper = helper  # type: ignore[assignment]
    return ExplainCards(session).run(ExplainInput(), RunContext())


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
