"""A card whose partitions the desktop has mounted, with its automounter waiting to do so again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.computer.cards import CardFile, assert_holds
from tests.lab.computer.moves import error_of, flash
from tests.lab.machines.computer import Computer
from tests.lab.machines.slots import Stick
from tests.support.disk import DiskImage

Plug = Callable[..., Stick]
_TABLE = "label: gpt\\nsize=40M,name=PHOTOS,type={type}\\nsize=40M,name=MUSIC,type={type}\\n".format(
    type="EBD0A0A2-B9E5-4433-87C0-68B6B72699C7"  # Windows' data partition: desktops offer those
)


@pytest.fixture
def mounted(computer: Computer, card: CardFile, plug: Plug) -> Stick:
    """With two volumes that the automounter has opened for Alice: FAT with a file in it, and exFAT."""
    stick = plug(card)
    computer.root.run(
        f"printf '{_TABLE}' | sfdisk --quiet {stick.node} && udevadm settle"
        f" && mkfs.vfat -n PHOTOS {stick.node}1 && mkfs.exfat -L MUSIC {stick.node}2 && udevadm settle"
    )
    stick.unplug()
    computer.wait_gone(stick.node)
    again = plug(card)
    computer.wait_mounted("/media/alice/PHOTOS", "/media/alice/MUSIC")
    return again


@pytest.mark.parametrize("person", ["alice", "root"])
def test_is_unmounted_and_written(
    computer: Computer, card: CardFile, mounted: Stick, image: DiskImage, tmp_path: Path, person: str
) -> None:
    ended = flash(computer, person, mounted.node).finish()
    assert ended.code == 0, ended.stdout[-2000:]
    points = ended.findings()["drive.mounted"]["params"]["mount_points"]
    assert sorted(points) == ["/media/alice/MUSIC", "/media/alice/PHOTOS"]
    mounted.unplug()
    assert_holds(card, image, tmp_path)


def test_with_an_open_file_is_left_alone(computer: Computer, card: CardFile, mounted: Stick) -> None:
    editor = computer.person("alice").start("cd /media/alice/PHOTOS && echo mine >note && echo open && exec sleep 600")
    assert next(editor.lines()) == "open"
    error = error_of(flash(computer, "alice", mounted.node))
    assert (error["code"], error["params"]["programs"]) == ("drive.files_open_in", ["sleep"])
    assert computer.person("alice").run("cat /media/alice/PHOTOS/note").strip() == "mine"
    computer.person("alice").run("pkill -u alice sleep")
    editor.finish()
    mounted.unplug()
    assert card.contents == "partitions"
