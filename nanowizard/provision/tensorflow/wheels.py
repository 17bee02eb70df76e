"""Python packages that this computer fetches for a Nano without internet: found, checked, kept here, copied there."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

from nanowizard.core.errors import NanoError
from nanowizard.core.events import LogLine
from nanowizard.core.task import RunContext
from nanowizard.images.download.download import fetch
from nanowizard.images.download.link import StalledError, read_page
from nanowizard.images.download.web import FAILURES
from nanowizard.provision.nano_commands import as_root
from nanowizard.provision.tensorflow.install import WHEELS
from nanowizard.provision.tensorflow.recipes import canonical
from nanowizard.remote.push import push_file
from nanowizard.remote.shell import Connection

PAGE_MOST_BYTES = 16 << 20
PAGE_STALL_S = 20.0
_LINK = re.compile(r"<a\s[^>]*?href=[\"']([^\"']+)[\"']", re.IGNORECASE)
_WHEEL = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)(-\d[^-]*)?-(?P<python>[^-]+)-(?P<abi>[^-]+)-(?P<system>[^-]+)")


@dataclass(frozen=True, slots=True)
class File:
    """A file of an index; `sha256` where the index names it."""

    url: str
    name: str
    sha256: str | None


def fetch_wheels(params: Mapping[str, Any], folder: Path, ctx: RunContext) -> list[Path]:
    """All packages of a plan into `folder`; what is there and right is not fetched again.

    Raises NanoError nano.tensorflow_not_there(package), nano.tensorflow_no_index(index_url),
    nano.tensorflow_bad_wheel(file), and what `fetch` raises.
    """
    return [fetch_wheel(package, params, folder, ctx) for package in params["packages"]]


def fetch_wheel(package: str, params: Mapping[str, Any], folder: Path, ctx: RunContext) -> Path:
    name, _, version = package.partition("==")
    is_nvidia = "+nv" in version
    if is_nvidia and params["wheel_url"]:
        url = str(params["wheel_url"])
        chosen = File(url, unquote(url.rpartition("/")[2]), None)
    else:
        index_url = params["wheel_index_url"] if is_nvidia else params["index_url"]
        found = choose(files_of(index_url, name, ctx), version, params["release"])
        if found is None:
            raise NanoError("nano.tensorflow_not_there", package=package)
        chosen = found
    ctx.cancel.raise_if_set()
    ctx.emit(LogLine(text=chosen.name, source="computer"))
    got = fetch(chosen.url, folder, ctx, sha256=chosen.sha256, name=chosen.name).path
    if got.suffix == ".whl":
        check_zip(got)
    return got


def check_zip(path: Path) -> None:
    """NVIDIA publishes no checksums: the archive's own must do. Raises NanoError nano.tensorflow_bad_wheel(file)."""
    try:
        with zipfile.ZipFile(path) as archive:
            bad = archive.testzip()
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
        raise _bad(path, str(error)) from error
    if bad is not None:
        raise _bad(path, bad)


def _bad(path: Path, why: str) -> NanoError:
    """What is damaged is put away, so that the next try fetches it anew."""
    path.unlink(missing_ok=True)
    return NanoError("nano.tensorflow_bad_wheel", file=path.name, detail=why)


def files_of(index_url: str, name: str, ctx: RunContext) -> list[File]:
    """A package's page in an index (PEP 503). Raises NanoError nano.tensorflow_no_index(index_url)."""
    url = f"{index_url.rstrip('/')}/{canonical(name)}/"
    try:
        headers = {"Accept": "text/html"}
        head, data = read_page(url, headers, ctx.cancel, stall_s=PAGE_STALL_S, most_bytes=PAGE_MOST_BYTES)
    except (*FAILURES, StalledError) as error:
        raise NanoError("nano.tensorflow_no_index", index_url=index_url, detail=str(error)) from error
    if head.status == 404:
        return []
    if head.status != 200:
        raise NanoError("nano.tensorflow_no_index", index_url=index_url, detail=f"HTTP {head.status}")
    return parse_page(data.decode("utf-8", "replace"), head.url)


def parse_page(text: str, base: str) -> list[File]:
    found = []
    for link in _LINK.findall(text):
        url, fragment = urldefrag(urljoin(base, html.unescape(link)))
        kind, _, value = fragment.partition("=")
        name = unquote(url.partition("?")[0].rpartition("/")[2])
        found.append(File(url, name, value.lower() if kind == "sha256" else None))
    return found


def choose(files: Sequence[File], version: str, release: str) -> File | None:
    """The file of this version that the Nano can install: a finished wheel for it, else the source."""
    python = release.replace(".", "")
    wheels = [file for file in files if _fits(file.name, version, python)]
    sources = [file for file in files if file.name.endswith(f"-{version}.tar.gz")]
    return next(iter([*wheels, *sources]), None)


def _fits(name: str, version: str, python: str) -> bool:
    match = _WHEEL.fullmatch(name.removesuffix(".whl")) if name.endswith(".whl") else None
    if match is None or match["version"] != version:
        return False
    abis, pythons, systems = (match[part].split(".") for part in ("abi", "python", "system"))
    if "any" in systems:
        return "none" in abis and bool({"py3", f"py{python}", f"cp{python}"} & set(pythons))
    fits_system = any(system.endswith("aarch64") and _is_old_enough(system) for system in systems)
    own = f"cp{python}" in pythons and bool({f"cp{python}m", f"cp{python}", "abi3"} & set(abis))
    return fits_system and (own or ("none" in abis and bool({"py3", f"py{python}"} & set(pythons))))


def _is_old_enough(system: str) -> bool:
    """Ubuntu 18.04 has glibc 2.27."""
    match = re.match(r"manylinux_2_(\d+)_", system)
    return int(match[1]) <= 27 if match else system.startswith(("manylinux2014_", "linux_"))


def push_wheels(conn: Connection, params: Mapping[str, Any], folder: Path, ctx: RunContext) -> None:
    """Copy the files of the plan's packages to the Nano. One that is there whole is not sent again."""
    as_root(conn, ctx, "install", "-d", "-m", "0755", "--", WHEELS)
    for path in wanted_files(params["packages"], folder):
        ctx.emit(LogLine(text=f"{path.name} > {WHEELS}", source="computer"))
        push_file(conn, path, f"{WHEELS}/{path.name}", ctx)


def wanted_files(packages: Sequence[str], folder: Path) -> list[Path]:
    """Raises NanoError nano.tensorflow_not_there(package)."""
    there = sorted(path for path in folder.iterdir() if path.suffix in {".whl", ".gz"}) if folder.is_dir() else []
    found = []
    for package in packages:
        name, _, version = package.partition("==")
        match = next((path for path in there if _is_of(path.name, name, version)), None)
        if match is None:
            raise NanoError("nano.tensorflow_not_there", package=package)
        found.append(match)
    return found


def _is_of(file: str, name: str, version: str) -> bool:
    if file.endswith(".tar.gz"):
        own, _, of = file.removesuffix(".tar.gz").rpartition("-")
    else:
        own, _, rest = file.partition("-")
        of = rest.partition("-")[0]
    return canonical(own) == canonical(name) and of == version
