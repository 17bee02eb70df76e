"""Every card of the census in the virtual computer, with real drivers and an ordinary user: `./dev lab census`.

Writes the table for the README: build/lab-results/census.md.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lab.census import inside, table
from lab.census.case import RESCUED, Case
from lab.census.cases import CASES, IN_THE_COMPUTER
from lab.census.peers import NOT_LISTED, shown
from lab.census.person import Person
from lab.census.plugging import IMAGE, IMAGE_BYTES, PERSON, Batch, Card, batches, digest
from lab.census.table import Seen
from lab.census.usable import is_usable
from nanowizard.practice.image import build_practice_image
from tests.lab.children import RESULTS
from tests.lab.machines import product
from tests.lab.machines.boot import boot
from tests.lab.machines.computer import Computer
from tests.lab.machines.computer_image import computer_image

pytestmark = pytest.mark.timeout(1800)
BATCHES = batches(IN_THE_COMPUTER)


@pytest.fixture(scope="session")
def computer(
    tmp_path_factory: pytest.TempPathFactory, record_testsuite_property: Callable[[str, object], None]
) -> Iterator[Computer]:
    files = tmp_path_factory.mktemp("files")
    build_practice_image(files / IMAGE, size_bytes=IMAGE_BYTES)
    shutil.copy(inside.__file__, files)
    files.chmod(0o755)
    libraries, installed = product.libraries(), product.product(tmp_path_factory.mktemp("product"))
    disk = computer_image()

    def make() -> Computer:
        return Computer(disk, libraries=libraries, product=installed, files=files)

    computer = boot(make, Computer.wait, record_testsuite_property)
    # What the desktop does to cards is another tier's business: here it would change the list between two looks.
    computer.root.run("systemctl stop automounter")
    yield computer
    computer.close()


@pytest.fixture(scope="session")
def alice(computer: Computer) -> Iterator[Person]:
    person = Person(computer, PERSON)
    yield person
    person.close()


@pytest.fixture(scope="session")
def seen() -> Iterator[dict[str, Seen]]:
    """What became of the cases so far, in the order in which they ran; written down at the end."""
    found: dict[str, Seen] = {}
    yield found
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "census.md").write_text(table.markdown([case for case in CASES if case.name in found], found))


@pytest.mark.parametrize("cases", BATCHES, ids=lambda cases: "-".join(case.name for case in cases))
def test_batch(cases: list[Case], computer: Computer, alice: Person, seen: dict[str, Seen], tmp_path: Path) -> None:
    """All is looked at before anything is judged: one wrong card must not hide the others."""
    batch = Batch(computer, tmp_path)
    try:
        batch.plug(cases)
        drives, devices = alice.list(), batch.list_as_peers()
        for card in batch.cards:
            image_bytes = IMAGE_BYTES if card.case.plugged == "too_small" else None
            device = devices.get(card.node)
            seen[card.case.name] = Seen(
                listed=_words(drives.get(card.node)),
                peers=shown(device, image_bytes=image_bytes) if device else NOT_LISTED,
            )
        for card in batch.cards:
            _repair(alice, card, seen[card.case.name])
    finally:
        batch.unplug()
    for card in batch.cards:
        _look(card, seen[card.case.name], tmp_path)
    assert {case.name: seen[case.name].answer for case in cases} == {case.name: table.expected(case) for case in cases}
    assert [case.name for case in cases if not seen[case.name].left_well] == []


def _words(drive: dict[str, Any] | None) -> tuple[str, ...]:
    if drive is None:
        return ()
    known = [volume for volume in drive["volumes"] if volume["filesystem"]]
    volumes = dict.fromkeys(f"{volume['filesystem']} {volume['label']}".strip() for volume in known)
    return (drive["contents"], *volumes, *(finding["code"] for finding in drive["findings"]))


def _repair(alice: Person, card: Card, seen: Seen) -> None:
    if card.case.plugged == "too_small":
        said = alice.ask("flash", card.node, f"/lab/files/{IMAGE}")
    else:
        said = alice.ask("repair", card.node)
    seen.found = tuple(code.removeprefix("found.") for code in said["findings"] if code.startswith("found."))
    seen.end = RESCUED if said["end"] == inside.DONE else said["end"]


def _look(card: Card, seen: Seen, scratch: Path) -> None:
    """At the card itself, as the host sees it."""
    if seen.end == RESCUED and card.twin:
        (written,) = [file for file in (card.file, card.twin) if digest(file) not in card.before]
        is_usable(written, scratch)
        seen.left_well = True
    elif seen.end == RESCUED:
        is_usable(card.file, scratch)
        seen.left_well = True
    elif seen.end.startswith("drive.") and seen.end != "drive.io":
        seen.left_well = card.digests == card.before
    else:
        seen.left_well = True
