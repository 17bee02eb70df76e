"""`fetch` through a SOCKS proxy, all that some people behind a wall have."""

from __future__ import annotations

import hashlib
import os
import random
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.scripted_web import ScriptedWeb, scripted_web
from support.socks_proxy import SocksProxy, socks_proxy

from nanowizard.core.errors import ImageError
from nanowizard.core.task import RunContext
from nanowizard.images.download.download import fetch
from nanowizard.images.download.model import Options, Patience, Pieces

CONTENT = b"PK\x03\x04" + random.Random(8).randbytes(300_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
URL = "http://images.example/card.zip"  # a name that nobody but the proxy knows
QUICK = Options(Patience(stall_s=5, attempts=1, attempts_later=1, pause_s=0.01), Pieces(connections=2))


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
def web() -> Iterator[ScriptedWeb]:
    with scripted_web(lambda request, out: out.file(request, CONTENT, ETag='"one"')) as web:
        yield web


def failure(folder: Path) -> ImageError:
    with pytest.raises(ImageError) as caught:
        fetch(URL, folder, RunContext(), options=QUICK)
    return caught.value


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks"])
def test_a_socks_proxy_brings_the_file_and_looks_the_name_up(
    scheme: str, web: ScriptedWeb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socks_proxy(SocksProxy(web.port)) as proxy:
        monkeypatch.setenv("ALL_PROXY", f"{scheme}://127.0.0.1:{proxy.port}/")
        assert fetch(URL, tmp_path, RunContext(), options=QUICK).sha256 == SHA256
    assert set(proxy.seen) == {"images.example"}
    assert {request.target for request in web.seen} == {"/card.zip"}


def test_it_may_want_a_login(web: ScriptedWeb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socks_proxy(SocksProxy(web.port, login=("me", "p@ss:"))) as proxy:
        monkeypatch.setenv("ALL_PROXY", f"socks5://me:p%40ss%3A@127.0.0.1:{proxy.port}")
        assert fetch(URL, tmp_path, RunContext(), options=QUICK).sha256 == SHA256
        monkeypatch.setenv("ALL_PROXY", f"socks5://me:wrong@127.0.0.1:{proxy.port}")
        error = failure(tmp_path / "b")
    assert (error.code, error.params["proxy"]) == ("image.proxy_failed", f"127.0.0.1:{proxy.port}")
    assert "wrong" not in str(error) + error.detail


@pytest.mark.parametrize(
    ("answer", "code"),
    [(1, "image.proxy_failed"), (2, "image.proxy_failed"), (4, "image.unreachable"), (5, "image.unreachable")],
)
def test_what_a_socks_proxy_says_is_named(
    answer: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socks_proxy(SocksProxy(9, answer=answer)) as proxy:
        monkeypatch.setenv("ALL_PROXY", f"socks5://127.0.0.1:{proxy.port}")
        assert failure(tmp_path).code == code


def test_one_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    monkeypatch.setenv("ALL_PROXY", f"socks5://127.0.0.1:{port}")
    error = failure(tmp_path)
    assert (error.code, error.params["proxy"]) == ("image.proxy_failed", f"127.0.0.1:{port}")


def test_a_kind_of_proxy_that_nobody_knows_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks9://127.0.0.1:1")
    assert failure(tmp_path).code == "image.proxy_failed"
