"""What the task of formatting refuses before anybody is asked, whoever asks: page, command or helper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from support import window_parts as parts
from typer.testing import CliRunner

from nanowizard.cards.model import PartitionWish
from nanowizard.cli import card as card_commands
from nanowizard.core.errors import CardError
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive
from nanowizard.tasks.format import FormatCard, FormatInput, planned
from nanowizard.tasks.session import Session

TIB = 1024**4
MIB = 1024**2
NATIVE_4K = parts.replace(parts.SANDISK, block_bytes=4096)
DISK = parts.drive("Backup Disk", 2 * TIB + 512)
LARGEST = parts.drive("Largest Card", 2 * TIB)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = parts.fake_session(tmp_path, [NATIVE_4K, DISK, LARGEST, parts.SYSTEM])
    yield made
    made.close()


def check(session: Session, drive: Drive, **wishes: Any) -> None:
    FormatCard(session).check(FormatInput(card=drive.identity, confirmed=True, **wishes), RunContext())


@pytest.mark.parametrize("table", ["mbr", "gpt"])
@pytest.mark.parametrize(
    ("drive", "code"), [(NATIVE_4K, "card.sector_size"), (DISK, "card.too_large")], ids=["4096", "2 TiB"]
)
def test_drives_that_no_card_is_like(session: Session, drive: Drive, table: str, code: str) -> None:
    with pytest.raises(CardError) as caught:
        check(session, drive, table=table)
    assert caught.value.code == code


@pytest.mark.parametrize("partitions", [(), (PartitionWish(filesystem="exfat"),), (PartitionWish(size_bytes=MIB),)])
def test_the_largest_card_still_has_an_mbr(session: Session, partitions: tuple[PartitionWish, ...]) -> None:
    inp = FormatInput(card=LARGEST.identity, partitions=partitions)
    plan = planned(LARGEST, inp)
    assert plan is not None
    assert plan.table == "mbr"
    assert all(v.partition.size_bytes // 512 < 2**32 for v in plan.volumes)


def test_a_drive_that_may_not_be_written_has_no_plan(session: Session) -> None:
    assert planned(parts.SYSTEM, FormatInput(card=parts.SYSTEM.identity)) is None


@pytest.mark.parametrize(
    ("wish", "table", "code"),
    [
        (PartitionWish(label="root"), "mbr", "card.name_needs_gpt"),
        (PartitionWish(label="x" * 37), "gpt", "card.label_invalid"),
        (PartitionWish(label="a\n"), "gpt", "card.label_invalid"),
        (PartitionWish(label="数据", filesystem="fat32"), "gpt", "card.label_invalid"),
    ],
)
def test_names_that_nothing_would_keep(session: Session, wish: PartitionWish, table: str, code: str) -> None:
    with pytest.raises(CardError) as caught:
        check(session, LARGEST, table=table, partitions=(wish,))
    assert caught.value.code == code


@pytest.mark.parametrize("table", ["", "--gpt"])
@pytest.mark.parametrize(("drive", "says"), [(NATIVE_4K, "blocks of 4.1 kB"), (DISK, "more than a memory card")])
def test_the_command_says_so_too(
    session: Session, drive: Drive, says: str, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def played(_ctx: object) -> Iterator[Session]:
        yield session

    monkeypatch.setattr(card_commands, "session", played)
    arguments = ["format", "--card", drive.path, "--yes", *filter(None, [table])]
    ended = CliRunner().invoke(card_commands.app, arguments)
    assert ended.exit_code == 1
    assert says in " ".join(ended.output.split())
