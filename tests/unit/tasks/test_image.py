"""Getting an image: which address is tried, and what a checksum that one person noted may decide."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from nanowizard.core.errors import ImageError
from nanowizard.core.events import Event, FindingReported
from nanowizard.core.places import Places
from nanowizard.core.task import RunContext, Verdict
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
    catalog = Catalog((replace(entry, urls=(url, *more), raw_bytes=None, inner_name=None, checksums=(noted,)),))
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


def test_a_local_file_needs_no_download(session: Session, archive: Path) -> None:
    check = FetchImage(session, look_in=list).check(FetchInput(image=str(archive)), RunContext())
    assert check.verdict is Verdict.SATISFIED
    assert check.facts["jetpack"] is True
    assert [finding.code for finding in check.findings] == ["image.jetpack"]
