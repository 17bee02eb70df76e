"""Dividing a card: whatever is done in whatever order, what comes of it can be made as it was shown."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanowizard.cards.division import BLOCK_BYTES, Division, Part, smallest_blocks, usual
from nanowizard.cards.labels import label_fault
from nanowizard.cards.layout import ALIGNMENT_BYTES, MIB, plan_card, usable_end
from nanowizard.cards.volume import exfat_label, fat_label
from nanowizard.core.errors import CardError

GIB = 1024 * MIB
SDXC = 63_864_569_856

SIZES = st.integers(12 * MIB // 512, 2048 * GIB // 512).map(lambda sectors: sectors * 512)
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["move", "split", "add", "remove", "kind", "table", "label"]),
        st.integers(0, 9),
        st.floats(-0.1, 1.1),
    ),
    max_size=25,
)


def changed(division: Division, what: str, index: int, share: float) -> Division:
    index %= len(division.parts)
    kinds, tables = division.filesystems(index), division.tables()
    return {
        "move": lambda: division.moved(index, int(share * division.room_blocks)),
        "split": lambda: division.split(index),
        "add": division.added,
        "remove": lambda: division.removed(index),
        "kind": lambda: division.with_filesystem(index, kinds[int(abs(share) * 7) % len(kinds)]),
        "table": lambda: division.with_table(tables[int(abs(share) * 7) % len(tables)]),
        "label": lambda: division.with_label(index, "A"),
    }[what]()


@settings(max_examples=400, deadline=None)
@given(SIZES, CHANGES)
def test_whatever_is_done_can_be_made_as_shown(card_bytes: int, changes: list[tuple[str, int, float]]) -> None:
    division = usual(card_bytes)
    for change in changes:
        with contextlib.suppress(ValueError):
            division = changed(division, *change)
        assert sum(part.blocks for part in division.parts) + division.free_blocks == division.room_blocks
        assert division.free_blocks >= 0
        assert division.table in division.tables()
    wishes = tuple(wish if wish.filesystem or division.table == "gpt" else _unnamed(wish) for wish in division.wishes())
    if not wishes:
        return
    plan = plan_card(card_bytes, table=division.table, wishes=wishes)
    end = ALIGNMENT_BYTES
    for index, volume in enumerate(plan.volumes):
        part = volume.partition
        assert part.start_bytes == end == BLOCK_BYTES * (1 + division.start_blocks(index))
        assert part.start_bytes % ALIGNMENT_BYTES == 0
        assert part.size_bytes == division.size_bytes(index)
        assert volume.filesystem == division.parts[index].filesystem
        end = part.end_bytes
    assert end <= usable_end(card_bytes, division.table)
    assert plan.free_bytes // BLOCK_BYTES == division.free_blocks


def _unnamed(wish):  # type: ignore[no-untyped-def]
    return type(wish)(size_bytes=wish.size_bytes, filesystem="")


@given(SIZES, CHANGES, st.integers(0, 9), st.integers(-(10**7), 10**7))
def test_a_border_stays_within_its_limits_and_moves_nothing_else(
    card_bytes: int, changes: list[tuple[str, int, float]], index: int, border: int
) -> None:
    division = usual(card_bytes)
    for change in changes:
        with contextlib.suppress(ValueError):
            division = changed(division, *change)
    index %= len(division.parts)
    low, high = division.limits(index)
    assert low <= division.border(index) <= high
    after = division.moved(index, border)
    assert after.border(index) == min(max(border, low), high)
    others = [n for n in range(len(division.parts)) if n != index]
    assert [after.border(n) for n in others] == [division.border(n) for n in others]
    assert after.moved(index, division.border(index)) == division


def three() -> Division:
    return usual(SDXC).with_table("gpt").split(0).split(0).with_label(1, "B").with_filesystem(2, "")


def test_a_split_gives_halves_of_the_same_kind() -> None:
    division = usual(SDXC).with_label(0, "A").split(0)
    assert [part.filesystem for part in division.parts] == ["exfat", "exfat"]
    assert [part.label for part in division.parts] == ["A", ""]
    assert 0 <= division.parts[0].blocks - division.parts[1].blocks <= 1
    assert division.free_blocks == 0


def test_what_is_removed_is_unused_at_the_end() -> None:
    before = three()
    after = before.removed(0)
    assert after.parts == before.parts[1:]
    assert after.free_blocks == before.parts[0].blocks
    assert after.added().parts[-1] == Part(blocks=before.parts[0].blocks, filesystem="fat32")


def test_the_last_border_makes_unused_space() -> None:
    division = usual(SDXC).moved(0, 100)
    assert division.free_blocks == division.room_blocks - 100
    assert division.wishes()[0].size_bytes == 100 * BLOCK_BYTES


def test_a_file_system_keeps_its_least_size() -> None:
    division = usual(SDXC).split(0).with_filesystem(0, "fat32").with_filesystem(1, "exfat")
    assert division.moved(0, 0).parts[0].blocks == smallest_blocks("fat32") == 10
    assert division.moved(0, 10**9).parts[1].blocks == smallest_blocks("exfat") == 4
    tiny = division.with_filesystem(0, "").moved(0, 0)
    assert tiny.filesystems(0) == ("",)
    assert not tiny.can_split(0)
    with pytest.raises(ValueError, match="divided"):
        tiny.with_filesystem(0, "fat32")


def test_an_mbr_holds_four() -> None:
    division = usual(SDXC)
    while division.can_split(0):
        division = division.split(0)
    assert len(division.parts) == 4
    assert not division.moved(3, 0).can_add()
    five = division.with_table("gpt").split(0)
    assert five.tables() == ("gpt",)


def test_a_gpt_takes_a_block_from_who_can_give_it_and_an_mbr_gives_it_back() -> None:
    full = usual(64 * MIB).with_filesystem(0, "").moved(0, 14).added()
    assert (full.parts[1].blocks, full.free_blocks) == (1, 0)
    gpt = full.with_table("gpt")
    assert [part.blocks for part in gpt.parts] == [13, 1]
    assert gpt.with_table("mbr").free_blocks == 0


def test_untouched_it_is_what_the_sd_association_has() -> None:
    assert usual(SDXC).wishes() == usual(16 * GIB).wishes() == ()
    assert usual(SDXC).with_label(0, "A").wishes() == ()
    assert usual(SDXC).with_table("gpt").wishes() != ()
    assert usual(512 * MIB).wishes()[0].filesystem == "fat32"


@pytest.mark.parametrize("impossible", [lambda d: d.removed(0), lambda d: d.added()])
def test_what_cannot_be_is_an_error(impossible) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"stays|unused"):
        impossible(usual(SDXC))


def test_a_card_without_room_cannot_be_divided() -> None:
    with pytest.raises(ValueError, match="divided"):
        usual(7 * MIB)


@settings(max_examples=500)
@given(st.text(max_size=14), st.sampled_from(["fat32", "exfat"]))
def test_a_name_has_a_fault_exactly_where_the_volume_refuses_it(label: str, filesystem: str) -> None:
    try:
        (exfat_label if filesystem == "exfat" else fat_label)(label)
    except CardError:
        assert label_fault(label, filesystem)
    else:
        assert label_fault(label, filesystem) == ""


@pytest.mark.parametrize(
    ("label", "filesystem", "fault"),
    [
        ("存储卡", "fat32", "not_ascii"),
        ("存储卡", "exfat", ""),
        ("a/b", "exfat", "sign"),
        ("a/b", "fat32", "sign"),
        ("twelve chars", "fat32", "too_long"),
        ("🜁🜁🜁🜁🜁🜁", "exfat", "too_long"),
        ("x" * 36, "", ""),
        ("x" * 37, "", "too_long"),
        ("a\tb", "", "sign"),
    ],
)
def test_faults_of_names(label: str, filesystem: str, fault: str) -> None:
    assert label_fault(label, filesystem) == fault
