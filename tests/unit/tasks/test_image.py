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
from nanowizard.tasks.image import FetchImage, FetchInput, fetch_first
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


def known(monkeypatch: pytest.MonkeyPatch, url: str, sha256: str) -> str:
    """Put one image with this address and checksum into the catalogue; returns its name."""
    entry = load_catalog().images[0]
    noted = Checksum(algorithm="sha256", value=sha256, confidence="one person")
    catalog = Catalog((replace(entry, urls=(url,), checksums=(noted,)),))
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
        result = FetchImage(session).run(FetchInput(image=name), RunContext(emit=seen.append))
    assert [event.finding.code for event in seen if isinstance(event, FindingReported)] == [code]
    assert Path(result["path"]).read_bytes() == archive.read_bytes()


def test_a_checksum_that_the_person_gives_decides(session: Session, archive: Path) -> None:
    with PracticeServer(archive) as server, pytest.raises(ImageError, match=r"image\.checksum_mismatch"):
        FetchImage(session).run(FetchInput(image=server.url, sha256="0" * 64), RunContext())


def test_the_next_address_is_tried_when_one_does_not_answer(archive: Path, tmp_path: Path) -> None:
    with PracticeServer(archive) as good, PracticeServer(archive, behaviour=Misbehaviour(status=404)) as bad:
        got = fetch_first((bad.url, good.url), tmp_path, RunContext(), sha256=None)
    assert got.path.read_bytes() == archive.read_bytes()


def test_a_login_page_is_not_answered_by_trying_elsewhere(archive: Path, tmp_path: Path) -> None:
    with PracticeServer(archive) as good, PracticeServer(archive, behaviour=Misbehaviour(login_page=True)) as portal:
        with pytest.raises(ImageError, match=r"image\.is_web_page"):
            fetch_first((portal.url, good.url), tmp_path, RunContext(), sha256=None)
        assert good.seen == []


def test_a_local_file_needs_no_download(session: Session, archive: Path) -> None:
    check = FetchImage(session).check(FetchInput(image=str(archive)), RunContext())
    assert check.verdict is Verdict.SATISFIED
    assert check.facts["jetpack"] is True
    assert [finding.code for finding in check.findings] == ["image.jetpack"]
