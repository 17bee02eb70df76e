"""Files of ours: upgraded, replaced whole, and set aside when unreadable."""

import json
import os
from pathlib import Path

import pytest
from support.held_files import Scanner

from nanowizard.core import held
from nanowizard.core.errors import StoreError
from nanowizard.core.store import Store, write_atomically


def rename_speed(document: dict[str, object]) -> dict[str, object]:
    document["rate"] = document.pop("speed")
    return document


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "things.json"


def store(file: Path, schema: int = 2) -> Store:
    return Store(file, schema=schema, default=lambda: {"rate": 0}, upgrades={1: rename_speed})


def test_what_was_saved_is_loaded(file: Path) -> None:
    store(file).save({"rate": 7, "名": "值"})
    assert store(file).load() == {"rate": 7, "名": "值"}
    assert os.name != "posix" or file.stat().st_mode & 0o777 == 0o600


def test_no_file_means_the_defaults_without_a_warning(file: Path) -> None:
    fresh = store(file)
    assert fresh.load() == {"rate": 0}
    assert fresh.warning is None


def test_an_old_file_is_upgraded(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('{"schema": 1, "speed": 9}')
    assert store(file).load() == {"rate": 9}


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b'{"rate": 1}',
        b'{"schema": "2"}',
        b'{"schema": 3, "rate": 1}',
        b'{"schema": 0}',
        b'{"schema": 1}',
        b"\xff\xfe\x00",
        b"",
    ],
    ids=["cut", "list", "no schema", "text schema", "newer", "zero", "upgrade fails", "not utf-8", "empty"],
)
def test_a_damaged_file_is_set_aside_with_a_warning(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    damaged = store(file)
    assert damaged.load() == {"rate": 0}
    assert damaged.warning is not None
    assert damaged.warning.code == "store.set_aside"
    assert not file.exists()
    assert file.with_name("things.json.bad").read_bytes() == content


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(file: Path) -> None:
    store(file).save({"rate": 1})
    with pytest.raises(TypeError):
        store(file).save({"rate": object()})
    assert json.loads(file.read_text())["rate"] == 1
    assert [path.name for path in file.parent.iterdir()] == ["things.json"]


def test_a_file_name_that_is_no_utf_8_is_kept(file: Path) -> None:
    name = os.fsdecode(b"bl\xf6d \xe9\x95\x9c.img")
    store(file).save({"files": {name: name}})
    assert store(file).load()["files"] == {name: name}
    assert "镜" in file.read_text(encoding="utf-8")


def test_an_atomic_write_into_no_folder_raises(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "nowhere" / "x", b"")


def test_a_file_that_a_virus_scanner_holds_for_a_moment(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store(file).save({"rate": 1})
    scanner = Scanner(monkeypatch, ".json", ".new")
    assert store(file).load() == {"rate": 1}
    read = scanner.refused
    assert read >= scanner.times
    store(file).save({"rate": 2})
    assert scanner.refused > read
    scanner.let_go()
    assert store(file).load() == {"rate": 2}
    assert [path.name for path in file.parent.iterdir()] == ["things.json"]


def test_a_file_that_cannot_be_read_is_neither_empty_nor_lost(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store(file).save({"rate": 1})
    before = file.read_bytes()
    scanner = Scanner(monkeypatch, ".json", times=1000, calls=("open", "read_bytes"))
    kept = store(file)
    with pytest.raises(StoreError) as caught:
        kept.read()
    assert (caught.value.code, caught.value.params["file"]) == ("store.not_read", str(file))
    assert kept.load() == {"rate": 0}
    assert kept.warning is not None
    assert (kept.warning.code, kept.warning.params) == ("store.not_read", {"file": str(file)})
    with pytest.raises(PermissionError):
        kept.save({"rate": 2})
    scanner.let_go()
    assert (file.read_bytes(), [path.name for path in file.parent.iterdir()]) == (before, ["things.json"])
    assert kept.load() == {"rate": 1}
    kept.save({"rate": 2})
    assert kept.read() == {"rate": 2}


def test_a_file_that_cannot_be_replaced_stays_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store(file).save({"rate": 1})
    scanner = Scanner(monkeypatch, ".new", times=1000, calls=("replace",))
    with pytest.raises(PermissionError):
        store(file).save({"rate": 2})
    assert scanner.refused == len(held.WAITS_S) + 1
    assert store(file).load() == {"rate": 1}
    assert [path.name for path in file.parent.iterdir()] == ["things.json"]
