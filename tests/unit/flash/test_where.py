"""What is named where a card is wrong: the partition, and the files of an ext4."""

from __future__ import annotations

import subprocess
import time
from typing import Any

import pytest
from support.devices import MIB, MemoryCard, MemoryImage
from support.disk import DiskImage, make_disk_image

from nanowizard.core.errors import DriveError, FlashError
from nanowizard.core.events import Event, FindingReported
from nanowizard.core.task import RunContext
from nanowizard.flash import where
from nanowizard.flash.card import Flash
from nanowizard.flash.compare import verify_against_image
from nanowizard.flash.where import lost_in
from nanowizard.practice.faults import Faults, FaultyDevice

CARD_BYTES = 128 * MIB


class Card:
    """A card with a flashed image, and where the first block of its file0 lies."""

    def __init__(self, image: DiskImage) -> None:
        self.data = image.path.read_bytes()
        self.image = image
        self.card = MemoryCard(CARD_BYTES, fill=0)
        self.card.data[: len(self.data)] = self.data

    def place(self, file: str, block: int = 0) -> int:
        app = self.image.path.with_suffix(".app")
        if not app.exists():
            app.write_bytes(self.data[self.image.app_start :][: self.image.app_bytes])
        asked = subprocess.run(
            ["debugfs", "-R", f"bmap {file} {block}", app], capture_output=True, text=True, check=True
        )
        return self.image.app_start + int(asked.stdout) * 4096

    def lost(self, *offsets: int, head: bytes | None = None) -> list[tuple[str, dict[str, Any]]]:
        ranges = [(offset, offset + 4096) for offset in offsets]
        found = lost_in(self.card, self.data[:MIB] if head is None else head, ranges, lambda: 0.0)
        return [(one.code.removeprefix("flash.lost_"), dict(one.params)) for one in found]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> DiskImage:
    return make_disk_image(tmp_path_factory.mktemp("disk"), size_bytes=96 * MIB, file_bytes=2 * MIB)


@pytest.fixture
def card(image: DiskImage) -> Card:
    return Card(image)


def test_files_of_app_are_named_though_the_card_is_marked(card: Card) -> None:
    card.card.data[:MIB] = bytes(MIB)
    assert card.lost(card.place("file1"), card.place("file0", 3)) == [
        ("in_files", {"partition": "APP", "files": "/file0, /file1"})
    ]


def test_several_partitions_and_what_is_in_none(card: Card) -> None:
    assert card.lost(0, 2 * MIB, card.place("file2"), 100 * MIB) == [
        ("in_files", {"partition": "APP", "files": "/file2"}),
        ("in_partition", {"partition": "TBC", "length_bytes": 4096}),
        ("outside", {"length_bytes": 8192}),
    ]


def test_of_many_files_a_few_are_named(card: Card, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nanowizard.flash.where.MOST_SHOWN", 2)
    places = [card.place(f"file{n}") for n in range(4)]
    assert card.lost(*places) == [("in_many_files", {"partition": "APP", "files": "/file0, /file1", "more": 2})]


def test_without_a_table_only_the_bytes_are_told(card: Card) -> None:
    card.card.data[:MIB] = bytes(MIB)
    assert card.lost(card.place("file0"), head=bytes(MIB)) == [("outside", {"length_bytes": 4096})]


def test_a_flash_that_fails_says_what_is_wrong(card: Card) -> None:
    events: list[Event] = []
    new = MemoryCard(CARD_BYTES)
    bad = FaultyDevice(new, Faults(corrupt_at=card.place("file3", 2) + 5, corrupt_always=True))
    with pytest.raises(FlashError, match=r"flash\.verify_mismatch"):
        Flash(bad, MemoryImage(card.data), RunContext(emit=events.append), tick_s=0.005).run()
    found = [event.finding for event in events if isinstance(event, FindingReported)]
    assert [one.code for one in found] == ["flash.range_differs", "flash.range_differs", "flash.lost_in_files"]
    assert "/file3" in str(found[-1].params["files"])


def test_a_comparison_says_what_is_wrong(card: Card) -> None:
    events: list[Event] = []
    card.card.data[card.place("file2", 1)] ^= 1
    with pytest.raises(FlashError, match=r"flash\.card_differs"):
        verify_against_image(card.card, MemoryImage(card.data), RunContext(emit=events.append), tick_s=0.005)
    found = [event.finding for event in events if isinstance(event, FindingReported)]
    assert [(one.code, one.params.get("files")) for one in found] == [
        ("flash.range_differs", None),
        ("flash.lost_in_files", "/file2"),
    ]


def test_a_card_that_does_not_answer_any_more_changes_no_error(card: Card) -> None:
    events: list[Event] = []

    def gone() -> None:
        raise DriveError("drive.gone", path="memory:card")

    card.card.on_check = gone
    where.tell_where(
        card.card, card.data[:MIB], [(0, 1)], RunContext(emit=events.append), clock=time.monotonic, tick_s=0.005
    )
    assert events == []


def test_bad_blocks_are_passed_over(card: Card) -> None:
    place = card.place("file0")
    bad = FaultyDevice(card.card, Faults(fails_at=card.place("file1")))
    found = lost_in(bad, card.data[:MIB], [(place, place + 1)], lambda: 0.0)
    assert [one.params["files"] for one in found] == ["/file0"]
