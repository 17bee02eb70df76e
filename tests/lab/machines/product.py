"""NanoWizard for a virtual computer: installed as a wheel into folders that the computer sees as shares.

The computer has Debian's own Python; what is installed here is for that one, whatever runs the tests.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.lab.machines.cache import cached, key_of

GUEST_PYTHON = (3, 11)  # Debian 12
_CHECKOUT = Path(__file__).resolve().parents[3]
_CONSTRAINTS = _CHECKOUT / "packaging" / "constraints.txt"
# Debian 12 has glibc 2.36.
_PLATFORMS = ("manylinux2014_x86_64", *(f"manylinux_2_{minor}_x86_64" for minor in (34, 31, 28, 17)))


def libraries() -> Path:
    """Everything that NanoWizard needs, of the tested versions."""
    sources = [Path(__file__), _CONSTRAINTS]

    def install(folder: Path) -> None:
        wheels = [f"--platform={platform}" for platform in _PLATFORMS]
        options = [
            "--python-version={}.{}".format(*GUEST_PYTHON),
            "--only-binary=:all:",
            "--implementation=cp",
            *wheels,
        ]
        _pip("install", *options, "--target", folder, "-c", _CONSTRAINTS, *_requirements())

    return cached("libraries", key_of(sources, _requirements()), install)


def product(folder: Path) -> Path:
    """This checkout, built and installed into `folder`: the files that a person gets."""
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder / "wheel", _CHECKOUT)
    (wheel,) = (folder / "wheel").glob("nanowizard-*.whl")
    _pip("install", "--no-deps", "--target", folder / "installed", wheel)
    return folder / "installed"


def _requirements() -> list[str]:
    lines = []
    inside = False
    for line in (_CHECKOUT / "pyproject.toml").read_text().splitlines():
        if inside and line.strip() == "]":
            break
        if inside and line.lstrip().startswith('"'):
            lines.append(line.split('"')[1])
        inside = inside or line.startswith("dependencies = [")
    return lines


def _pip(*arguments: object) -> None:
    def readable_by_everybody() -> None:
        os.umask(0o022)

    quiet = ("-qq", "--disable-pip-version-check")
    subprocess.run(
        [sys.executable, "-m", "pip", *map(str, arguments), *quiet],
        check=True,
        preexec_fn=readable_by_everybody,
        stdin=subprocess.DEVNULL,
    )
