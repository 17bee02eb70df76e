"""What is remembered of files that were read, and when it is forgotten."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nanowizard.images import known_hashes
from nanowizard.images.known_hashes import Known, KnownHashes, identity

KNOWN = Known(sha256="a" * 64, md5="b" * 32)


def noted(folder: Path, name: str = "карта.img", at: float = 1.0) -> tuple[KnownHashes, Path]:
    file = folder / name
    file.write_bytes(b"content")
    store = KnownHashes(folder / "known.json", clock=lambda: at)
    store.note(file, identity(file), KNOWN)
    return store, file


def test_a_file_that_stayed_as_it_was_is_known_to_a_later_program(tmp_path: Path) -> None:
    _, file = noted(tmp_path)
    assert KnownHashes(tmp_path / "known.json").find(file) == KNOWN
    assert KnownHashes(tmp_path / "known.json").find(tmp_path / "other.img") is None


def change_time(file: Path) -> None:
    os.utime(file, ns=(0, file.stat().st_mtime_ns + 1))


def test_a_file_that_was_renamed_is_known_under_its_new_name(tmp_path: Path) -> None:
    store, file = noted(tmp_path)
    (tmp_path / "more").mkdir()
    noted(tmp_path, "another.img")  # writes the list anew, in which the old name leads nowhere
    renamed = file.rename(tmp_path / "more" / "card (1).img")
    noted(tmp_path, "third.img")
    assert store.find(renamed) == KNOWN
    change_time(renamed)
    assert store.find(renamed) is None


def test_where_files_have_no_numbers_another_one_of_that_size_and_time_is_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(file: Path) -> list[list[object]]:
        return [[*part[:3], 0] for part in identity(file)]

    monkeypatch.setattr(known_hashes, "identity", without)
    file = tmp_path / "card.img"
    file.write_bytes(b"content")
    store = KnownHashes(tmp_path / "known.json")
    store.note(file, without(file), KNOWN)
    assert store.find(file) == KNOWN
    assert store.find(file.rename(tmp_path / "other.img")) is None


def grow(file: Path) -> None:
    before = file.stat().st_mtime_ns
    with file.open("ab") as out:
        out.write(b"x")
    os.utime(file, ns=(before, before))


def replace(file: Path) -> None:
    before = file.stat().st_mtime_ns
    other = file.with_name("other")
    other.write_bytes(b"content")
    os.utime(other, ns=(before, before))
    other.replace(file)


@pytest.mark.parametrize("change", [change_time, grow, replace, Path.unlink])
def test_a_file_that_changed_is_not(change: object, tmp_path: Path) -> None:
    store, file = noted(tmp_path)
    change(file)  # type: ignore[operator]
    assert store.find(file) is None


def test_a_file_that_changed_while_it_was_read_is_not_noted(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"1")
    before = identity(file)
    grow(file)
    store = KnownHashes(tmp_path / "known.json")
    store.note(file, before, KNOWN)
    assert store.find(file) is None


def test_every_part_counts(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"a.{number:03}").write_bytes(b"part")
    store = KnownHashes(tmp_path / "known.json")
    store.note(tmp_path / "a.001", identity(tmp_path / "a.001"), KNOWN)
    assert store.find(tmp_path / "a.001") == KNOWN
    change_time(tmp_path / "a.002")
    assert store.find(tmp_path / "a.001") is None


def test_files_that_are_gone_and_the_oldest_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_hashes, "_MOST_FILES", 2)
    files = [noted(tmp_path, f"{name}.img", at)[1] for name, at in (("old", 1.0), ("gone", 2.0), ("newer", 3.0))]
    files[1].unlink()
    store, newest = noted(tmp_path, "newest.img", 4.0)
    assert [store.find(file) is not None for file in (files[0], files[2], newest)] == [False, True, True]


@pytest.mark.parametrize("text", ["{", '{"schema": 1, "files": 3}', '{"schema": 1, "files": {"x": {}}}'])
def test_a_damaged_store_knows_nothing_and_can_be_written_again(text: str, tmp_path: Path) -> None:
    (tmp_path / "known.json").write_text(text)
    store, file = noted(tmp_path)
    assert store.find(file) == KNOWN


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    file = tmp_path / "a"
    file.write_bytes(b"1")
    store = KnownHashes(tmp_path / "file" / "known.json")
    store.note(file, identity(file), KNOWN)
    assert store.find(file) is None
