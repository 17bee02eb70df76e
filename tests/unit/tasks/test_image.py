"""Getting an image: which address is tried, and what a checksum that one person noted may decide."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from nanowizard.core.errors import Cancelled, ImageError
from nanowizard.core.events import Event, FindingReported, Progress, Status, TaskFinished
from nanowizard.core.places import Places
from nanowizard.core.task import CancelToken, RunContext, TaskRun
from nanowizard.images.catalog import Catalog, Checksum, load_catalog
from nanowizard.practice.image import build_practice_image
from nanowizard.practice.server import Misbehaviour, PracticeServer
from nanowizard.tasks import image as task
from nanowizard.tasks.image import FetchImage, FetchInput
from nanowizard.tasks.session import Session


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("image")
    build_practice_image(folder / "a.img", size_bytes=32 << 20)
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.write(folder / "a.img", "sd-blob.img")
    return folder / "a.zip"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"))
    yield made
    made.close()


def known(monkeypatch: pytest.MonkeyPatch, url: str, value: str, *more: str, algorithm: str = "sha256") -> str:
    """Put one image with these addresses and this checksum into the catalogue; returns its name."""
    entry = load_catalog().images[0]
    noted = Checksum(algorithm=algorithm, value=value, confidence="one person")
    unknown = {"raw_bytes": None, "inner_name": None, "approx_archive_bytes": None}
    catalog = Catalog((replace(entry, urls=(url, *more), checksums=(noted,), **unknown),))
    monkeypatch.setattr(task, "open_catalog", lambda *_: catalog)
    return entry.id


@pytest.mark.parametrize(("right", "code"), [(True, "image.as_seen_before"), (False, "image.not_as_seen_before")])
def test_a_checksum_from_one_person_is_compared_but_refuses_nothing(
    right: bool, code: str, session: Session, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Event] = []
    with PracticeServer(archive) as server:
        sha256 = hashlib.sha256(archive.read_bytes()).hexdigest() if right else "0" * 64
        name = known(monkeypatch, server.url, sha256)
        result = FetchImage(session, look_in=list).run(FetchInput(image=name), RunContext(emit=seen.append))
    own = "image.own_check_later" if right else "image.own_check"  # unpacked only where no checksum says as much
    assert [event.finding.code for event in seen if isinstance(event, FindingReported)] == [own, code]
    assert (code in {one["code"] for one in result["trust"]["verified"]}) is right
    assert Path(result["path"]).read_bytes() == archive.read_bytes()


def test_a_checksum_that_the_person_gives_decides(session: Session, archive: Path) -> None:
    with PracticeServer(archive) as server, pytest.raises(ImageError, match=r"image\.checksum_mismatch"):
        FetchImage(session, look_in=list).run(FetchInput(image=server.url, sha256="0" * 64), RunContext())


def test_a_mirror_of_the_catalogue_serves_it_when_the_first_does_not(
    session: Session, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PracticeServer(archive) as good, PracticeServer(archive, behaviour=Misbehaviour(status=404)) as bad:
        name = known(monkeypatch, bad.url, "0" * 64, good.url)
        result = FetchImage(session, look_in=list).run(FetchInput(image=name), RunContext())
        assert result["sources"] == [good.url]
    assert Path(result["path"]).read_bytes() == archive.read_bytes()


def test_an_address_that_the_person_adds_is_asked_first(
    session: Session, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PracticeServer(archive) as own, PracticeServer(archive) as listed:
        name = known(monkeypatch, listed.url, "0" * 64)
        FetchImage(session, look_in=list).run(FetchInput(image=name, sources=(own.url,)), RunContext())
        assert listed.seen == []


def test_every_checksum_that_somebody_noted_of_the_archive_is_computed(
    session: Session, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PracticeServer(archive) as server:
        name = known(monkeypatch, server.url, "0" * 64, algorithm="md5")
        result = FetchImage(session, look_in=list).run(FetchInput(image=name), RunContext())
    data = archive.read_bytes()
    assert result["md5"] == hashlib.md5(data, usedforsecurity=False).hexdigest()
    assert result["sha256"] == hashlib.sha256(data).hexdigest()


def ended(session: Session, inp: FetchInput) -> tuple[TaskFinished, list[str]]:
    """As a page or a command runs it; also the codes of what it found."""
    seen: list[Event] = []
    run = TaskRun(FetchImage(session, look_in=list), inp, RunContext(emit=seen.append))
    finished = run.check_then_run()
    return finished, [event.finding.code for event in seen if isinstance(event, FindingReported)]


def test_a_local_file_needs_no_download_and_says_what_was_not_checked(session: Session, archive: Path) -> None:
    finished, found = ended(session, FetchInput(image=str(archive)))
    assert finished.status is Status.SATISFIED
    assert finished.result["jetpack"] is True
    assert found == ["image.jetpack", "image.own_check_later", "image.not_in_list"]
    said = finished.result["trust"]
    assert [one["code"] for one in said["not_verified"]] == ["image.own_check_later", "image.not_in_list"]
    assert (said["verified"], said["differs"]) == ([], [])


def test_a_local_file_with_a_known_name_is_compared_with_the_known_size(
    session: Session, archive: Path, tmp_path: Path
) -> None:
    file = tmp_path / "jetson-nano-jp461-sd-card-image.zip"
    shutil.copy(archive, file)
    finished, found = ended(session, FetchInput(image=str(file)))
    assert finished.status is Status.SATISFIED
    assert found == [
        "image.jetpack", "image.own_check_later", "image.size_not_as_known", "image.checksum_not_made",
    ]  # fmt: skip
    assert [one["code"] for one in finished.result["trust"]["differs"]] == ["image.size_not_as_known"]


@pytest.mark.parametrize("letters", [str.lower, str.upper])
def test_a_checksum_that_is_given_for_a_local_file_is_compared(
    letters: Callable[[str], str], session: Session, archive: Path
) -> None:
    right = hashlib.sha256(archive.read_bytes()).hexdigest()
    finished, found = ended(session, FetchInput(image=str(archive), sha256=letters(right)))
    assert finished.status is Status.SUCCEEDED
    assert found == ["image.jetpack", "image.own_check_later", "image.as_you_gave"]
    assert (finished.result["path"], finished.result["sha256"]) == (str(archive), right)


def test_a_local_file_with_another_checksum_is_refused_and_stays(session: Session, archive: Path) -> None:
    before = archive.read_bytes(), sorted(archive.parent.iterdir())
    for _time in ("read", "known from before"):
        finished, _found = ended(session, FetchInput(image=str(archive), sha256="0" * 64))
        assert finished.error is not None
        assert finished.error.code == "image.checksum_mismatch"
        assert finished.error.params["actual"] == hashlib.sha256(before[0]).hexdigest()
    assert (archive.read_bytes(), sorted(archive.parent.iterdir())) == before


def test_the_checksum_of_a_local_file_shows_how_far_it_is_and_can_be_stopped(session: Session, archive: Path) -> None:
    cancel = CancelToken()
    phases: list[str] = []

    def stop(event: Event) -> None:
        if isinstance(event, Progress):
            phases.append(event.phase)
            cancel.set()

    with pytest.raises(Cancelled):
        FetchImage(session, look_in=list).run(
            FetchInput(image=str(archive), sha256="0" * 64), RunContext(emit=stop, cancel=cancel)
        )
    assert phases == ["checksum"]
