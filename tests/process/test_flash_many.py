"""Several cards at once in the real helper process: card files, and the practice card as the one with the troubles."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from nanowizard.core.errors import Cancelled, FlashError, HelperError
from nanowizard.core.events import CardSaid, Event, Progress, Status, StepStarted, TaskFinished
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.drives.marker import read_marker
from nanowizard.drives.model import DriveIdentity
from nanowizard.flash.model import FlashRequest
from nanowizard.flash.together import FlashManyRequest
from nanowizard.helper.client import HelperClient
from nanowizard.practice.card import CARD_FILE, CardSettings

pytestmark = pytest.mark.usefixtures("nothing_is_left")

MIB = 1024 * 1024
SIZE = 16 * MIB
SLOW = 2 * MIB


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Looks like a disk: noise behind an MBR signature."""
    path = tmp_path_factory.mktemp("image") / "disk.img"
    data = bytearray(random.Random(3).randbytes(SIZE))
    data[440:512] = bytes(6) + bytes([0, 0, 2, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 0x78, 0, 0]) + bytes(48) + b"\x55\xaa"
    path.write_bytes(data)
    return path


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    cards = [tmp_path / f"card{number}.img" for number in range(3)]
    for card in cards:
        with card.open("wb") as new:
            new.truncate(32 * MIB)
    return cards


@pytest.fixture
def cards(client: HelperClient, files: list[Path]) -> list[DriveIdentity]:
    """The practice card first, then the card files."""
    drives = client.list_drives(card_files=files)
    return [drives[0].identity, *(drive.identity for drive in drives if drive.bus == "file")]


class Said:
    """What a run said; `act` is called once, when `card` is being written."""

    def __init__(
        self, card: str = "", act: Callable[[], Any] = lambda: None, cancel: CancelToken | None = None
    ) -> None:
        self.events: list[Event] = []
        self.cancel = cancel or CancelToken()
        self.ctx = RunContext(emit=self._emit, cancel=self.cancel)
        self._card, self._act = card, act
        self._acted = threading.Event()

    def _emit(self, event: Event) -> None:
        self.events.append(event)
        if not isinstance(event, CardSaid) or event.card != self._card or self._acted.is_set():
            return
        if isinstance(event.said, Progress) and event.said.phase == "write" and event.said.done:
            self._acted.set()
            self._act()

    def steps(self, card: str) -> list[str]:
        said = [event.said for event in self.events if isinstance(event, CardSaid) and event.card == card]
        return [event.step for event in said if isinstance(event, StepStarted)]


def request(cards: list[DriveIdentity], image: Path) -> FlashManyRequest:
    return FlashManyRequest(cards=tuple(FlashRequest(identity=card, image=image) for card in cards))


def statuses(ends: Mapping[str, TaskFinished]) -> list[Status]:
    return [end.status for end in ends.values()]


def holds(card: str, image: Path) -> bool:
    with Path(card).open("rb") as file:
        return file.read(SIZE) == image.read_bytes()


def marked(card: str) -> bool:
    with Path(card).open("rb") as file:
        return read_marker(file.read(4096)) is not None


def test_four_cards(client: HelperClient, cards: list[DriveIdentity], image: Path) -> None:
    run = Said()
    ends = client.flash_many(request(cards, image), run.ctx)
    assert list(ends) == [card.path for card in cards]
    assert statuses(ends) == [Status.SUCCEEDED] * 4
    for card in cards:
        assert holds(card.path, image)
        assert run.steps(card.path) == ["flash.prepare", "flash.write", "flash.verify", "flash.eject"]
        assert ends[card.path].result["verified_bytes"] == SIZE
    assert all(isinstance(event, CardSaid) for event in run.events)


def test_what_happens_to_one_stays_with_it(
    client: HelperClient, cards: list[DriveIdentity], image: Path, folder: Path
) -> None:
    for trouble, code in (({"fails_at": 8 * MIB}, "drive.io"), ({"vanish_at": 8 * MIB}, "drive.gone")):
        CardSettings(write_rate=None, read_rate=None, **trouble).save(folder)
        ends = client.flash_many(request(cards, image), RunContext())
        first, *others = ends.values()
        assert first.error is not None
        assert first.error.code == code
        assert [end.status for end in others] == [Status.SUCCEEDED] * 3
        assert marked(cards[0].path)
        assert all(holds(card.path, image) for card in cards[1:])


def test_a_slow_card_holds_up_nobody_and_is_stopped_alone(
    client: HelperClient, cards: list[DriveIdentity], image: Path, folder: Path
) -> None:
    """It is stopped when the others have ended: they did not wait for it."""
    CardSettings(write_rate=SLOW, read_rate=None).save(folder)
    slow = cards[0].path
    ended: set[str] = set()
    run = Said()

    def emit(event: Event) -> None:
        if isinstance(event, CardSaid) and isinstance(event.said, TaskFinished):
            ended.add(event.card)
            if len(ended) == 3:
                run.cancel.part(slow).set()

    ends = client.flash_many(request(cards, image), RunContext(emit=emit, cancel=run.cancel))
    assert statuses(ends) == [Status.CANCELLED] + [Status.SUCCEEDED] * 3
    assert not run.cancel.is_set
    assert marked(slow)


def test_one_that_is_stopped_at_once_stops_no_other(
    client: HelperClient, cards: list[DriveIdentity], image: Path
) -> None:
    cancel = CancelToken()

    def emit(event: Event) -> None:
        if isinstance(event, CardSaid) and event.card == cards[0].path:
            cancel.part(cards[0].path).set()

    ends = client.flash_many(request(cards, image), RunContext(emit=emit, cancel=cancel))
    assert ends[cards[0].path].status is Status.CANCELLED
    assert statuses(ends)[1:] == [Status.SUCCEEDED] * 3


def test_all_are_stopped_together(client: HelperClient, cards: list[DriveIdentity], image: Path, folder: Path) -> None:
    CardSettings(write_rate=SLOW, read_rate=None).save(folder)
    cancel = CancelToken()
    run = Said(cards[0].path, cancel.set, cancel)
    ends = client.flash_many(request(cards, image), run.ctx)
    assert ends[cards[0].path].status is Status.CANCELLED
    assert marked(cards[0].path)
    again = client.flash_many(request(cards[1:], image), RunContext())  # every card was let go
    assert statuses(again) == [Status.SUCCEEDED] * 3


def test_each_card_is_judged_by_itself(
    client: HelperClient, cards: list[DriveIdentity], image: Path, files: list[Path]
) -> None:
    """One has become another card, one is too small, one is the system's own disk."""
    system = next(drive.identity for drive in client.list_drives() if drive.system)
    changed = replace(cards[0], size_bytes=cards[0].size_bytes + 512)
    with files[1].open("r+b") as file:
        file.truncate(8 * MIB)
    drives = client.list_drives(card_files=files)
    small = next(drive.identity for drive in drives if drive.path == str(files[1]))
    ends = client.flash_many(request([changed, small, system, cards[1]], image), RunContext())
    codes = [end.error.code if end.error else None for end in ends.values()]
    assert codes == ["drive.changed", "drive.too_small", "drive.is_system", None]
    assert holds(cards[1].path, image)


def test_a_bad_image_touches_no_card(client: HelperClient, cards: list[DriveIdentity], tmp_path: Path) -> None:
    page = tmp_path / "page.img"
    page.write_text("<!DOCTYPE html><html></html>")
    ends = client.flash_many(request(cards, page), RunContext())
    assert [end.error.code for end in ends.values() if end.error] == ["image.is_web_page"] * 4
    assert not marked(cards[1].path)


def test_the_same_card_twice_is_refused(
    client: HelperClient, cards: list[DriveIdentity], image: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link.img"
    link.symlink_to(cards[1].path)
    for twice in (cards[1], replace(cards[1], path=str(link))):
        with pytest.raises(FlashError, match=r"flash\.same_card"):
            client.flash_many(request([cards[1], cards[2], twice], image), RunContext())
    assert not marked(cards[1].path)


def test_two_images_are_no_request(client: HelperClient, cards: list[DriveIdentity], image: Path) -> None:
    one, other = request(cards[:2], image).cards
    with pytest.raises(HelperError, match=r"helper\.protocol"):
        client.flash_many(FlashManyRequest(cards=(one, replace(other, image=image.parent))), RunContext())


def test_a_helper_that_dies_ends_every_card(
    client: HelperClient, cards: list[DriveIdentity], image: Path, folder: Path
) -> None:
    CardSettings(write_rate=SLOW, read_rate=None).save(folder)
    run = Said(cards[0].path, psutil.Process().children()[0].kill)
    ends = client.flash_many(request(cards, image), run.ctx)
    first = ends[cards[0].path]
    assert first.error is not None
    assert first.error.code == "helper.crashed", first
    assert all(end.status in (Status.SUCCEEDED, Status.FAILED) for end in ends.values())
    assert (folder / CARD_FILE).exists()
    again = client.flash_many(request(cards[1:], image), RunContext())
    assert [end.error for end in again.values()] == [None] * 3


def test_a_wish_to_stop_that_came_before_is_heard(
    client: HelperClient, cards: list[DriveIdentity], image: Path
) -> None:
    run = Said()
    run.cancel.set()
    with pytest.raises(Cancelled):
        client.flash_many(request(cards, image), run.ctx)
