"""An image that was written only in part, by a program that leaves no marker: told, and nothing else called so."""

from __future__ import annotations

import random
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.devices import MIB

from nanowizard.cards.diagnose import diagnose
from nanowizard.cards.ending import broke_off
from nanowizard.drives.ext4super import SUPERBLOCK_AT, SUPERBLOCK_BYTES, Ext4Fields, parse_fields
from nanowizard.drives.partition import Partition, read_table
from nanowizard.drives.partition_write import make_gpt

CARD = 66 * MIB
IMAGE = 64 * MIB
APP = Partition(number=1, start_bytes=4 * MIB, size_bytes=57 * MIB, name="APP")
GROUP = 8 * MIB  # of ext4 with blocks of 1 KiB
LAST_COPY = APP.start_bytes + 7 * GROUP  # of groups 0 to 7 it stands in 1, 3, 5 and 7
OLD, NEW = "6f1cd8f2-8f0d-4dbb-9e1c-3a7f5f6f0a10", "0a6d9a0e-5a1f-4be5-8a55-3a3d1a1b0c11"
SEVEN = replace(APP, size_bytes=54 * MIB)
"""Groups 0 to 6: with sparse_super the last of them has no copy."""


def image(folder: Path, disk_id: str, *, app: Partition = APP, features: str = "sparse_super") -> bytes:
    """A GPT with one ext4, of which each has an identity of its own."""
    file = folder / f"{disk_id}.ext4"
    with file.open("wb") as made:
        made.truncate(app.size_bytes)
    wish = ["mke2fs", "-q", "-F", "-t", "ext4", "-b", "1024", "-O", features, "-U", disk_id, file]
    subprocess.run(wish, check=True, capture_output=True)
    gpt = make_gpt([app], IMAGE, disk_id=disk_id)
    made = bytearray(IMAGE)
    made[: len(gpt.head)] = gpt.head
    made[app.start_bytes : app.end_bytes] = file.read_bytes()
    made[gpt.tail_offset : gpt.tail_offset + len(gpt.tail)] = gpt.tail
    return bytes(made)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("images")


@pytest.fixture(scope="module")
def new(folder: Path) -> bytes:
    return image(folder, NEW)


@pytest.fixture(scope="module")
def old(folder: Path) -> bytes:
    return image(folder, OLD)


def found(card: bytes) -> tuple[str, ...]:
    return diagnose(lambda offset, length: card[offset : offset + length], len(card))


def on(before: bytes, image_: bytes, written: int) -> bytes:
    """A card that held `before`, after the first `written` bytes of the image."""
    card = before.ljust(CARD, b"\0")
    return image_[:written] + card[written:]


@pytest.mark.parametrize("written", [5 * MIB, 30 * MIB, LAST_COPY])
@pytest.mark.parametrize("before", ["nothing", "noise", "another image"])
def test_an_image_that_broke_off_is_told(written: int, before: str, new: bytes, old: bytes) -> None:
    was = {"nothing": b"", "noise": random.Random(3).randbytes(CARD), "another image": old}[before]
    assert found(on(was, new, written)) == ("half_written",)


def test_a_whole_image_is_no_half_one(new: bytes, old: bytes) -> None:
    assert found(on(old, new, IMAGE)) == ("gpt_for_another_size",)  # the card is larger, as it mostly is
    assert found(new) == ()


def test_one_thing_that_is_missing_may_have_been_damaged(new: bytes) -> None:
    without_copy_of_the_table = new[:-512] + bytes(512)
    assert found(without_copy_of_the_table) == ("gpt_damaged",)
    without_copy_of_the_superblock = new[:LAST_COPY] + bytes(MIB) + new[LAST_COPY + MIB :]
    assert found(without_copy_of_the_superblock) == ()


def test_the_same_image_over_itself_lacks_nothing(new: bytes) -> None:
    assert found(on(new, new, 30 * MIB)) == ("gpt_for_another_size",)


@pytest.mark.parametrize(
    ("features", "last"),
    [("sparse_super", 5), ("^resize_inode,^sparse_super", 6), ("^resize_inode,sparse_super2", 6)],
)
def test_the_last_copy_is_where_the_features_put_it(features: str, last: int, folder: Path) -> None:
    """Behind it nothing is claimed."""
    made = image(folder, "33333333-8f0d-4dbb-9e1c-3a7f5f6f0a10", app=SEVEN, features=features)
    copy = SEVEN.start_bytes + last * GROUP
    assert found(made) == ()
    assert found(on(b"", made, copy)) == ("half_written",)
    assert found(on(b"", made, copy + MIB)) == ("gpt_for_another_size",)


def test_an_end_that_the_card_does_not_have_is_another_fault(new: bytes) -> None:
    """A card's image copied to a smaller card: what is missing was never there to be written."""
    small = new[: 40 * MIB]
    assert "half_written" not in found(small)
    assert "past_the_end" in found(small)


def test_a_file_system_too_small_for_a_copy_says_nothing(new: bytes) -> None:
    assert parse_fields(new[APP.start_bytes + SUPERBLOCK_AT :][:SUPERBLOCK_BYTES]) is not None
    one_group = bytearray(new)
    at = APP.start_bytes + SUPERBLOCK_AT + 0x4
    one_group[at : at + 4] = (8000).to_bytes(4, "little")
    assert found(on(b"", bytes(one_group), 30 * MIB)) == ("gpt_for_another_size",)


@given(st.binary(min_size=SUPERBLOCK_BYTES, max_size=SUPERBLOCK_BYTES))
def test_a_superblock_of_noise_breaks_nothing(noise: bytes) -> None:
    superblock = noise[:0x18] + bytes(4) + noise[0x1C:0x38] + b"\x53\xef" + noise[0x3A:]
    head = make_gpt([APP], IMAGE, disk_id=NEW).head
    card = head.ljust(APP.start_bytes + SUPERBLOCK_AT, b"\0") + superblock

    def read(offset: int, length: int) -> bytes:
        return card[offset : offset + length].ljust(length, b"\0")

    fields = parse_fields(superblock)
    assert isinstance(fields, Ext4Fields)
    broke_off(read, CARD, read_table(read, CARD))
