"""Flashes that are killed, pulled or exchanged in the middle, and go on: the card ends equal, or it is marked.

`NANOWIZARD_KILLS` and `NANOWIZARD_SEED` in the environment: how often the helper is killed (each costs 0.3 s of a
processor and a second; in CI 100 times), and when.
"""

from __future__ import annotations

import contextlib
import os
import random
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from nanowizard.core.errors import DriveError, HelperError
from nanowizard.core.events import Event, FindingReported, Params, Progress, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.drives.marker import read_marker
from nanowizard.drives.model import Drive
from nanowizard.drives.partition import Partition
from nanowizard.drives.partition_write import make_gpt
from nanowizard.flash.journal import FlashJournal
from nanowizard.helper.client import HelperClient
from nanowizard.practice.card import CARD_FILE, CardSettings
from nanowizard.tasks.card import FlashCard, FlashInput

pytestmark = pytest.mark.usefixtures("nothing_is_left")

MIB = 1024 * 1024
IMAGE_BYTES = 8 * MIB
RATE = 32 * MIB
KILLS = int(os.environ.get("NANOWIZARD_KILLS", "100" if os.environ.get("CI") == "true" else "10"))
SEED = int(os.environ.get("NANOWIZARD_SEED", "7"))


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _image(tmp_path_factory.mktemp("image") / "nano.img", 1)


def _image(path: Path, number: int) -> Path:
    parts = [Partition(number=1, start_bytes=4 * MIB, size_bytes=2 * MIB, name="APP")]
    gpt = make_gpt(parts, IMAGE_BYTES, disk_id=f"7d3c1f0e-58a1-4a53-9d0c-{number:012d}")
    data = bytearray(random.Random(number).randbytes(IMAGE_BYTES))
    data[: len(gpt.head)] = gpt.head
    path.write_bytes(data)
    return path


class Work:
    """A card and who writes it. `events` are those of the last run."""

    def __init__(self, client: HelperClient, folder: Path, tmp_path: Path) -> None:
        written = SimpleNamespace(note=lambda: None)
        self.client = client
        self.card = folder / CARD_FILE
        self.folder = folder
        self.session: Any = SimpleNamespace(
            helper=client, flashes=FlashJournal(tmp_path / "flashes.json"), written=written
        )
        self.events: list[Event] = []
        self.settings()

    def settings(self, **more: Any) -> None:
        CardSettings(write_rate=RATE, read_rate=2 * RATE, **more).save(self.folder)

    def drive(self) -> Drive:
        return self.client.list_drives()[0]

    def flash(self, image: Path, on: Callable[[Event], None] = lambda event: None, **more: Any) -> Params:
        self.events = []

        def emit(event: Event) -> None:
            self.events.append(event)
            on(event)

        inp = FlashInput(image=image, card=self.drive().identity, confirmed=True, **more)
        return FlashCard(self.session).run(inp, RunContext(emit=emit))

    def offers(self, image: Path) -> list[str]:
        inp = FlashInput(image=image, card=self.drive().identity, confirmed=True)
        found = FlashCard(self.session).check(inp, RunContext()).findings
        return [one.code for one in found if one.code.startswith("flash.")]

    def holds(self, image: Path) -> bool:
        return self.bytes() == image.read_bytes()

    def bytes(self) -> bytes:
        with self.card.open("rb") as file:
            return file.read(IMAGE_BYTES)

    def is_marked(self) -> bool:
        return read_marker(self.bytes()[:4096]) is not None

    def spoil(self, offset: int, data: bytes) -> None:
        with self.card.open("r+b") as file:
            file.seek(offset)
            file.write(data)

    def updated(self) -> bool:
        return any(isinstance(e, FindingReported) and e.finding.code == "flash.updating" for e in self.events)

    def kill(self) -> None:
        """Back when it has ended: what is asked of one that is about to die is rightly answered with its crash."""
        for child in psutil.Process().children():
            child.kill()
            if sys.platform == "win32":
                child.wait()
            else:  # with all its threads; its end is the client's to learn
                with contextlib.suppress(ChildProcessError):
                    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)


@pytest.fixture
def work(client: HelperClient, folder: Path, tmp_path: Path) -> Work:
    return Work(client, folder, tmp_path)


def first(act: Callable[[], object]) -> Callable[[Event], None]:
    """Does `act` at the first event."""
    acts = [act]
    return lambda event: acts.pop()() if acts else None


def half_way(act: Callable[[], object]) -> Callable[[Event], None]:
    """Does `act` once, when half of the image was written."""
    done = threading.Event()

    def on(event: Event) -> None:
        is_there = isinstance(event, Progress) and event.phase == "write" and event.done >= IMAGE_BYTES // 2
        if is_there and not done.is_set():
            done.set()
            act()

    return on


@pytest.mark.timeout(120 + 15 * KILLS)
def test_a_helper_killed_at_any_moment_leaves_a_card_that_goes_on(work: Work, image: Path, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    work.flash(image, update=False)
    usual_s = _lasted(work, image)
    other = _image(tmp_path / "other.img", 2)
    ends = {"marked": 0, "whole": 0, "as before": 0}
    for number in range(KILLS):
        if number % 3 == 0:
            work.spoil(0, chance.randbytes(IMAGE_BYTES))
        elif number % 3 == 1:
            work.spoil(0, other.read_bytes())
        else:  # holds most of it
            work.spoil(chance.randrange(IMAGE_BYTES - 4096), chance.randbytes(4096))
        before = work.bytes()
        killer = threading.Timer(chance.uniform(0, usual_s), work.kill)
        try:
            work.flash(image, first(killer.start), update=chance.choice([None, True]))
        except HelperError as error:
            assert error.code == "helper.crashed"  # that it ended well before the kill is right too
        killer.join()
        now = work.bytes()
        ends["marked" if work.is_marked() else "whole" if now == image.read_bytes() else "as before"] += 1
        assert work.is_marked() or now in (before, image.read_bytes()), f"kill {number}: silently wrong"
        work.flash(image, update=chance.choice([None, True]))
        assert work.holds(image), f"kill {number}: not equal after it went on"
    print(f"{KILLS} kills, seed {SEED}: {ends}")
    assert _behind(work.card) == bytes(64 * 1024)


def _lasted(work: Work, image: Path) -> float:
    """How long a flash takes from its first event on."""
    began: list[float] = []
    work.flash(image, first(lambda: began.append(time.monotonic())), update=False)
    return time.monotonic() - began[0]


def _behind(card: Path) -> bytes:
    with card.open("rb") as file:
        file.seek(-64 * 1024, os.SEEK_END)
        return file.read()


def test_a_kill_in_the_middle_is_offered_to_go_on_and_keeps_what_is_there(work: Work, image: Path) -> None:
    CardSettings(write_rate=4 * MIB, read_rate=None).save(work.folder)
    with pytest.raises(HelperError, match=r"helper\.crashed"):
        work.flash(image, half_way(work.kill))
    assert work.is_marked()
    assert work.offers(image) == ["flash.can_continue"]
    work.settings()
    result = work.flash(image)
    assert work.holds(image) and work.updated()
    assert result["kept_bytes"] >= IMAGE_BYTES // 4
    assert work.offers(image) == []


def test_an_identical_card_is_found_by_itself_and_not_written(work: Work, image: Path) -> None:
    work.flash(image)
    assert not work.updated()
    stamp = work.card.stat().st_mtime_ns
    result = work.flash(image)
    assert work.updated()
    assert (result["written_bytes"], work.card.stat().st_mtime_ns) == (0, stamp)
    assert not any(isinstance(event, StepStarted) and event.step == "flash.mark" for event in work.events)


def test_forbidden_means_everything_is_written_again(work: Work, image: Path) -> None:
    work.flash(image)
    result = work.flash(image, update=False)
    assert result["written_bytes"] == IMAGE_BYTES and not work.updated()


def test_a_pulled_card_goes_on_when_it_is_back(work: Work, image: Path) -> None:
    work.settings(vanish_at=5 * MIB)
    with pytest.raises(DriveError, match=r"drive\.gone"):
        work.flash(image)
    assert work.is_marked()
    work.settings()
    assert work.offers(image) == ["flash.can_continue"]
    result = work.flash(image)
    assert work.holds(image)
    assert result["kept_bytes"] > 0


def test_another_card_put_in_its_place_is_written_whole(work: Work, image: Path, tmp_path: Path) -> None:
    """The same reader, the same size: nothing but its content tells that it is another card."""
    other = _image(tmp_path / "other.img", 2)
    work.settings(vanish_at=5 * MIB)
    with pytest.raises(DriveError, match=r"drive\.gone"):
        work.flash(image)
    work.spoil(0, other.read_bytes())
    work.settings()
    assert work.offers(image) == []
    work.flash(image)
    assert work.holds(image) and not work.updated()


def test_another_card_that_broke_off_too_is_only_offered_and_never_believed(work: Work, image: Path) -> None:
    work.settings(vanish_at=5 * MIB)
    with pytest.raises(DriveError, match=r"drive\.gone"):
        work.flash(image)
    work.spoil(MIB, random.Random(9).randbytes(IMAGE_BYTES - MIB))
    work.settings()
    assert work.offers(image) == ["flash.can_continue"]
    work.flash(image)
    assert work.holds(image) and not work.updated()
