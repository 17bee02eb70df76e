"""A reader that hangs: a call that never returns, in the real helper. It is said, cancelled, and left behind.

What hangs here waits in Python, so the process itself can be killed; one that hangs in the kernel is in `lab/loop`.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest

from nanowizard.cards.model import FormatRequest, ProbeRequest, RepairRequest
from nanowizard.core.errors import Cancelled, DriveError, HelperError, NanoWizardError
from nanowizard.core.events import Event, FindingReported, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.drives.file import FileBackend
from nanowizard.drives.marker import read_marker
from nanowizard.drives.model import Drive, DriveIdentity
from nanowizard.flash.model import FlashRequest, VerifyRequest
from nanowizard.helper import silence
from nanowizard.helper.client import HelperClient
from nanowizard.practice.card import CARD_FILE, CardSettings

MIB = 1 << 20
PATIENCE_S = 30.0
# The times of a real run, much shorter: said after 0.1 s, given up after the last argument. Their clock stands still
# unless a call hangs, and moves by the same at each look: an honest call on a slow disk is not given up.
_SCRIPT = """
import os, pathlib, sys, threading
import nanowizard.transfer.watchdog as watchdog
import nanowizard.transfer.crew as crew
limit_s = float(sys.argv[4])
crew.JOIN_S, crew.TICK_S = 0.1, 0.05
watchdog.SAY_AFTER_S, watchdog.GIVE_UP_AFTER_S = 0.1, limit_s
watchdog.LADDER = ((limit_s, watchdog.Rung.GIVE_UP), (0.3, watchdog.Rung.EASE), (0.1, watchdog.Rung.SAY))
import nanowizard.helper.patience as patience
patience.OPEN_GIVE_UP_S = patience.EJECT_GIVE_UP_S = limit_s
import nanowizard.helper.turn as turn
turn.GOODBYE_S = 0.2
from nanowizard.practice import card, faults
folder, place, step = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
def hung():
    return (folder / "hang").exists() and (folder / "hang").read_text() in ("", str(os.getpid()))
owner = card.PracticeBackend if place in ("list_drives", "open", "open_for_reading", "eject") else faults.FaultyDevice
honest, calls = getattr(owner, place), []
class Clock:
    now = 0.0
    def __call__(self):
        self.now += 0.04 if (folder / "hanging").exists() and hung() else 0.0
        return self.now
make_dog = watchdog.Watchdog.__init__
watchdog.Watchdog.__init__ = lambda dog, _clock, ladder=None: make_dog(dog, Clock(), ladder)
def hang(*arguments):
    calls.append(1)
    if hung() and len(calls) > step:
        (folder / "hanging").touch()
        while hung():
            threading.Event().wait(0.01)
    return honest(*arguments)
setattr(owner, place, hang)
from nanowizard.practice.service import main
raise SystemExit(main(["--folder", sys.argv[1]]))
"""


class Desk:
    """The practice card, in a helper that hangs in `place` from its call `step` on, until it is released."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        with (folder / CARD_FILE).open("wb") as small:
            small.truncate(66 * MIB)
        CardSettings(write_rate=None, read_rate=None).save(folder)
        self.folder = folder
        self.clients: list[HelperClient] = []

    def client(self, place: str, step: int = 0, limit_s: float = 0.6) -> HelperClient:
        arguments = [str(self.folder), place, str(step), str(limit_s)]
        self.clients.append(HelperClient([sys.executable, "-c", _SCRIPT, *arguments]))
        return self.clients[-1]

    def hang(self, pid: int | None = None) -> None:
        """With `pid` only that process."""
        (self.folder / "new").write_text(str(pid or ""))
        (self.folder / "new").replace(self.folder / "hang")

    def hangs(self) -> bool:
        return (self.folder / "hanging").exists()

    def release(self) -> None:
        (self.folder / "hang").unlink(missing_ok=True)

    def marked(self) -> bool:
        with (self.folder / CARD_FILE).open("rb") as file:
            return read_marker(file.read(4096)) is not None


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "practice")
    yield desk
    desk.release()
    for client in desk.clients:
        client.close()
    eventually(lambda: psutil.Process().children() == [])
    eventually(lambda: not [t.name for t in threading.enumerate() if t.name.startswith("helper-")])


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("image") / "disk.img"
    table = bytes(446) + bytes([0, 0, 2, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 0x20, 0, 0]) + bytes(48) + b"\x55\xaa"
    file.write_bytes(table + b"\xa5" * (8 * MIB - 512))
    return file


Work = Callable[[HelperClient, DriveIdentity, Path, RunContext], Any]
WORK: dict[str, Work] = {
    "flash": lambda c, card, image, ctx: c.flash(FlashRequest(identity=card, image=image), ctx),
    "verify": lambda c, card, image, ctx: c.verify(VerifyRequest(identity=card, image=image), ctx),
    "format": lambda c, card, image, ctx: c.format(FormatRequest(identity=card), ctx),
    "repair": lambda c, card, image, ctx: c.repair(RepairRequest(identity=card), ctx),
    "test": lambda c, card, image, ctx: c.probe(ProbeRequest(identity=card, need_bytes=8 * MIB), ctx),
    "test-full": lambda c, card, image, ctx: c.probe(ProbeRequest(identity=card, mode="full"), ctx),
}
WRITING = [name for name in WORK if name != "verify"]
WHERE = [
    *((name, "open") for name in WRITING),
    ("verify", "open_for_reading"),
    ("verify", "read_at"),
    *((name, "write_at") for name in WRITING),
    *((name, "read_at") for name in ("format", "repair", "test")),
    *((name, "flush") for name in ("flash", "format", "test", "test-full")),
]
CANCELLED = [
    *(("flash", "open"), ("verify", "open_for_reading"), ("verify", "read_at"), ("flash", "write_at")),
    *(("flash", "flush"), ("format", "write_at"), ("repair", "read_at"), ("test", "read_at"), ("test-full", "flush")),
]


def eventually(fact: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not fact():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


def cards(drives: Sequence[Drive]) -> DriveIdentity:
    return drives[0].identity


def pid() -> int:
    (child,) = psutil.Process().children()
    return child.pid


def findings(events: list[Event]) -> list[str]:
    return [event.finding.code for event in events if isinstance(event, FindingReported)]


@pytest.mark.parametrize(("name", "place"), WHERE)
def test_it_is_said_then_given_up_and_the_next_call_has_a_fresh_helper(
    name: str, place: str, desk: Desk, image: Path
) -> None:
    client = desk.client(place)
    card, first, events = cards(client.list_drives()), pid(), list[Event]()
    desk.hang(first)
    with pytest.raises(NanoWizardError) as caught:
        WORK[name](client, card, image, RunContext(emit=events.append))
    assert caught.value.code == ("drive.no_answer" if place.startswith("open") else "drive.stalled")
    assert caught.value.params["path"] == card.path
    assert caught.value.params["waiting_s"] == 1, "in whole seconds"
    assert "flash.slow" in findings(events)
    # At once, while the first helper still waits for its card: it is asked again of another one.
    if sys.platform != "win32":  # where a card file is locked until the process has really ended
        assert WORK["format"](client, card, image, RunContext()).filesystem == "fat16"
        assert pid() != first
        assert not desk.marked()


@pytest.mark.parametrize(("name", "place"), CANCELLED)
def test_a_cancel_does_not_wait_for_it(name: str, place: str, desk: Desk, image: Path) -> None:
    cancel_when_it_hangs(desk, desk.client(place, limit_s=PATIENCE_S), name, image)


@pytest.mark.parametrize(
    ("name", "before"),
    [*(("flash", number) for number in range(1, 5)), *(("format", number) for number in range(1, 4))],
)
def test_a_cancel_waits_for_no_flush(name: str, before: int, desk: Desk, image: Path) -> None:
    """After the marker, after all that was written, and at the very end; `before` are the flushes that went well."""
    cancel_when_it_hangs(desk, desk.client("flush", before, limit_s=PATIENCE_S), name, image)


def cancel_when_it_hangs(desk: Desk, client: HelperClient, name: str, image: Path) -> None:
    card = cards(client.list_drives())
    desk.hang()
    ctx = RunContext()
    canceller = threading.Thread(target=lambda: (eventually(desk.hangs), ctx.cancel.set()))
    canceller.start()
    with pytest.raises(Cancelled):
        WORK[name](client, card, image, ctx)
    canceller.join()
    desk.release()
    assert len(client.list_drives()) == 4


def test_a_helper_whose_card_never_answers_is_replaced_without_being_asked_for(desk: Desk, image: Path) -> None:
    client = desk.client("write_at")
    told: list[Sequence[Drive] | NanoWizardError] = []
    watch = client.watch(told.append)
    eventually(lambda: told)
    card, first = cards(client.list_drives()), psutil.Process(pid())
    desk.hang()
    with pytest.raises(DriveError, match=r"drive\.stalled"):
        WORK["format"](client, card, image, RunContext())
    eventually(lambda: not first.is_running())
    eventually(lambda: len(told) == 2)
    assert pid() != first.pid
    assert [isinstance(one, list) for one in told] == [True, True], "the watch goes on, and nothing of this is an error"
    watch.close()


def test_a_list_that_never_comes_is_an_error_and_the_next_one_has_a_fresh_helper(desk: Desk) -> None:
    client = desk.client("list_drives")
    first = (client.list_drives(), pid())[1]
    desk.hang(first)
    with pytest.raises(DriveError) as caught:
        client.list_drives()
    assert (caught.value.code, set(caught.value.params)) == ("drive.list_stalled", {"waiting_s"})
    assert len(client.list_drives()) == 4
    assert pid() != first


def test_a_watch_says_so_and_goes_on_when_the_drive_answers_again(desk: Desk) -> None:
    client = desk.client("list_drives")
    desk.hang()
    told: list[Sequence[Drive] | NanoWizardError] = []
    watch = client.watch(told.append)
    eventually(lambda: told)
    assert isinstance(told[0], DriveError) and told[0].code == "drive.list_stalled"
    first = pid()
    desk.release()
    eventually(lambda: len(told) == 2)
    assert isinstance(told[1], list) and len(told[1]) == 4
    assert pid() == first, "nobody asked for anything: the same helper"
    watch.close()


def test_a_list_that_hangs_does_not_take_a_card_at_work_with_it(desk: Desk, image: Path) -> None:
    client = desk.client("list_drives", 1)
    card = cards(client.list_drives())
    CardSettings(write_rate=4 * MIB, read_rate=None).save(desk.folder)
    said: list[str] = []

    def emit(event: Event) -> None:
        if isinstance(event, StepStarted) and event.step == "flash.write":
            desk.hang()
            with pytest.raises(DriveError) as caught:
                client.list_drives()
            said.append(caught.value.code)

    report = WORK["flash"](client, card, image, RunContext(emit=emit))
    assert said == ["drive.list_stalled"]
    assert report.verified_bytes == 8 * MIB
    assert not desk.marked()


@pytest.mark.parametrize("name", ["flash", "format", "repair"])
def test_an_eject_that_never_returns_does_not_undo_the_work(name: str, desk: Desk, image: Path) -> None:
    client = desk.client("eject")
    card, first = cards(client.list_drives()), pid()
    desk.hang(first)
    events: list[Event] = []
    report = WORK[name](client, card, image, RunContext(emit=events.append))
    assert not report.ejected
    assert not desk.marked()
    assert findings(events)[-1] == "flash.slow"
    assert WORK["format"](client, card, image, RunContext()).ejected
    assert pid() != first


def test_a_card_that_comes_back_late_is_let_go(desk: Desk, image: Path) -> None:
    """Opened after nobody waited for it any more: it is closed again, else it would be locked."""
    client = desk.client("open", limit_s=PATIENCE_S)
    card, first = cards(client.list_drives()), pid()
    desk.hang()
    ctx = RunContext()
    canceller = threading.Thread(target=lambda: (eventually(desk.hangs), ctx.cancel.set()))
    canceller.start()
    with pytest.raises(Cancelled):
        WORK["format"](client, card, image, ctx)
    desk.release()
    canceller.join()
    assert WORK["format"](client, card, image, RunContext()).filesystem == "fat16"
    assert pid() == first
    backend = FileBackend([desk.folder / CARD_FILE])
    backend.open(backend.list_drives()[0], RunContext()).close()


class TestFrozen:
    """A helper that stands still as a whole, as if the computer had no time left for it."""

    @pytest.fixture
    def frozen(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> tuple[HelperClient, DriveIdentity]:
        if sys.platform == "win32":
            pytest.skip("no such signal")
        client = desk.client("eject")
        card = cards(client.list_drives())
        psutil.Process(pid()).send_signal(signal.SIGSTOP)
        for name in ("WORK_S", "LOOK_S"):
            monkeypatch.setattr(f"nanowizard.helper.client.{name}", 0.2)
        monkeypatch.setattr(silence, "CANCEL_S", 0.2)
        return client, card

    def test_a_list(self, frozen: tuple[HelperClient, DriveIdentity]) -> None:
        client, _ = frozen
        first = pid()
        with pytest.raises(HelperError) as caught:
            client.list_drives()
        assert caught.value.code == "helper.silent"
        assert len(client.list_drives()) == 4
        assert pid() != first

    def test_a_cancel(self, frozen: tuple[HelperClient, DriveIdentity], image: Path) -> None:
        client, card = frozen
        ctx = RunContext()
        canceller = threading.Timer(0.1, ctx.cancel.set)
        canceller.start()
        with pytest.raises((Cancelled, HelperError)):
            WORK["flash"](client, card, image, ctx)
        canceller.join()
        assert len(client.list_drives()) == 4
