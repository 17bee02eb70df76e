"""The journey asks for what it needs before it begins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nanowizard.core.errors import Blocked, UsageError
from nanowizard.core.places import Places
from nanowizard.core.profile import Profile
from nanowizard.core.task import RunContext
from nanowizard.remote.address import Address
from nanowizard.tasks.catalogue import TASKS
from nanowizard.tasks.session import NanoLogin, Session
from nanowizard.tasks.setup import SetUp, SetUpInput


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"))
    yield made
    made.close()


def test_what_is_missing_is_named(session: Session) -> None:
    with pytest.raises(UsageError) as caught:
        SetUp(session).check(SetUpInput(profile=Profile(image="a.zip")), RunContext())
    assert caught.value.params["what"] == "card, nano"


def test_a_session_without_a_login_waits_for_the_person(session: Session) -> None:
    with pytest.raises(Blocked) as caught:
        session.connect(None, RunContext())
    assert [finding.code for finding in caught.value.findings] == ["nano.login_needed"]


def test_a_login_does_not_show_its_password() -> None:
    assert "geheim" not in repr(NanoLogin(address=Address("host"), password="geheim"))


def test_every_task_has_an_id_of_its_own() -> None:
    ids = [task.id for task in TASKS]
    assert len(ids) == len(set(ids))
