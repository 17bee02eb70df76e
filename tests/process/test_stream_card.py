"""An image goes straight from a server to a card, through the real helper: cut, killed, filled up, lied to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from support.archives import PACKERS
from support.scripted_web import scripted_web

from nanowizard.core.events import Event, FindingReported
from nanowizard.core.places import Places
from nanowizard.core.task import RunContext
from nanowizard.drives.marker import make_marker, read_marker
from nanowizard.practice.image import build_practice_image
from nanowizard.tasks.card import FlashInput, find_card
from nanowizard.tasks.image import FetchInput
from nanowizard.tasks.session import Session
from nanowizard.tasks.stream import StreamCard, StreamInput

MIB = 1 << 20
CARD_BYTES = 48 * MIB


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("image") / "a.img"
    build_practice_image(file, size_bytes=32 * MIB)
    return file.read_bytes()


@pytest.fixture(scope="module")
def archive(raw: bytes) -> bytes:
    return PACKERS["zip"](raw)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(where=Places(tmp_path / "状态", tmp_path / "下载", tmp_path / "logs"))
    yield made
    made.close()


@pytest.fixture
def card(tmp_path: Path) -> Path:
    file = tmp_path / "卡.img"
    with file.open("wb") as made:
        made.truncate(CARD_BYTES)
    return file


def wish(
    session: Session, card: Path, url: str, *, sha256: str | None = None, keep: bool | None = None, **more: Any
) -> StreamInput:
    identity = find_card(session, str(card)).identity
    flash = FlashInput(image=Path("unused"), card=identity, confirmed=True, **more)
    return StreamInput(fetch=FetchInput(image=url, sha256=sha256), flash=flash, keep_archive=keep)


def stream(session: Session, inp: StreamInput, seen: list[Event] | None = None, **more: Any) -> Any:
    heard = seen if seen is not None else []
    return StreamCard(session, look_in=list, **more).run(inp, RunContext(emit=heard.append))


def holds(card: Path, raw: bytes) -> bool:
    return card.read_bytes()[: len(raw)] == raw


def is_not_ready(card: Path) -> bool:
    return read_marker(card.read_bytes()[:4096]) is not None


def codes(seen: list[Event]) -> list[str]:
    return [event.finding.code for event in seen if isinstance(event, FindingReported)]


@pytest.mark.parametrize("keep", [True, False], ids=["kept", "not kept"])
@pytest.mark.parametrize("kind", PACKERS)
def test_every_kind_arrives_on_the_card(kind: str, keep: bool, session: Session, card: Path, raw: bytes) -> None:
    data = PACKERS[kind](raw)
    with scripted_web(lambda request, out: out.file(request, data, ETag='"1"')) as web:
        inp = wish(session, card, web.url(quote(f"/镜像.img.{kind}")), keep=keep)
        result = stream(session, inp, window_bytes=1 * MIB)
    assert holds(card, raw)
    assert result["raw_sha256"] == hashlib.sha256(raw).hexdigest()
    assert result["sha256"] == hashlib.sha256(data).hexdigest()
    if keep:
        assert Path(result["path"]).read_bytes() == data
    assert [
        file for file in (session.places.cache / "images").iterdir() if ".part" in file.name or ".window" in file.name
    ] == []


@pytest.mark.parametrize("keep", [True, False], ids=["kept", "not kept"])
def test_a_card_that_was_being_written_with_it_goes_on(keep: bool, session: Session, card: Path, raw: bytes) -> None:
    """Whoever wrote it, from whatever file: its marker says the image's name, and all of it is compared."""
    for name, goes_on in (("a.img", True), ("another.img", False)):
        with card.open("r+b") as file:
            file.write(make_marker({"image": name}))
            file.seek(MIB)
            file.write(raw[MIB : 16 * MIB])
        with scripted_web(lambda request, out: out.file(request, raw, ETag='"1"')) as web:
            seen: list[Event] = []
            result = stream(session, wish(session, card, web.url(f"/{keep}/a.img"), keep=keep), seen)
        assert holds(card, raw)
        assert ("flash.updating" in codes(seen)) is goes_on
        assert (result["kept_bytes"] > 0) is goes_on
