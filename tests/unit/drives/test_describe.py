"""What a person reads about a card's contents, from the drive to the words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanowizard.cli.output import words
from nanowizard.core.messages.table import MESSAGES
from nanowizard.drives.describe import what_is_on
from nanowizard.drives.model import Drive, DriveIdentity, Volume, clean_name, drive_from_wire, drive_to_wire


def drive(*volumes: Volume, size: int = 32_000_000_000, **more: Any) -> Drive:
    identity = DriveIdentity(backend="linux", path="/dev/sdb", bus_path="1", serial="", model="", size_bytes=size)
    return Drive(identity=identity, name="Card", bus="usb", size_bytes=size, volumes=volumes, **more)


def volume(label: str = "", filesystem: str = "", version: str = "") -> Volume:
    return Volume(path="/dev/sdb1", label=label, filesystem=filesystem, version=version)


@pytest.mark.parametrize(
    ("card", "said"),
    [
        (drive(volume("APP"), contents="jetson", l4t="32.7.1"), "Jetson image, L4T 32.7.1"),
        (drive(volume("APP"), contents="jetson"), "Jetson image"),
        (drive(volume("APP"), contents="jetson_used"), "used Nano card: one partition is normal"),
        (
            drive(volume("APP"), contents="jetson_used", l4t="32.7.1"),
            "used Nano card, L4T 32.7.1: one partition is normal",
        ),
        (drive(volume("CANON_DC", "vfat", "FAT32"), contents="partitions"), "one FAT32 volume “CANON_DC”"),
        (drive(volume("CANON_DC", "vfat"), contents="unpartitioned"), "one FAT volume “CANON_DC”"),
        (drive(volume("", "exfat", "1.0"), contents="partitions"), "one exFAT volume without a name"),
        (drive(volume("PHOTOS"), contents="partitions"), "one partition “PHOTOS”"),
        (drive(volume(), contents="partitions"), "one partition"),
        (drive(volume(), volume(), contents="partitions"), "2 partitions"),
        (drive(volume("boot"), volume(), volume("root"), contents="partitions"), "3 partitions, among them boot, root"),
        (drive(contents="empty"), "empty"),
        (drive(contents="unpartitioned"), "not partitioned"),
        (drive(contents="unknown"), "empty, or nothing that this computer can read"),
        (drive(volume(), contents="not_ready"), "writing it broke off; write it again"),
        (drive(volume("L4T-README", "vfat"), size=16 << 20, l4t="32.7.1"), "help disk of a Nano that runs L4T 32.7.1"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_on_a_card(card: Drive, said: str) -> None:
    fact = what_is_on(card)
    assert words(fact.code, fact.params) == said
    assert drive_from_wire(drive_to_wire(card)) == card


def test_a_card_of_an_older_helper_is_understood() -> None:
    wire = drive_to_wire(drive())
    for later in ("table", "l4t"):
        del wire[later]
    assert drive_from_wire(wire) == drive()


@given(
    contents=st.sampled_from(["empty", "unknown", "unpartitioned", "partitions", "jetson", "jetson_used", "not_ready"]),
    labels=st.lists(st.text(alphabet=st.characters(exclude_characters="{"), max_size=16), max_size=20),
    filesystem=st.sampled_from(["", "vfat", "ext4"]),
    l4t=st.sampled_from(["", "32.7.1"]),
    size=st.sampled_from([1 << 20, 1 << 36]),
)
def test_there_are_words_for_every_card(contents: str, labels: list[str], filesystem: str, l4t: str, size: int) -> None:
    fact = what_is_on(drive(*(volume(label, filesystem) for label in labels), contents=contents, l4t=l4t, size=size))
    assert fact.code in MESSAGES
    said = words(fact.code, fact.params)
    assert "{" not in said
    assert len(said) < 120


@pytest.mark.parametrize(
    "hidden",
    [
        *(
            "\u202e",
            "\u2066",
            "\u200b",
            "\u200d",
            "\u2060",
            "\ufeff",
            "\u00ad",
            "\x1b",
            "\x00",
            "\r\n",
            "\x9b",
            "\u2028",
        ),
        *("\u115f", "\u3164", "\ufe0f", "\u034f", "\u2800", "\U000e0041", "\ud800", "\ue000"),
    ],
    ids=lambda text: "-".join(f"{ord(c):04x}" for c in text),
)
def test_what_cannot_be_seen_is_no_part_of_a_name(hidden: str) -> None:
    assert clean_name(f"{hidden}San{hidden}Disk{hidden}") == "San Disk"
    assert clean_name(hidden * 3) == ""


@given(text=st.text(), limit=st.integers(1, 80))
def test_a_clean_name_stays_as_it_is(text: str, limit: int) -> None:
    once = clean_name(text, limit=limit)
    assert clean_name(once, limit=limit) == once
    assert len(once) <= limit
    assert once.isprintable()


@pytest.mark.parametrize("name", ["SanDisk Extreme", "相机卡", "Ünïcødé", "Карта", "कार्ड"])
def test_honest_names_are_not_touched(name: str) -> None:
    assert clean_name(name) == name
