"""The practice server, asked by plain sockets' clients."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import requests

from nanowizard.practice.server import Misbehaviour, PracticeServer

CONTENT = bytes(range(256)) * 1000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "card image.zip"
    path.write_bytes(CONTENT)
    return path


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [(None, 200, 0, 255_999), ("bytes=100-", 206, 100, 255_999), ("bytes=100-199", 206, 100, 199),
     ("bytes=255999-", 206, 255_999, 255_999), ("bytes=0-999999", 206, 0, 255_999)],
)  # fmt: skip
def test_ranges(path: Path, asked: str | None, status: int, first: int, last: int) -> None:
    with PracticeServer(path) as server:
        answer = requests.get(server.url, headers={"Range": asked} if asked else {}, timeout=5)
    assert answer.status_code == status
    assert answer.content == CONTENT[first : last + 1]
    assert answer.headers.get("Content-Range") == (f"bytes {first}-{last}/256000" if status == 206 else None)


def test_a_range_behind_the_end(path: Path) -> None:
    with PracticeServer(path) as server:
        answer = requests.get(server.url, headers={"Range": "bytes=256000-"}, timeout=5)
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, "bytes */256000")


def test_validators(path: Path) -> None:
    with PracticeServer(path) as server:
        etag = requests.head(server.url, timeout=5).headers["ETag"]
        same = requests.get(server.url, headers={"Range": "bytes=9-", "If-Range": etag}, timeout=5)
        other = requests.get(server.url, headers={"Range": "bytes=9-", "If-Range": '"x"'}, timeout=5)
        unchanged = requests.get(server.url, headers={"If-None-Match": etag}, timeout=5)
    assert (same.status_code, other.status_code, unchanged.status_code) == (206, 200, 304)


def test_closing_ends_connections_that_are_stalled_or_kept_alive(path: Path) -> None:
    before = set(threading.enumerate())
    server = PracticeServer(path, behaviour=Misbehaviour(stall_after_bytes=1000))
    server.start()
    with requests.Session() as session:
        session.head(server.url, timeout=5)
        with session.get(server.url, stream=True, timeout=5) as answer:
            assert answer.raw.read(1000) == CONTENT[:1000]
            assert server.stalled.wait(5)
            server.close()
            server.close()
    assert set(threading.enumerate()) <= before
    with pytest.raises(RuntimeError):
        _ = server.url


def test_closing_needs_no_shutdown_to_wake_up_who_waits_for_a_request(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows it wakes up nobody."""
    with PracticeServer(path) as server, requests.Session() as session:
        session.head(server.url, timeout=5)
        monkeypatch.setattr(server._server, "end_connections", lambda: None)
        closing = threading.Thread(target=server.close, daemon=True)
        closing.start()
        closing.join(5)
        assert not closing.is_alive()
