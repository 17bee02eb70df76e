"""`--partition`: one compact syntax, and every mistake in it is answered with what to write instead."""

from __future__ import annotations

from decimal import Decimal

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from nanowizard.cards.layout import plan_card
from nanowizard.cards.model import PartitionWish
from nanowizard.cli.partitions import PLAN_HEADINGS, parse_partition, parse_size, plan_rows
from nanowizard.cli.terminal import TerminalSink

GIB = 1024**3


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("fat32:8G:BOOT", PartitionWish(filesystem="fat32", size_bytes=8 * GIB, label="BOOT")),
        ("exfat:rest", PartitionWish(filesystem="exfat")),
        ("none:512M", PartitionWish(size_bytes=512 * 1024**2)),
        ("EXFAT : 1.5GiB :数据", PartitionWish(filesystem="exfat", size_bytes=3 * GIB // 2, label="数据")),
        ("none:rest:a:b", PartitionWish(label="a:b")),
        ("fat32:8GB", PartitionWish(filesystem="fat32", size_bytes=8_000_000_000)),
    ],
)
def test_a_wish_is_understood(text: str, wish: PartitionWish) -> None:
    assert parse_partition(text) == wish


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "fat32:8G:BOOT"),
        ("ntfs:8G", "fat32, exfat, none"),
        ("8G", "fat32, exfat, none"),
        ("fat32", "fat32:8G or fat32:rest"),
        ("exfat::DATA", "exfat:8G or exfat:rest"),
        ("ext4:8G", "none:8G"),
        ("swap", "none:rest"),
        *((f"fat32:{size}", "is no size") for size in ("8", "-8G", "8X", "8 G", "G", "1,5G", "0x8G", "٨G", "8GiBB")),
        ("fat32:" + "9" * 16 + "G", "is no size"),
    ],
)
def test_a_mistake_is_answered_with_what_to_write(text: str, says: str) -> None:
    with pytest.raises(typer.BadParameter) as caught:
        parse_partition(text)
    assert says in str(caught.value)


@given(st.integers(0, 10**6), st.sampled_from("KMGTkmgt"), st.sampled_from(["", "iB", "B", "ib", "b"]))
def test_units(number: int, unit: str, suffix: str) -> None:
    base = 1000 if suffix.upper() == "B" else 1024
    assert parse_size(f"{number}{unit}{suffix}") == number * base ** ("KMGT".index(unit.upper()) + 1)


@given(st.decimals(0, 1000, places=6))
def test_fractions_are_exact(number: Decimal) -> None:
    assert parse_size(f"{number:.6f}TB") == int(number * 10**12)


def test_the_table_shows_every_partition_and_what_is_left() -> None:
    wishes = [parse_partition("fat32:8G:[BOOT]"), parse_partition("none:1G")]
    console = Console(width=100)
    with console.capture() as shown:
        TerminalSink(console).table(PLAN_HEADINGS, plan_rows(plan_card(32 * GIB, wishes=wishes)), "New table")
    said = shown.get()
    assert all(words in said for words in ("New table", "[BOOT]", "8.6 GB", "clusters of 32 KiB", "1.1 GB", "not used"))
