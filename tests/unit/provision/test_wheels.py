"""Packages that this computer fetches: found in an index, checked, kept."""

from __future__ import annotations

import functools
import hashlib
import http.server
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nanowizard.core.errors import ImageError, NanoError
from nanowizard.core.task import RunContext
from nanowizard.provision.tensorflow.wheels import choose, fetch_wheels, parse_page, wanted_files

CTX = RunContext()
PAGE = """<!DOCTYPE html><html><body>
<a href="../../files/numpy-1.19.4-cp36-cp36m-manylinux2014_aarch64.whl#sha256=ABC">x</a>
<a data-requires-python="&gt;=3.6" href='numpy-1.19.4-cp37-cp37m-manylinux2014_aarch64.whl'>x</a>
<a href="numpy-1.19.4-cp36-cp36m-manylinux2010_x86_64.whl">x</a>
<a href="numpy-1.19.5-cp36-cp36m-manylinux2014_aarch64.whl">x</a>
<a href="numpy-1.19.4.zip">x</a><a href="numpy-1.19.4.tar.gz?token=1">x</a>
</body></html>"""


def test_a_page_of_an_index() -> None:
    files = parse_page(PAGE, "https://index.invalid/simple/numpy/")
    assert files[0].url == "https://index.invalid/files/numpy-1.19.4-cp36-cp36m-manylinux2014_aarch64.whl"
    assert (files[0].name, files[0].sha256) == ("numpy-1.19.4-cp36-cp36m-manylinux2014_aarch64.whl", "abc")
    assert [file.sha256 for file in files[1:]] == [None] * 5
    assert files[5].name == "numpy-1.19.4.tar.gz"


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["a-1.0-cp36-cp36m-manylinux2014_aarch64.whl"], 0),
        (["a-1.0-cp36-cp36m-manylinux_2_17_aarch64.manylinux2014_aarch64.whl"], 0),
        (["a-1.0-cp36-abi3-manylinux2014_aarch64.whl"], 0),
        (["a-1.0-py2.py3-none-any.whl"], 0),
        (["a-1.0-py2.py3-none-manylinux2014_aarch64.whl"], 0),
        (["a-1.0.tar.gz", "a-1.0-py3-none-any.whl"], 1),
        (["a-1.0.tar.gz"], 0),
        (["a-1.0-cp37-cp37m-manylinux2014_aarch64.whl"], None),
        (["a-1.0-cp36-cp36m-manylinux_2_28_aarch64.whl"], None),
        (["a-1.0-cp36-cp36m-manylinux2014_x86_64.whl"], None),
        (["a-1.0-cp36-cp36m-musllinux_1_1_aarch64.whl"], None),
        (["a-1.0-py2-none-any.whl"], None),
        (["a-1.0.1-py3-none-any.whl", "a-1.0.1.tar.gz"], None),
        (["a-1.0.whl", "a-1.0.exe", ""], None),
    ],
)
def test_only_what_the_nano_can_install(names: list[str], chosen: int | None) -> None:
    files = parse_page("".join(f'<a href="{name}">' for name in names), "https://index.invalid/a/")
    found = choose(files, "1.0", "3.6")
    assert (found.name if found else None) == (None if chosen is None else names[chosen])


class Index:
    """Served from a folder; `broken` answers end after so many bytes of a file, once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        self.cut_after: int | None = None
        handler = functools.partial(_Handler, index=self, directory=str(folder))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def add(self, name: str, data: bytes, *, sha256: str | None = None) -> None:
        package = name.partition("-")[0]
        place = self.folder / package
        place.mkdir(exist_ok=True)
        (place / name).write_bytes(data)
        mark = f"#sha256={sha256 or hashlib.sha256(data).hexdigest()}"
        (place / "index.html").write_text(f'<a href="{name}{mark}">{name}</a>')

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *arguments: Any, index: Index, **options: Any) -> None:
        self.index = index
        super().__init__(*arguments, **options)

    def log_message(self, format: str, *arguments: object) -> None:
        self.index.asked.append(self.path)

    def copyfile(self, source: Any, outputfile: Any) -> None:
        cut, self.index.cut_after = self.index.cut_after, None
        data = source.read()
        outputfile.write(data if cut is None or self.path.endswith("/") else data[:cut])
        if cut is not None and self.path.endswith("/"):
            self.index.cut_after = cut


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    (tmp_path / "index").mkdir()
    index = Index(tmp_path / "index")
    yield index
    index.close()


def _wheel(folder: Path, size: int = 1000) -> bytes:
    with zipfile.ZipFile(folder / "new.whl", "w") as archive:
        archive.writestr(zipfile.ZipInfo("a/__init__.py"), b"x" * size)
    return (folder / "new.whl").read_bytes()


def _params(index: Index, *packages: str, wheel_url: str | None = None) -> dict[str, Any]:
    known = {"packages": list(packages), "index_url": index.url, "release": "3.6"}
    return {**known, "wheel_url": wheel_url, "wheel_index_url": f"{index.url}/nvidia"}


def test_what_was_fetched_is_not_fetched_again(index: Index, tmp_path: Path) -> None:
    index.add("a-1.0-py3-none-any.whl", _wheel(tmp_path))
    for _ in range(2):
        (path,) = fetch_wheels(_params(index, "a==1.0"), tmp_path / "kept", CTX)
    assert path.read_bytes() == _wheel(tmp_path)
    assert len([asked for asked in index.asked if asked.endswith(".whl")]) == 1
    assert wanted_files(["a==1.0"], tmp_path / "kept") == [path]


def test_a_download_that_broke_off_is_taken_up_again(index: Index, tmp_path: Path) -> None:
    data = _wheel(tmp_path, 300_000)
    index.add("a-1.0-py3-none-any.whl", data)
    index.cut_after = 100_000
    (path,) = fetch_wheels(_params(index, "a==1.0"), tmp_path / "kept", CTX)
    assert path.read_bytes() == data
    assert len([asked for asked in index.asked if asked.endswith(".whl")]) == 2


def test_a_wheel_with_a_wrong_checksum_is_not_taken(index: Index, tmp_path: Path) -> None:
    index.add("a-1.0-py3-none-any.whl", _wheel(tmp_path), sha256="0" * 64)
    with pytest.raises(ImageError) as raised:
        fetch_wheels(_params(index, "a==1.0"), tmp_path / "kept", CTX)
    assert raised.value.code == "image.checksum_mismatch"
    assert not (tmp_path / "kept" / "a-1.0-py3-none-any.whl").exists()


def test_nvidias_wheel_has_no_checksum_and_is_read_through(index: Index, tmp_path: Path) -> None:
    data = bytearray(_wheel(tmp_path))
    data[60] ^= 1
    index.add("tensorflow-2.7.0+nv22.1-cp36-cp36m-linux_aarch64.whl", bytes(data))
    url = f"{index.url}/tensorflow/tensorflow-2.7.0+nv22.1-cp36-cp36m-linux_aarch64.whl"
    with pytest.raises(NanoError) as raised:
        fetch_wheels(_params(index, "tensorflow==2.7.0+nv22.1", wheel_url=url), tmp_path / "kept", CTX)
    assert raised.value.code == "nano.tensorflow_bad_wheel"
    assert list((tmp_path / "kept").glob("*.whl")) == []
    index.add("tensorflow-2.7.0+nv22.1-cp36-cp36m-linux_aarch64.whl", _wheel(tmp_path))
    (path,) = fetch_wheels(_params(index, "tensorflow==2.7.0+nv22.1", wheel_url=url), tmp_path / "kept", CTX)
    assert path.name == "tensorflow-2.7.0+nv22.1-cp36-cp36m-linux_aarch64.whl"


def test_what_is_not_there_and_who_does_not_answer(index: Index, tmp_path: Path) -> None:
    with pytest.raises(NanoError) as raised:
        fetch_wheels(_params(index, "b==1.0"), tmp_path / "kept", CTX)
    assert (raised.value.code, raised.value.params) == ("nano.tensorflow_not_there", {"package": "b==1.0"})
    with pytest.raises(NanoError) as raised:
        fetch_wheels({**_params(index, "b==1.0"), "index_url": "http://127.0.0.1:1"}, tmp_path / "kept", CTX)
    assert raised.value.code == "nano.tensorflow_no_index"
    with pytest.raises(NanoError) as raised:
        wanted_files(["b==1.0"], tmp_path / "kept")
    assert raised.value.code == "nano.tensorflow_not_there"
