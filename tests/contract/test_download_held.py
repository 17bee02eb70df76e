"""`fetch` into a folder in which a virus scanner holds what is new: waited for, and nothing lost where it holds on."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from support.held_files import Scanner
from support.scripted_web import Out, Request, scripted_web

from nanowizard.core.errors import ImageError, StoreError
from nanowizard.core.task import RunContext
from nanowizard.images.download.download import fetch
from nanowizard.images.download.model import FetchResult, Options, Patience, Pieces
from nanowizard.images.download.ranges import Ranges
from nanowizard.images.download.state import PartState, Record, save_state, state_path

KIB = 1024
CONTENT = b"PK\x03\x04" + random.Random(9).randbytes(512 * KIB)
HALF = 256 * KIB
SHA256 = hashlib.sha256(CONTENT).hexdigest()
QUICK = Options(
    Patience(attempts=1, attempts_later=1, pause_s=0.0),
    Pieces(connections=2, least_bytes=64 * KIB, most_bytes=64 * KIB),
    checkpoint_s=0.0,
)
MARK = '"one"'


@dataclass
class Server:
    url: str
    firsts: list[int] = field(default_factory=list)
    """The first byte of each range that was asked for."""


@pytest.fixture
def server() -> Iterator[Server]:
    def answer(request: Request, out: Out) -> None:
        made.firsts.append((request.span(len(CONTENT)) or (0, 0))[0])
        out.file(request, CONTENT, ETag=MARK)

    with scripted_web(answer) as web:
        made = Server(web.url())
        yield made


def get(server: Server, folder: Path) -> FetchResult:
    return fetch(server.url, folder, RunContext(), options=QUICK)


def leave_half(server: Server, folder: Path) -> None:
    """As a run that was interrupted."""
    (folder / "card.zip.part").write_bytes(CONTENT[:HALF])
    record = Record(url=server.url, etag=MARK, size_bytes=len(CONTENT))
    save_state(state_path(folder / "card.zip"), PartState(record, Ranges([(0, HALF)])))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("begun", [False, True], ids=["anew", "continued"])
def test_a_scanner_that_looks_at_every_new_file_ends_no_download(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun: bool
) -> None:
    if begun:
        leave_half(server, tmp_path)
    scanner = Scanner(monkeypatch, ".part", ".json", ".new", ".lock", "card.zip")
    result = get(server, tmp_path)
    assert scanner.refused >= 3 * scanner.times
    scanner.let_go()
    assert (result.sha256, result.path.read_bytes()) == (SHA256, CONTENT)
    assert result.resumed_from == (HALF if begun else 0)
    assert not begun or min(server.firsts) >= HALF, "what was there is not fetched again"
    assert names(tmp_path) == ["card.zip", "card.zip.json"]


@pytest.mark.parametrize("held", [".part.json", ".part"])
def test_a_part_that_cannot_be_read_is_not_taken_for_none(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: str
) -> None:
    leave_half(server, tmp_path)
    state = (tmp_path / "card.zip.part.json").read_bytes()
    scanner = Scanner(monkeypatch, held, times=1000, calls=("open", "read_bytes"))
    with pytest.raises((StoreError, ImageError)) as caught:
        get(server, tmp_path)
    assert caught.value.code == ("store.not_read" if held == ".part.json" else "image.not_saved")
    scanner.let_go()
    assert (tmp_path / "card.zip.part").read_bytes() == CONTENT[:HALF]
    assert (tmp_path / "card.zip.part.json").read_bytes() == state
    assert (names(tmp_path), server.firsts) == (["card.zip.part", "card.zip.part.json"], [])
    result = get(server, tmp_path)
    assert (result.sha256, result.resumed_from) == (SHA256, HALF)
    assert min(server.firsts) >= HALF


def test_a_whole_file_that_cannot_be_renamed_is_not_fetched_again(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanner = Scanner(monkeypatch, ".part", times=1000, calls=("replace",))
    with pytest.raises(ImageError) as caught:
        get(server, tmp_path)
    assert (caught.value.code, caught.value.params["folder"]) == ("image.not_saved", str(tmp_path))
    assert (tmp_path / "card.zip.part").read_bytes() == CONTENT
    scanner.let_go()
    server.firsts.clear()
    result = get(server, tmp_path)
    assert (result.sha256, result.resumed_from, server.firsts) == (SHA256, len(CONTENT), [])
    assert names(tmp_path) == ["card.zip", "card.zip.json"]


def test_whose_download_it_is_stays_so_where_that_cannot_be_read(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "card.zip.part.lock").write_text("[1, 1.0]", encoding="ascii")
    scanner = Scanner(monkeypatch, ".lock", times=1000, calls=("open", "read_bytes"))
    with pytest.raises(ImageError) as caught:
        get(server, tmp_path)
    assert caught.value.code == "image.busy"
    scanner.let_go()
    assert get(server, tmp_path).sha256 == SHA256
