"""Cards that tools cannot see, rescued; and cards that are themselves at fault, told so."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.broken_cards import BROKEN, SIZE, broken
from support.devices import MIB, MemoryCard
from support.volumes import blkid, fsck, tool

from nanowizard.cards.capacity import CapacityProbe
from nanowizard.cards.model import RepairReport, RepairRequest
from nanowizard.cards.repair import Repair
from nanowizard.core.errors import CardError, DriveError
from nanowizard.core.events import Event, FindingReported, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.drives.marker import read_marker
from nanowizard.drives.partition import read_table

STEPS = [
    *("card.repair.look", "card.repair.clear", "card.repair.test"),
    *("card.format.write", "card.format.check", "card.format.table"),
]


def repair(card: MemoryCard, *, ctx: RunContext | None = None, label: str = "") -> RepairReport:
    def probe(*arguments: object) -> CapacityProbe:
        return CapacityProbe(*arguments, pressure_bytes=4 * MIB, least_stride=4 * MIB)  # type: ignore[arg-type]

    request = RepairRequest(identity=card.identity, label=label)
    return Repair(card, request, ctx or RunContext(), tick_s=0.01, make_probe=probe).run()


def marked(card: MemoryCard) -> bool:
    return read_marker(bytes(card.data[:4096])) is not None


@pytest.mark.parametrize("slug", BROKEN)
def test_rescued(slug: str, tmp_path: Path) -> None:
    card = broken(slug)
    events: list[Event] = []
    report = repair(card, label="rescued", ctx=RunContext(emit=events.append))
    assert report.found[0] == slug
    assert report.filesystem == "fat16"
    assert report.tested_bytes > 8 * MIB
    assert [event.step for event in events if isinstance(event, StepStarted)] == STEPS
    told = [event.finding.code for event in events if isinstance(event, FindingReported)]
    assert told == [f"found.{slug}" for slug in report.found]
    file, volume = tmp_path / "card.img", tmp_path / "volume.img"
    file.write_bytes(card.data)
    tool("sfdisk", "--verify", file)
    (part,) = read_table(lambda offset, length: bytes(card.data[offset : offset + length]), SIZE).partitions
    volume.write_bytes(card.data[part.start_bytes : part.end_bytes])
    fsck(volume, "vfat")
    assert blkid(volume)["LABEL_ENC"] == "RESCUED"


class Lying(MemoryCard):
    """Has less memory than it says. What lies behind it begins anew at the start, or is forgotten."""

    def __init__(self, real_bytes: int, *, wraps: bool) -> None:
        super().__init__(SIZE, fill=0)
        self._real_bytes = real_bytes
        self._wraps = wraps

    def write_at(self, offset: int, data: memoryview) -> None:
        for at in range(0, len(data), 512):
            place = offset + at
            if self._wraps or place < self._real_bytes:
                super().write_at(place % self._real_bytes, data[at : at + 512])

    def read_at(self, offset: int, into: memoryview) -> None:
        for at in range(0, len(into), 512):
            place = (offset + at) % self._real_bytes if self._wraps else offset + at
            super().read_at(place, into[at : at + 512])


@pytest.mark.parametrize("wraps", [True, False])
@pytest.mark.parametrize("real_bytes", [32 * MIB, 41 * MIB])
def test_a_card_that_lies_about_its_size(real_bytes: int, wraps: bool) -> None:
    card = Lying(real_bytes, wraps=wraps)
    with pytest.raises(CardError) as caught:
        repair(card)
    assert caught.value.code == "card.lies_about_size"
    assert caught.value.params == {"has_bytes": SIZE, "real_bytes": real_bytes}
    assert read_table(lambda offset, length: bytes(card.data[offset : offset + length]), SIZE).partitions == ()


def test_a_card_that_takes_writes_and_forgets_them() -> None:
    card = broken("raw")
    before = bytes(card.data)

    def forget(offset: int, length: int) -> None:
        card.data[:] = before

    card.on_read = forget
    with pytest.raises(CardError, match=r"card\.ignores_writes"):
        repair(card)


def test_a_card_that_fails_at_its_end() -> None:
    card = broken("raw")

    def fail(offset: int, length: int) -> None:
        if offset + length == SIZE:
            raise DriveError("drive.io", path="memory:card", offset_bytes=offset)

    card.on_write = fail
    with pytest.raises(DriveError, match=r"drive\.io"):
        repair(card)
    assert marked(card)


def test_a_card_that_cannot_be_read_at_first_is_rescued() -> None:
    """What was never written whole reads as an error on some cards, until it is written."""
    card = broken("empty")
    written: set[int] = set()
    card.on_write = lambda offset, length: written.update(range(offset // 4096, (offset + length) // 4096))

    def fail(offset: int, length: int) -> None:
        if offset == 0 and 0 not in written:
            raise DriveError("drive.io", path="memory:card", offset_bytes=offset)

    card.on_read = fail
    assert repair(card).found == ("unreadable",)
    assert not marked(card)


def test_an_exchanged_card_is_not_written() -> None:
    card = broken("raw")

    def changed() -> None:
        raise DriveError("drive.changed", path="memory:card")

    card.on_check = changed
    with pytest.raises(DriveError, match=r"drive\.changed"):
        repair(card)
    assert card.writes == []
