"""Which care a drive is offered: never one that must not be touched, and whatever could be rescued."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.window_parts import BROKEN_OFF, IMAGE_BYTES, KINGSTON, LOCKED, READER, SANDISK, SYSTEM, drive

from nanowizard.drives.model import Drive, Volume
from nanowizard.drives.policy import card_findings
from nanowizard.gui import page_ids
from nanowizard.gui.pages.care.offer import offered, suggested

ALL = set(page_ids.CARE_PAGES)
INTERNAL = drive("WD Blue", 1_000_204_886_016, bus="internal", removable=False)
README = drive("Linux File-CD", 16_777_216, volumes=(Volume(path="/dev/x1", label="L4T-README"),))
WITHHELD = replace(SANDISK, withheld="read_only", read_only=True)
RAW = replace(SANDISK, contents="unpartitioned", volumes=())
SUPERFLOPPY = replace(SANDISK, contents="unpartitioned", volumes=(Volume(path="/dev/sandisk", filesystem="vfat"),))
UNKNOWN = replace(SANDISK, contents="unknown", volumes=())


def offer(seen: Drive) -> set[str]:
    return set(offered(card_findings(seen, image_bytes=IMAGE_BYTES)))


@pytest.mark.parametrize("seen", [SANDISK, BROKEN_OFF, KINGSTON, RAW, UNKNOWN, SUPERFLOPPY], ids=lambda one: one.name)
def test_a_card_is_offered_everything_also_one_that_is_too_small_for_the_image(seen: Drive) -> None:
    assert offer(seen) == ALL


@pytest.mark.parametrize("seen", [SYSTEM, INTERNAL, README, READER], ids=lambda one: one.name)
def test_what_must_not_be_touched_is_offered_nothing(seen: Drive) -> None:
    assert offer(seen) == set()
    assert suggested(seen, card_findings(seen)) == ""


def test_a_locked_card_can_still_be_compared() -> None:
    assert offer(LOCKED) == {page_ids.CARD_VERIFY}
    assert suggested(LOCKED, card_findings(LOCKED)) == ""


def test_the_drive_with_the_image_is_offered_nothing() -> None:
    findings = card_findings(SANDISK, image_path="/x/image.zip", holds_image=[SANDISK.path])
    assert offered(findings) == ()


def test_what_windows_withholds_can_only_be_compared_and_repaired() -> None:
    assert offer(WITHHELD) == {page_ids.CARD_VERIFY, page_ids.CARD_REPAIR}
    assert suggested(WITHHELD, card_findings(WITHHELD)) == page_ids.CARD_REPAIR


def test_a_system_disk_that_is_withheld_too_is_offered_nothing() -> None:
    assert offer(replace(SYSTEM, withheld="read_only", read_only=True)) == set()


@pytest.mark.parametrize(
    ("seen", "is_suggested"),
    [(BROKEN_OFF, True), (RAW, True), (UNKNOWN, True), (SUPERFLOPPY, False), (SANDISK, False), (KINGSTON, False)],
)
def test_a_repair_is_suggested_where_nothing_on_the_card_can_be_read(seen: Drive, is_suggested: bool) -> None:
    page_id = suggested(seen, card_findings(seen, image_bytes=IMAGE_BYTES))
    assert page_id == (page_ids.CARD_REPAIR if is_suggested else "")
