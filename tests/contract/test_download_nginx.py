"""`fetch` from a real nginx: ranges, marks, and TLS with certificates of the test's own."""

from __future__ import annotations

import hashlib
import json
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.nginx import Nginx, needs_nginx, nginx

from nanowizard.core.errors import Cancelled, ImageError
from nanowizard.core.events import Event, Progress
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.images.download.download import fetch
from nanowizard.images.download.model import FetchResult, Options, Patience, Pieces

pytestmark = needs_nginx

MIB = 1024 * 1024
CONTENT = b"PK\x03\x04" + random.Random(5).randbytes(6 * MIB)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
SMALL = Pieces(connections=3, least_bytes=MIB // 2, most_bytes=MIB)
QUICK = Options(Patience(stall_s=5, attempts=2, attempts_later=2, pause_s=0.01), SMALL)
DAY_S = 24 * 3600.0


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("web")
    moved = "location /moved/ { return 302 http://127.0.0.1:{http}/card.zip; }"
    slow = f"location /slow/ {{ limit_rate 300k; alias {folder}/nginx/root/; }}"
    with nginx(folder, rules=f"{moved} {slow}") as running:
        (running.root / "card.zip").write_bytes(CONTENT)
        yield running


def get(folder: Path, *urls: str, options: Options = QUICK, **wanted: str) -> FetchResult:
    return fetch(urls, folder, RunContext(), name="card.zip", options=options, **wanted)  # type: ignore[arg-type]


def failure(folder: Path, *urls: str, options: Options = QUICK) -> ImageError:
    with pytest.raises(ImageError) as caught:
        get(folder, *urls, options=options)
    return caught.value


def asked(web: Nginx, before: int) -> list[list[str]]:
    """Status and Range of each request since then."""
    return [line.rsplit(" ", 1)[0].split(" ", 1) for line in web.asked()[before:]]


def test_several_connections_bring_each_byte_once(web: Nginx, tmp_path: Path) -> None:
    before = len(web.asked())
    assert get(tmp_path, web.url("card.zip")).sha256 == SHA256
    requests = [line.split() for line in web.asked()[before:]]
    assert {status for status, _range, _sent in requests} == {"206"}
    assert sum(int(sent) for _status, _range, sent in requests) == len(CONTENT)
    assert len(requests) > SMALL.connections


def test_a_server_without_ranges(web: Nginx, tmp_path: Path) -> None:
    before = len(web.asked())
    assert get(tmp_path, web.url("card.zip", "plain")).sha256 == SHA256
    assert [status for status, _range in asked(web, before)] == ["200"]


def test_the_finished_file_stands_while_the_server_has_no_newer_one(web: Nginx, tmp_path: Path) -> None:
    get(tmp_path, web.url("card.zip"))
    before = len(web.asked())
    assert get(tmp_path, web.url("card.zip")).resumed_from == len(CONTENT)
    assert [status for status, _range in asked(web, before)] == ["304"]


def test_a_pause_and_the_rest(web: Nginx, tmp_path: Path) -> None:
    cancel = CancelToken()

    def emit(event: Event) -> None:
        if isinstance(event, Progress) and event.done > MIB:
            cancel.set()

    with pytest.raises(Cancelled):
        fetch(web.url("slow/card.zip"), tmp_path, RunContext(emit, cancel), options=QUICK)
    state = tmp_path / "card.zip.part.json"
    have = sum(end - first for first, end in json.loads(state.read_text())["have"])
    assert MIB < have < len(CONTENT)
    state.write_text(state.read_text().replace("/slow/", "/"))
    before = len(web.asked())
    result = get(tmp_path, web.url("card.zip"))
    assert (result.sha256, result.resumed_from) == (SHA256, have)
    assert sum(int(line.rsplit(" ", 1)[1]) for line in web.asked()[before:]) == len(CONTENT) - have


def test_a_file_that_was_replaced_begins_anew(web: Nginx, tmp_path: Path) -> None:
    newer = b"PK\x03\x04" + bytes(len(CONTENT) - 4)
    (web.root / "new.zip").write_bytes(CONTENT)
    cancel = CancelToken()

    def emit(event: Event) -> None:
        if isinstance(event, Progress) and event.done > MIB:
            cancel.set()

    with pytest.raises(Cancelled):
        fetch(web.url("slow/new.zip"), tmp_path, RunContext(emit, cancel), options=QUICK, name="card.zip")
    (web.root / "new.zip").write_bytes(newer)
    os.utime(web.root / "new.zip", (1, 1))
    state = tmp_path / "card.zip.part.json"
    state.write_text(state.read_text().replace("/slow/", "/"))
    assert get(tmp_path, web.url("new.zip")).path.read_bytes() == newer


@pytest.mark.parametrize("name", ["missing.zip", ""])
def test_what_nginx_does_not_give(web: Nginx, tmp_path: Path, name: str) -> None:
    error = failure(tmp_path, web.url(name))
    assert (error.code, error.params["status"]) == (("image.missing", 404) if name else ("image.refused", 403))


def test_an_empty_file(web: Nginx, tmp_path: Path) -> None:
    (web.root / "empty.zip").write_bytes(b"")
    assert failure(tmp_path, web.url("empty.zip")).code == "image.empty"


# --- TLS


def test_a_certificate_that_the_system_trusts(web: Nginx, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(web.root.parent / "cert.pem"))  # where OpenSSL looks for the system's own
    assert get(tmp_path, web.url("card.zip", "https")).sha256 == SHA256


def test_a_certificate_that_nobody_trusts(web: Nginx, tmp_path: Path) -> None:
    error = failure(tmp_path, web.url("card.zip", "https"))
    assert (error.code, error.params["host"]) == ("image.tls_untrusted", "127.0.0.1")
    assert "self-signed" in error.detail


def test_a_mirror_is_asked_when_a_certificate_is_not_trusted(web: Nginx, tmp_path: Path) -> None:
    assert get(tmp_path, web.url("card.zip", "https"), web.url("card.zip")).sources == (web.url("card.zip"),)


def test_an_encrypted_address_that_leads_to_one_that_is_not(
    web: Nginx, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(web.root.parent / "cert.pem"))
    assert failure(tmp_path, web.url("moved/", "https")).code == "image.insecure_redirect"
    assert get(tmp_path, web.url("moved/")).sha256 == SHA256


def test_no_tls_where_it_should_be(web: Nginx, tmp_path: Path) -> None:
    url = web.url("card.zip").replace("http:", "https:")
    assert failure(tmp_path, url).code == "image.tls_failed"


@pytest.mark.parametrize(
    ("starts_in_days", "ends_in_days", "off_s", "code"),
    [
        (-9, -2, 0.0, "image.tls_expired"),
        (-9, -2, 40 * DAY_S, "image.clock_wrong"),
        (2, 9, 0.0, "image.tls_expired"),
        (2, 9, -4000 * DAY_S, "image.clock_wrong"),
    ],
    ids=["expired", "our clock is ahead", "not valid yet", "our clock is behind"],
)
def test_a_wrong_clock_is_told_from_a_certificate_that_is_out_of_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, starts_in_days: int, ends_in_days: int, off_s: float, code: str
) -> None:
    """The server's own clock decides: it is asked for without trusting it."""
    with nginx(tmp_path, starts_in_days=starts_in_days, ends_in_days=ends_in_days) as web:
        (web.root / "card.zip").write_bytes(CONTENT)
        monkeypatch.setenv("SSL_CERT_FILE", str(web.root.parent / "cert.pem"))
        options = Options(QUICK.patience, SMALL, now=lambda: time.time() + off_s)
        error = failure(tmp_path / "images", web.url("card.zip", "https"), options=options)
    assert error.code == code
    if code == "image.clock_wrong":
        assert error.params["date"] == time.strftime("%Y-%m-%d", time.gmtime(time.time() + off_s))
