from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from nanowizard.core.errors import Cancelled, UsageError
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.provision.proof import pictures
from nanowizard.provision.proof.pictures import look_through, pack

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"


def fill(folder: Path, count: int, data: bytes = PNG, ending: str = ".png") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number}{ending}").write_bytes(data + bytes([number % 256]))


def code(folder: Path) -> tuple[str, dict[str, object]]:
    with pytest.raises(UsageError) as raised:
        look_through(folder)
    return raised.value.code, dict(raised.value.params)


def test_subfolders_are_classes(tmp_path: Path) -> None:
    fill(tmp_path / "cats", 5)
    fill(tmp_path / "dogs", 6, JPEG, ".JPG")
    (tmp_path / "dogs" / "notes.txt").write_text("no picture, and does not say so")
    (tmp_path / "dogs" / "broken.jpg").write_bytes(b"<html>")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "empty").mkdir()
    seen = look_through(tmp_path)
    assert {name: len(files) for name, files in seen.classes.items()} == {"cats": 5, "dogs": 6}
    assert seen.count == 11
    assert [file.name for file in seen.unreadable] == ["broken.jpg"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert code(tmp_path / "none")[0] == "usage.pictures_no_folder"


def test_one_class_is_not_enough(tmp_path: Path) -> None:
    fill(tmp_path / "cats", 20)
    assert code(tmp_path) == ("usage.pictures_few_classes", {"folder": str(tmp_path), "number": 1})


def test_a_class_with_too_few_names_it(tmp_path: Path) -> None:
    fill(tmp_path / "cats", 20)
    fill(tmp_path / "dogs", 4)
    assert code(tmp_path) == ("usage.pictures_too_few", {"name": "dogs", "number": 4, "fewest": 5})


def test_a_class_of_which_nothing_can_be_read_is_not_passed_over(tmp_path: Path) -> None:
    fill(tmp_path / "cats", 20)
    fill(tmp_path / "dogs", 20)
    fill(tmp_path / "fish", 20, b"not a picture")
    assert code(tmp_path) == ("usage.pictures_too_few", {"name": "fish", "number": 0, "fewest": 5})


def test_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PICTURES", 11)
    fill(tmp_path / "cats", 6)
    fill(tmp_path / "dogs", 6)
    assert code(tmp_path) == ("usage.pictures_too_many", {"number": 12, "most": 11})


def test_the_archive_is_the_same_each_time(tmp_path: Path) -> None:
    fill(tmp_path / "in" / "猫", 5)
    fill(tmp_path / "in" / "dogs", 5, JPEG, ".JPEG")
    for name in ("one.tar", "two.tar"):
        pack(look_through(tmp_path / "in"), tmp_path / name, RunContext())
    assert (tmp_path / "one.tar").read_bytes() == (tmp_path / "two.tar").read_bytes()
    with tarfile.open(tmp_path / "one.tar") as tar:
        names = tar.getnames()
        first = tar.extractfile("dogs/00000.jpeg")
        assert first and first.read() == JPEG + b"\0"
    assert len(names) == 10 and "猫/00004.png" in names


def test_packing_can_be_stopped(tmp_path: Path) -> None:
    fill(tmp_path / "in" / "a", 5)
    fill(tmp_path / "in" / "b", 5)
    token = CancelToken()
    token.set()
    with pytest.raises(Cancelled):
        pack(look_through(tmp_path / "in"), tmp_path / "a.tar", RunContext(cancel=token))
