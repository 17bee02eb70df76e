"""What in the folder for downloads is ours, and clearing it away."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nanowizard.images.download.owner import owned
from nanowizard.images.download.ranges import Ranges
from nanowizard.images.download.state import PartState, Record, record_path, save_record, save_state, state_path
from nanowizard.images.shelf import ASIDE, FINISHED, UNFINISHED, kept_in, remove

RECORD = Record(url="https://a.example/a.zip", etag='"1"', size_bytes=7, sha256="a" * 64)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One of each kind, and things that are not ours."""
    made = tmp_path / "下载"
    made.mkdir()
    (made / "a.zip").write_bytes(b"content")
    save_record(record_path(made / "a.zip"), RECORD)
    (made / "b.zip.part").write_bytes(b"part")
    save_state(state_path(made / "b.zip"), PartState(RECORD, Ranges([(0, 4)])))
    (made / "c.img.xz.bad2").write_bytes(b"wrong")
    for number, name in enumerate(["a.zip", "b.zip.part", "c.img.xz.bad2"], start=1):
        os.utime(made / name, (1000 * number, 1000 * number))
    for name in ("thesis.bad", "photo.zip", "film.part", "data.json", "notes.zip.bad.txt"):
        (made / name).write_bytes(b"mine")
    (made / "data.json.json").write_text("{}")
    return made


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_only_what_our_records_name_is_ours(folder: Path) -> None:
    found = kept_in(folder, clock=lambda: 5000.0)
    assert [(one.name, one.state, one.size_bytes, one.age_s) for one in found] == [
        ("c.img.xz", ASIDE, 5, 2000.0),
        ("b.zip", UNFINISHED, 4, 3000.0),
        ("a.zip", FINISHED, 7, 4000.0),
    ]
    assert found[2].sha256 == "a" * 64


def test_no_folder_and_no_permission(tmp_path: Path) -> None:
    assert kept_in(tmp_path / "none") == []
    (tmp_path / "file").write_text("")
    assert kept_in(tmp_path / "file") == []


def test_what_is_removed_goes_with_its_records_and_nothing_else(folder: Path) -> None:
    before = names(folder)
    assert [error for _, error in remove(kept_in(folder))] == [None] * 3
    gone = {"a.zip", "a.zip.json", "b.zip.part", "b.zip.part.json", "c.img.xz.bad2"}
    assert before - names(folder) == gone
    assert kept_in(folder) == []


def test_a_download_that_is_running_is_left_alone(folder: Path) -> None:
    with owned(folder / "b.zip"):
        errors = {one.name: error for one, error in remove(kept_in(folder))}
    assert {name: error.code if error else None for name, error in errors.items()} == {
        "a.zip": None,
        "b.zip": "image.busy",
        "c.img.xz": None,
    }
    assert {"b.zip.part", "b.zip.part.json"} <= names(folder)
