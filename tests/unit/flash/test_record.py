"""A card compared with what this computer remembers of writing it: found by the card, and never believed unread."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.devices import MIB, MemoryCard, MemoryImage

from nanowizard.core.errors import FlashError, ImageError
from nanowizard.core.events import Event, FindingReported, Progress, RecordPart, to_wire
from nanowizard.core.task import RunContext
from nanowizard.drives.partition import Partition
from nanowizard.drives.partition_write import make_gpt
from nanowizard.flash import records
from nanowizard.flash.card import Flash, Options
from nanowizard.flash.compare_record import verify_against_record
from nanowizard.flash.journal import FlashJournal
from nanowizard.flash.record import CardRecord, pack, unpack
from nanowizard.helper import protocol

LINUX = "0fc63daf-8483-4772-8e79-3d69d8477de4"
CARD_BYTES = 16 * MIB
IMAGE = Path("test.img")


def an_image(seed: int, disk_id: str) -> bytes:
    data = bytearray(random.Random(seed).randbytes(9 * MIB + 512))
    part = Partition(number=1, start_bytes=2 * MIB, size_bytes=6 * MIB, name="APP", type=LINUX)
    table = make_gpt([part], len(data) // 512 * 512, disk_id=disk_id)
    data[: len(table.head)] = table.head
    return bytes(data)


DATA = an_image(1, "5a0f3c52-3c1f-4f7e-9d2b-0c6a1e6b7a01")
OTHER = an_image(2, "5a0f3c52-3c1f-4f7e-9d2b-0c6a1e6b7a02")


class Desk:
    """A computer with one card, and its journal."""

    def __init__(self, folder: Path) -> None:
        self.card = MemoryCard(CARD_BYTES)
        self.journal = FlashJournal(folder / "flashes.json")
        self.events: list[Event] = []

    def flash(self, data: bytes = DATA, *, at_end: Callable[[], None] = lambda: None, **options: Any) -> None:
        ctx = RunContext(emit=self.events.append)
        with self.journal.following(IMAGE, self.card.identity, ctx) as followed:
            Flash(self.card, MemoryImage(data, at_end=at_end), followed, Options(**options), tick_s=0.005).run()

    def record(self) -> CardRecord:
        path = self.journal.records.of(self.card.identity)
        assert path
        return unpack(path.read_bytes())

    def verify(self, record: CardRecord | None = None) -> Any:
        ctx = RunContext(emit=self.events.append)
        return verify_against_record(self.card, record or self.record(), ctx, tick_s=0.005)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_what_was_written_is_remembered_and_found_again(desk: Desk) -> None:
    desk.flash()
    assert not [event for event in desk.events if isinstance(event, RecordPart)], "nobody is shown it"
    writes = len(desk.card.writes)
    report = desk.verify()
    assert (report.raw_bytes, report.verified_bytes >= len(DATA)) == (len(DATA), True)
    assert desk.card.writes[writes:] == []
    assert isinstance(desk.events[-2], Progress) and desk.events[-2].fraction == 1.0


@pytest.mark.parametrize("at", [600 * 1024, MIB, 5 * MIB + 77, 9 * MIB + 511])
def test_one_bit(desk: Desk, at: int) -> None:
    desk.flash()
    desk.card.data[at] ^= 1
    with pytest.raises(FlashError) as caught:
        desk.verify()
    assert caught.value.code == "flash.card_differs"
    codes = [event.finding.code for event in desk.events if isinstance(event, FindingReported)]
    assert codes[0] == "flash.range_differs"
    assert codes[1] in ("flash.lost_in_partition", "flash.lost_outside")


def test_a_card_that_was_written_again_elsewhere_is_another_one(desk: Desk) -> None:
    desk.flash()
    record = desk.record()
    desk.flash(OTHER)
    with pytest.raises(FlashError, match=r"flash\.other_record"):
        desk.verify(record)
    smaller = MemoryCard(8 * MIB)
    smaller.data[:] = DATA[: 8 * MIB]
    desk.card = smaller
    with pytest.raises(FlashError, match=r"flash\.other_record"):
        desk.verify(record)


def test_a_write_that_breaks_off_leaves_no_record(desk: Desk) -> None:
    desk.flash()
    record = desk.record()

    def fail() -> None:
        raise ImageError("image.damaged")

    with pytest.raises(ImageError):
        desk.flash(OTHER, at_end=fail)
    assert desk.journal.records.of(desk.card.identity) is None
    with pytest.raises(FlashError, match=r"flash\.card_not_ready"):
        desk.verify(record)


def test_what_was_not_read_back_is_not_remembered(desk: Desk) -> None:
    desk.flash(verify=False)
    assert desk.journal.records.of(desk.card.identity) is None


def test_each_card_has_its_own_and_the_oldest_go(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_MOST", 2)
    desk.flash()
    first = desk.card.identity
    os.utime(desk.journal.records.of(first) or "", (1, 1))
    for serial in ("2", "3"):
        desk.card.identity = replace(first, serial=serial, path="elsewhere", diskseq=7)
        desk.flash()
    assert desk.journal.records.of(replace(first, serial="3")), "where it is in does not matter"
    assert desk.journal.records.of(replace(first, serial="2"))
    assert desk.journal.records.of(first) is None


def test_a_record_says_of_which_image_it_is_and_when_it_was_written(desk: Desk) -> None:
    assert desk.journal.records.kept(desk.card.identity) is None
    desk.flash()
    path = desk.journal.records.of(desk.card.identity)
    assert path is not None
    os.utime(path, (7, 1234))
    kept = desk.journal.records.kept(desk.card.identity)
    assert kept == records.KeptRecord(name=desk.record().name, raw_bytes=len(DATA), written_at=1234.0)
    no_magic = b'{"name": "x", "raw_bytes": 1}\n'
    for damaged in (b"", no_magic, b"NWRECORD1\n{}\n", b"NWRECORD1\n{", b"NWRECORD2\n" + path.read_bytes()[10:]):
        path.write_bytes(damaged)
        assert desk.journal.records.kept(desk.card.identity) is None


def test_a_full_disk_fails_no_flash(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / records.FOLDER).write_bytes(b"")
    desk.flash()
    assert desk.journal.records.of(desk.card.identity) is None


def test_a_reader_with_larger_blocks_reads_it_too(desk: Desk) -> None:
    desk.flash()
    desk.card.alignment = 4096
    desk.verify()


def test_a_record_comes_back_as_it_was_or_not_at_all(desk: Desk) -> None:
    desk.flash()
    record = desk.record()
    assert unpack(pack(record)) == record
    data = pack(record)
    rng = random.Random(4)
    for _ in range(200):
        broken = bytearray(data)
        broken[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        with pytest.raises(ValueError):
            unpack(bytes(broken))
    for length in (0, 5, 40, len(data) - 1):
        with pytest.raises(ValueError):
            unpack(data[:length])
    with pytest.raises(ValueError):
        unpack(pack(replace(record, ranges=[])))
    with pytest.raises(ValueError):
        unpack(pack(replace(record, ranges=[replace(record.ranges[0], length=1 << 30)])))


def test_its_parts_fit_into_lines(tmp_path: Path) -> None:
    from nanowizard.flash.record import parts_of
    from nanowizard.flash.write import Written

    ranges = [Written(n * 4096, 4096, b"%032d" % n) for n in range(5000)]
    record = CardRecord(disk_id="", name="a", raw_bytes=1, sha256="", ranges=ranges)
    parts = list(parts_of(record))
    assert [part.last for part in parts] == [False] * (len(parts) - 1) + [True]
    for part in parts:
        protocol.encode({"id": 1, "event": {"event": "card_said", "card": "x" * 255, "said": to_wire(part)}})
