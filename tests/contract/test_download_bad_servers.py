"""`fetch` against servers that lie, fall silent, redirect, change their mind, or have mirrors.

Clocks are handed in: with HASTY fifteen seconds of silence are over in half of one.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.scripted_web import Drop, Out, Request, scripted_web

from nanowizard.core.errors import Cancelled, ImageError
from nanowizard.core.events import Event, FindingReported, LogLine, StepStarted
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.images.download.download import fetch
from nanowizard.images.download.model import FetchResult, Options, Patience, Pieces

KIB = 1024
CONTENT = b"PK\x03\x04" + random.Random(8).randbytes(600 * KIB)
OTHER = b"PK\x03\x04" + random.Random(9).randbytes(600 * KIB)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
SMALL = Pieces(connections=3, least_bytes=64 * KIB, most_bytes=128 * KIB)
ALONE = Pieces(connections=1)
QUICK = Options(Patience(stall_s=5, attempts=3, attempts_later=3, pause_s=0.01), SMALL)
HASTE = 30
HASTY = Options(Patience(attempts=2, attempts_later=2, pause_s=0.01), SMALL, clock=lambda: time.monotonic() * HASTE)
EAGER = Options(Patience(stall_s=60, pause_s=0.01), SMALL, clock=lambda: time.monotonic() * 10)
"""How fast the first connection is, is known within a fortieth of a second."""
STEADY = Patience(
    attempts=20, attempts_later=20, pause_s=0.01
)  # a busy computer may be silent for half a second itself
MARKS = {"ETag": '"one"', "Last_Modified": "Sat, 01 Aug 2026 10:00:00 GMT"}
Answer = Callable[[Request, Out], None]


def good(content: bytes = CONTENT, **marks: str) -> Answer:
    return lambda request, out: out.file(request, content, **(marks or MARKS))


def get(
    folder: Path, *urls: str, options: Options = QUICK, seen: list[Event] | None = None, **wanted: str
) -> FetchResult:
    ctx = RunContext(emit=seen.append) if seen is not None else RunContext()
    return fetch(urls, folder, ctx, name="card.zip", options=options, **wanted)  # type: ignore[arg-type]


def failure(folder: Path, *urls: str, options: Options = QUICK, **wanted: str) -> ImageError:
    with pytest.raises(ImageError) as caught:
        get(folder, *urls, options=options, **wanted)
    return caught.value


def interrupted(folder: Path, content: bytes = CONTENT, **marks: str) -> str:
    """A first run of which 300 KiB have arrived; returns the address, whose server is gone."""

    def half(request: Request, out: Out) -> None:
        out.head(200, Content_Length=len(content), **(marks or MARKS))
        out.raw(content[: 300 * KIB])
        raise Drop

    with scripted_web(half) as web:
        failure(folder, web.url(), options=Options(Patience(attempts=1, attempts_later=1, pause_s=0.01), ALONE))
        return web.url()


def moved(folder: Path, to: str) -> None:
    """The part's server has another port now: tests cannot bind the same one again."""
    state = folder / "card.zip.part.json"
    state.write_text(json.dumps({**json.loads(state.read_text()), "url": to}))


def codes(seen: list[Event]) -> list[str]:
    return [event.finding.code for event in seen if isinstance(event, FindingReported)]


def hosts(seen: list[Event]) -> list[str]:
    return [event.params["url"] for event in seen if isinstance(event, StepStarted) and event.step == "image.source"]


# --- several connections


def test_pieces_come_over_several_connections_at_once(tmp_path: Path) -> None:
    together = threading.Barrier(3, timeout=20)
    answers = itertools.count()

    def answer(request: Request, out: Out) -> None:
        if 1 <= next(answers) <= 3:
            together.wait()  # three requests must be under way at the same time
        out.file(request, CONTENT, **MARKS)

    with scripted_web(answer) as web:
        assert get(tmp_path, web.url()).sha256 == SHA256
        spans = sorted(span for request in web.seen if (span := request.span(len(CONTENT))))
    assert [first for first, _end in spans] == [0, *(end for _first, end in spans[:-1])]
    assert spans[-1][1] == len(CONTENT)


def test_one_connection_is_enough_until_it_is_known_to_be_slow(tmp_path: Path) -> None:
    """What comes in order needs less work; with a clock that stands still the first connection is never slow."""
    unanswered: list[Request] = []
    at_once = []

    def answer(request: Request, out: Out) -> None:
        unanswered.append(request)
        out.closing.wait(0.02)  # long enough for another request to meet it
        at_once.append(len(unanswered))
        unanswered.remove(request)
        out.file(request, CONTENT, **MARKS)

    with scripted_web(answer) as web:
        assert get(tmp_path, web.url(), options=replace(QUICK, clock=lambda: 0.0)).sha256 == SHA256
        spans = [span for request in web.seen if (span := request.span(len(CONTENT)))]
    assert [first for first, _end in spans] == [0, *(end for _first, end in spans[:-1])]
    assert len(at_once) > 1
    assert set(at_once) == {1}


def test_a_server_that_allows_one_connection_gets_one(tmp_path: Path) -> None:
    lock, answers = threading.Lock(), itertools.count()

    def answer(request: Request, out: Out) -> None:
        if next(answers) == 0 or lock.acquire(blocking=False):
            try:
                out.closing.wait(0.05)  # long enough for another request to meet it
                out.file(request, CONTENT, **MARKS)
            finally:
                if lock.locked():
                    lock.release()
        else:
            refused.append(request)
            out.whole(429, b"one at a time")

    refused: list[Request] = []
    with scripted_web(answer) as web:
        assert get(tmp_path, web.url(), options=EAGER).sha256 == SHA256
    assert 0 < len(refused) < SMALL.connections  # asked once too often each, and never again


def test_without_ranges_one_connection_brings_all(tmp_path: Path) -> None:
    with scripted_web(lambda _request, out: out.whole(200, CONTENT)) as web:
        assert get(tmp_path, web.url()).sha256 == SHA256
        assert len(web.seen) == 1


def test_a_piece_that_breaks_off_is_brought_by_another(tmp_path: Path) -> None:
    answers = itertools.count()

    def answer(request: Request, out: Out) -> None:
        if next(answers) in (2, 4):
            first, end = request.span(len(CONTENT)) or (0, 0)
            out.head(206, Content_Length=end - first, Content_Range=f"bytes {first}-{end - 1}/{len(CONTENT)}", **MARKS)
            out.raw(CONTENT[first : first + 1000])
            raise Drop
        out.file(request, CONTENT, **MARKS)

    with scripted_web(answer) as web:
        assert get(tmp_path, web.url()).sha256 == SHA256


# --- lies


@pytest.mark.parametrize("ranges", [True, False])
def test_more_was_promised_than_is_there(tmp_path: Path, ranges: bool) -> None:
    def answer(request: Request, out: Out) -> None:
        first = (request.span(10**6) or (0, 0))[0] if ranges else 0
        marks = {"Content_Range": f"bytes {first}-999999/1000000"} if ranges else {}
        out.head(206 if ranges else 200, Content_Length=10**6 - first, **marks)
        out.raw(CONTENT[first : 500 * KIB])
        raise Drop

    with scripted_web(answer) as web:
        error = failure(tmp_path, web.url(), options=Options(QUICK.patience, ALONE))
    assert (error.code, error.params["expected_bytes"]) == ("image.truncated", 10**6)


def test_less_was_promised_than_is_there(tmp_path: Path) -> None:
    def answer(_request: Request, out: Out) -> None:
        out.head(200, Content_Length=1000)
        out.raw(CONTENT)
        raise Drop

    with scripted_web(answer) as web:
        error = failure(tmp_path, web.url(), sha256=SHA256)
    assert error.code == "image.checksum_mismatch"
    assert (tmp_path / "card.zip.bad").stat().st_size == 1000


def test_more_comes_than_the_range_that_was_asked_for(tmp_path: Path) -> None:
    def answer(request: Request, out: Out) -> None:
        span = request.span(len(CONTENT))
        assert span
        out.part(CONTENT, (span[0], min(span[1] + 5000, len(CONTENT))), **MARKS)

    with scripted_web(answer) as web:
        assert get(tmp_path, web.url()).sha256 == SHA256


def test_what_comes_behind_the_range_is_not_believed(tmp_path: Path) -> None:
    def answer(request: Request, out: Out) -> None:
        span = request.span(len(CONTENT))
        assert span
        place = f"bytes {span[0]}-{span[1] - 1}/{len(CONTENT)}"
        out.whole(206, CONTENT[slice(*span)] + b"junk" * 5000, Content_Range=place, **MARKS)

    with scripted_web(answer) as web:
        assert get(tmp_path, web.url()).sha256 == SHA256


def test_a_server_that_sends_less_than_it_was_asked_for(tmp_path: Path) -> None:
    def answer(request: Request, out: Out) -> None:
        span = request.span(len(CONTENT))
        assert span
        out.part(CONTENT, (span[0], min(span[0] + 30 * KIB, span[1])), **MARKS)

    seen: list[Event] = []
    with scripted_web(answer) as web:
        assert get(tmp_path, web.url(), seen=seen).sha256 == SHA256
    assert not [event for event in seen if isinstance(event, LogLine)]  # nothing broke


@pytest.mark.parametrize("place", ["bytes 7-99/614404", "nonsense", "bytes */614404"])
def test_a_range_that_nobody_asked_for(tmp_path: Path, place: str) -> None:
    with scripted_web(lambda _request, out: out.whole(206, CONTENT, Content_Range=place)) as web:
        assert failure(tmp_path, web.url()).code == "image.http_status"


def test_a_wrong_length_of_one_source_is_no_reason_to_give_up(tmp_path: Path) -> None:
    with scripted_web(good(CONTENT[:-5])) as wrong, scripted_web(good()) as right:
        found = fetch([wrong.url(), right.url()], tmp_path, RunContext(), expected_bytes=len(CONTENT), options=QUICK)
        assert found.sha256 == SHA256
        error = failure(tmp_path / "other", wrong.url(), expected_bytes=len(CONTENT))  # type: ignore[arg-type]
    assert (error.code, error.params["actual_bytes"]) == ("image.wrong_length", len(CONTENT) - 5)


def test_another_length_that_nobody_named_before(tmp_path: Path) -> None:
    def answer(_request: Request, out: Out) -> None:
        out.head(200, Connection="close")
        out.raw(CONTENT)
        raise Drop

    with scripted_web(answer) as web, pytest.raises(ImageError) as caught:
        fetch(web.url(), tmp_path, RunContext(), expected_bytes=len(CONTENT) + 1, options=QUICK)
    assert (caught.value.code, caught.value.params["actual_bytes"]) == ("image.wrong_length", len(CONTENT))
    assert (tmp_path / "card.zip.bad").read_bytes() == CONTENT


# --- silence and slowness


def test_one_byte_a_minute_is_silence(tmp_path: Path) -> None:
    def answer(_request: Request, out: Out) -> None:
        out.head(200, Content_Length=len(CONTENT))
        out.raw(CONTENT[:1])
        out.fall_silent()

    with scripted_web(answer) as web:
        assert failure(tmp_path, web.url(), options=HASTY).code == "image.silent"
        assert len(web.seen) == 2


def test_one_byte_every_ten_seconds_is_too_slow(tmp_path: Path) -> None:
    def answer(_request: Request, out: Out) -> None:
        out.head(200, Content_Length=len(CONTENT))
        for at in range(4, 10**6):
            out.raw(CONTENT[at - 4 if at == 4 else at : at + 1])
            if out.closing.wait(10 / HASTE):
                raise Drop

    never_silent = replace(HASTY, patience=replace(HASTY.patience, stall_s=600.0))
    with scripted_web(answer) as web:
        assert failure(tmp_path, web.url(), options=never_silent).code == "image.too_slow"


def test_a_mirror_takes_over_from_one_that_fell_silent(tmp_path: Path) -> None:
    def answer(_request: Request, out: Out) -> None:
        out.head(200, Content_Length=len(CONTENT))
        out.raw(CONTENT[: 300 * KIB])
        out.fall_silent()

    seen: list[Event] = []
    with scripted_web(answer) as silent, scripted_web(good()) as mirror:
        options = Options(STEADY, SMALL, clock=HASTY.clock)
        result = get(tmp_path, silent.url(), mirror.url(), options=options, seen=seen)
        assert result.sources == (silent.url(), mirror.url())
        spans = [span for request in mirror.seen if (span := request.span(len(CONTENT)))]
    assert result.sha256 == SHA256
    assert hosts(seen)[:2] == list(result.sources)
    assert min(first for first, _end in spans) == 236 * KIB  # 64 KiB are compared, the rest is not brought again


def test_a_mirror_takes_over_from_one_that_is_slow(tmp_path: Path) -> None:
    def answer(_request: Request, out: Out) -> None:
        out.head(200, Content_Length=len(CONTENT))
        for at in range(0, len(CONTENT), 2 * KIB):  # 5 kB/s of the clock handed in
            out.raw(CONTENT[at : at + 2 * KIB])
            if out.closing.wait(0.4 / HASTE):
                raise Drop

    seen: list[Event] = []
    with scripted_web(answer) as slow, scripted_web(good()) as mirror:
        options = Options(replace(STEADY, crawl_bytes_per_s=0.0), SMALL, clock=HASTY.clock)
        result = get(tmp_path, slow.url(), mirror.url(), options=options, seen=seen)
    assert result.sha256 == SHA256
    assert result.sources[-1] == mirror.url()
    assert any(isinstance(event, LogLine) and event.text.endswith("is slow") for event in seen)


def test_a_single_slow_source_is_used_to_the_end(tmp_path: Path) -> None:
    content = CONTENT[: 60 * KIB]

    def answer(_request: Request, out: Out) -> None:
        out.head(200, Content_Length=len(content))
        for at in range(0, len(content), 2 * KIB):
            out.raw(content[at : at + 2 * KIB])
            if out.closing.wait(2 / HASTE):  # 1 kB/s of the clock handed in
                raise Drop

    patience = replace(STEADY, crawl_bytes_per_s=10.0)
    with scripted_web(answer) as web:
        result = get(tmp_path, web.url(), options=Options(patience, SMALL, clock=HASTY.clock))
    assert result.sources == (web.url(),)


# --- mirrors


@pytest.mark.parametrize("status", [403, 404, 500])
def test_the_next_address_is_asked_when_one_refuses(tmp_path: Path, status: int) -> None:
    with scripted_web(lambda _request, out: out.whole(status, b"no")) as bad, scripted_web(good()) as mirror:
        assert get(tmp_path, bad.url(), mirror.url()).sources == (mirror.url(),)
        assert len(bad.seen) == 1


def test_a_page_of_one_source_is_no_reason_to_give_up(tmp_path: Path) -> None:
    page = b"<!DOCTYPE html><html>This file has moved</html>"
    with scripted_web(lambda _request, out: out.whole(200, page)) as gone, scripted_web(good()) as mirror:
        assert get(tmp_path, gone.url(), mirror.url()).sha256 == SHA256
        assert failure(tmp_path / "other", gone.url()).code == "image.is_web_page"


def test_when_all_refuse_the_first_is_named_and_the_others_told_of(tmp_path: Path) -> None:
    with (
        scripted_web(lambda _request, out: out.whole(404)) as missing,
        scripted_web(lambda _request, out: out.whole(403), host="localhost") as refused,
    ):
        error = failure(tmp_path, missing.url(), refused.url())
    assert (error.code, error.params["host"]) == ("image.missing", "127.0.0.1")
    assert "localhost: image.refused" in error.detail


def test_a_mirror_with_another_file_is_not_mixed_in(tmp_path: Path) -> None:
    first = interrupted(tmp_path)
    with scripted_web(good(OTHER)) as other, scripted_web(good(ETag='"two"')) as same:
        result = get(tmp_path, first, other.url(), same.url())
        assert result.sha256 == SHA256
        assert result.resumed_from == 300 * KIB
        assert len(other.seen) == 1


@pytest.mark.parametrize("content", [OTHER, OTHER[:-1]], ids=["same length", "another length"])
def test_when_only_another_file_is_left_it_is_fetched_as_a_whole(tmp_path: Path, content: bytes) -> None:
    with scripted_web(lambda _request, out: out.whole(404)) as gone, scripted_web(good(content)) as other:
        moved_part = interrupted(tmp_path)
        assert moved_part
        moved(tmp_path, gone.url())
        result = get(tmp_path, gone.url(), other.url())
    assert result.path.read_bytes() == content


# --- versions


def test_a_file_that_was_changed_meanwhile_begins_anew(tmp_path: Path) -> None:
    seen: list[Event] = []
    interrupted(tmp_path)
    with scripted_web(good(OTHER, ETag='"two"', Last_Modified="Sun, 02 Aug 2026 10:00:00 GMT")) as web:
        moved(tmp_path, web.url())
        assert get(tmp_path, web.url(), seen=seen).path.read_bytes() == OTHER
    assert codes(seen) == ["image.restarted"]


def test_a_file_that_changes_while_it_is_fetched_begins_anew(tmp_path: Path) -> None:
    answers = itertools.count()

    def answer(request: Request, out: Out) -> None:
        old = next(answers) < 3
        out.file(request, CONTENT if old else OTHER, ETag='"one"' if old else '"two"')

    with scripted_web(answer) as web:
        assert get(tmp_path, web.url()).path.read_bytes() == OTHER


def test_a_piece_of_another_version_is_not_mixed_in(tmp_path: Path) -> None:
    """From a server that ignores If-Range: the marks of each answer count."""
    answers = itertools.count()

    def answer(request: Request, out: Out) -> None:
        old = next(answers) < 3
        span = request.span(len(CONTENT))
        assert span
        out.part(CONTENT if old else OTHER, span, ETag='"one"' if old else '"two"')

    with scripted_web(answer) as web:
        assert get(tmp_path, web.url()).path.read_bytes() == OTHER


def test_a_server_that_ignores_if_range_is_found_out_by_its_marks(tmp_path: Path) -> None:
    def answer(request: Request, out: Out) -> None:
        span = request.span(len(OTHER))
        out.part(OTHER, span, ETag='"two"') if span else out.whole(200, OTHER, ETag='"two"')

    interrupted(tmp_path)
    with scripted_web(answer) as web:
        moved(tmp_path, web.url())
        assert get(tmp_path, web.url()).path.read_bytes() == OTHER


def test_computers_behind_one_name_may_have_an_etag_each(tmp_path: Path) -> None:
    """Date and length vouch for the file then; If-Range with the date is answered by any of them."""
    date = MARKS["Last_Modified"]
    answers = itertools.count()

    def answer(request: Request, out: Out) -> None:
        marks = {"ETag": f'"node{next(answers)}"', "Last_Modified": date}
        span = request.span(len(CONTENT))
        if span and request.headers.get("if-range", date) in (date, marks["ETag"]):
            out.part(CONTENT, span, **marks)
        else:
            out.whole(200, CONTENT, **marks)

    seen: list[Event] = []
    interrupted(tmp_path)
    with scripted_web(answer) as web:
        moved(tmp_path, web.url())
        result = get(tmp_path, web.url(), options=Options(QUICK.patience, ALONE), seen=seen)
    assert (result.sha256, result.resumed_from) == (SHA256, 300 * KIB)
    assert codes(seen) == []


@pytest.mark.parametrize(
    "damage",
    [
        "{",
        '{"schema": 2}',
        '{"schema": 2, "url": 5, "have": [[0, 5]]}',
        '{"schema": 2, "url": "URL", "etag": "\\"one\\"", "size_bytes": 614404, "have": [[-5, 10]]}',
        '{"schema": 2, "url": "URL", "etag": "\\"one\\"", "size_bytes": 614404, "have": [[0, 99999999]]}',
        '{"schema": 2, "url": "URL", "etag": "\\"one\\"", "size_bytes": 614404, "have": "all"}',
        '{"schema": 1, "url": "URL", "etag": "\\"one\\"", "size_bytes": 614404}',
        '{"schema": 99, "url": "URL", "etag": "\\"one\\"", "size_bytes": 614404, "have": [[0, 614404]]}',
    ],
)
def test_a_damaged_state_file_is_not_believed(tmp_path: Path, damage: str) -> None:
    interrupted(tmp_path)
    with scripted_web(good()) as web:
        (tmp_path / "card.zip.part.json").write_text(damage.replace("URL", web.url()))
        result = get(tmp_path, web.url())
    assert (result.sha256, result.resumed_from) == (SHA256, 0)


def test_a_part_that_is_longer_than_the_file(tmp_path: Path) -> None:
    interrupted(tmp_path)
    with (tmp_path / "card.zip.part").open("ab") as part:
        part.write(bytes(2 * len(CONTENT)))
    with scripted_web(good()) as web:
        moved(tmp_path, web.url())
        result = get(tmp_path, web.url())
    assert (result.sha256, result.resumed_from) == (SHA256, 300 * KIB)
    assert result.path.read_bytes() == CONTENT


def test_a_part_that_is_shorter_than_its_state_says(tmp_path: Path) -> None:
    interrupted(tmp_path)
    with (tmp_path / "card.zip.part").open("r+b") as part:
        part.truncate(100 * KIB)
    with scripted_web(good()) as web:
        moved(tmp_path, web.url())
        result = get(tmp_path, web.url())
    assert (result.sha256, result.resumed_from) == (SHA256, 100 * KIB)


# --- redirects, pages and portals


def test_an_address_that_redirects_is_asked_anew_each_time(tmp_path: Path) -> None:
    tokens = itertools.count()

    def answer(request: Request, out: Out) -> None:
        if "?" not in request.target:
            out.whole(302, Location=f"/real.zip?token={next(tokens)}")
        elif request.target in used:
            out.whole(403, b"this token was used")
        else:
            used.add(request.target)
            out.file(request, CONTENT, **MARKS)

    used: set[str] = set()
    with scripted_web(answer) as web:
        result = get(tmp_path, web.url())
        assert result.sources == (web.url(),)
    assert result.sha256 == SHA256
    assert len(used) > 3
    assert "token" not in (tmp_path / "card.zip.json").read_text()


def test_redirects_without_an_end(tmp_path: Path) -> None:
    with scripted_web(lambda _request, out: out.whole(302, Location="/again")) as web:
        assert failure(tmp_path, web.url()).code == "image.http_status"
        assert len(web.seen) <= 20


def test_a_sign_in_page_of_the_network_is_named_and_no_mirror_is_asked(tmp_path: Path) -> None:
    def answer(request: Request, out: Out) -> None:
        if request.target == "/login":
            out.whole(200, b"<html>Sign in</html>", Content_Type="text/html")
        else:
            out.whole(302, Location=f"http://localhost:{web.port}/login")

    with scripted_web(answer) as web, scripted_web(good()) as mirror:
        error = failure(tmp_path, web.url(), mirror.url())
        assert (error.code, error.params["host"]) == ("image.portal", "localhost")
        assert mirror.seen == []


# --- answers that ask for patience


def test_a_server_that_asks_to_wait_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(CancelToken, "wait", lambda _self, timeout_s: bool(waits.append(timeout_s)))
    answers = itertools.count()

    def answer(request: Request, out: Out) -> None:
        if next(answers) == 0:
            out.whole(429, b"later", Retry_After="7")
        else:
            out.file(request, CONTENT, **MARKS)

    seen: list[Event] = []
    with scripted_web(answer) as web:
        assert get(tmp_path, web.url(), seen=seen).sha256 == SHA256
    assert waits == [7.0]
    told = next(event for event in seen if isinstance(event, StepStarted))
    assert (told.step, told.params["pause_s"], told.params["reason"]) == ("image.waits", 7.0, "image.too_many_requests")


def test_nobody_waits_for_an_hour(tmp_path: Path) -> None:
    with scripted_web(lambda _request, out: out.whole(503, b"", Retry_After="3600")) as web:
        error = failure(tmp_path, web.url())
        assert (error.code, len(web.seen)) == ("image.server_failed", 1)


# --- the proxy


def test_the_proxy_of_the_system_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_web(good()) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url(""))
        monkeypatch.setenv("no_proxy", "")
        assert get(tmp_path, "http://images.example/card.zip").sha256 == SHA256
        assert {request.target for request in proxy.seen} == {"http://images.example/card.zip"}


def test_the_login_of_a_proxy_is_sent_to_it_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_web(good()) as proxy, scripted_web(good()) as direct:
        monkeypatch.setenv("http_proxy", proxy.url("").replace("//", "//me:p%40ss@"))
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        get(tmp_path / "a", "http://images.example/card.zip")
        get(tmp_path / "b", direct.url())
        assert proxy.seen[0].headers["proxy-authorization"] == "Basic bWU6cEBzcw=="
        assert "proxy-authorization" not in direct.seen[0].headers


def test_a_proxy_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("no_proxy", "")
    error = failure(tmp_path, "http://images.example/card.zip")
    assert (error.code, error.params["proxy"]) == ("image.proxy_failed", f"127.0.0.1:{port}")


# --- the person


def test_a_limit_is_kept_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(CancelToken, "wait", lambda _self, timeout_s: bool(waits.append(timeout_s)))
    options = Options(QUICK.patience, SMALL, limit_bytes_per_s=100_000, clock=lambda: 5.0)
    with scripted_web(good()) as web:
        assert get(tmp_path, web.url(), options=options).sha256 == SHA256
    assert max(waits) == pytest.approx(len(CONTENT) / 100_000)  # a clock that stands still: all of it is due


def test_a_pause_says_what_is_there_and_the_next_run_goes_on(tmp_path: Path) -> None:
    cancel, seen = CancelToken(), []

    def answer(_request: Request, out: Out) -> None:
        out.head(200, Content_Length=len(CONTENT), **MARKS)
        out.raw(CONTENT[: 300 * KIB])
        out.fall_silent()

    def emit(event: Event) -> None:
        seen.append(event)

    with scripted_web(answer) as web:

        def pause() -> None:
            web.silent.wait(20)
            part = tmp_path / "card.zip.part"
            while not part.exists() or part.stat().st_size < 300 * KIB:
                time.sleep(0.005)
            cancel.set()

        thread = threading.Thread(target=pause)
        thread.start()
        with pytest.raises(Cancelled):
            fetch(web.url(), tmp_path, RunContext(emit, cancel), options=QUICK)
        thread.join()
    told = [event.finding for event in seen if isinstance(event, FindingReported)]
    assert [(one.code, dict(one.params)) for one in told] == [
        ("image.paused", {"file": "card.zip", "have_bytes": 300 * KIB})
    ]
    with scripted_web(good()) as web:
        moved(tmp_path, web.url())
        assert get(tmp_path, web.url()).resumed_from == 300 * KIB


def test_one_download_of_a_file_at_a_time(tmp_path: Path) -> None:
    def answer(request: Request, out: Out) -> None:
        errors.append(failure(tmp_path, web.url()))
        out.file(request, CONTENT, **MARKS)

    errors: list[ImageError] = []
    with scripted_web(answer) as web:
        assert get(tmp_path, web.url(), options=Options(QUICK.patience, ALONE)).sha256 == SHA256
    assert [(error.code, error.params["file"]) for error in errors] == [("image.busy", "card.zip")]
    assert not (tmp_path / "card.zip.part.lock").exists()


def test_what_was_set_aside_is_never_overwritten(tmp_path: Path) -> None:
    with scripted_web(good(OTHER)) as web:
        kept = [failure(tmp_path, web.url(), sha256=SHA256).params["kept_as"] for _ in range(2)]
    assert [Path(path).name for path in kept] == ["card.zip.bad", "card.zip.bad2"]
    assert all(Path(path).read_bytes() == OTHER for path in kept)
