"""An image goes straight from a server to a card, through the real helper: cut, killed, filled up, lied to."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections import namedtuple
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import pytest
from support import logged_card
from support.archives import PACKERS, disk, zipped
from support.patience import PATIENCE_S
from support.scripted_web import Drop, Out, Request, scripted_web

from nanowizard.core.errors import Cancelled, HelperError, ImageError
from nanowizard.core.events import Event, FindingReported, Progress, StepStarted
from nanowizard.core.places import HOME, Places
from nanowizard.core.task import CancelToken, RunContext, Verdict
from nanowizard.drives.marker import read_marker
from nanowizard.helper.client import HelperClient
from nanowizard.helper.supply import Supply
from nanowizard.images.download import model
from nanowizard.images.download.part import PartFile
from nanowizard.practice.card import CARD_FILE, CardSettings
from nanowizard.practice.image import build_practice_image
from nanowizard.practice.service import command
from nanowizard.tasks.card import FlashInput, find_card
from nanowizard.tasks.image import FetchInput
from nanowizard.tasks.session import Session
from nanowizard.tasks.stream import StreamCard, StreamInput
from nanowizard.tasks.stream_run import StreamRun

pytestmark = pytest.mark.usefixtures("nothing_is_left")

MIB = 1 << 20
CARD_BYTES = 16 * MIB
RAW = disk(8 * MIB)
ZIP = zipped(RAW)
WINDOW = MIB
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(where=Places(tmp_path / "状态", tmp_path / "下载", tmp_path / "logs"))
    made.helper = HelperClient(logged_card.command(tmp_path / "writes"))
    yield made
    made.close()


@pytest.fixture
def card(tmp_path: Path) -> Path:
    return new_card(tmp_path / "卡.img")


def new_card(file: Path) -> Path:
    file.write_bytes(b"\xa5" * CARD_BYTES)
    return file


def wish(
    session: Session, card: Path, url: str, *, sha256: str | None = None, keep: bool | None = None, **more: Any
) -> StreamInput:
    identity = find_card(session, str(card)).identity
    flash = FlashInput(image=Path("unused"), card=identity, confirmed=True, **more)
    return StreamInput(fetch=FetchInput(image=url, sha256=sha256), flash=flash, keep_archive=keep)


def stream(session: Session, inp: StreamInput, ctx: RunContext | None = None) -> Any:
    return StreamCard(session, look_in=list, window_bytes=WINDOW).run(inp, ctx or RunContext())


def holds(card: Path, raw: bytes = RAW) -> bool:
    return card.read_bytes()[: len(raw)] == raw


def is_not_ready(card: Path) -> bool:
    return read_marker(card.read_bytes()[:4096]) is not None


def images(session: Session) -> set[str]:
    return {file.name for file in (session.places.cache / "images").iterdir()}


def codes(seen: list[Event]) -> list[str]:
    return [event.finding.code for event in seen if isinstance(event, FindingReported)]


def serving(data: bytes, **marks: str) -> Any:
    return scripted_web(lambda request, out: out.file(request, data, **(marks or {"ETag": '"1"'})))


class Cuts:
    """Hangs up after some bytes of every answer, as often as it may; notes where each began."""

    def __init__(self, data: bytes, after: int, times: int, *, ranges: bool = True) -> None:
        self._data, self._after, self._ranges = data, after, ranges
        self._left = times
        self._lock = threading.Lock()

    def __call__(self, request: Request, out: Out) -> None:
        span = request.span(len(self._data)) if self._ranges else None
        first, end = span or (0, len(self._data))
        place = {"Content_Range": f"bytes {first}-{end - 1}/{len(self._data)}"} if span else {}
        out.head(206 if span else 200, Content_Length=end - first, ETag='"1"', **place)
        with self._lock:
            cut = self._left > 0
            self._left -= cut
        if cut and end - first > self._after:
            out.raw(self._data[first : first + self._after])
            raise Drop
        out.raw(self._data[first:end])


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next try of a download comes at once."""
    usual = model.Options.__init__.__defaults__
    assert usual
    quick = model.Patience(pause_s=0.01, longest_pause_s=0.05)
    monkeypatch.setattr(model.Options.__init__, "__defaults__", (quick, *usual[1:]))


@pytest.mark.parametrize(
    ("kind", "keep"),
    [("zip", True), ("xz", True), ("raw", False), ("zip", False), ("gz", False)],
)
def test_every_kind_arrives_on_the_card(kind: str, keep: bool, session: Session, card: Path) -> None:
    data = PACKERS[kind](RAW)
    with serving(data) as web:
        result = stream(session, wish(session, card, web.url(quote(f"/镜像.img.{kind}")), keep=keep))
    assert holds(card) and not is_not_ready(card)
    assert result["raw_sha256"] == hashlib.sha256(RAW).hexdigest()
    assert result["sha256"] == hashlib.sha256(data).hexdigest()
    assert images(session) == ({f"镜像.img.{kind}", f"镜像.img.{kind}.json"} if keep else set())
    assert Path(result["path"]).read_bytes() == data if keep else result["path"] is None


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("keep", [True, False], ids=["kept", "not kept"])
def test_a_link_that_is_cut_again_and_again_costs_no_write_twice(
    keep: bool, session: Session, card: Path, tmp_path: Path
) -> None:
    cuts = Cuts(ZIP, 100_000, times=20)
    with scripted_web(cuts) as web:
        stream(session, wish(session, card, web.url(), keep=keep))
        assert len(web.seen) > 20
    assert holds(card)
    body = sorted(one for one in logged_card.writes(tmp_path / "writes") if MIB <= one[0] < len(RAW))
    assert body, logged_card.writes(tmp_path / "writes")
    assert all(one[0] + one[1] <= other[0] for one, other in itertools.pairwise(body))


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("keep", [True, False], ids=["kept", "not kept"])
def test_a_server_without_ranges_that_hangs_up_is_begun_anew(keep: bool, session: Session, card: Path) -> None:
    with scripted_web(Cuts(ZIP, len(ZIP) // 2, times=1, ranges=False)) as web:
        stream(session, wish(session, card, web.url(), keep=keep))
        assert len(web.seen) == 2
    assert holds(card) and not is_not_ready(card)


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("keep", [True, False], ids=["kept", "not kept"])
def test_a_file_that_is_changed_on_the_server_is_written_anew(keep: bool, session: Session, card: Path) -> None:
    newer = zipped(other := disk(8 * MIB, seed=7))
    seen: list[Event] = []

    def answer(request: Request, out: Out) -> None:
        if len(web.seen) == 1:
            out.head(200, Content_Length=len(ZIP), ETag='"1"')
            out.raw(ZIP[: len(ZIP) // 2])
            writing.wait(PATIENCE_S)
            raise Drop
        out.file(request, newer, ETag='"2"')

    writing = threading.Event()

    def hear(event: Event) -> None:
        seen.append(event)
        if isinstance(event, StepStarted) and event.step == "flash.write":
            writing.set()

    with scripted_web(answer) as web:
        stream(session, wish(session, card, web.url(), keep=keep), RunContext(emit=hear))
    assert holds(card, other) and not is_not_ready(card)
    assert "image.restarted" in codes(seen)
    assert [event.step for event in seen if isinstance(event, StepStarted)].count("flash.prepare") == 2


@pytest.mark.parametrize("keep", [True, False], ids=["kept", "not kept"])
def test_a_wrong_checksum_leaves_a_card_that_is_not_ready(keep: bool, session: Session, card: Path) -> None:
    def answer(request: Request, out: Out) -> None:
        out.head(200, Content_Length=len(ZIP), ETag='"1"')
        out.raw(ZIP[:-100])
        writing.wait(PATIENCE_S)
        out.raw(ZIP[-100:])

    def hear(event: Event) -> None:
        if isinstance(event, StepStarted) and event.step == "flash.write":
            writing.set()

    writing = threading.Event()
    with scripted_web(answer) as web, pytest.raises(ImageError) as caught:
        stream(session, wish(session, card, web.url(), sha256="0" * 64, keep=keep), RunContext(emit=hear))
    assert caught.value.code == "image.checksum_mismatch"
    assert writing.is_set() and is_not_ready(card)
    assert images(session) == ({"card.zip.bad"} if keep else set())


def listed(session: Session, card: Path, folder: Path, *urls: str, keep: bool) -> StreamInput:
    """The image in a list of images with the checksum that its makers state."""
    stated = {
        "algorithm": "md5",
        "value": hashlib.md5(ZIP, usedforsecurity=False).hexdigest(),
        "confidence": "publisher",
        "source": "its README",
    }
    image = {"id": "card", "title": "Card", "kind": "community", "board": "jetson-nano-4gb", "file": "card.zip"}
    catalog = {"schema": 1, "images": [{**image, "urls": urls, "checksums": [stated]}]}
    (folder / "list.json").write_text(json.dumps(catalog))
    inp = wish(session, card, "card", keep=keep)
    return replace(inp, fetch=replace(inp.fetch, catalog=str(folder / "list.json")))


@pytest.mark.parametrize("keep", [True, False], ids=["kept", "not kept"])
def test_another_file_than_its_makers_published_never_gets_a_head(
    keep: bool, session: Session, card: Path, tmp_path: Path
) -> None:
    """The next address is asked, and a card that has begun gets the right image from there."""
    other = zipped(disk(8 * MIB, seed=5))
    seen: list[Event] = []
    writing = threading.Event()

    def answer(request: Request, out: Out) -> None:
        out.head(200, Content_Length=len(other), ETag='"1"')
        out.raw(other[:-100])
        writing.wait(PATIENCE_S)
        out.raw(other[-100:])

    def hear(event: Event) -> None:
        seen.append(event)
        if isinstance(event, StepStarted) and event.step == "flash.write":
            writing.set()

    with scripted_web(answer) as wrong, serving(ZIP) as right:
        with pytest.raises(ImageError) as caught:
            stream(session, listed(session, card, tmp_path, wrong.url(), keep=keep), RunContext(emit=hear))
        assert caught.value.code == "image.checksum_mismatch"
        assert writing.is_set() and is_not_ready(card)
        writing.clear()
        both = listed(session, card, tmp_path, wrong.url(), right.url(), keep=keep)
        stream(session, both, RunContext(emit=hear))
    assert "image.asks_another" in codes(seen)
    assert holds(card) and not is_not_ready(card)
    assert images(session) == ({"card.zip", "card.zip.json", "card.zip.bad", "card.zip.bad2"} if keep else set())


@pytest.mark.parametrize("keep", [True, False], ids=["kept", "not kept"])
def test_the_head_waits_until_the_archive_was_found_right(
    keep: bool, session: Session, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found_wrong(self: StreamRun, hashes: dict[str, str]) -> None:
        for _ in range(1000):
            if self.used_bytes() == len(ZIP):  # all of it was unpacked
                break
            threading.Event().wait(0.02)
        raise ImageError("image.checksum_mismatch", file="card.zip", expected="0", actual=hashes["sha256"])

    monkeypatch.setattr(StreamRun, "proved", found_wrong)
    with serving(ZIP) as web, pytest.raises(ImageError) as caught:
        stream(session, wish(session, card, web.url(), keep=keep))
    assert caught.value.code == "image.checksum_mismatch"
    assert is_not_ready(card)


def test_an_archive_that_cannot_be_kept_after_all_costs_no_card(
    session: Session, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: PartFile, sha256: str) -> None:
        raise ImageError("image.no_space", folder=str(self.target.parent), missing_bytes=1)

    monkeypatch.setattr(PartFile, "finish", refuse)
    seen: list[Event] = []
    with serving(ZIP) as web:
        result = stream(session, wish(session, card, web.url()), RunContext(emit=seen.append))
    assert holds(card) and not is_not_ready(card)
    assert result["path"] is None
    assert "image.not_kept_after_all" in codes(seen)


def test_an_archive_whose_end_contradicts_it_leaves_a_card_that_is_not_ready(session: Session, card: Path) -> None:
    data = bytearray(ZIP)
    data[data.rindex(b"PK\x01\x02") + 16] ^= 1  # the directory's checksum
    with serving(bytes(data)) as web, pytest.raises(ImageError) as caught:
        stream(session, wish(session, card, web.url(), keep=False))
    assert caught.value.code == "image.damaged"
    assert is_not_ready(card)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<!DOCTYPE html><html>sign in</html>" + bytes(5000), "image.is_web_page"),
        (zipped(bytes(8 * MIB)), "image.not_an_image"),
    ],
)
def test_what_is_no_image_never_reaches_the_card(
    data: bytes, code: str, session: Session, card: Path, tmp_path: Path
) -> None:
    with serving(data) as web, pytest.raises(ImageError) as caught:
        stream(session, wish(session, card, web.url(), keep=False))
    assert caught.value.code == code
    assert logged_card.writes(tmp_path / "writes") == []


def test_without_space_for_the_archive_only_a_window_of_it_is_kept(
    session: Session, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = 16 * MIB + WINDOW + 100
    assert len(ZIP) > WINDOW + 100
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(free, 0, free))
    seen: list[Event] = []
    with serving(ZIP) as web:
        result = stream(session, wish(session, card, web.url()), RunContext(emit=seen.append))
        assert result["path"] is None
        assert holds(card)
        assert "image.not_kept_no_space" in codes(seen)
        with pytest.raises(ImageError) as caught:
            stream(session, wish(session, card, web.url(), keep=True))
    assert caught.value.code == "image.no_space"


def test_a_disk_that_fills_up_meanwhile_is_said(session: Session, card: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has arrived stays, so a ring would find no more room than the archive does."""

    def hear(event: Event) -> None:
        if isinstance(event, StepStarted) and event.step == "flash.write":
            monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(1, 1, 0))
            writing.set()

    def answer(request: Request, out: Out) -> None:
        out.head(200, Content_Length=len(ZIP), ETag='"1"')
        out.raw(ZIP[: len(ZIP) // 2])
        writing.wait(PATIENCE_S)
        out.fall_silent()

    writing = threading.Event()
    with scripted_web(answer) as web, pytest.raises(ImageError) as caught:
        stream(session, wish(session, card, web.url()), RunContext(emit=hear))
    assert caught.value.code == "image.no_space"
    assert is_not_ready(card)
    assert "card.zip.part" in images(session)


@pytest.mark.parametrize("keep", [True, False], ids=["kept", "not kept"])
def test_a_cancel_ends_both(keep: bool, session: Session, card: Path) -> None:
    cancel = CancelToken()

    def answer(request: Request, out: Out) -> None:
        out.head(200, Content_Length=len(ZIP), ETag='"1"')
        out.raw(ZIP[: len(ZIP) // 2])
        out.fall_silent()

    def hear(event: Event) -> None:
        if isinstance(event, StepStarted) and event.step == "flash.write":
            cancel.set()

    with scripted_web(answer) as web, pytest.raises(Cancelled):
        stream(session, wish(session, card, web.url(), keep=keep), RunContext(hear, cancel))
    assert is_not_ready(card)
    assert ("card.zip.part" in images(session)) is keep


@pytest.fixture(scope="module")
def spacious(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An archive whose image ends with an ext4 that leaves room."""
    raw = tmp_path_factory.mktemp("spacious") / "nano.img"
    build_practice_image(raw, size_bytes=32 * MIB)
    return zipped(raw.read_bytes())


def a_little_small(tmp_path: Path) -> Path:
    card = tmp_path / "small.img"
    with card.open("wb") as file:
        file.truncate(30 * MIB)
    return card


def by_name(catalog: Path, url: str) -> FetchInput:
    entry = {"id": "mine", "title": "Mine", "kind": "community", "board": "jetson-nano-4gb"}
    more = {"urls": [url], "raw_bytes": 32 * MIB}
    catalog.write_text(json.dumps({"schema": 1, "images": [entry | more]}))
    return FetchInput(image="mine", catalog=str(catalog))


@pytest.mark.parametrize("is_known", [True, False], ids=["by its name", "by its address"])
def test_an_image_that_is_made_to_fit_is_downloaded_first(
    is_known: bool, session: Session, tmp_path: Path, spacious: bytes
) -> None:
    card, seen = a_little_small(tmp_path), list[Event]()
    with serving(spacious) as web:
        inp = wish(session, card, web.url())
        if is_known:
            inp = replace(inp, fetch=by_name(tmp_path / "list.json", web.url()))
            check = StreamCard(session).check(inp, RunContext())
            assert [finding.code for finding in check.findings] == ["flash.whole_first"]
            assert check.verdict is not Verdict.BLOCKED
        result = stream(session, inp, RunContext(emit=seen.append))
        assert result["shrunk_bytes"] == 2 * MIB
        assert Path(result["path"]).read_bytes() == spacious
        assert not is_not_ready(card)
        assert is_known or "flash.whole_first" in codes(seen)


@pytest.mark.parametrize("is_known", [True, False], ids=["by its name", "by its address"])
def test_an_image_that_is_not_kept_cannot_be_made_to_fit(
    is_known: bool, session: Session, tmp_path: Path, spacious: bytes
) -> None:
    card = a_little_small(tmp_path)
    with serving(spacious) as web, pytest.raises(ImageError) as caught:
        inp = wish(session, card, web.url(), keep=False)
        if is_known:
            inp = replace(inp, fetch=by_name(tmp_path / "list.json", web.url()))
        stream(session, inp)
    assert (caught.value.code, caught.value.params["missing_bytes"]) == ("image.needs_whole_to_fit", 2 * MIB)
    assert not any(card.read_bytes())


def test_a_cancel_while_the_first_bytes_are_awaited(
    session: Session, card: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(request: Request, out: Out) -> None:
        out.head(200, Content_Length=len(ZIP), ETag='"1"')
        out.raw(ZIP[:100])
        out.fall_silent()

    def began(self: Supply, tell: Any) -> None:
        usual(self, tell)
        cancel.set()

    cancel, usual = CancelToken(), Supply.begin
    monkeypatch.setattr(Supply, "begin", began)
    with scripted_web(answer) as web:
        inp = wish(session, card, web.url())
        helper = psutil.Process().children()[0]
        with pytest.raises(Cancelled):
            stream(session, inp, RunContext(cancel=cancel))
    assert helper.is_running()  # it did not have to be left behind
    assert logged_card.writes(tmp_path / "writes") == []


@pytest.mark.parametrize("keep", [True, False], ids=["kept", "not kept"])
def test_a_helper_that_dies_ends_the_download(keep: bool, session: Session, card: Path) -> None:
    def answer(request: Request, out: Out) -> None:
        if not died.is_set():
            out.head(200, Content_Length=len(ZIP), ETag='"1"')
            out.raw(ZIP[: len(ZIP) // 2])
            out.fall_silent()
        out.file(request, ZIP, ETag='"1"')

    def hear(event: Event) -> None:
        if isinstance(event, StepStarted) and event.step == "flash.write":
            died.set()
            psutil.Process().children()[0].kill()

    died = threading.Event()
    with scripted_web(answer) as web:
        with pytest.raises(HelperError) as caught:
            stream(session, wish(session, card, web.url(), keep=keep), RunContext(emit=hear))
        assert caught.value.code == "helper.crashed"
        assert is_not_ready(card)
        result = stream(session, wish(session, card, web.url(), keep=keep))
    assert holds(card) and not is_not_ready(card)
    assert (result["resumed_from_bytes"] > 0) is keep


@pytest.mark.parametrize("keep", ["--keep", "--no-keep"])
def test_whoever_downloads_is_killed_and_begins_again(keep: str, card: Path, tmp_path: Path) -> None:
    def answer(request: Request, out: Out) -> None:
        if not killed.is_set():
            out.head(200, Content_Length=len(ZIP), ETag='"1"')
            out.raw(ZIP[: len(ZIP) // 2])
            out.fall_silent()
        out.file(request, ZIP, ETag='"1"')

    killed = threading.Event()
    home = os.environ | {HOME: str(tmp_path / "家")}
    with scripted_web(answer) as web:
        line = [sys.executable, "-m", "nanowizard", "card", "flash", web.url(), "--card", str(card), "--yes", "--json"]
        with subprocess.Popen([*line, keep], stdout=subprocess.PIPE, env=home) as first:
            assert first.stdout
            assert any(b'"flash.write"' in said for said in first.stdout)
            helpers = psutil.Process(first.pid).children()
            first.send_signal(signal.SIGKILL)
            killed.set()
        assert helpers
        psutil.wait_procs(helpers, timeout=30)
        assert not any(helper.is_running() for helper in helpers)
        assert is_not_ready(card)
        subprocess.run([*line, keep], check=True, stdout=subprocess.DEVNULL, env=home)
    assert holds(card) and not is_not_ready(card)
    assert [file.name for file in tmp_path.rglob("*.window")] == []


def test_a_zip_that_only_its_end_explains_is_written_when_it_is_whole(session: Session, card: Path) -> None:
    data = zipped(RAW, name="no-suffix")
    with serving(data) as web:
        result = stream(session, wish(session, card, web.url()))
        assert holds(card)
        assert Path(result["path"]).read_bytes() == data
        with pytest.raises(ImageError) as caught:
            stream(session, wish(session, card, web.url("/other.zip"), keep=False))
    assert caught.value.code == "image.needs_whole"


def test_an_image_that_is_here_is_not_downloaded_again(session: Session, card: Path, tmp_path: Path) -> None:
    def answer(request: Request, out: Out) -> None:
        if request.headers.get("if-none-match") == '"1"':
            out.whole(304, ETag='"1"')
        else:
            out.file(request, ZIP, ETag='"1"')

    with scripted_web(answer) as web:
        first = stream(session, wish(session, card, web.url()))
        asked = len(web.seen)
        other = new_card(tmp_path / "other")
        second = stream(session, wish(session, other, web.url()))
        assert len(web.seen) == asked + 1
    assert holds(other)
    assert second["path"] == first["path"]
    assert second["raw_sha256"] == first["raw_sha256"]


@pytest.mark.parametrize("keep", [True, False], ids=["kept", "not kept"])
def test_a_card_that_loses_a_byte_is_mended_from_what_was_kept(
    keep: bool, session: Session, folder: Path, tmp_path: Path
) -> None:
    CardSettings(write_rate=None, read_rate=None, corrupt_at=5 * MIB).save(folder)
    session.helper.close()
    session.helper = HelperClient(command(folder))
    card = folder / CARD_FILE
    with serving(ZIP) as web:
        inp = wish(session, card, web.url(), keep=keep)
        if keep:
            assert stream(session, inp)["repaired_ranges"] == 1
            assert holds(card)
        else:
            with pytest.raises(ImageError) as caught:
                stream(session, inp)
            assert caught.value.code == "image.not_kept"
            assert is_not_ready(card)


def test_progress_is_one_for_both(session: Session, card: Path) -> None:
    seen: list[Event] = []
    with serving(ZIP) as web:
        stream(session, wish(session, card, web.url()), RunContext(emit=seen.append))
    progress = [event for event in seen if isinstance(event, Progress)]
    phases = [event.phase for event in progress]
    assert list(dict.fromkeys(phases)) == ["download", "write", "verify"]
    assert phases == sorted(phases, key=["download", "write", "verify"].index)
    shares = [event.fraction or 0.0 for event in progress]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
