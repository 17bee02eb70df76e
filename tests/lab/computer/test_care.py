"""Formatting, repairing and testing cards on real drivers; the kernel's own file systems judge what was made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.computer.cards import CardFile
from tests.lab.computer.moves import GONE, error_of, flash, progress_past, result_of
from tests.lab.machines.computer import SD_NODE, Computer
from tests.lab.machines.slots import Stick
from tests.support.disk import MIB

GIB = 1 << 30
Plug = Callable[..., Stick]
LABEL = "CAMERA"
MOUNTED = f"/media/alice/{LABEL}"


def assert_usable(computer: Computer, node: str, kind: str) -> None:
    """The desktop mounts it by itself, a file survives a remount, and the checker of that file system is content."""
    alice, root = computer.person("alice"), computer.root
    computer.wait_mounted(MOUNTED)
    part = root.run(f"findmnt -no SOURCE {MOUNTED}").strip()
    assert part == computer.first_partition(node)
    assert root.run(f"findmnt -no FSTYPE {MOUNTED}").strip() == kind
    alice.run(f"echo picture >{MOUNTED}/DSC00001.JPG && sync")
    root.run(f"umount {part} && fsck.{kind} -n {part}")
    root.run(f"mount {part} /mnt && grep -q picture /mnt/DSC00001.JPG && umount /mnt")


def test_a_small_card_is_formatted(computer: Computer, card: CardFile, plug: Plug) -> None:
    stick = plug(card)
    result = result_of(computer.nanowizard("alice", "card", "format", "--card", stick.node, "--label", LABEL, "--yes"))
    assert result["ejected"]
    stick.unplug()
    again = plug(card)
    assert_usable(computer, again.node, "vfat")


def test_a_large_card_is_formatted(computer: Computer, plug: Plug, tmp_path: Path) -> None:
    path = tmp_path / "sdxc"
    with path.open("wb") as file:
        file.truncate(64 * GIB)
    stick = computer.plug_stick(path)
    run = computer.nanowizard("alice", "card", "format", "--card", stick.node, "--label", LABEL, "--yes")
    assert result_of(run)["filesystem"] == "exfat"
    stick.unplug()
    again = computer.plug_stick(path)
    try:
        assert_usable(computer, again.node, "exfat")
    finally:
        again.unplug()


def test_a_card_in_the_sd_slot_is_formatted(laptop: Computer, card: CardFile) -> None:
    laptop.insert_sd(card.path)
    run = laptop.nanowizard("alice", "card", "format", "--card", SD_NODE, "--label", LABEL, "--yes")
    assert result_of(run)["ejected"], "nothing on it is open any more"
    laptop.sd_slot.pull()
    laptop.wait_gone(SD_NODE)
    laptop.insert_sd(card.path)
    assert_usable(laptop, SD_NODE, "vfat")


def test_pulled_while_everything_is_overwritten(computer: Computer, card: CardFile, plug: Plug) -> None:
    stick = plug(card, bytes_per_s=3 * MIB)
    run = computer.nanowizard("alice", "card", "format", "--card", stick.node, "--full", "--yes")
    run.until(progress_past("overwrite", 8 * MIB))
    stick.unplug()
    error = error_of(run)
    assert error["code"] in GONE, error
    assert card.contents == "not_ready"


@pytest.mark.parametrize("harm", ["garbage", "half_flashed"])
def test_a_card_that_tools_cannot_read_is_repaired(computer: Computer, card: CardFile, plug: Plug, harm: str) -> None:
    if harm == "garbage":
        with card.path.open("r+b") as file:
            file.seek(510)
            file.write(b"\x55\xaaEFI PART" + b"\xff" * 500)
        stick = plug(card)
    else:
        stick = plug(card, bytes_per_s=3 * MIB)
        run = flash(computer, "alice", stick.node)
        run.until(progress_past("write"))
        stick.unplug()
        run.finish()
        stick = plug(card)
    result = result_of(computer.nanowizard("alice", "card", "repair", "--card", stick.node, "--label", LABEL, "--yes"))
    assert result["found"]
    assert result["tested_bytes"] > 0
    stick.unplug()
    again = plug(card)
    assert_usable(computer, again.node, "vfat")


def test_a_test_leaves_everything_as_it_was(computer: Computer, card: CardFile, plug: Plug) -> None:
    stick = plug(card)
    result = result_of(computer.nanowizard("alice", "card", "test", "--card", stick.node))
    assert result["real_bytes"] == result["claimed_bytes"]
    assert result["not_restored"] == []
    stick.unplug()
    assert card.untouched
