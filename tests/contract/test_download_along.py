"""A download that broke off is taken along when another folder is chosen: on the same disk and to another one."""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.scripted_web import ScriptedWeb, scripted_web

from nanowizard.core.errors import Cancelled, ImageError
from nanowizard.core.events import Event, FindingReported, Progress
from nanowizard.core.places import Places
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.images.download import along
from nanowizard.images.download.owner import owned
from nanowizard.images.download.ranges import Ranges
from nanowizard.images.download.state import PartState, Record, load_state, save_state
from nanowizard.images.shelf import kept_in
from nanowizard.tasks.image_at_hand import look_at_hand
from nanowizard.tasks.image_download import planned_download
from nanowizard.tasks.image_folder import ChooseImageFolder, FolderInput, earlier_folders, image_folder
from nanowizard.tasks.session import Session

KIB = 1024
CONTENT = b"PK\x03\x04" + random.Random(4).randbytes(3000 * KIB)
HAVE = Ranges([(0, 1500 * KIB), (2000 * KIB, 2100 * KIB)])


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"))
    yield made
    made.close()


@pytest.fixture
def web() -> Iterator[ScriptedWeb]:
    with scripted_web(lambda request, out: out.file(request, CONTENT, ETag='"one"')) as web:
        yield web


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[Path]:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("needs root: to mount another disk")
    folder = tmp_path / "另一个"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(folder)], check=False)
    if made.returncode:
        pytest.skip("cannot mount")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def begun(folder: Path, url: str, have: Ranges = HAVE) -> Path:
    """As a run leaves it that broke off, with a hole in the middle; what lies there was never promised."""
    folder.mkdir(parents=True, exist_ok=True)
    part = bytearray(b"\xee" * (2100 * KIB))
    for first, end in have:
        part[first:end] = CONTENT[first:end]
    (folder / "card.zip.part").write_bytes(part)
    save_state(folder / "card.zip.part.json", PartState(Record(url, '"one"', "", len(CONTENT)), have))
    return folder


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def fetch(session: Session, url: str, ctx: RunContext | None = None, folder: Path | None = None) -> int:
    """As `FetchImage` does it; how much had not to be fetched again."""
    chosen = folder or image_folder(session)
    earlier = (image_folder(session), *earlier_folders(session))
    result = planned_download(None, url, chosen, earlier=earlier).run(ctx or RunContext())
    assert result.path == chosen / "card.zip"
    assert result.path.read_bytes() == CONTENT
    return result.resumed_from


def choose(session: Session, folder: Path) -> None:
    ChooseImageFolder(session).run(FolderInput(folder=folder), RunContext())


@pytest.mark.parametrize("is_other_disk", [False, True], ids=["same disk", "other disk"])
def test_what_has_arrived_is_taken_along_to_the_folder_that_is_chosen(
    is_other_disk: bool, session: Session, web: ScriptedWeb, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    to = request.getfixturevalue("other_disk") if is_other_disk else tmp_path / "to"
    old = begun(image_folder(session), web.url())
    choose(session, to)
    at_hand = look_at_hand(session, None, web.url(), look_in=list)
    assert (at_hand.have_bytes, at_hand.total_bytes) == (HAVE.total, len(CONTENT))
    seen: list[Event] = []
    assert fetch(session, web.url(), RunContext(seen.append)) == HAVE.total
    assert names(old) == set()
    assert names(to) == {"card.zip", "card.zip.json"}
    told = [event.finding for event in seen if isinstance(event, FindingReported)]
    assert [(one.code, one.params["have_bytes"], one.params["folder"]) for one in told] == [
        ("image.taken_along", HAVE.total, str(old))
    ]
    moved = [event for event in seen if isinstance(event, Progress) and event.phase == "move"]
    assert [event.done for event in moved[-1:]] == ([HAVE.total] if is_other_disk else [])


def test_a_folder_for_this_download_alone(session: Session, web: ScriptedWeb, tmp_path: Path) -> None:
    old = begun(image_folder(session), web.url())
    assert fetch(session, web.url(), folder=tmp_path / "once") == HAVE.total
    assert names(old) == set()


def test_two_choices_in_a_row(session: Session, web: ScriptedWeb, tmp_path: Path) -> None:
    begun(image_folder(session), web.url())
    choose(session, tmp_path / "a")
    choose(session, tmp_path / "b")
    choose(session, tmp_path / "b")
    assert fetch(session, web.url()) == HAVE.total
    assert names(tmp_path / "a") == set()
    ChooseImageFolder(session).run(FolderInput(default=True), RunContext())
    assert earlier_folders(session) == (tmp_path / "b", tmp_path / "a")


def test_what_is_in_the_chosen_folder_already_goes_first(session: Session, web: ScriptedWeb, tmp_path: Path) -> None:
    old = begun(image_folder(session), web.url())
    own = Ranges([(0, 2048 * KIB)])
    choose(session, begun(tmp_path / "to", web.url(), own))
    assert fetch(session, web.url()) == own.total
    assert names(old) == {"card.zip.part", "card.zip.part.json"}


def test_a_part_of_another_address_stays_where_it_is(session: Session, web: ScriptedWeb, tmp_path: Path) -> None:
    old = begun(image_folder(session), "http://elsewhere.example/card.zip")
    choose(session, tmp_path / "to")
    assert fetch(session, web.url()) == 0
    assert names(old) == {"card.zip.part", "card.zip.part.json"}


def test_a_download_that_runs_elsewhere_is_left_alone(session: Session, web: ScriptedWeb, tmp_path: Path) -> None:
    old = begun(image_folder(session), web.url())
    target = old / "card.zip"
    found = along.begun_in([old], "card.zip", [web.url()])
    assert found
    with owned(target):
        along.take_along(found, tmp_path / "to", RunContext())
    assert names(old) == {"card.zip.part", "card.zip.part.json"}
    assert names(tmp_path / "to") == set()


def test_a_cancel_in_the_middle_costs_nothing(
    session: Session, web: ScriptedWeb, other_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(along, "_PIECE_BYTES", 64 * KIB)
    old = begun(image_folder(session), web.url())
    choose(session, other_disk)
    cancel = CancelToken()

    def hear(event: Event) -> None:
        if isinstance(event, Progress) and event.phase == "move":
            cancel.set()

    with pytest.raises(Cancelled):
        fetch(session, web.url(), RunContext(hear, cancel))
    assert names(other_disk) == set()
    assert load_state(old / "card.zip.part.json", 2100 * KIB).have == HAVE
    assert fetch(session, web.url()) == HAVE.total


def test_a_disk_that_is_too_small_is_named_and_costs_nothing(
    session: Session, web: ScriptedWeb, other_disk: Path
) -> None:
    subprocess.run(["mount", "-o", "remount,size=4m", str(other_disk)], check=True)
    old = begun(image_folder(session), web.url())
    choose(session, other_disk)
    with pytest.raises(ImageError) as caught:
        fetch(session, web.url())
    assert (caught.value.code, caught.value.params["folder"]) == ("image.no_space", str(other_disk))
    assert names(other_disk) == set()
    assert names(old) == {"card.zip.part", "card.zip.part.json"}


def test_what_a_killed_move_left_is_no_part_and_can_be_cleared_away(
    session: Session, web: ScriptedWeb, other_disk: Path
) -> None:
    begun(image_folder(session), web.url())
    (other_disk / "card.zip.moving").write_bytes(b"half of it")
    (other_disk / "card.zip.part").write_bytes(b"\xee" * len(CONTENT))  # of something else, without its state
    choose(session, other_disk)
    assert [(one.name, one.path.name, one.state) for one in kept_in(other_disk)] == [
        ("card.zip", "card.zip.moving", "unfinished")
    ]
    assert fetch(session, web.url()) == HAVE.total
    assert names(other_disk) == {"card.zip", "card.zip.json"}


def test_the_power_goes_before_the_last_step(
    session: Session, web: ScriptedWeb, other_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is known of the part is there already, and beside it lies a part of something else."""
    old = begun(image_folder(session), web.url())
    (other_disk / "card.zip.part").write_bytes(b"\xee" * len(CONTENT))
    choose(session, other_disk)
    acts: list[Callable[[], object]] = []

    def until_the_second(act: Callable[[], object]) -> object:
        acts.append(act)
        if len(acts) < 2:
            return act()
        power.setattr(along, "remove", lambda _path: None)
        raise KeyboardInterrupt

    with monkeypatch.context() as power:
        power.setattr(along, "when_let_go", until_the_second)
        with pytest.raises(KeyboardInterrupt):
            fetch(session, web.url())
    assert names(other_disk) == {"card.zip.moving", "card.zip.part.json"}
    assert fetch(session, web.url()) == HAVE.total
    assert names(old) == set()
    assert names(other_disk) == {"card.zip", "card.zip.json"}


def test_a_list_of_folders_that_somebody_spoilt(session: Session, tmp_path: Path) -> None:
    choose(session, tmp_path / "a")
    file = session.places.state / "image_folder.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "before": {"x": 1}}))
    assert earlier_folders(session) == ()
    file.write_text(json.dumps({**json.loads(file.read_text()), "before": [1, "/x"]}))
    assert earlier_folders(session) == (Path("/x"),)
