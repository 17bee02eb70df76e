"""What happens to a card between two looks at it, for everything that is done with one: smaller, another, mounted."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from support.labs import with_sbin

from lab.loop.cards import LoopCard, run
from lab.loop.conftest import MIB, MakeCard
from lab.loop.erasing import ERASING
from lab.loop.image import Image
from lab.loop.moments import AtStep
from nanowizard.drives.linux import blockdev

pytestmark = pytest.mark.root

# The step with the first write, and one in the middle of the work.
FIRST = {
    "flash": "flash.prepare",
    "format": "card.format.clear",
    "format-full": "card.format.clear",
    "repair": "card.repair.look",
    "test": "card.probe",
    "test-full": "card.fill",
}
MIDDLE = {
    "flash": "flash.verify",
    "format": "card.format.write",
    "format-full": "card.format.write",
    "repair": "card.repair.test",
    "test": "card.speed",
    "test-full": "card.reread",
}


def smaller(card: LoopCard) -> None:
    card.shrink(14 * MIB)


def another(card: LoopCard) -> None:
    """The same name, size, model and serial number: only the kernel's insertion number is another."""
    card.exchange()


def before_each_open(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """After the last look at the list, in the moment before the node is opened for writing."""
    honest = blockdev.open_node

    def opening(path: str, *, writable: bool) -> int:
        act()
        return honest(path, writable=writable)

    monkeypatch.setattr(blockdev, "open_node", opening)


def left_whole(card: LoopCard, image: Image) -> bool:
    """What is on it now is what was on it; `smaller` has cut off its end."""
    return card.left(image) == "untouched" or card._before.startswith(card.backing.read_bytes())


@pytest.mark.parametrize("happens", [smaller, another])
@pytest.mark.parametrize("name", ERASING)
def test_between_choosing_and_asking(
    name: str, happens: Callable[[LoopCard], None], make_card: MakeCard, image: Image
) -> None:
    card = make_card()
    chosen = card.drive().identity
    happens(card)
    ended = ERASING[name](card, image.path, identity=chosen)
    assert ended.said == ("drive.changed", {"path": card.node})
    assert ended.steps == []
    assert left_whole(card, image)


@pytest.mark.parametrize("happens", [smaller, another])
@pytest.mark.parametrize("name", ERASING)
def test_between_looking_and_opening(
    name: str,
    happens: Callable[[LoopCard], None],
    make_card: MakeCard,
    image: Image,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    card = make_card()
    before_each_open(monkeypatch, lambda: happens(card))
    ended = ERASING[name](card, image.path)
    assert ended.said == ("drive.changed", {"path": card.node})
    assert left_whole(card, image)


@pytest.mark.parametrize("name", ERASING)
def test_smaller_between_opening_and_the_first_write(name: str, make_card: MakeCard, image: Image) -> None:
    card = make_card()
    ended = ERASING[name](card, image.path, AtStep(FIRST[name], lambda: smaller(card)))
    assert ended.said == ("drive.changed", {"path": card.node})
    assert left_whole(card, image)


class Desktop:
    """Mounts the card again in the moment before it is opened, some times or always."""

    def __init__(self, card: LoopCard, where: Path, times: int) -> None:
        run("mkfs.ext4", "-q", "-F", card.node)
        self._card = card
        self._where = where
        self.times = times

    def __call__(self) -> None:
        if self.times > 0 and not os.path.ismount(self._where):
            self.times -= 1
            run("mount", self._card.node, self._where)
            self._card.remember()


@pytest.mark.parametrize("name", ERASING)
def test_mounted_again_twice_and_then_done(
    name: str, make_card: MakeCard, image: Image, mount_point: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = make_card()
    desktop = Desktop(card, mount_point, 2)
    before_each_open(monkeypatch, desktop)
    ended = ERASING[name](card, image.path)
    assert ended.error is None
    assert desktop.times == 0
    assert not os.path.ismount(mount_point)


@pytest.mark.parametrize("name", ERASING)
def test_mounted_again_whatever_we_do(
    name: str, make_card: MakeCard, image: Image, mount_point: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = make_card()
    before_each_open(monkeypatch, Desktop(card, mount_point, 99))
    ended = ERASING[name](card, image.path)
    assert ended.said == ("drive.mounted_again", {"path": card.node, "mount_points": [str(mount_point)]})
    assert ended.steps == []
    assert os.path.ismount(mount_point)
    assert card.left(image) == "untouched"


@pytest.mark.parametrize("name", ERASING)
def test_nobody_mounts_it_while_we_work(name: str, make_card: MakeCard, image: Image, mount_point: Path) -> None:
    card = make_card()
    said: list[str] = []

    def try_it() -> None:
        done = subprocess.run(
            ["mount", "-t", "ext4", card.node, mount_point],
            capture_output=True,
            text=True,
            check=False,
            env=with_sbin(),
        )
        said.append(done.stderr)

    ended = ERASING[name](card, image.path, AtStep(MIDDLE[name], try_it))
    assert ended.error is None
    assert len(said) == 1
    assert "busy" in said[0] or "already mounted" in said[0]
