"""A client that has to ask for more rights before a card is opened, with a real helper behind made-up calls."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest
from support.elevation import AskForPracticeCards, FakeElevation

import nanowizard.__main__ as program
from nanowizard.core.errors import Cancelled, HelperError
from nanowizard.core.events import Event, StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.drives.model import DriveIdentity
from nanowizard.flash.model import VerifyRequest
from nanowizard.helper import launch
from nanowizard.helper.client import HelperClient
from nanowizard.helper.launch import RunAsLauncher
from nanowizard.practice.service import command

PATIENCE_S = 30.0


def work(client: HelperClient, ctx: RunContext | None = None, image: str = "none.img") -> str:
    """Asks the helper for something with a card, and returns the error that comes of it."""
    identity = next(drive.identity for drive in client.list_drives() if drive.identity.backend == "practice")
    with pytest.raises(Exception) as caught:
        client.verify(VerifyRequest(identity=identity, image=Path(image)), ctx or RunContext())
    return str(getattr(caught.value, "code", type(caught.value).__name__))


def test_listing_asks_nobody_and_the_first_card_does_once(client: HelperClient, calls: FakeElevation) -> None:
    client.list_drives()
    assert calls.asked == []
    assert work(client) == work(client) == "image.not_found"
    assert len(calls.asked) == 1


def test_the_person_sees_what_is_waited_for(client: HelperClient) -> None:
    events: list[Event] = []
    work(client, RunContext(emit=events.append))
    path = next(drive.path for drive in client.list_drives())
    assert events[0] == StepStarted(step="privilege.asking", params={"path": path})
    assert isinstance(events[1], StepFinished)
    assert events[1].step == "privilege.asking"


def test_a_no_leaves_everything_as_it_was(client: HelperClient, calls: FakeElevation) -> None:
    calls.refuses = 1223
    assert work(client) == "privilege.dismissed"
    assert len(client.list_drives()) > 0
    calls.refuses = 0
    assert work(client) == "image.not_found"
    assert len(calls.asked) == 2


def test_a_helper_that_died_is_asked_for_again(client: HelperClient, calls: FakeElevation) -> None:
    work(client)
    calls.processes[0].kill()
    calls.processes[0].wait(PATIENCE_S)
    assert work(client) == "image.not_found"
    assert len(calls.processes) == 2


def test_whoever_cancels_before_asks_nobody(client: HelperClient, calls: FakeElevation) -> None:
    ctx = RunContext()
    ctx.cancel.set()
    assert work(client, ctx) == Cancelled.__name__
    assert calls.asked == []


def test_one_question_at_a_time(client: HelperClient, calls: FakeElevation) -> None:
    second: list[str] = []
    calls.asking = lambda: second.append(work(client))
    assert work(client) == "image.not_found"
    assert second == ["helper.busy"]


def test_a_program_that_ends_while_the_person_is_asked_leaves_no_helper(folder: Path, calls: FakeElevation) -> None:
    client = HelperClient(launcher=AskForPracticeCards(command(folder), calls))
    calls.asking = client.close
    assert work(client) == Cancelled.__name__
    assert calls.processes[0].wait(PATIENCE_S) == 0
    client.close()


def test_a_path_goes_to_the_other_process_whole(client: HelperClient) -> None:
    ctx = RunContext()
    identity = client.list_drives()[0].identity
    with pytest.raises(Exception) as caught:
        client.verify(VerifyRequest(identity=identity, image=Path("here.img")), ctx)
    assert str(Path("here.img").resolve()) in str(caught.value)


@pytest.mark.parametrize(
    ("backend", "elevated", "must"),
    [("windows", False, True), ("windows", True, False), ("file", False, False), ("practice", False, False)],
)
def test_only_an_ordinary_program_and_only_for_disks(backend: str, elevated: bool, must: bool) -> None:
    identity = DriveIdentity(backend=backend, path="X", bus_path="", serial="", model="", size_bytes=1)
    assert RunAsLauncher(["x"], FakeElevation(elevated=elevated)).must_elevate(identity) is must


def test_an_elevated_program_has_one_ordinary_child(folder: Path) -> None:
    calls = FakeElevation(elevated=True)
    with HelperClient(launcher=RunAsLauncher(command(folder), calls)) as client:
        assert work(client) == "image.not_found"
    assert calls.asked == []


def test_the_administrators_program_starts_where_our_code_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (Path(launch.program_folder()) / "nanowizard" / "helper" / "launch.py").is_file()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(Path("/opt/NanoWizard/NanoWizard.exe")))
    assert launch.program_folder() == str(Path("/opt/NanoWizard").resolve())


@pytest.mark.parametrize("module", ["nanowizard.helper", "nanowizard.practice.service"])
def test_a_frozen_program_is_its_own_helper(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: str) -> None:
    """Its command line is that of `python -m`: there is no Python beside it."""
    started: list[object] = []
    monkeypatch.setattr("nanowizard.helper.service.main", lambda backends, *, pipe: started.append(pipe) or 5)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    folder = ["--folder", str(tmp_path)] if "practice" in module else []
    monkeypatch.setattr(sys, "argv", ["NanoWizard.exe", "-m", module, *folder, "--pipe", "name", "--home", "/own"])
    monkeypatch.setenv("NANOWIZARD_HOME", "/before")
    assert program.main() == 5
    assert started == ["name"]
    assert os.environ["NANOWIZARD_HOME"] == "/own"


def test_the_administrators_helper_knows_where_our_own_files_lie(
    client: HelperClient, calls: FakeElevation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NANOWIZARD_HOME", str(tmp_path / "my own"))
    work(client)
    assert f'--home "{tmp_path.resolve() / "my own"}" --pipe ' in calls.asked[0][1]


def test_what_is_not_set_is_not_handed_on(
    client: HelperClient, calls: FakeElevation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NANOWIZARD_HOME", raising=False)
    work(client)
    assert "--home" not in calls.asked[0][1]


def test_pipes_are_windows_only() -> None:
    if sys.platform != "win32":
        with pytest.raises(HelperError):
            launch.take_streams("nanowizard-1-" + "0" * 32)


def test_asking_goes_on_in_a_thread_that_ends(client: HelperClient) -> None:
    work(client)
    assert [thread for thread in threading.enumerate() if thread.name == "elevation"] == []
