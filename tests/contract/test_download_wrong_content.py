"""`fetch` where a server answers well and sends something else: an excuse, a stump, another file."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from support.scripted_web import Drop, Out, Request, scripted_web

from nanowizard.core.errors import ImageError
from nanowizard.core.events import Event, FindingReported, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.images.download import transfer
from nanowizard.images.download.download import fetch
from nanowizard.images.download.model import FetchResult, Options, Patience, Pieces
from nanowizard.images.download.ranges import Ranges
from nanowizard.images.download.state import PartState, Record, save_record, save_state

KIB = 1024
CONTENT = b"PK\x03\x04" + random.Random(8).randbytes(200 * KIB)
OTHER = b"PK\x03\x04" + random.Random(9).randbytes(200 * KIB)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
MD5 = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
EXCUSE = b'{"error": "quota exceeded"}\n'
QUICK = Options(Patience(stall_s=5, attempts=2, attempts_later=2, pause_s=0.01), Pieces(connections=2))

Answer = Callable[[Request, Out], None]


def good(content: bytes = CONTENT) -> Answer:
    return lambda request, out: out.file(request, content, ETag='"one"')


def get(folder: Path, *urls: str, seen: list[Event] | None = None, **wanted: object) -> FetchResult:
    ctx = RunContext(emit=seen.append) if seen is not None else RunContext()
    return fetch(urls, folder, ctx, **{"name": "card.zip", "options": QUICK, **wanted})  # type: ignore[arg-type]


def failure(folder: Path, *urls: str, **wanted: object) -> ImageError:
    with pytest.raises(ImageError) as caught:
        get(folder, *urls, **wanted)
    return caught.value


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# --- what is no archive


@pytest.mark.parametrize("excuse", [EXCUSE, b"\x89PNG\r\n\x1a\n" + b"\0" * 200, b"busy"], ids=["json", "png", "short"])
def test_an_answer_that_is_no_archive_is_refused_and_the_next_address_asked(tmp_path: Path, excuse: bytes) -> None:
    with scripted_web(good(excuse)) as first, scripted_web(good()) as second:
        result = get(tmp_path, first.url(), second.url())
    assert (result.sha256, result.sources) == (SHA256, (second.url(),))
    assert names(tmp_path) == {"card.zip", "card.zip.json"}


@pytest.mark.parametrize("name", ["a.zip", "a.img.XZ", "a.img.gz", "a.img.zst", "a.img.bz2"])
def test_with_one_address_it_is_named_and_nothing_is_kept(tmp_path: Path, name: str) -> None:
    with scripted_web(good(EXCUSE)) as web:
        error = failure(tmp_path, web.url(), name=name)
    assert (error.code, dict(error.params)) == ("image.no_archive", {"file": name, "host": "127.0.0.1"})
    assert "quota" in error.detail
    assert names(tmp_path) == set()


def test_a_name_that_promises_no_archive_promises_nothing(tmp_path: Path) -> None:
    with scripted_web(good(EXCUSE)) as web:
        assert get(tmp_path, web.url(), name="list.json").path.read_bytes() == EXCUSE


def test_an_archive_of_another_kind_than_its_name_says_is_one(tmp_path: Path) -> None:
    """Short addresses have no name, and ours for them ends in .zip."""
    packed = b"\xfd7zXZ\x00" + CONTENT
    with scripted_web(good(packed)) as web:
        assert get(tmp_path, web.url()).path.read_bytes() == packed


def test_first_bytes_that_come_little_by_little_are_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "CHUNK_BYTES", 3)
    small, stump = CONTENT[:300], CONTENT[:20]
    with scripted_web(good(small)) as web:
        assert get(tmp_path, web.url()).path.read_bytes() == small
    with scripted_web(good(stump)) as web:
        assert get(tmp_path / "b", web.url()).path.read_bytes() == stump
    with scripted_web(good(EXCUSE)) as web:
        assert failure(tmp_path / "c", web.url()).code == "image.no_archive"


def test_an_excuse_costs_nothing_of_what_had_arrived(tmp_path: Path) -> None:
    def cut(request: Request, out: Out) -> None:
        if request.headers.get("range", "bytes=0-").startswith("bytes=0-"):
            out.head(200, Content_Length=len(CONTENT), ETag='"one"')
            out.raw(CONTENT[: 100 * KIB])
            raise Drop
        out.whole(200, EXCUSE, ETag='"two"')

    with scripted_web(cut) as web:
        assert failure(tmp_path, web.url()).code == "image.no_archive"
    assert (tmp_path / "card.zip.part").read_bytes()[: 100 * KIB] == CONTENT[: 100 * KIB]


def test_an_excuse_of_an_earlier_run_is_not_used_again(tmp_path: Path) -> None:
    (tmp_path / "card.zip").write_bytes(EXCUSE)
    with scripted_web(good(EXCUSE)) as first, scripted_web(good()) as second:
        record = Record(first.url(), '"one"', "", len(EXCUSE), hashlib.sha256(EXCUSE).hexdigest())
        save_record(tmp_path / "card.zip.json", record)
        assert get(tmp_path, first.url(), second.url()).sha256 == SHA256
    assert (tmp_path / "card.zip.bad").read_bytes() == EXCUSE


def test_the_part_of_an_excuse_is_not_gone_on_with(tmp_path: Path) -> None:
    excuse = EXCUSE * 20
    with scripted_web(good(excuse)) as first, scripted_web(good()) as second:
        (tmp_path / "card.zip.part").write_bytes(excuse[:200])
        record = Record(first.url(), '"one"', "", len(excuse))
        save_state(tmp_path / "card.zip.part.json", PartState(record, Ranges([(0, 200)])))
        assert get(tmp_path, first.url(), second.url()).sha256 == SHA256


@pytest.mark.parametrize(
    ("body", "code"),
    [(CONTENT[:20], ""), (EXCUSE, "image.no_archive"), (b"", "image.empty")],
    ids=["zip", "json", "none"],
)
def test_a_short_answer_without_a_length(tmp_path: Path, body: bytes, code: str) -> None:
    def without_a_length(_request: Request, out: Out) -> None:
        out.head(200, Connection="close")
        out.raw(body)
        raise Drop

    with scripted_web(without_a_length) as web:
        if code:
            assert failure(tmp_path, web.url()).code == code
            assert names(tmp_path) == set()
        else:
            assert get(tmp_path, web.url()).path.read_bytes() == body


def test_much_less_than_is_known_is_refused(tmp_path: Path) -> None:
    stump = CONTENT[: 90 * KIB]
    with scripted_web(good(stump)) as first, scripted_web(good()) as second:
        assert get(tmp_path / "a", first.url(), second.url(), approx_bytes=200 * KIB).sha256 == SHA256
        error = failure(tmp_path / "b", first.url(), approx_bytes=200 * KIB)
        assert get(tmp_path / "c", first.url(), approx_bytes=150 * KIB).bytes == len(stump)  # only what is gross
    assert error.code == "image.too_small"
    assert (error.params["actual_bytes"], error.params["expected_bytes"]) == (len(stump), 200 * KIB)
    assert names(tmp_path / "b") == set()


def test_much_less_without_a_length_is_set_aside(tmp_path: Path) -> None:
    def without_a_length(_request: Request, out: Out) -> None:
        out.head(200, Connection="close")
        out.raw(CONTENT[: 9 * KIB])
        raise Drop

    with scripted_web(without_a_length) as web:
        assert failure(tmp_path, web.url(), approx_bytes=200 * KIB).code == "image.too_small"
    assert names(tmp_path) == {"card.zip.bad"}


# --- another file


@pytest.mark.parametrize(("algorithm", "value"), [("md5", MD5), ("sha256", SHA256)])
def test_a_published_checksum_decides_and_the_next_address_is_asked(tmp_path: Path, algorithm: str, value: str) -> None:
    seen: list[Event] = []
    with scripted_web(good(OTHER)) as first, scripted_web(good()) as second:
        result = get(tmp_path, first.url(), second.url(), published={algorithm: value}, seen=seen)
    assert (result.sha256, result.sources) == (SHA256, (second.url(),))
    assert result.hashes[algorithm] == value
    assert (tmp_path / "card.zip").read_bytes() == CONTENT
    assert (tmp_path / "card.zip.bad").read_bytes() == OTHER
    assert [event.finding.code for event in seen if isinstance(event, FindingReported)] == ["image.asks_another"]
    asked = [event.params["url"] for event in seen if isinstance(event, StepStarted)]
    assert asked == [first.url(), second.url()]


def test_with_one_address_it_is_set_aside_and_never_used(tmp_path: Path) -> None:
    with scripted_web(good(OTHER)) as web:
        error = failure(tmp_path, web.url(), published={"md5": MD5})
        assert failure(tmp_path, web.url(), published={"md5": MD5}).code == "image.checksum_mismatch"
        assert len(web.seen) == 2
    assert (error.code, error.params["algorithm"], error.params["expected"]) == ("image.checksum_mismatch", "md5", MD5)
    assert error.params["kept_as"] == str(tmp_path / "card.zip.bad")
    assert names(tmp_path) == {"card.zip.bad", "card.zip.bad2"}


def test_a_finished_file_with_another_published_checksum_is_fetched_anew(tmp_path: Path) -> None:
    with scripted_web(good(OTHER)) as web:
        get(tmp_path, web.url())
    with scripted_web(good()) as web:
        assert get(tmp_path, web.url(), published={"md5": MD5}).sha256 == SHA256
        assert get(tmp_path, "http://127.0.0.1:1/", published={"md5": MD5}).sha256 == SHA256
    assert (tmp_path / "card.zip.bad").read_bytes() == OTHER


def test_a_mirror_that_differed_from_the_wrong_file_is_asked_for_the_right_one(tmp_path: Path) -> None:
    """It was left because it did not fit what was there, and that was wrong."""
    longer = CONTENT + b"more"
    sha256 = hashlib.sha256(longer).hexdigest()

    def cut(request: Request, out: Out) -> None:
        if len(first.seen) == 1:
            out.head(200, Content_Length=len(OTHER), ETag='"one"')
            out.raw(OTHER[: 100 * KIB])
            raise Drop
        out.file(request, OTHER, ETag='"one"')

    with scripted_web(cut) as first, scripted_web(good(longer)) as second:
        options = Options(Patience(stall_s=5, attempts=3, attempts_later=3, pause_s=0.01), Pieces(connections=1))
        assert get(tmp_path, first.url(), second.url(), sha256=sha256, options=options).sha256 == sha256
