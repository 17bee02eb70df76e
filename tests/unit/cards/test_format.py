"""Formatting on cards in memory, judged by the real tools; and everything that can go wrong with the card meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.broken_cards import BROKEN, broken
from support.devices import MIB, MemoryCard
from support.volumes import blkid, fsck, tool

from nanowizard.cards.format import Format
from nanowizard.cards.model import BadRange, FormatReport, FormatRequest, PartitionWish
from nanowizard.core.errors import Cancelled, CardError, DriveError, NanoWizardError
from nanowizard.core.events import Event, FindingReported, Progress, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.drives.marker import read_marker
from nanowizard.drives.partition import read_table
from nanowizard.transfer.crew import still_running

SIZE = 65 * MIB
QUICK = ["card.format.clear", "card.format.write", "card.format.check", "card.format.table"]


def format_it(card: MemoryCard, *, ctx: RunContext | None = None, **wishes: object) -> FormatReport:
    request = FormatRequest(identity=card.identity, **wishes)  # type: ignore[arg-type]
    return Format(card, request, ctx or RunContext(), tick_s=0.01).run()


def marked(card: MemoryCard) -> bool:
    return read_marker(bytes(card.data[:4096])) is not None


def table_of(card: MemoryCard):  # type: ignore[no-untyped-def]
    return read_table(lambda offset, length: bytes(card.data[offset : offset + length]), card.size_bytes)


def judge(card: MemoryCard, folder: Path, filesystem: str) -> dict[str, str]:
    """What blkid says of the first partition, when the tools have no complaint."""
    file, volume = folder / "card.img", folder / "volume.img"
    file.write_bytes(card.data)
    table = table_of(card)
    if table.kind == "gpt":
        assert "No problems found" in tool("sgdisk", "-v", file)
    tool("sfdisk", "--verify", file)
    part = table.partitions[0]
    volume.write_bytes(card.data[part.start_bytes : part.end_bytes])
    fsck(volume, filesystem)
    return blkid(volume)


@pytest.mark.parametrize("alignment", [512, 4096])
@pytest.mark.parametrize("table", ["mbr", "gpt"])
def test_quick(alignment: int, table: str, tmp_path: Path) -> None:
    card = MemoryCard(SIZE, alignment=alignment)
    events: list[Event] = []
    report = format_it(card, table=table, label="nano", ctx=RunContext(emit=events.append))
    assert report.filesystem == ("fat16" if table == "mbr" else "fat32")
    assert report.overwritten_bytes == 0
    assert judge(card, tmp_path, "vfat")["LABEL_ENC"] == "NANO"
    assert [event.step for event in events if isinstance(event, StepStarted)] == QUICK
    done = [event for event in events if isinstance(event, Progress)]
    assert [event.phase for event in done if event.done == event.total] == ["clear", "format", "check"]
    assert done[-1].fraction == 1.0
    assert sum(length for _, length in card.writes) < SIZE / 10


def test_partitions_that_were_wished_for(tmp_path: Path) -> None:
    card = MemoryCard(160 * MIB)
    wishes = (
        PartitionWish(size_bytes=64 * MIB, filesystem="exfat", label="数据"),
        PartitionWish(size_bytes=8 * MIB),
        PartitionWish(filesystem="fat32", label="REST"),
    )
    format_it(card, table="gpt", partitions=wishes)
    assert judge(card, tmp_path, "exfat")["LABEL_ENC"] == "数据"
    assert [part.size_bytes // MIB for part in table_of(card).partitions[:2]] == [64, 8]
    assert card.data[68 * MIB : 69 * MIB] == bytes(MIB)  # the raw one has no old signature either


@pytest.mark.parametrize("slug", BROKEN)
def test_nothing_old_is_left_to_be_found(slug: str, tmp_path: Path) -> None:
    card = broken(slug)
    format_it(card)
    judge(card, tmp_path, "vfat")
    (tmp_path / "whole.img").write_bytes(card.data)
    assert "PTTYPE=dos" in tool("blkid", "--probe", "--output", "export", tmp_path / "whole.img")
    assert not any(card.data[-MIB:])


def test_the_end_is_cleared_though_no_partition_reaches_it() -> None:
    card = broken("backup_gpt_alone")
    format_it(card, partitions=(PartitionWish(size_bytes=40 * MIB, filesystem="fat32"),))
    assert table_of(card).kind == "mbr"
    assert not any(card.data[-MIB:])


def test_full_overwrites_every_byte(tmp_path: Path) -> None:
    card = MemoryCard(SIZE)
    events: list[Event] = []
    report = format_it(card, mode="full", ctx=RunContext(emit=events.append))
    assert (report.overwritten_bytes, report.bad) == (SIZE - MIB, ())
    assert 0xA5 not in set(card.data[MIB:])
    assert [e.step for e in events if isinstance(e, StepStarted)] == [QUICK[0], "card.format.overwrite", *QUICK[1:]]
    judge(card, tmp_path, "vfat")


# Cards that misbehave


class Latched(MemoryCard):
    """At the end of its life a card takes writes and forgets them."""

    def write_at(self, offset: int, data: memoryview) -> None:
        before = bytes(self.data[offset : offset + len(data)])
        super().write_at(offset, data)
        self.data[offset : offset + len(data)] = before


class Spoiling(MemoryCard):
    """One byte is never kept."""

    spoilt = 0

    def write_at(self, offset: int, data: memoryview) -> None:
        super().write_at(offset, data)
        if offset <= self.spoilt < offset + len(data):
            self.data[self.spoilt] ^= 0x10


def bad_blocks(card: MemoryCard, *ranges: tuple[int, int]) -> None:
    def fail(offset: int, length: int) -> None:
        for start, end in ranges:
            if start < offset + length and offset < end:
                raise DriveError("drive.io", path="memory:card", offset_bytes=max(offset, start))

    card.on_write = fail


def test_a_latched_card_is_told_before_anything_else() -> None:
    card = Latched(SIZE)
    with pytest.raises(CardError, match=r"card\.ignores_writes"):
        format_it(card)
    assert sum(length for _, length in card.writes) == MIB


def test_bad_blocks_are_mapped_and_the_rest_is_overwritten(tmp_path: Path) -> None:
    card = MemoryCard(SIZE)
    bad_blocks(card, (50 * MIB, 50 * MIB + 8192), (60 * MIB + 100, 60 * MIB + 200))
    events: list[Event] = []
    report = format_it(card, mode="full", ctx=RunContext(emit=events.append))
    assert report.bad == (
        BadRange(offset_bytes=50 * MIB, length_bytes=8192),
        BadRange(offset_bytes=60 * MIB, length_bytes=4096),
    )
    assert card.data[50 * MIB - 4096 : 50 * MIB] == bytes(4096)
    assert card.data[50 * MIB + 8192 : 50 * MIB + 12288] == bytes(4096)
    (finding,) = [e.finding for e in events if isinstance(e, FindingReported)]
    assert (finding.code, finding.params["lost_bytes"]) == ("card.bad_blocks", 12288)
    assert not marked(card)


def test_a_card_that_fails_all_over_is_given_up() -> None:
    card = MemoryCard(SIZE)
    bad_blocks(card, (40 * MIB, 50 * MIB))
    with pytest.raises(CardError, match=r"card\.worn_out"):
        format_it(card, mode="full")
    assert marked(card)


@pytest.mark.parametrize("code", ["drive.write_protected", "drive.gone", "drive.full"])
def test_other_errors_of_an_overwrite_are_final(code: str) -> None:
    card = MemoryCard(SIZE)
    seen: list[int] = []

    def fail(offset: int, length: int) -> None:
        if offset >= 50 * MIB:
            seen.append(length)
            raise DriveError(code, path="memory:card")

    card.on_write = fail
    with pytest.raises(DriveError) as caught:
        format_it(card, mode="full")
    assert caught.value.code == code
    assert set(seen) == {2 * MIB}  # nobody tried smaller pieces
    assert marked(card)


def test_a_card_pulled_out_of_its_slot_is_no_bad_block() -> None:
    card = MemoryCard(SIZE)
    bad_blocks(card, (50 * MIB, SIZE))

    def look() -> None:
        if any(offset >= 48 * MIB for offset, _ in card.writes):
            raise DriveError("drive.gone", path="memory:card")

    card.on_check = look
    with pytest.raises(DriveError, match=r"drive\.gone"):
        format_it(card, mode="full")


def test_a_file_system_that_is_not_kept_leaves_the_mark() -> None:
    card = Spoiling(SIZE)
    card.spoilt = 4 * MIB + 100
    with pytest.raises(CardError, match=r"card\.does_not_keep"):
        format_it(card, partitions=(PartitionWish(filesystem="fat32"),))
    assert marked(card)


def test_a_first_block_that_is_not_kept_is_told_at_once() -> None:
    card = Spoiling(SIZE)
    card.spoilt = 300 * 1024
    with pytest.raises(CardError, match=r"card\.does_not_keep"):
        format_it(card)
    assert sum(length for _, length in card.writes) == MIB


def test_a_table_that_is_not_kept_is_marked_again() -> None:
    card = Spoiling(SIZE)
    card.spoilt = 454  # the start of the first partition; zero in the marker, which is spoilt as well

    def honest_for_the_marker(offset: int, length: int) -> None:
        card.spoilt = 454 if (offset, length) == (0, 4096) else SIZE

    card.on_write = honest_for_the_marker
    with pytest.raises(CardError, match=r"card\.does_not_keep"):
        format_it(card)
    assert marked(card)


@pytest.mark.parametrize("table", ["mbr", "gpt"])
def test_broken_off_at_every_write_it_never_looks_finished(table: str) -> None:
    sound = MemoryCard(SIZE)
    format_it(sound, table=table)
    for number in range(len(sound.writes)):
        card = MemoryCard(SIZE)
        left = [number]

        def fail(_offset: int, _length: int, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise DriveError("drive.gone", path="memory:card")

        card.on_write = fail
        with pytest.raises(DriveError, match=r"drive\.gone"):
            format_it(card, table=table)
        assert marked(card) or number == 0, number


@pytest.mark.parametrize("phase", ["overwrite", "clear", "format", "check"])
def test_a_cancel_leaves_the_mark(phase: str) -> None:
    card = MemoryCard(SIZE)

    def emit(event: Event) -> None:
        if isinstance(event, Progress) and event.phase == phase:
            ctx.cancel.set()

    ctx = RunContext(emit=emit)
    with pytest.raises(Cancelled):
        format_it(card, mode="full", ctx=ctx)
    assert marked(card)


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        ({"label": "far too long a label"}, "card.label_invalid"),
        ({"mode": "erase"}, "card.no_discard"),
        ({"partitions": (PartitionWish(size_bytes=SIZE),)}, "card.partitions_too_large"),
    ],
)
def test_what_cannot_be_costs_the_card_nothing(wishes: dict[str, object], code: str) -> None:
    card = MemoryCard(SIZE)
    with pytest.raises(NanoWizardError) as caught:
        format_it(card, **wishes)
    assert caught.value.code == code
    assert card.writes == []


def test_an_exchanged_card_is_not_written() -> None:
    card = MemoryCard(SIZE)

    def changed() -> None:
        raise DriveError("drive.changed", path="memory:card")

    card.on_check = changed
    with pytest.raises(DriveError, match=r"drive\.changed"):
        format_it(card)
    assert card.writes == []


class Discards(MemoryCard):
    can: bool = True
    on_discard: Callable[[int, int], None] = staticmethod(lambda offset, length: None)

    def can_discard(self) -> bool:
        return self.can

    def discard(self, offset: int, length: int) -> None:
        self.on_discard(offset, length)
        self.data[offset : offset + length] = b"\xee" * length


def test_erase_discards_all_but_the_mark(tmp_path: Path) -> None:
    card = Discards(SIZE)
    gone: list[tuple[int, int]] = []
    card.on_discard = lambda offset, length: gone.append((offset, length))  # type: ignore[method-assign]
    format_it(card, mode="erase")
    assert gone == [(MIB, SIZE - MIB)]
    assert card.data[50 * MIB] == 0xEE
    judge(card, tmp_path, "vfat")


def test_a_reader_that_cannot_discard() -> None:
    card = Discards(SIZE)
    card.can = False
    with pytest.raises(CardError, match=r"card\.no_discard"):
        format_it(card, mode="erase")
    assert card.writes == []


@pytest.mark.parametrize("where", ["read", "write"])
def test_a_card_that_never_answers_does_not_hold_up_a_cancel(where: str) -> None:
    card = MemoryCard(SIZE)
    hung, release = threading.Event(), threading.Event()

    def hang(_offset: int, _length: int) -> None:
        hung.set()
        release.wait()

    setattr(card, f"on_{where}", hang)
    ctx = RunContext()
    canceller = threading.Thread(target=lambda: (hung.wait(), ctx.cancel.set()))
    canceller.start()
    try:
        with pytest.raises(Cancelled):
            format_it(card, ctx=ctx)
        assert still_running()
    finally:
        release.set()
        canceller.join()
    while still_running():
        time.sleep(0.01)
