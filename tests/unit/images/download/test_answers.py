"""What is asked of a server, and what its answers mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nanowizard.core.errors import ImageError
from nanowizard.images.download.answers import AgainError, Ask, Offer, offer_of, refuse_web_page, sent_at
from nanowizard.images.download.model import Pieces
from nanowizard.images.download.opening import DiffersError, OtherMarksError, Way, first_ask, way_of
from nanowizard.images.download.ranges import Ranges
from nanowizard.images.download.state import Record
from nanowizard.images.download.web import Head

URL, MIRROR = "https://a.example/card.zip", "https://b.example/card.zip"
DATE = "Sat, 01 Aug 2026 10:00:00 GMT"
OURS = Record(URL, '"one"', DATE, 1000)
HALF = Ranges([(0, 500)])
PIECES = Pieces(connections=2, least_bytes=400)


def head(status: int, url: str = URL, **headers: str) -> Head:
    return Head(status, {name.replace("_", "-"): value for name, value in headers.items()}, url)


# --- what is asked


@pytest.mark.parametrize(
    ("ask", "headers"),
    [
        (Ask(), {}),
        (Ask(0, 100), {"Range": "bytes=0-99"}),
        (Ask(5), {"Range": "bytes=5-"}),
        (Ask(5, 10, '"one"'), {"Range": "bytes=5-9", "If-Range": '"one"'}),
        (Ask(kept=OURS), {"If-None-Match": '"one"'}),
        (Ask(kept=replace(OURS, etag="")), {"If-Modified-Since": DATE}),
    ],
)
def test_headers(ask: Ask, headers: dict[str, str]) -> None:
    assert ask.headers() == headers


@pytest.mark.parametrize(
    ("record", "have", "url", "pieces", "ask"),
    [
        (Record(), Ranges(), URL, PIECES, Ask(0, 400)),
        (Record(), Ranges(), URL, Pieces(connections=1), Ask()),
        (OURS, HALF, URL, PIECES, Ask(500, 625, '"one"')),
        (OURS, HALF, URL, Pieces(connections=1), Ask(500, 1000, '"one"')),
        (OURS, Ranges([(0, 500), (520, 900)]), URL, PIECES, Ask(500, 520, '"one"')),
        (replace(OURS, etag='W/"one"'), HALF, URL, Pieces(connections=1), Ask(500, 1000, DATE)),
        (replace(OURS, size_bytes=None), HALF, URL, PIECES, Ask(500, 0, '"one"')),
        (OURS, HALF, MIRROR, Pieces(connections=1), Ask(0, 1000)),  # less than the overlap is there
        (replace(OURS, size_bytes=10**6), Ranges([(0, 10**5)]), MIRROR, Pieces(connections=1), Ask(34464, 10**6)),
    ],
)
def test_the_first_question(record: Record, have: Ranges, url: str, pieces: Pieces, ask: Ask) -> None:
    assert first_ask(record, have, url, None, pieces) == ask


def test_a_finished_file_is_asked_about() -> None:
    assert first_ask(Record(), Ranges(), URL, OURS, PIECES) == Ask(kept=OURS)


# --- what is answered


def test_the_whole_and_a_part() -> None:
    marks = {"ETag": '"one"', "Last_Modified": DATE}
    assert offer_of(head(200, Content_Length="1000", **marks), Ask(), URL) == Offer(OURS)
    part = head(206, Content_Range="bytes 500-999/1000", **marks)
    assert offer_of(part, Ask(500), URL) == Offer(OURS, 500, ranged=True)
    assert offer_of(head(200), Ask(), URL).record.size_bytes is None


def test_nothing_more_to_send() -> None:
    assert offer_of(head(304), Ask(kept=OURS), URL) == Offer(OURS, nothing=True)
    assert offer_of(head(416, Content_Range="bytes */1000"), Ask(1000), URL).nothing


@pytest.mark.parametrize(
    ("answer", "afresh"),
    [
        (head(206, Content_Range="bytes 7-999/1000"), True),
        (head(206, Content_Range="bytes 500-999/*"), True),
        (head(206), True),
        (head(416, Content_Range="bytes */900"), True),
        (head(416), True),
        (head(408), False),
        (head(429), False),
        (head(500), False),
        (head(503), False),
    ],
)
def test_another_answer_may_be_better(answer: Head, afresh: bool) -> None:
    with pytest.raises(AgainError) as caught:
        offer_of(answer, Ask(500), URL)
    assert (caught.value.status, caught.value.afresh) == (answer.status, afresh)


@pytest.mark.parametrize(("value", "after_s"), [("7", 7.0), ("", 0.0), ("soon", 0.0), (DATE, 0.0), ("9" * 9, 0.0)])
def test_when_to_ask_again(value: str, after_s: float) -> None:
    with pytest.raises(AgainError) as caught:
        offer_of(head(503, Retry_After=value), Ask(), URL)
    assert caught.value.after_s == after_s


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "image.refused"),
        (404, "image.missing"),
        (451, "image.refused"),
        (511, "image.portal"),
        (418, "image.http_status"),
    ],
)
def test_another_answer_cannot_be_better(status: int, code: str) -> None:
    with pytest.raises(ImageError) as caught:
        offer_of(head(status), Ask(), URL)
    assert caught.value.code == code


def test_not_modified_is_no_answer_to_another_question() -> None:
    with pytest.raises(ImageError):
        offer_of(head(304), Ask(), URL)


@pytest.mark.parametrize(
    ("data", "kind", "url", "code"),
    [
        (b"<!DOCTYPE html><html>", "text/html", URL, "image.is_web_page"),
        (b"<html>", "application/zip", URL, "image.is_web_page"),
        (b"Please sign in", "text/html; charset=utf-8", URL, "image.is_web_page"),
        (b"<html>", "text/html", "https://www.a.example/x", "image.is_web_page"),
        (b"<html>", "text/html", "http://portal.hotel.example2/", "image.portal"),
        (b"<html>", "text/html", "http://10.0.0.1/", "image.portal"),
        (b"PK\x03\x04", "text/html", URL, None),  # servers that know no zip call everything a page
        (b"\0\0\0\0", "application/octet-stream", "http://10.0.0.1/", None),
    ],
)
def test_pages(data: bytes, kind: str, url: str, code: str | None) -> None:
    answer = head(200, url, Content_Type=kind)
    if code is None:
        refuse_web_page(answer, data, "card.zip", URL)
        return
    with pytest.raises(ImageError) as caught:
        refuse_web_page(answer, data, "card.zip", URL)
    assert caught.value.code == code


@pytest.mark.parametrize(("date", "seconds"), [(DATE, 1785578400.0), ("", None), ("yesterday", None)])
def test_the_servers_clock(date: str, seconds: float | None) -> None:
    assert sent_at(head(200, Date=date)) == seconds


# --- how it goes on


def offered(record: Record, first: int = 500, *, ranged: bool = True, nothing: bool = False) -> Offer:
    return Offer(record, first, ranged, nothing)


@pytest.mark.parametrize(
    ("offer", "ask", "have", "way"),
    [
        (offered(OURS), Ask(500), HALF, Way.CONTINUE),
        (offered(replace(OURS, etag="", last_modified="")), Ask(500), HALF, Way.CONTINUE),
        (offered(OURS, 0), Ask(0, 400), Ranges(), Way.RESTART),
        (offered(replace(OURS, etag='"two"', last_modified=""), 0, ranged=False), Ask(500), HALF, Way.RESTART),
        (offered(OURS, 0, ranged=False), Ask(500), HALF, Way.RESTART),  # the same file from a server without ranges
        (offered(OURS, nothing=True), Ask(kept=OURS), Ranges(), Way.UNCHANGED),
        (offered(OURS, 1000, nothing=True), Ask(1000), Ranges([(0, 1000)]), Way.WHOLE),
    ],
)
def test_ways(offer: Offer, ask: Ask, have: Ranges, way: Way) -> None:
    assert way_of(offer, ask, OURS, have, URL) is way


@pytest.mark.parametrize(
    "theirs",
    [
        replace(OURS, etag='"two"'),
        replace(OURS, size_bytes=999),
        replace(OURS, last_modified="Sun, 02 Aug 2026 10:00:00 GMT"),
    ],
)
def test_other_marks_on_a_part_are_another_version(theirs: Record) -> None:
    with pytest.raises(AgainError) as caught:
        way_of(offered(theirs), Ask(500), OURS, HALF, URL)
    assert caught.value.afresh


def test_an_etag_alone_may_be_of_another_computer_behind_the_name() -> None:
    with pytest.raises(OtherMarksError) as caught:
        way_of(offered(replace(OURS, etag='"node2"'), 0, ranged=False), Ask(500), OURS, HALF, URL)
    assert caught.value.record == replace(OURS, etag="")


@pytest.mark.parametrize(
    "offer",
    [offered(replace(OURS, size_bytes=999)), offered(OURS, 0, ranged=False), offered(replace(OURS, size_bytes=None))],
)
def test_a_mirror_that_cannot_go_on_with_the_part(offer: Offer) -> None:
    with pytest.raises(DiffersError):
        way_of(offer, Ask(0), OURS, HALF, MIRROR)


def test_a_mirror_has_marks_of_its_own() -> None:
    theirs = Record(MIRROR, '"b"', "", 1000)
    assert way_of(offered(theirs), Ask(0), OURS, HALF, MIRROR) is Way.CONTINUE
