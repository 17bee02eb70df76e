from __future__ import annotations

from pathlib import Path

import pytest

from nanowizard.provision.swap import fstab

MESS = (Path(__file__).resolve().parents[2] / "data" / "nano" / "fstab_tutorial").read_text()
TUTORIAL = "/mnt/4GB.swap"


def test_the_swap_files_of_a_messy_table() -> None:
    assert fstab.swap_paths(MESS) == [TUTORIAL, "/swapfile"]
    assert not fstab.is_listed_once(MESS, TUTORIAL)
    assert fstab.is_listed_once(MESS, "/swapfile")


def test_doubles_go_and_every_other_line_stays_byte_for_byte() -> None:
    mended = fstab.with_one_line(MESS, TUTORIAL)
    assert fstab.is_listed_once(mended, TUTORIAL)
    assert fstab.without(mended, {TUTORIAL}) == fstab.without(MESS, {TUTORIAL})
    assert mended.endswith("tmpfs\t/tmp tmpfs size=1G 0 0")
    assert fstab.with_one_line(mended, TUTORIAL) == mended


@pytest.mark.parametrize(
    "table", ["", "# only a comment", "/dev/root / ext4 defaults 0 1\n", "a b c\r\nd e f\r\n", "\n\n"]
)
def test_a_new_line_comes_last_and_can_be_taken_back(table: str) -> None:
    listed = fstab.with_one_line(table, "/swapfile")
    assert fstab.is_listed_once(listed, "/swapfile")
    assert listed.endswith("\n/swapfile swap swap defaults 0 0\n") or not table
    assert fstab.restored(listed, table, {"/swapfile"}) == table


def test_a_line_that_does_not_come_up_is_replaced() -> None:
    table = "/swapfile none swap sw,noauto 0 0\n"
    assert fstab.with_one_line(table, "/swapfile") == "/swapfile swap swap defaults 0 0\n"


def test_blanks_in_a_path() -> None:
    listed = fstab.with_one_line("", "/mnt/my swap")
    assert listed == "/mnt/my\\040swap swap swap defaults 0 0\n"
    assert fstab.swap_paths(listed) == ["/mnt/my swap"]


def test_a_boot_does_not_wait_for_what_may_be_missing() -> None:
    table = "/a none swap sw 0 0\n/usb/b none swap sw,nofail 0 0\n/c none swap noauto 0 0\n/d none swap\n"
    assert fstab.swap_paths_waited_for(table) == ["/a", "/d"]


def test_windows_line_ends_stay_and_a_line_with_them_counts() -> None:
    table = "/dev/root / ext4 defaults 0 1\r\n/swapfile none swap sw 0 0\r\n"
    assert fstab.is_listed_once(table, "/swapfile")
    assert fstab.with_one_line(table, "/swapfile") == table
    assert fstab.without(table, {"/swapfile"}) == "/dev/root / ext4 defaults 0 1\r\n"


def test_undo_keeps_what_others_wrote_meanwhile() -> None:
    ours = fstab.with_one_line(MESS, TUTORIAL)
    theirs = ours.replace("# Copyright", "# copyright") + "\n/dev/sda1 /data ext4 nofail 0 2\n"
    back = fstab.restored(theirs, MESS, {TUTORIAL})
    assert "/dev/sda1 /data ext4 nofail 0 2\n" in back
    assert "# copyright" in back
    assert [line for line in back.splitlines() if line.startswith(TUTORIAL)] == [
        line for line in MESS.splitlines() if line.startswith(TUTORIAL)
    ]
