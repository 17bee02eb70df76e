"""`fetch` where nobody can be reached: no network, no name server, a wrong name, nobody there."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from nanowizard.core.errors import ImageError
from nanowizard.core.task import RunContext
from nanowizard.images.download import causes
from nanowizard.images.download.download import fetch
from nanowizard.images.download.model import Options, Patience

QUICK = Options(Patience(stall_s=2, attempts=2, pause_s=0.01))
_SCRIPT = """
import json, sys
from pathlib import Path
from nanowizard.core.errors import ImageError
from nanowizard.core.task import RunContext
from nanowizard.images.download.download import fetch
from nanowizard.images.download.model import Options, Patience
found = []
for url in sys.argv[2:]:
    try:
        fetch(url, Path(sys.argv[1]), RunContext(), options=Options(Patience(stall_s=5, attempts=2, pause_s=0.01)))
    except ImageError as error:
        found.append([error.code, dict(error.params)])
print(json.dumps(found))
"""


@pytest.fixture
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def failure(url: str, folder: Path) -> ImageError:
    with pytest.raises(ImageError) as caught:
        fetch(url, folder, RunContext(), options=QUICK)
    return caught.value


@pytest.mark.usefixtures("no_proxy")
def test_a_computer_without_a_network(tmp_path: Path) -> None:
    """In a namespace that has nothing but its own loop: for a name as for an address."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("unshare"):
        pytest.skip("needs root and unshare: a network namespace")
    inside = ["unshare", "--net", "sh", "-c", 'ip link set lo up; exec "$@"', "-"]
    urls = ["http://images.example/card.zip", "https://images.example/card.zip", "http://192.0.2.1/card.zip"]
    done = subprocess.run(
        [*inside, sys.executable, "-c", _SCRIPT, str(tmp_path), *urls], capture_output=True, text=True, check=False
    )
    if done.returncode and "unshare" in done.stderr:
        pytest.skip(f"cannot make a network namespace: {done.stderr.strip()}")
    assert json.loads(done.stdout) == [["image.no_network", {}]] * 3


@pytest.mark.usefixtures("no_proxy")
@pytest.mark.parametrize("number", [socket.EAI_NONAME, socket.EAI_AGAIN])
@pytest.mark.parametrize(("online", "code"), [(True, "image.unknown_host"), (False, "image.no_network")])
def test_a_name_that_cannot_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, online: bool, code: str
) -> None:
    def nobody_knows(*_arguments: object, **_options: object) -> None:
        raise socket.gaierror(number, "nobody knows")

    monkeypatch.setattr(socket, "getaddrinfo", nobody_knows)
    monkeypatch.setattr(causes, "has_network", lambda: online)
    error = failure("https://images.example/card.zip", tmp_path)
    assert error.code == code
    assert error.params == ({"host": "images.example"} if online else {})
    assert "nobody knows" in error.detail


@pytest.mark.usefixtures("no_proxy")
def test_nobody_is_there(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        error = failure(f"http://127.0.0.1:{closed.getsockname()[1]}/card.zip", tmp_path)
    assert (error.code, error.params["host"]) == ("image.unreachable", "127.0.0.1")


@pytest.mark.usefixtures("no_proxy")
def test_somebody_is_there_who_says_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/card.zip"
        with pytest.raises(ImageError) as caught:
            fetch(url, tmp_path, RunContext(), options=Options(Patience(stall_s=0.2, attempts=2, pause_s=0.01)))
    assert caught.value.code == "image.unreachable"


@pytest.mark.parametrize("url", ["ftp://x/a.zip", "http:///a.zip", "card.zip", "http://[::1/a.zip", "https://u:p@x/a"])
def test_what_is_no_address(tmp_path: Path, url: str) -> None:
    assert failure(url, tmp_path).code == "image.bad_url"


def test_an_address_of_a_mirror_must_be_one_too(tmp_path: Path) -> None:
    with pytest.raises(ImageError) as caught:
        fetch(["http://127.0.0.1:9/a.zip", "file:///etc/passwd"], tmp_path, RunContext(), options=QUICK)
    assert caught.value.code == "image.bad_url"
