"""An image that is here already is used only if it is that image, and read only once."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.archives import MIB, disk

from nanowizard.core.errors import ImageError, UsageError
from nanowizard.core.events import Event, FindingReported, Progress
from nanowizard.core.places import Places
from nanowizard.core.task import RunContext
from nanowizard.images.catalog import Catalog, CatalogImage, Checksum, load_catalog
from nanowizard.images.download.state import Record, record_path, save_record
from nanowizard.tasks import image as task
from nanowizard.tasks.image import FetchImage, FetchInput
from nanowizard.tasks.image_clean import CleanImages, CleanInput, images_here
from nanowizard.tasks.image_folder import ChooseImageFolder, FolderInput, image_folder
from nanowizard.tasks.image_proof import Prover
from nanowizard.tasks.session import Session

RAW = disk(2 * MIB)
NAME = "jetson-nano-jp461-sd-card-image.zip"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"))
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """With the image as a browser saved it the second time."""
    folder = tmp_path / "棒"
    folder.mkdir()
    write(folder / "jetson-nano-jp461-sd-card-image (1).zip")
    return folder


def write(path: Path, raw: bytes = RAW, member: str = "sd-blob-b01.img") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    info = zipfile.ZipInfo(member, date_time=(2022, 2, 22, 23, 37, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, raw)
    return path


def sums(path: Path, *, algorithm: str = "sha256", wrong: bool = False) -> tuple[Checksum, ...]:
    value = hashlib.new(algorithm, b"other" if wrong else path.read_bytes()).hexdigest()
    return (Checksum(algorithm=algorithm, value=value, confidence="one", source="x"),)


def offer(monkeypatch: pytest.MonkeyPatch, **change: Any) -> str:
    """The catalogue has this one image, whose server does not exist: only what is here can be used."""
    entry = replace(load_catalog().images[0], urls=(), page="https://a.example/", raw_bytes=len(RAW), **change)
    monkeypatch.setattr(task, "open_catalog", lambda *_: Catalog((entry,)))
    return entry.id


def fetch(session: Session, stick: Path, name: str, seen: list[Event], sha256: str | None = None) -> str | None:
    """The path of what was found; None where it would have to be downloaded."""
    try:
        wish = FetchInput(image=name, sha256=sha256)
        return str(FetchImage(session, look_in=lambda: [stick]).run(wish, RunContext(emit=seen.append))["path"])
    except ImageError as error:
        assert error.code == "image.no_address"
        return None


def codes(seen: list[Event]) -> list[str]:
    return [event.finding.code for event in seen if isinstance(event, FindingReported)]


def phases(seen: list[Event]) -> set[str]:
    return {event.phase for event in seen if isinstance(event, Progress)}


@pytest.mark.parametrize("algorithm", ["sha256", "md5"])
def test_name_size_and_checksum_recognise_it_and_the_second_time_it_is_not_read(
    algorithm: str, session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = stick.iterdir()
    name = offer(monkeypatch, checksums=sums(file, algorithm=algorithm))
    first: list[Event] = []
    second: list[Event] = []
    assert fetch(session, stick, name, first) == str(file)
    assert fetch(session, stick, name, second) == str(file)
    assert codes(first) == ["image.found_here", "image.own_check_later", "image.size_as_known", "image.as_seen_before"]
    assert (phases(first), phases(second)) == ({"checksum"}, set())


def test_without_a_checksum_its_own_check_and_size_must_hold(
    session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = stick.iterdir()
    name = offer(monkeypatch, checksums=())
    seen: list[Event] = []
    assert fetch(session, stick, name, seen) == str(file)
    assert codes(seen) == ["image.found_here", "image.own_check", "image.size_as_known", "image.no_known_checksum"]
    seen.clear()
    fetch(session, stick, name, seen)
    assert phases(seen) == set()
    damaged = bytearray(file.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    file.write_bytes(damaged)
    seen.clear()
    assert fetch(session, stick, name, seen) is None
    assert codes(seen) == ["image.here_is_another"]


@pytest.mark.parametrize(
    "change",
    [
        {"archive_bytes": 5, "checksums": ()},
        {"inner_name": "sd-blob.img", "checksums": ()},
        {"checksums": (Checksum(algorithm="md5", value="0" * 32, confidence="one", source="x"),)},
    ],
    ids=["size", "member", "checksum"],
)
def test_what_only_has_the_name_is_said_and_not_used(
    change: dict[str, Any], session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Event] = []
    assert fetch(session, stick, offer(monkeypatch, **change), seen) is None
    assert codes(seen) == ["image.here_is_another"]


def test_an_image_of_another_size_is_not_used(session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file,) = stick.iterdir()
    write(file, RAW[: MIB // 2 - 512] + bytes(512))
    seen: list[Event] = []
    assert fetch(session, stick, offer(monkeypatch, checksums=()), seen) is None
    assert phases(seen) == set()


def test_a_web_page_with_the_name_is_not_used(session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file,) = stick.iterdir()
    file.write_text("<html>sign in</html>")
    seen: list[Event] = []
    assert fetch(session, stick, offer(monkeypatch), seen) is None
    assert codes(seen) == ["image.here_is_another"]


def test_a_checksum_that_the_person_gives_decides_alone(
    session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = stick.iterdir()
    name = offer(monkeypatch, checksums=sums(file, wrong=True))
    right = hashlib.sha256(file.read_bytes()).hexdigest()
    seen: list[Event] = []
    assert fetch(session, stick, name, seen, sha256=right.upper()) == str(file)
    assert "image.as_you_gave" in codes(seen)
    assert fetch(session, stick, name, seen, sha256="0" * 64) is None


@pytest.mark.parametrize("algorithm", ["sha256", "md5"])
def test_in_the_folder_for_downloads_a_known_checksum_is_enough(
    algorithm: str, session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write(image_folder(session) / "andere.zip")
    noted = sums(other, algorithm=algorithm)
    name = offer(monkeypatch, checksums=noted, file=None)
    seen: list[Event] = []
    assert fetch(session, stick, name, seen) is None
    named = offer(monkeypatch, checksums=noted, file="andere.zip")
    assert fetch(session, stick, named, seen) == str(other)
    renamed = other.rename(other.with_name("umbenannt.zip"))
    seen.clear()
    assert fetch(session, stick, offer(monkeypatch, checksums=noted, file=None), seen) == str(renamed)
    assert phases(seen) == set()  # and is not read again


def test_a_download_whose_md5_was_not_made_is_read_for_it(
    session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = stick.iterdir()
    name = offer(monkeypatch, checksums=sums(file, algorithm="md5"))
    Prover(session, None, RunContext()).note(file, {"sha256": hashlib.sha256(file.read_bytes()).hexdigest()})
    seen: list[Event] = []
    assert fetch(session, stick, name, seen) == str(file)
    assert "image.as_seen_before" in codes(seen)


def test_who_names_a_folder_or_a_source_gets_a_download(
    session: Session, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = offer(monkeypatch, checksums=())
    assert fetch(session, stick, name, []) is not None
    for wish in (FetchInput(image=name, to=tmp_path / "to"), FetchInput(image=name, sources=("https://b.example/c",))):
        with pytest.raises(ImageError, match=r"image\.no_address"):
            FetchImage(session, look_in=lambda: [stick]).run(wish, RunContext())


# --- the folder, and what is in it


def choose(session: Session, **wish: Any) -> dict[str, Any]:
    return dict(ChooseImageFolder(session).run(FolderInput(**wish), RunContext()))


def test_the_folder_is_remembered_and_can_be_given_up(session: Session, tmp_path: Path) -> None:
    usual = tmp_path / "cache" / "images"
    assert choose(session) == {"folder": str(usual), "is_default": True}
    assert choose(session, folder=tmp_path / "大盘")["is_default"] is False
    again = Session(where=session.places)
    assert image_folder(again) == tmp_path / "大盘"
    again.close()
    assert choose(session, default=True)["folder"] == str(usual)


def test_a_folder_that_cannot_be_written_to_is_not_chosen(session: Session, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ImageError, match=r"image\.not_saved"):
        choose(session, folder=tmp_path / "file" / "images")
    assert choose(session)["is_default"] is True


@pytest.fixture
def catalogued() -> CatalogImage:
    return load_catalog().images[0]


def downloaded(session: Session, name: str) -> Path:
    path = write(image_folder(session) / name)
    save_record(record_path(path), Record(url="https://a.example/b", size_bytes=path.stat().st_size, sha256="a" * 64))
    return path


def test_downloads_are_listed_with_size_and_age(session: Session, catalogued: CatalogImage) -> None:
    path = downloaded(session, NAME)
    (one,) = images_here(session, load_catalog())
    assert (one["path"], one["size_bytes"], one["known_as"]) == (str(path), path.stat().st_size, catalogued.id)
    assert 0 <= one["age_s"] < 3600


def test_downloads_are_cleared_away_by_file_by_name_or_all(session: Session, catalogued: CatalogImage) -> None:
    def clean(**wish: Any) -> list[str]:
        task = CleanImages(session)
        task.check(CleanInput(**wish), RunContext())
        return list(task.run(CleanInput(**wish), RunContext())["removed"])

    downloaded(session, NAME)
    downloaded(session, "b.zip")
    (image_folder(session) / "c.zip.bad").write_bytes(b"x")
    assert clean(unfinished=True) == ["c.zip.bad"]
    assert clean(names=("b.zip",)) == ["b.zip"]
    assert clean(names=(catalogued.id,)) == [NAME]
    downloaded(session, "d.zip")
    (image_folder(session) / "mine.zip").write_bytes(b"x")
    assert clean(everything=True) == ["d.zip"]
    assert [path.name for path in image_folder(session).iterdir()] == ["mine.zip"]
    with pytest.raises(UsageError, match=r"usage\.nothing_to_clean"):
        clean(names=("mine.zip",))
    with pytest.raises(UsageError, match=r"usage\.clean_what"):
        clean()
