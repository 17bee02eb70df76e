"""Which drive is meant: two cards that look the same, a reader without a card, the computer's own disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.lab.computer.cards import CardFile, assert_holds
from tests.lab.computer.moves import error_of, flash, listed, result_of
from tests.lab.machines.computer import Computer
from tests.lab.machines.slots import Reader, Stick
from tests.support.disk import DiskImage

Plug = Callable[..., Stick]
NewCard = Callable[[], CardFile]
SYSTEM_DISK = "/dev/vda"


def test_of_two_cards_that_look_the_same_the_named_one_is_written(
    computer: Computer, new_card: NewCard, plug: Plug, image: DiskImage, tmp_path: Path
) -> None:
    """Cheap readers share a serial number, and UDisks takes both for one drive: switching it off may hit the other."""
    cards = [new_card(), new_card()]
    first, second = plug(cards[0]), plug(cards[1])
    result = result_of(flash(computer, "alice", second.node))
    assert result["verified_bytes"] > 0
    assert {first.node, second.node} <= computer.disks(), "neither was switched off"
    first.unplug()
    second.unplug()
    assert cards[0].untouched
    assert_holds(cards[1], image, tmp_path)


def test_a_reader_without_a_card(computer: Computer, reader: Reader, card: CardFile) -> None:
    node = computer.insert(reader, card.path)
    reader.pull()
    computer.wait_empty(node)
    shown = listed(computer, "alice")[node]
    assert not shown["medium_present"]
    assert [finding["code"] for finding in shown["findings"]] == ["drive.no_medium"]
    assert error_of(flash(computer, "alice", node))["code"] == "drive.no_medium"


def test_a_card_in_a_reader_is_ejected_and_the_reader_stays(
    computer: Computer, reader: Reader, card: CardFile, image: DiskImage, tmp_path: Path
) -> None:
    node = computer.insert(reader, card.path)
    result = result_of(flash(computer, "alice", node))
    assert result["ejected"]
    computer.root.run(f"test -b {node}")
    computer.wait_empty(node)
    assert_holds(card, image, tmp_path)


def test_a_card_in_a_reader_that_nothing_can_eject_is_left_closed(
    computer: Computer, reader: Reader, card: CardFile, image: DiskImage, tmp_path: Path
) -> None:
    """UDisks calls the program `eject`, which not every system has."""
    node = computer.insert(reader, card.path)
    computer.root.run("mv /usr/bin/eject /usr/bin/eject.away")
    try:
        result = result_of(flash(computer, "alice", node))
    finally:
        computer.root.run("mv /usr/bin/eject.away /usr/bin/eject")
    assert result["ejected"]
    assert node in computer.disks()
    assert computer.root.run(f"grep {node} /proc/mounts || true") == ""
    reader.pull()
    assert_holds(card, image, tmp_path)


def test_the_disk_of_the_running_system_is_never_written(computer: Computer) -> None:
    for person in ("alice", "root"):
        error = error_of(flash(computer, person, SYSTEM_DISK))
        assert error["code"] == "drive.is_system"
        assert error["params"]["path"] == SYSTEM_DISK
        assert "/" in error["params"]["mount_points"]


def test_a_garbage_table_is_shown_as_what_it_is(computer: Computer, card: CardFile, plug: Plug) -> None:
    """Half of a GPT: the name is there and nothing behind it makes sense."""
    with card.path.open("r+b") as file:
        file.seek(510)
        file.write(b"\x55\xaaEFI PART" + b"\xff" * 500)
    card.remember()
    stick = plug(card)
    shown = listed(computer, "alice")[stick.node]
    assert (shown["contents"], shown["volumes"], shown["findings"]) == ("unknown", [], [])
    stick.unplug()
    assert card.untouched
