"""The engine beside dd on the same card: ratios, not times, because the machine is never quiet.

    ./dev bench tests/benchmarks/bench_flash.py

NANOWIZARD_BENCH_IMAGE (a raw image or an archive) and NANOWIZARD_BENCH_CARD (a card file or a block device, which is
OVERWRITTEN) replace what is made here. Rounds are interleaved and medians compared.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from support.disk import MIB, make_disk_image

from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.drives.file import FileBackend
from nanowizard.drives.select import EXTRA_DEVICES, default_backends, find_drive
from nanowizard.flash.card import Flash, Options
from nanowizard.images.source import open_image
from tests.benchmarks.table import add

ROUNDS = 3


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    given = os.environ.get("NANOWIZARD_BENCH_IMAGE")
    if given:
        return Path(given)
    made = make_disk_image(tmp_path_factory.mktemp("bench"), size_bytes=1024 * MIB, file_bytes=160 * MIB)
    return made.path


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory, image: Path) -> Path:
    given = os.environ.get("NANOWIZARD_BENCH_CARD")
    if given:
        os.environ[EXTRA_DEVICES] = given
        return Path(given)
    path = tmp_path_factory.mktemp("card") / "card.img"
    with open_image(image) as source, path.open("wb") as file:
        size = (source.raw_bytes or 0) + 64 * MIB
        while file.tell() < size:  # allocated, so that the disk below does not do it while being measured
            file.write(bytes(4 * MIB))
        file.truncate(size)
    return path


def test_flash_beside_dd(image: Path, card: Path) -> None:
    if not shutil.which("dd"):
        pytest.skip("needs dd")
    ways: dict[str, Callable[[], object]] = {
        "flash_full": lambda: flash(image, card, Options(full=True)),
        "flash_full_unverified": lambda: flash(image, card, Options(full=True, verify=False)),
        "flash": lambda: flash(image, card, Options()),
    }
    if image.suffix == ".img":
        ways = {"dd": lambda: dd(image, card), "dd_cmp": lambda: dd_then_cmp(image, card), **ways}
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            began = time.monotonic()
            way()
            took[name].append(time.monotonic() - began)
    medians = {name: statistics.median(times) for name, times in took.items()}
    for name, median_s in medians.items():
        ratios = [f"{median_s / medians[base]:.2f} of {base}" for base in ("dd", "dd_cmp") if base in medians]
        add(f"flash: {name}", median_s, "s", note=", ".join([*ratios, f"median of {len(took[name])}"]))


def flash(image: Path, card: Path, options: Options) -> None:
    device = opened(card)
    try:
        Flash(device, partial(open_image, image), RunContext(), options).run()
    finally:
        device.close()


def opened(card: Path) -> RawDevice:
    backends = () if card.is_file() else default_backends()
    backend, drive = find_drive([*backends, FileBackend([])], str(card))
    return backend.open(drive, RunContext())


def dd(image: Path, card: Path) -> None:
    command = ["dd", f"if={image}", f"of={card}", "bs=4M", "oflag=direct", "conv=notrunc,fsync", "status=none"]
    subprocess.run(command, check=True)


def dd_then_cmp(image: Path, card: Path) -> None:
    """As careful people do it by hand: write, drop what is cached of the card, compare."""
    dd(image, card)
    forget = ["dd", f"if={card}", "iflag=nocache", "count=0", "status=none"]
    subprocess.run(forget, check=True)
    subprocess.run(["cmp", "-n", str(image.stat().st_size), image, card], check=True)
