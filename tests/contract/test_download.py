"""`fetch` against a real HTTP server that behaves well, badly, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nanowizard.core.errors import Cancelled, ImageError
from nanowizard.core.events import Event, LimitedBy, LogLine, Progress
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.images.download.download import fetch
from nanowizard.images.download.model import FetchResult, Options, Patience
from nanowizard.practice.server import GOOD, Misbehaviour, PracticeServer

MIB = 1024 * 1024
CONTENT = b"PK\x03\x04" + random.Random(3).randbytes(3 * MIB)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
QUICK = Patience(stall_s=0.4, attempts=3, attempts_later=3, pause_s=0.01)
EVERYTHING_ONCE = [("bytes=0-4194303", 206, len(CONTENT))]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PracticeServer]:
    (tmp_path / "served").mkdir()
    path = tmp_path / "served" / "图 card.zip"
    path.write_bytes(CONTENT)
    with PracticeServer(path) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "images"


def get(server: PracticeServer, folder: Path, ctx: RunContext | None = None, **wanted: object) -> FetchResult:
    return fetch(server.url, folder, ctx or RunContext(), options=Options(QUICK), **wanted)  # type: ignore[arg-type]


def failure(server: PracticeServer, folder: Path, **wanted: object) -> ImageError:
    with pytest.raises(ImageError) as caught:
        get(server, folder, **wanted)
    return caught.value


def seen(server: PracticeServer) -> list[tuple[str | None, int, int]]:
    return [(request.range, request.status, request.sent_bytes) for request in server.seen]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def assert_whole(result: FetchResult, folder: Path) -> None:
    assert result.path == folder / "图 card.zip"
    assert result.path.read_bytes() == CONTENT
    assert (result.bytes, result.sha256) == (len(CONTENT), SHA256)
    assert names(folder) == {"图 card.zip", "图 card.zip.json"}


def test_a_file_is_fetched(server: PracticeServer, folder: Path) -> None:
    result = get(server, folder, sha256=SHA256.upper(), expected_bytes=len(CONTENT))
    assert_whole(result, folder)
    assert result.resumed_from == 0


def test_the_caller_may_name_the_file(server: PracticeServer, folder: Path) -> None:
    assert get(server, folder, name="mine.zip").path == folder / "mine.zip"


@pytest.mark.parametrize("pinned", [{"sha256": SHA256}, {"expected_bytes": len(CONTENT)}], ids=["hash", "size"])
def test_a_finished_file_that_is_pinned_is_used_without_the_network(
    server: PracticeServer, folder: Path, pinned: dict[str, object]
) -> None:
    get(server, folder)
    server.seen.clear()
    result = get(server, folder, **pinned)
    assert_whole(result, folder)
    assert result.resumed_from == len(CONTENT)
    assert seen(server) == []


def test_a_finished_file_is_used_when_the_server_says_it_is_unchanged(server: PracticeServer, folder: Path) -> None:
    get(server, folder)
    server.seen.clear()
    assert_whole(get(server, folder), folder)
    assert seen(server) == [(None, 304, 0)]


def test_a_finished_file_that_was_changed_is_fetched_again(server: PracticeServer, folder: Path) -> None:
    kept = get(server, folder).path
    kept.write_bytes(bytes(len(CONTENT)))
    assert get(server, folder, sha256=SHA256).path.read_bytes() == CONTENT
    kept.write_bytes(bytes(len(CONTENT)))
    assert get(server, folder).path.read_bytes() == CONTENT
    assert names(folder) == {kept.name, f"{kept.name}.json", f"{kept.name}.bad", f"{kept.name}.bad2"}


def test_a_newer_file_on_the_server_is_fetched(server: PracticeServer, folder: Path) -> None:
    get(server, folder)
    server.path.write_bytes(b"PK\x03\x04 newer")
    os.utime(server.path, (1, 1))
    assert get(server, folder).path.read_bytes() == b"PK\x03\x04 newer"


@pytest.mark.parametrize("behaviour", [Misbehaviour(drop_after_bytes=MIB), Misbehaviour(drop_after_bytes=0)])
def test_a_dropped_link_is_taken_up_again(server: PracticeServer, folder: Path, behaviour: Misbehaviour) -> None:
    server.behaviour = behaviour
    events: list[Event] = []
    assert_whole(get(server, folder, RunContext(emit=events.append)), folder)
    at = behaviour.drop_after_bytes
    assert sum(sent for _range, _status, sent in seen(server)) == len(CONTENT)
    assert seen(server)[1:][: 0 if at else 1] == ([] if at else EVERYTHING_ONCE)
    assert any(isinstance(event, LogLine) for event in events)


def test_many_drops_are_no_reason_to_give_up_while_something_comes(server: PracticeServer, folder: Path) -> None:
    server.behaviour = Misbehaviour(drop_after_bytes=MIB // 2, drop_times=6)
    assert_whole(get(server, folder), folder)
    assert len(server.seen) == 7


def test_a_disk_that_takes_long_is_no_silence_of_the_server(
    server: PracticeServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came before the link broke is kept, however long nobody had time for it."""
    sync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (time.sleep(1.5 * QUICK.stall_s), sync(fd)))
    server.behaviour = Misbehaviour(drop_after_bytes=MIB)
    assert_whole(get(server, folder), folder)
    assert sum(sent for _range, _status, sent in seen(server)) == len(CONTENT)


@pytest.mark.parametrize("after", [-1, MIB])
def test_a_silent_server_is_asked_again(server: PracticeServer, folder: Path, after: int) -> None:
    server.behaviour = Misbehaviour(stall_after_bytes=after, stall_times=1)
    assert_whole(get(server, folder), folder)


def test_a_slow_server_is_not_a_silent_one(server: PracticeServer, folder: Path) -> None:
    server.path.write_bytes(CONTENT[:40_000])
    server.behaviour = Misbehaviour(rate_bytes_per_s=40_000)  # one second, in pieces of 2 kB
    get(server, folder)
    assert len(server.seen) == 1


def test_the_next_run_goes_on_where_this_one_broke_off(server: PracticeServer, folder: Path) -> None:
    server.behaviour = Misbehaviour(shorter_by_bytes=MIB)
    error = failure(server, folder)
    assert (error.code, error.params["have_bytes"]) == ("image.truncated", len(CONTENT) - MIB)
    assert error.params["expected_bytes"] == len(CONTENT)
    assert names(folder) == {"图 card.zip.part", "图 card.zip.part.json"}
    server.behaviour = GOOD
    server.seen.clear()
    result = get(server, folder, sha256=SHA256)
    assert_whole(result, folder)
    assert result.resumed_from == len(CONTENT) - MIB
    assert seen(server) == [(f"bytes={len(CONTENT) - MIB}-{len(CONTENT) - 1}", 206, MIB)]
    assert server.seen[0].if_range


def broken_off(server: PracticeServer, folder: Path) -> None:
    server.behaviour = Misbehaviour(shorter_by_bytes=MIB)
    failure(server, folder)
    server.behaviour = GOOD
    server.seen.clear()


def test_a_part_of_another_version_is_not_continued(server: PracticeServer, folder: Path) -> None:
    broken_off(server, folder)
    newer = CONTENT[:4] + bytes(len(CONTENT) - 4)
    server.path.write_bytes(newer)
    os.utime(server.path, (1, 1))
    assert get(server, folder).path.read_bytes() == newer
    assert seen(server) == [(f"bytes={len(CONTENT) - MIB}-{len(CONTENT) - 1}", 200, len(CONTENT))]


def test_a_part_that_nothing_vouches_for_is_not_continued(server: PracticeServer, folder: Path) -> None:
    server.behaviour = Misbehaviour(shorter_by_bytes=MIB, validators=False)
    failure(server, folder)
    server.behaviour = Misbehaviour(validators=False)
    server.seen.clear()
    assert_whole(get(server, folder), folder)
    assert seen(server) == EVERYTHING_ONCE


def test_a_part_without_its_record_is_not_continued(server: PracticeServer, folder: Path) -> None:
    broken_off(server, folder)
    (folder / "图 card.zip.part.json").write_text("{", encoding="utf-8")
    assert_whole_but_for_bad_record(get(server, folder), folder)
    assert seen(server) == EVERYTHING_ONCE


def test_the_same_file_from_another_address_is_not_set_aside(server: PracticeServer, folder: Path) -> None:
    """As in practice: its server has another port each time."""
    get(server, folder)
    with PracticeServer(server.path) as elsewhere:
        assert_whole(get(elsewhere, folder), folder)


def test_another_file_of_the_same_size_is_set_aside(server: PracticeServer, folder: Path) -> None:
    get(server, folder)
    other = bytearray(CONTENT)
    other[-1] ^= 1
    (folder / "图 card.zip").write_bytes(other)
    with PracticeServer(server.path) as elsewhere:
        assert get(elsewhere, folder).path.read_bytes() == CONTENT
    assert (folder / "图 card.zip.bad").read_bytes() == other


def assert_whole_but_for_bad_record(result: FetchResult, folder: Path) -> None:
    (folder / "图 card.zip.part.json.bad").unlink()
    assert_whole(result, folder)


def test_a_server_without_ranges_sends_it_all_again(server: PracticeServer, folder: Path) -> None:
    server.behaviour = Misbehaviour(drop_after_bytes=MIB, ranges=False)
    assert_whole(get(server, folder), folder)
    assert [request.status for request in server.seen] == [200, 200]


def test_a_part_that_is_whole_already_needs_no_network(server: PracticeServer, folder: Path) -> None:
    broken_off(server, folder)
    (folder / "图 card.zip.part").write_bytes(CONTENT)
    state = folder / "图 card.zip.part.json"
    state.write_text(json.dumps({**json.loads(state.read_text()), "have": [[0, len(CONTENT)]]}))
    assert_whole(get(server, folder, sha256=SHA256), folder)
    assert seen(server) == []


def test_a_login_page_is_named_and_costs_nothing_that_was_there(server: PracticeServer, folder: Path) -> None:
    broken_off(server, folder)
    server.behaviour = Misbehaviour(login_page=True)
    assert failure(server, folder, expected_bytes=len(CONTENT)).code == "image.is_web_page"
    server.behaviour = GOOD
    assert get(server, folder).resumed_from == len(CONTENT) - MIB


def test_a_wrong_hash_is_never_returned(server: PracticeServer, folder: Path) -> None:
    server.behaviour = Misbehaviour(flip_byte_at=2 * MIB)
    error = failure(server, folder, sha256=SHA256)
    assert (error.code, error.params["expected"]) == ("image.checksum_mismatch", SHA256)
    wrong = folder / "图 card.zip.bad"
    assert error.params["actual"] == hashlib.sha256(wrong.read_bytes()).hexdigest() != SHA256
    assert names(folder) == {"图 card.zip.bad"}


def test_damage_in_the_part_of_an_earlier_run_is_found(server: PracticeServer, folder: Path) -> None:
    broken_off(server, folder)
    with (folder / "图 card.zip.part").open("r+b") as part:
        part.seek(1000)
        part.write(b"damage")
    assert failure(server, folder, sha256=SHA256).code == "image.checksum_mismatch"
    assert_whole_after_mismatch(get(server, folder, sha256=SHA256), folder)


def assert_whole_after_mismatch(result: FetchResult, folder: Path) -> None:
    (folder / "图 card.zip.bad").unlink()
    assert_whole(result, folder)


@pytest.mark.parametrize("length", [True, False])
def test_another_length_than_the_pinned_one(server: PracticeServer, folder: Path, length: bool) -> None:
    server.behaviour = Misbehaviour(length=length)
    error = failure(server, folder, expected_bytes=5)
    assert dict(error.params) == {"file": "图 card.zip", "expected_bytes": 5, "actual_bytes": len(CONTENT)}
    assert error.code == "image.wrong_length"


def test_a_length_that_nobody_knows(server: PracticeServer, folder: Path) -> None:
    server.behaviour = Misbehaviour(length=False)
    assert_whole(get(server, folder), folder)


def test_an_empty_answer(server: PracticeServer, folder: Path) -> None:
    server.path.write_bytes(b"")
    assert failure(server, folder).code == "image.empty"


def test_a_status_that_passes(server: PracticeServer, folder: Path) -> None:
    server.behaviour = Misbehaviour(status=503, status_times=2)
    assert_whole(get(server, folder), folder)


@pytest.mark.parametrize(
    ("status", "code", "requests"),
    [
        (401, "image.refused", 1),
        (403, "image.refused", 1),
        (404, "image.missing", 1),
        (410, "image.missing", 1),
        (416, "image.http_status", QUICK.attempts),
        (418, "image.http_status", 1),
        (429, "image.too_many_requests", QUICK.attempts),
        (451, "image.refused", 1),
        (500, "image.server_failed", QUICK.attempts),
        (503, "image.server_failed", QUICK.attempts),
        (511, "image.portal", 1),
    ],
)
def test_a_status_that_stays(server: PracticeServer, folder: Path, status: int, code: str, requests: int) -> None:
    server.behaviour = Misbehaviour(status=status)
    error = failure(server, folder)
    assert (error.code, error.params.get("status", status)) == (code, status)
    assert len(server.seen) == requests


def test_nobody_answers(folder: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/a.zip"
    with pytest.raises(ImageError) as caught:
        fetch(url, folder, RunContext(), options=Options(QUICK))
    assert (caught.value.code, caught.value.params["host"]) == ("image.unreachable", "127.0.0.1")


def test_only_web_addresses(folder: Path) -> None:
    with pytest.raises(ImageError) as caught:
        fetch("file:///etc/passwd", folder, RunContext(), name="a")
    assert caught.value.code == "image.bad_url"


@pytest.mark.parametrize("after", [-1, MIB], ids=["before the headers", "in the body"])
def test_cancelling_while_the_server_is_silent(server: PracticeServer, folder: Path, after: int) -> None:
    server.behaviour = Misbehaviour(stall_after_bytes=after)
    cancel = CancelToken()

    def cancel_when_silent() -> None:
        server.stalled.wait()
        cancel.set()

    thread = threading.Thread(target=cancel_when_silent)
    thread.start()
    waits = Options(Patience(stall_s=600))  # for the server: longer than a test is given
    with pytest.raises(Cancelled):
        fetch(server.url, folder, RunContext(cancel=cancel), options=waits)
    thread.join()
    assert not (folder / "图 card.zip").exists()


def test_cancelling_between_two_links(server: PracticeServer, folder: Path) -> None:
    server.behaviour = Misbehaviour(status=503)
    cancel = CancelToken()

    def emit(event: Event) -> None:
        if isinstance(event, LogLine):
            cancel.set()

    with pytest.raises(Cancelled):
        fetch(server.url, folder, RunContext(emit, cancel), options=Options(Patience(pause_s=60)))


def test_progress_ends_at_everything(server: PracticeServer, folder: Path) -> None:
    events: list[Event] = []
    get(server, folder, RunContext(emit=events.append))
    progress = [event for event in events if isinstance(event, Progress)]
    assert progress[0].done == 0
    last = progress[-1]
    assert (last.phase, last.done, last.total, last.fraction) == ("download", len(CONTENT), len(CONTENT), 1.0)
    assert last.limited_by is LimitedBy.NETWORK


def test_too_little_space_is_said_before_anything_is_fetched(
    server: PracticeServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(0, 0, 17 * MIB))  # type: ignore[attr-defined]
    error = failure(server, folder)
    assert (error.code, error.params["missing_bytes"]) == ("image.no_space", len(CONTENT) - MIB)


def test_a_folder_that_cannot_be_made(server: PracticeServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert failure(server, tmp_path / "file" / "images").code == "image.not_saved"
