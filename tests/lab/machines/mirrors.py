"""A Debian repository and a Python package index, small and served by the test over HTTP."""

from __future__ import annotations

import base64
import functools
import hashlib
import http.server
import io
import subprocess
import tarfile
import tempfile
import threading
import zipfile
from collections.abc import Mapping
from email.utils import formatdate
from pathlib import Path
from random import Random
from typing import Any

from tests.lab.machines.link import Link
from tests.lab.machines.nano import HOST_SEEN_FROM_INSIDE

PACKAGE = "nanowizard-lab"
"""The name of the one package in each: it brings a file of noise, which no compression makes smaller."""
VERSION = "1.0"
MODULE = "nanowizard_lab"


class Mirrors:
    """`link` is the way to them from inside of a virtual machine, `asked` the paths that were asked for, `index`
    the folder of the package index.
    """

    def __init__(self, folder: Path, *, package_bytes: int) -> None:
        noise = Random(1).randbytes(package_bytes)
        _fill_repository(folder / "apt", noise)
        self.index = folder / "simple"
        add_wheel(self.index, PACKAGE, VERSION, {f"{MODULE}/__init__.py": b"", f"{MODULE}/noise": noise})
        self.asked: list[str] = []
        handler = functools.partial(_Handler, directory=str(folder), asked=self.asked)
        self._server = _Server(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, name="mirrors", daemon=True)
        self._thread.start()
        self._port: int = self._server.server_address[1]
        self.link = Link(self._port)

    @property
    def apt_line(self) -> str:
        """For sources.list: a flat repository, trusted because nothing here is signed."""
        return f"deb [trusted=yes] {self._url}/apt ./\n"

    @property
    def index_url(self) -> str:
        return f"{self._url}/simple"

    @property
    def index_url_here(self) -> str:
        """The same index for this computer, whatever the link does."""
        return f"http://127.0.0.1:{self._port}/simple"

    def go_away(self) -> None:
        """Connections end, and nobody answers any more."""
        self.link.to = None
        self.link.break_off()

    def come_back(self) -> None:
        self.link.to = self._port

    def close(self) -> None:
        self.link.close()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def _url(self) -> str:
        return f"http://{HOST_SEEN_FROM_INSIDE}:{self.link.port}"


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A link that broke off is what some tests are about, and the client's to complain of."""


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *arguments: Any, asked: list[str], **options: Any) -> None:
        self._asked = asked
        super().__init__(*arguments, **options)

    def log_message(self, format: str, *arguments: object) -> None:
        self._asked.append(self.path)


def _fill_repository(folder: Path, noise: bytes) -> None:
    """A package with one file, and the lists that apt reads: Packages, and Release with its checksum."""
    folder.mkdir(parents=True)
    deb = folder / f"{PACKAGE}_{VERSION}_all.deb"
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch, "root")
        (root / "DEBIAN").mkdir(parents=True)
        control = {"Package": PACKAGE, "Version": VERSION, "Architecture": "all", "Maintainer": "NanoWizard's lab"}
        fields = "".join(f"{name}: {value}\n" for name, value in {**control, "Description": "noise"}.items())
        (root / "DEBIAN" / "control").write_text(fields)
        (root / "usr/share" / PACKAGE).mkdir(parents=True)
        (root / "usr/share" / PACKAGE / "noise").write_bytes(noise)
        subprocess.run(["dpkg-deb", "--root-owner-group", "--build", root, deb], check=True, capture_output=True)
    place = f"Filename: ./{deb.name}\nSize: {deb.stat().st_size}\nSHA256: {_sha256(deb.read_bytes())}\n"
    packages = (fields + place).encode()
    (folder / "Packages").write_bytes(packages)
    release = f"Date: {formatdate(usegmt=True)}\nSHA256:\n {_sha256(packages)} {len(packages)} Packages\n"
    (folder / "Release").write_text(release)


def add_wheel(index: Path, name: str, version: str, files: Mapping[str, bytes]) -> None:
    """A wheel of these files, and the page of PEP 503 that names it with its checksum."""
    module = name.replace("-", "_")
    info = f"{module}-{version}.dist-info"
    described = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: lab\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},sha256={_record_hash(data)},{len(data)}\n" for name, data in described.items())
    wheel = _folder(index, name) / f"{module}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for place, data in {**described, f"{info}/RECORD": f"{record}{info}/RECORD,,\n".encode()}.items():
            archive.writestr(place, data)
    _write_page(wheel)


def add_source(index: Path, name: str, version: str, files: Mapping[str, bytes]) -> None:
    """The same as a source archive: whoever installs it has to build it first."""
    archive = _folder(index, name) / f"{name}-{version}.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        for place, data in files.items():
            member = tarfile.TarInfo(f"{name}-{version}/{place}")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    _write_page(archive)


def _folder(index: Path, name: str) -> Path:
    folder = index / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _write_page(file: Path) -> None:
    link = f'<a href="{file.name}#sha256={_sha256(file.read_bytes())}">{file.name}</a>'
    (file.parent / "index.html").write_text(f"<!DOCTYPE html><html><body>{link}</body></html>\n")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _record_hash(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
