"""The census counts honestly: what peers show, what counts as told, how the cards come into the computer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lab import census
from lab.census.cases import BY_NAME, CASES, IN_THE_COMPUTER
from lab.census.peers import NOT_LISTED, Shown, shown
from lab.census.plugging import MOST_AT_ONCE, batches
from lab.census.table import Seen, is_told, is_told_by_peers, markdown

STICK: dict[str, Any] = {
    "name": "/dev/sda",
    "subsystems": "block:scsi:usb:pci",
    "ro": False,
    "rm": True,
    "hotplug": True,
    "size": 64 << 20,
    "label": None,
    "mountpoints": [None],
}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, Shown(True, True)),
        ({"size": 0}, NOT_LISTED),
        ({"name": "/dev/loop0"}, NOT_LISTED),
        ({"ro": True}, Shown(True, False, ("drive.write_protected",))),
        ({"size": 300 << 30}, Shown(True, True, ("drive.very_large",))),
        ({"subsystems": "block:virtio:pci", "rm": False, "hotplug": False}, Shown(True, False, ("drive.is_system",))),
        ({"subsystems": "block:mmc:mmc_host:pci", "rm": False, "hotplug": False}, Shown(True, True)),
        (
            {"children": [{"name": "/dev/sda1", "label": "CANON_DC", "mountpoints": ["/media/CANON_DC"]}]},
            Shown(True, True, ("drive.mounted",), ("CANON_DC",)),
        ),
    ],
)
def test_what_peers_show(changed: dict[str, Any], expected: Shown) -> None:
    assert shown({**STICK, **changed}) == expected


def test_peers_say_what_is_too_small() -> None:
    assert shown(STICK, image_bytes=65 << 20) == Shown(True, False, ("drive.too_small",))
    assert shown(STICK, image_bytes=64 << 20) == Shown(True, True)


def test_a_label_counts_as_told_by_peers_and_a_name_that_says_nothing_does_not() -> None:
    camera, blank = BY_NAME["camera"], BY_NAME["blank"]
    assert is_told_by_peers(camera, Shown(True, True, labels=("CANON_DC",)))
    assert not is_told_by_peers(camera, Shown(True, True, labels=("OTHER",)))
    assert not is_told_by_peers(blank, Shown(True, True, labels=("",)))
    assert not is_told_by_peers(blank, Shown(True, True))
    assert not is_told(blank, Seen(listed=("unknown",), end="rescued"))
    assert is_told(blank, Seen(listed=("unknown",), found=("empty",), end="rescued"))


def test_the_totals_are_counted_from_what_was_seen() -> None:
    cases = [BY_NAME["blank"], BY_NAME["write_protected"]]
    seen = {case.name: Seen(case.listed, NOT_LISTED, case.found, case.ends) for case in cases}
    text = markdown(cases, seen)
    assert "NanoWizard: listed 2 of 2 (100 %); told what is wrong 2 of 2 (100 %)" in text
    assert "rescued, of those that can be 1 of 1 (100 %)" in text
    assert "With lsblk: listed 0 of 2 (0 %); told what is wrong 0 of 2 (0 %)" in text
    seen["blank"] = Seen(listed=(), end="drive.io")
    text = markdown(cases, seen)
    assert "listed 1 of 2 (50 %); told what is wrong 1 of 2 (50 %)" in text
    assert "rescued, of those that can be 0 of 1 (0 %)" in text


def test_every_case_is_plugged_once_and_no_slot_holds_two() -> None:
    made = batches(IN_THE_COMPUTER)
    assert sorted(case.name for batch in made for case in batch) == sorted(case.name for case in IN_THE_COMPUTER)
    assert len({case.name for case in CASES}) == len(CASES) >= 36
    for batch in made:
        places = [case.plugged for case in batch]
        assert places.count("sd") <= 1
        assert places.count("empty") <= 1
        assert len(batch) + places.count("twins") <= MOST_AT_ONCE
    assert [len(batch) for batch in batches([BY_NAME["twins"]] * 4)] == [3, 1], "two ports for each"


def test_the_readme_has_a_row_for_every_case_in_the_computer() -> None:
    readme = (Path(census.__file__).parents[1] / "README.md").read_text()
    section = readme.partition("\n## The census")[2].partition("\n## ")[0]
    rows = [line.split(" | ")[0].removeprefix("| ") for line in section.splitlines() if line.startswith("| ")]
    assert rows == ["card", *(case.title for case in IN_THE_COMPUTER)]
