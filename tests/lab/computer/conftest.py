"""One virtual computer for all tests of this folder, and cards to put into it.

The automounter runs all the time, as on a desktop: every test has it as an opponent.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.lab.computer.cards import CARD_BYTES, CardFile
from tests.lab.machines import product
from tests.lab.machines.boot import boot
from tests.lab.machines.computer import Computer
from tests.lab.machines.computer_image import computer_image
from tests.lab.machines.slots import Faults, Reader, Stick
from tests.support.disk import MIB, DiskImage, make_disk_image

IMAGE_BYTES = 96 * MIB  # partitions below 64 MiB are written whole
_INSIDE = Path(__file__).parent / "inside"


@pytest.fixture(scope="session")
def image(tmp_path_factory: pytest.TempPathFactory) -> DiskImage:
    return make_disk_image(tmp_path_factory.mktemp("image"), size_bytes=IMAGE_BYTES, file_bytes=12 * MIB)


@pytest.fixture(scope="session")
def computer(
    tmp_path_factory: pytest.TempPathFactory, image: DiskImage, record_testsuite_property: Callable[[str, object], None]
) -> Iterator[Computer]:
    files = tmp_path_factory.mktemp("files")
    shutil.copy(image.zipped(), files / "nano.zip")
    shutil.copytree(_INSIDE, files, dirs_exist_ok=True)
    files.chmod(0o755)
    libraries, installed = product.libraries(), product.product(tmp_path_factory.mktemp("product"))
    disk = computer_image()

    def make() -> Computer:
        return Computer(disk, libraries=libraries, product=installed, files=files)

    computer = boot(make, Computer.wait, record_testsuite_property)
    yield computer
    computer.close()


@pytest.fixture
def new_card(tmp_path: Path) -> Callable[..., CardFile]:
    """Makes cards full of noise, each its own; `size_bytes` has to be a power of two for the SD slot."""
    numbers = iter(range(1, 100))

    def make(size_bytes: int = CARD_BYTES) -> CardFile:
        number = next(numbers)
        path = tmp_path / f"card{number}"
        # Different at every start, so that a card which got another one's bytes is seen.
        path.write_bytes(random.Random(number).randbytes(MIB) * (size_bytes // MIB))
        return CardFile(path)

    return make


@pytest.fixture
def card(new_card: Callable[..., CardFile]) -> CardFile:
    return new_card()


@pytest.fixture
def plug(computer: Computer) -> Iterator[Callable[..., Stick]]:
    """Plugs sticks in, and pulls out at the end what is still in."""
    plugged: list[Stick] = []

    def stick(card: CardFile, *, serial: str = "LAB0001", **faults: object) -> Stick:
        plugged.append(computer.plug_stick(card.path, Faults(**faults), serial=serial))  # type: ignore[arg-type]
        return plugged[-1]

    yield stick
    for one in plugged:
        one.unplug()


@pytest.fixture
def laptop(computer: Computer) -> Iterator[Computer]:
    """The computer, whose SD slot is empty again at the end."""
    yield computer
    computer.sd_slot.pull()


@pytest.fixture
def reader(computer: Computer) -> Iterator[Reader]:
    reader = computer.plug_reader()
    yield reader
    reader.unplug()
