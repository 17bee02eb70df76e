"""What lies on the disk: the state between two runs, the hash that follows, and whose download it is."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanowizard.core.errors import ImageError
from nanowizard.images.download import hasher as hasher_module
from nanowizard.images.download.hasher import Hasher
from nanowizard.images.download.owner import owned
from nanowizard.images.download.part import PartFile, set_aside
from nanowizard.images.download.ranges import Ranges
from nanowizard.images.download.state import PartState, Record, load_record, load_state, save_record, save_state

DATA = random.Random(2).randbytes(300_000)
RECORD = Record("https://a.example/card.zip", '"one"', "", len(DATA))


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# --- the state


def test_a_state_is_what_was_saved(tmp_path: Path) -> None:
    state = PartState(RECORD, Ranges([(0, 100), (200, 300)]))
    save_state(tmp_path / "state", state)
    assert load_state(tmp_path / "state", len(DATA)) == state


def test_of_a_shorter_part_only_what_is_there_counts(tmp_path: Path) -> None:
    save_state(tmp_path / "state", PartState(RECORD, Ranges([(0, 100), (200, 300)])))
    assert load_state(tmp_path / "state", 250).have == Ranges([(0, 100), (200, 250)])
    assert load_state(tmp_path / "state", 0).have == Ranges()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-10, 10**7) | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3),
        max_leaves=6,
    ),
    st.sampled_from(["have", "url", "etag", "last_modified", "size_bytes", "sha256", "schema"]),
)
@settings(max_examples=200)
def test_no_damage_of_a_state_promises_what_is_not_there(
    tmp_path_factory: pytest.TempPathFactory, value: object, key: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.json"
    good = {"schema": 2, "url": "http://x/", "etag": '"1"', "size_bytes": 1000, "have": [[0, 500]]}
    path.write_text(json.dumps({**good, key: value}))
    state = load_state(path, 400)
    assert all(0 <= first < end <= 400 for first, end in state.have)
    assert isinstance(state.record.url, str)
    assert state.record.size_bytes is None or state.record.size_bytes >= state.have.total


def test_a_record_of_a_finished_file_of_before_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"schema": 1, "url": "http://x/", "etag": "e", "sha256": "ff", "size_bytes": 5}')
    assert load_record(tmp_path / "a.json") == Record("http://x/", "e", "", 5, "ff")
    save_record(tmp_path / "b.json", RECORD)
    assert load_record(tmp_path / "b.json") == RECORD
    assert load_record(tmp_path / "none.json") == Record()


@pytest.mark.parametrize(
    ("record", "validator"),
    [(Record(etag='"x"', last_modified="d"), '"x"'), (Record(etag='W/"x"', last_modified="d"), "d"), (Record(), "")],
)
def test_what_if_range_may_carry(record: Record, validator: str) -> None:
    assert record.validator == validator


# --- the hash that follows


@given(st.randoms(use_true_random=False), st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_blocks_in_any_order_have_the_hash_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random, count: int
) -> None:
    target = tmp_path_factory.mktemp("part") / "card.zip"
    part = PartFile(target, ("sha256", "md5"))
    part.restart(RECORD)
    cuts = sorted({0, len(DATA), *(chance.randrange(len(DATA)) for _ in range(count))})
    blocks = list(itertools.pairwise(cuts))
    chance.shuffle(blocks)
    for first, end in blocks:
        part.write(first, DATA[first:end])
    assert part.is_whole
    part.hash_all()
    while not part.is_hashed(1.0):
        pass
    assert part.hashes() == {"sha256": digest(DATA), "md5": hashlib.md5(DATA, usedforsecurity=False).hexdigest()}
    part.finish(digest(DATA))
    assert target.read_bytes() == DATA


def test_what_comes_in_order_is_never_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hasher_module, "_AHEAD", 1000)
    monkeypatch.setattr(Hasher, "_read", lambda *_: pytest.fail("read again"))
    part = PartFile(tmp_path / "card.zip", ("sha256",))
    part.restart(RECORD)
    for at in range(0, len(DATA), 1000):
        part.write(at, DATA[at : at + 1000])
    part.hash_all()
    while not part.is_hashed(1.0):
        pass
    assert part.hashes()["sha256"] == digest(DATA)
    part.close()


def test_what_finds_no_room_is_read_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that hashes more slowly than the network brings holds nothing up."""
    monkeypatch.setattr(hasher_module, "_AHEAD", 1)
    go_on = threading.Event()
    real = Hasher._next
    monkeypatch.setattr(Hasher, "_next", lambda self: go_on.wait(20) and real(self))
    part = PartFile(tmp_path / "card.zip", ("sha256",))
    part.restart(RECORD)
    for at in range(0, len(DATA), 100_000):
        part.write(at, DATA[at : at + 100_000])
        if at == 100_000:
            go_on.set()
            while part.hashed_bytes < 100_000:
                part.is_hashed(0.01)
    part.hash_all()
    while not part.is_hashed(1.0):
        pass
    assert part.hashes()["sha256"] == digest(DATA)
    part.close()


def test_after_a_resume_what_was_there_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = PartFile(tmp_path / "card.zip", ("sha256",))
    first.restart(RECORD)
    first.write(0, DATA[:100_000])
    first.close()
    reads: list[tuple[int, int]] = []
    real = Hasher._read
    monkeypatch.setattr(
        Hasher, "_read", lambda self, file, end: (reads.append((self.position, end)), real(self, file, end))[1]
    )
    part = PartFile(tmp_path / "card.zip", ("sha256",))
    part.look()
    assert part.have == Ranges([(0, 100_000)])
    part.resume()
    while part.hashed_bytes < 100_000:
        part.is_hashed(0.01)
    part.write(100_000, DATA[100_000:])
    part.hash_all()
    while not part.is_hashed(1.0):
        pass
    assert reads == [(0, 100_000)]
    assert part.hashes()["sha256"] == digest(DATA)
    part.close()


def test_a_file_that_becomes_shorter_is_an_error(tmp_path: Path) -> None:
    part = PartFile(tmp_path / "card.zip", ("sha256",))
    part.restart(RECORD)
    part.write(1000, DATA[1000:])
    part.path.write_bytes(b"")
    part.write(0, DATA[:1000])
    part.hash_all()
    with pytest.raises(ImageError) as caught:
        while not part.is_hashed(1.0):
            pass
    assert caught.value.code == "image.not_saved"
    part.close()


# --- names and owners


def test_each_file_that_is_set_aside_has_a_name_of_its_own(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / "x").write_text(str(number))
        set_aside(tmp_path / "x", "card.zip")
    found = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert found == {"card.zip.bad": "0", "card.zip.bad2": "1", "card.zip.bad3": "2"}


def test_a_download_belongs_to_one_process(tmp_path: Path) -> None:
    target = tmp_path / "card.zip"
    with owned(target), pytest.raises(ImageError) as caught, owned(target):
        pass
    assert caught.value.code == "image.busy"
    with owned(target):
        pass


def test_a_process_that_was_killed_owns_nothing(tmp_path: Path) -> None:
    script = """
import os, signal, sys
from pathlib import Path
from nanowizard.images.download.owner import owned
with owned(Path(sys.argv[1])):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    target = tmp_path / "card.zip"
    subprocess.run([sys.executable, "-c", script, str(target)], check=False)
    assert [path.name for path in tmp_path.iterdir()] == ["card.zip.part.lock"]
    with owned(target):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "{", "[1]", '["a", "b"]', "[-5, 0]"])
def test_a_damaged_lock_holds_nobody_up(tmp_path: Path, content: str) -> None:
    (tmp_path / "card.zip.part.lock").write_text(content)
    with owned(tmp_path / "card.zip"):
        pass


def test_a_number_that_another_process_has_now_is_no_owner(tmp_path: Path) -> None:
    began = psutil.Process().create_time()
    (tmp_path / "card.zip.part.lock").write_text(json.dumps([os.getpid(), began - 1000]))
    with owned(tmp_path / "card.zip"):
        pass
