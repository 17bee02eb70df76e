"""Formatting and repairing on the kernel's own block layer: bad blocks, protection, discard, a card that lies."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from support.labs import with_sbin
from support.volumes import blkid, fsck, tool

from lab.loop.cards import LoopCard, run
from lab.loop.conftest import MIB, MakeCard
from lab.loop.lying_card import Faults
from lab.loop.moments import AtStep, WhenMoving
from nanowizard.cards.model import BadRange, FormatReport, FormatRequest, RepairReport, RepairRequest
from nanowizard.core.errors import NanoWizardError
from nanowizard.core.events import Event, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.drives.marker import read_marker
from nanowizard.drives.partition import read_table
from nanowizard.helper import formatting

pytestmark = pytest.mark.root

Watch = Callable[[Event], None]


@dataclass
class Ended:
    report: FormatReport | RepairReport | None = None
    code: str = ""
    steps: list[str] = field(default_factory=list)


def carry_out(card: LoopCard, request: FormatRequest | RepairRequest, watch: Watch = lambda _event: None) -> Ended:
    """As the helper does it: look the card up again, judge, open, work, eject."""
    ended = Ended()

    def emit(event: Event) -> None:
        if isinstance(event, StepStarted):
            ended.steps.append(event.step)
        watch(event)

    operation = formatting.format_card if isinstance(request, FormatRequest) else formatting.repair_card
    try:
        ended.report = operation(  # type: ignore[operator]
            lambda _files: [card.backend], request, RunContext(emit=emit), lambda device: device.close()
        )
    except NanoWizardError as error:
        ended.code = error.code
    return ended


def format_it(card: LoopCard, watch: Watch = lambda _event: None, *, mode: str = "quick") -> Ended:
    return carry_out(card, FormatRequest(identity=card.drive().identity, mode=mode, label="lab"), watch)


def marked(card: LoopCard) -> bool:
    return read_marker(card.backing.read_bytes()[:4096]) is not None


def is_accepted(card: LoopCard, folder: Path) -> Path:
    """The file of the one partition, when the tools have no complaint."""
    tool("sfdisk", "--verify", card.node)
    data = card.backing.read_bytes()
    (part,) = read_table(lambda offset, length: data[offset : offset + length], len(data)).partitions
    volume = folder / "volume.img"
    volume.write_bytes(data[part.start_bytes : part.end_bytes])
    fsck(volume, "vfat")
    assert blkid(volume)["LABEL_ENC"] == "LAB"
    return volume


def test_a_real_block_device_is_formatted_and_mounted(make_card: MakeCard, tmp_path: Path, mount_point: Path) -> None:
    card = make_card(96 * MIB)
    ended = format_it(card, mode="full")
    assert ended.report
    assert ended.report.bad == ()
    assert not any(card.backing.read_bytes()[-40 * MIB :])  # no byte of the old data was zero
    volume = is_accepted(card, tmp_path)
    mounted = subprocess.run(
        ["mount", "-t", "vfat", "-o", "loop", volume, mount_point],
        capture_output=True,
        text=True,
        check=False,
        env=with_sbin(),
    )
    if mounted.returncode:
        pytest.skip(f"no vfat here: {mounted.stderr}")
    try:
        (mount_point / "file.txt").write_text("kept")
        assert (mount_point / "file.txt").read_text() == "kept"
    finally:
        run("umount", mount_point)
    fsck(volume, "vfat")


def test_the_bad_block_of_a_real_device_is_mapped(make_card: MakeCard, tmp_path: Path) -> None:
    card = make_card(32 * MIB, faults=Faults(bad_write_at=20 * MIB + 5000))
    ended = format_it(card, mode="full")
    assert ended.code == ""
    assert ended.report
    assert ended.report.bad == (BadRange(offset_bytes=20 * MIB + 4096, length_bytes=4096),)
    is_accepted(card, tmp_path)
    data = card.backing.read_bytes()
    assert not any(data[20 * MIB - 4096 : 20 * MIB + 4096]) and not any(data[20 * MIB + 8192 : 20 * MIB + 12288])


def test_a_bad_block_where_the_file_system_lies_ends_it(make_card: MakeCard) -> None:
    card = make_card(32 * MIB, faults=Faults(bad_write_at=MIB // 16))
    assert format_it(card).code == "drive.io"


@pytest.mark.parametrize(
    ("watch", "code", "rate"),
    [
        (lambda card: WhenMoving("overwrite", card.protect), "drive.write_protected", 60e6),
        (lambda card: AtStep("card.format.write", card.protect), "drive.write_protected", None),
        (lambda card: AtStep("card.format.table", lambda: card.shrink(24 * MIB)), "drive.changed", None),
    ],
    ids=["protected-overwrite", "protected-write", "shrunk-before-the-table"],
)
def test_what_happens_on_the_way_leaves_the_mark(
    watch: Callable[[LoopCard], Watch], code: str, rate: float | None, make_card: MakeCard
) -> None:
    card = make_card(48 * MIB, faults=Faults(write_rate=rate) if rate else None)
    ended = format_it(card, watch(card), mode="full")
    assert ended.code == code
    assert marked(card)


def test_a_protected_card_is_not_touched(make_card: MakeCard) -> None:
    card = make_card(16 * MIB, "--read-only")
    before = card.backing.read_bytes()
    ended = carry_out(card, RepairRequest(identity=card.drive().identity))
    assert (ended.code, ended.steps) == ("drive.write_protected", [])
    assert card.backing.read_bytes() == before


def test_discard_gives_the_memory_back(make_card: MakeCard, tmp_path: Path) -> None:
    card = make_card(48 * MIB)
    ended = format_it(card, mode="erase")
    if ended.code == "card.no_discard":
        pytest.skip("the file system below cannot punch holes")
    assert ended.code == ""
    assert os.stat(card.backing).st_blocks * 512 < 8 * MIB  # noqa: PTH116 - blocks on the disk, not the length
    is_accepted(card, tmp_path)


@pytest.mark.parametrize("beyond", ["wrap", "drop"])
def test_a_card_that_lies_is_not_repaired(beyond: str, make_card: MakeCard) -> None:
    card = make_card(48 * MIB, faults=Faults(real_bytes=20 * MIB, beyond=beyond))
    ended = carry_out(card, RepairRequest(identity=card.drive().identity))
    assert ended.code == "card.lies_about_size"
    assert ended.steps[-1] == "card.repair.test"
    data = card.backing.read_bytes()
    assert read_table(lambda offset, length: data[offset : offset + length], len(data)).partitions == ()


def test_a_card_of_garbage_is_repaired(make_card: MakeCard, tmp_path: Path) -> None:
    card = make_card(32 * MIB)
    ended = carry_out(card, RepairRequest(identity=card.drive().identity, label="lab"))
    assert ended.report
    assert isinstance(ended.report, RepairReport)
    assert ended.report.found == ("no_table",)
    is_accepted(card, tmp_path)
