"""What the loop tier needs of its computer, and proof that it leaves nothing behind there."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from lab.loop.image import Image, make_image

if sys.platform == "linux":
    from lab.loop.cards import LoopCard, garbage_file
    from lab.loop.lying_card import Faults, LyingCard
    from lab.loop.throttle import own_cgroups
    from lab.loop.udisks_lab import UdisksLab

MIB = 1 << 20
_MOUNT_PREFIX = f"nanowizard-test-{os.getpid()}-"
# These are block devices of Linux.
collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]

# A case that hangs (a question that nobody takes back) must not hold up the rest for as long as a machine may boot.
_LIMIT_S = 60
_LOOK_LIMIT_S = 20.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:  # of the whole run: others may be among them
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.timeout(_LIMIT_S))


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Looks only at what is below this run's own folder or begun by this process: others may use loop devices too."""
    if os.geteuid() != 0:
        pytest.skip("the loop tier needs root, for loop devices and mounts")
    folder = str(tmp_path_factory.getbasetemp())
    children = set(psutil.Process().children(recursive=True))
    yield
    assert [file for file in _loop_files() if file.startswith(folder)] == [], "loop devices are left"
    mounted = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
    assert [point for point in mounted if point.startswith((folder, f"/mnt/{_MOUNT_PREFIX}"))] == [], "mounts are left"
    assert set(psutil.Process().children(recursive=True)) - children == set(), "processes are left"
    assert own_cgroups() == [], "cgroups are left"


def _loop_files() -> list[str]:
    return [file.read_text().strip() for file in Path("/sys/block").glob("loop*/loop/backing_file")]


@pytest.fixture(autouse=True)
def _patient_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is on a card is known once it is listed, however busy this computer is. What hangs, hangs in helpers."""
    from nanowizard.drives.linux.listing import LOOKS

    monkeypatch.setattr(LOOKS, "wait_s", _LOOK_LIMIT_S)


@pytest.fixture(scope="session")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """A small system image that is noise all over, so that every byte of it counts."""
    return make_image(tmp_path_factory.mktemp("image") / "nano.img", 12 * MIB)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """More than a second's worth for a card of 30 MB/s, so that there is progress on the way."""
    return make_image(tmp_path_factory.mktemp("image") / "large.img", 40 * MIB)


MakeCard = Callable[..., "LoopCard"]


@pytest.fixture
def make_card(tmp_path: Path) -> Iterator[MakeCard]:
    """make_card(size_bytes, *losetup options, faults=Faults(...)): a card full of old data, gone after the test."""
    made: list[LoopCard] = []
    lying: list[LyingCard] = []

    def make(size_bytes: int = 16 * MIB, *options: str, faults: Faults | None = None) -> LoopCard:
        backing = garbage_file(tmp_path / f"card{len(made)}.img", size_bytes)
        if faults:
            lying.append(LyingCard(backing, tmp_path / f"reader{len(made)}", faults))
        made.append(LoopCard(backing, *options, file=lying[-1].file if faults else None))
        return made[-1]

    yield make
    for card in made:
        card.close()
    for liar in lying:
        liar.close()


@pytest.fixture
def mount_point() -> Iterator[Path]:
    """Where cards are mounted: anywhere else counts as the system's."""
    with tempfile.TemporaryDirectory(dir="/mnt", prefix=_MOUNT_PREFIX) as folder:
        yield Path(folder)
        subprocess.run(["umount", "-l", folder], capture_output=True, check=False)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory, image: Image) -> Iterator[UdisksLab]:
    """udevd, D-Bus, polkit and UDisks2 for ourselves: half a second to start, so one for all tests of them."""
    lab = UdisksLab(tmp_path_factory.mktemp("services"), image)
    yield lab
    lab.close()


@pytest.fixture
def udisks_again(lab: UdisksLab) -> Iterator[None]:
    """Whatever happened to it: afterwards it runs again, and the bus does not start it by itself."""
    yield
    lab.activate(False)
    lab.stop("udisksd")
    lab.start("udisksd")


@pytest.fixture
def no_udisks(lab: UdisksLab, udisks_again: None) -> None:
    lab.stop("udisksd")


@pytest.fixture
def no_polkit(lab: UdisksLab) -> Iterator[None]:
    lab.stop("polkitd")
    yield
    lab.start("polkitd")
