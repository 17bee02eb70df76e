"""Write protection of both kinds: the open fails with EROFS, or it succeeds and the write fails with EPERM.

A loop device of Linux always opens. The first kind is a USB reader's (the virtual computer has one); what can be had of
it here is a card file on a file system that became read-only.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command_line import CommandLine

from lab.loop.cards import garbage_file, run
from lab.loop.conftest import MIB, MakeCard
from lab.loop.erasing import flash
from lab.loop.image import Image
from lab.loop.lying_card import Faults
from lab.loop.moments import AtStep, WhenMoving
from nanowizard.core.errors import DriveError
from nanowizard.core.task import RunContext
from nanowizard.drives.file import FileBackend

pytestmark = pytest.mark.root


@pytest.mark.parametrize("by", ["losetup --read-only", "blockdev --setro"])
def test_a_protected_card_is_refused_before_it_is_opened(by: str, make_card: MakeCard, image: Image) -> None:
    card = make_card(16 * MIB, *(["--read-only"] if by.startswith("losetup") else []))
    if by.startswith("blockdev"):
        card.protect()
    ran = flash(card, image.path)
    assert ran.said == ("drive.write_protected", {"path": card.node, "name": card.name})
    assert ran.steps == []
    assert card.left(image) == "untouched"


def test_protection_that_the_open_does_not_notice_stops_the_first_write(make_card: MakeCard, image: Image) -> None:
    card = make_card()
    ran = flash(card, image.path, AtStep("flash.prepare", card.protect))
    assert ran.said == ("drive.write_protected", {"path": card.node, "offset_bytes": 0})
    assert ran.error
    assert ran.error.detail.startswith("EPERM")
    assert card.left(image) == "untouched"


def test_a_switch_that_slides_in_the_middle_leaves_the_marker(make_card: MakeCard, large: Image) -> None:
    card = make_card(48 * MIB, faults=Faults(write_rate=60e6))
    ran = flash(card, large.path, WhenMoving("write", card.protect))
    code, params = ran.said
    assert (code, params["path"]) == ("drive.write_protected", card.node)
    assert 0 < params["offset_bytes"] < len(large.data)
    assert card.left(large) == "not_ready"
    card.unprotect()
    assert card.drive().contents == "not_ready"


def test_a_flush_does_not_succeed_after_a_write_that_failed(make_card: MakeCard) -> None:
    """The kernel's own fsync would: it returns 0 on a protected device."""
    card = make_card()
    device = card.backend.open(card.drive(), RunContext())
    try:
        card.protect()
        with pytest.raises(DriveError, match=r"drive\.write_protected"):
            device.write_at(0, memoryview(bytearray(4096)))
        with pytest.raises(DriveError, match=r"drive\.write_protected"):
            device.flush()
    finally:
        device.close()


def test_a_card_whose_open_fails_with_erofs(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    run("mount", "-t", "tmpfs", "-o", "size=8M", "tmpfs", disk)
    try:
        backend = FileBackend([garbage_file(disk / "card.img", 4 * MIB)])
        (drive,) = backend.list_drives()
        run("mount", "-o", "remount,ro", disk)
        with pytest.raises(DriveError) as caught:
            backend.open(drive, RunContext())
    finally:
        run("umount", disk)
    assert (caught.value.code, caught.value.params) == ("drive.write_protected", {"path": drive.path})
    assert caught.value.detail.startswith("EROFS")


def test_the_command_line_says_what_to_do(
    make_card: MakeCard, image: Image, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = make_card(16 * MIB, "--read-only")
    monkeypatch.setenv("NANOWIZARD_EXTRA_DEVICES", card.node)
    ended = CommandLine(tmp_path / "home").run("card", "flash", image.path, "--card", card.node, "--yes")
    assert ended.code not in (0, None)
    said = " ".join((ended.stdout + ended.stderr).split())
    assert "The card is write-protected" in said
    assert "Slide the small lock" in said
    assert card.left(image) == "untouched"
