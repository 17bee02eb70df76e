"""A card that does not answer, down in the kernel: its process cannot even be killed, and is left behind."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from lab.loop.cards import LoopCard
from lab.loop.conftest import MIB, MakeCard
from lab.loop.image import Image
from lab.loop.lying_card import Faults, hang_file
from nanowizard.cards.model import FormatReport, FormatRequest, ProbeRequest, RepairRequest
from nanowizard.core.errors import Cancelled, DriveError
from nanowizard.core.events import Event, FindingReported, StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.drives.marker import read_marker
from nanowizard.drives.model import DriveIdentity
from nanowizard.drives.select import EXTRA_DEVICES
from nanowizard.flash.model import FlashRequest
from nanowizard.helper.client import HelperClient

pytestmark = pytest.mark.root

PATIENCE_S = 20.0
GIVE_UP_S, NEVER_S = 2.0, 600.0
# The helper of every day with shorter times: half a second is said; what is too long stands in its arguments.
_HELPER = """
import sys
import nanowizard.transfer.watchdog as watchdog
watchdog.SAY_AFTER_S, watchdog.GIVE_UP_AFTER_S = 0.5, float(sys.argv[1])
watchdog.LADDER = ((watchdog.GIVE_UP_AFTER_S, watchdog.Rung.GIVE_UP), (0.5, watchdog.Rung.SAY))
import nanowizard.helper.patience as patience
patience.LIST_GIVE_UP_S = 20.0
import nanowizard.helper.turn as turn
turn.GOODBYE_S = 0.5
from nanowizard.helper.service import main
sys.exit(main())
"""
Work = Callable[[HelperClient, DriveIdentity, Path, RunContext], object]
WORK: dict[str, tuple[Work, str]] = {
    "flash": (lambda c, card, image, ctx: c.flash(FlashRequest(identity=card, image=image), ctx), "flash.verify"),
    "format": (lambda c, card, _image, ctx: c.format(FormatRequest(identity=card), ctx), "card.format.write"),
    "repair": (lambda c, card, _image, ctx: c.repair(RepairRequest(identity=card), ctx), "card.repair.test"),
    "test": (lambda c, card, _image, ctx: c.probe(ProbeRequest(identity=card), ctx), "card.speed"),
    "test-full": (
        lambda c, card, _image, ctx: c.probe(ProbeRequest(identity=card, mode="full"), ctx),
        "card.reread",
    ),
}


class Hanging:
    """A card in the ordinary helper, which hangs from a certain step of the work on."""

    def __init__(self, card: LoopCard, client: HelperClient, image: Path) -> None:
        self.card = card
        self.client = client
        self.events: list[Event] = []
        self._image = image
        (drive,) = [drive for drive in client.list_drives() if drive.path == card.node]
        self._identity = drive.identity
        (self.helper,) = [p for p in psutil.Process().children() if "nanowizard" in " ".join(p.cmdline())][-1:]
        self._tasks = Path(f"/proc/{self.helper.pid}/task")

    def hang(self) -> None:
        hang_file(self.card.backing).touch()

    def answer(self) -> None:
        hang_file(self.card.backing).unlink(missing_ok=True)

    def run(self, name: str, when_it_hangs: Callable[[RunContext], object] = lambda _ctx: None) -> None:
        work, step = WORK[name]

        def emit(event: Event) -> None:
            self.events.append(event)
            if isinstance(event, StepStarted) and event.step == step:
                self.hang()
            if isinstance(event, FindingReported) and event.finding.code == "flash.slow":
                when_it_hangs(ctx)

        ctx = RunContext(emit=emit)
        work(self.client, self._identity, self._image, ctx)

    def is_in_the_kernel(self) -> bool:
        """Whether a thread of the first helper still waits there; the process itself may be a zombie by then."""
        states = [task.read_text().rpartition(")")[2].split()[0] for task in self._tasks.glob("*/stat")]
        return "D" in states

    def finished(self) -> list[str]:
        return [event.step for event in self.events if isinstance(event, StepFinished)]


@pytest.fixture
def give_up_s() -> float:
    """When the helper gives the card up."""
    return GIVE_UP_S


@pytest.fixture
def hanging(make_card: MakeCard, image: Image, give_up_s: float, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hanging]:
    card = make_card(32 * MIB, faults=Faults(hangs=True, write_rate=60e6))
    monkeypatch.setenv(EXTRA_DEVICES, card.node)
    with HelperClient([sys.executable, "-c", _HELPER, str(give_up_s)]) as client:
        hanging = Hanging(card, client, image.path)
        yield hanging
        hanging.answer()
    eventually(lambda: not hanging.helper.is_running())


def eventually(fact: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not fact():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


def another_card(client: HelperClient, folder: Path) -> FormatReport:
    """Work for a helper that is not held up: a card file."""
    file = folder / "other.img"
    with file.open("wb") as new:
        new.truncate(32 * MIB)
    from nanowizard.drives.file import describe_file

    return client.format(FormatRequest(identity=describe_file(file).identity), RunContext())


@pytest.mark.parametrize("name", WORK)
def test_it_is_said_given_up_and_left_behind(name: str, hanging: Hanging, tmp_path: Path) -> None:
    with pytest.raises(DriveError) as caught:
        hanging.run(name)
    assert (caught.value.code, caught.value.params["path"]) == ("drive.stalled", hanging.card.node)
    assert WORK[name][1] not in hanging.finished()
    # The next call, while the first helper is still there and cannot go away.
    assert another_card(hanging.client, tmp_path).filesystem
    hanging.helper.kill()
    assert hanging.is_in_the_kernel(), "nothing ends it but the card"
    hanging.answer()
    eventually(lambda: not hanging.helper.is_running())
    if name in ("flash", "format", "repair"):
        assert read_marker(hanging.card.backing.read_bytes()[:4096]) is not None
    assert hanging.card.node in [drive.path for drive in hanging.client.list_drives()]


@pytest.mark.parametrize("give_up_s", [NEVER_S])
@pytest.mark.parametrize("name", ["flash", "repair", "test-full"])
def test_a_cancel_is_answered_at_once(name: str, hanging: Hanging) -> None:
    cancelled: list[threading.Thread] = []

    def cancel(ctx: RunContext) -> None:
        cancelled.append(threading.Thread(target=ctx.cancel.set))
        cancelled[-1].start()

    with pytest.raises(Cancelled):
        hanging.run(name, cancel)
    cancelled[0].join()


def test_it_is_listed_all_the_same(hanging: Hanging) -> None:
    """Without udev a list looks at the card itself, as far as the person may, and waits for it a moment only."""
    hanging.hang()
    assert hanging.card.node in [drive.path for drive in hanging.client.list_drives()]


def test_closing_the_program_does_not_wait_for_it(hanging: Hanging) -> None:
    with pytest.raises(DriveError):
        hanging.run("format")
    began = time.monotonic()
    hanging.client.close()
    assert time.monotonic() - began < 30, "bounded, not endless; and the card still hangs"
    assert hanging.is_in_the_kernel()


def test_who_holds_it_is_found_out_without_touching_it(make_card: MakeCard, mount_point: Path, image: Image) -> None:
    """A mounted card that hangs: naming the programs on it must not hang as well."""
    from nanowizard.drives.linux.holders import find_holders

    card = make_card(32 * MIB, faults=Faults(hangs=True))
    subprocess.run(["mkfs.ext4", "-q", "-F", card.node], check=True)
    subprocess.run(["mount", card.node, mount_point], check=True)
    with subprocess.Popen(["sleep", "60"], cwd=mount_point) as sleeper:
        hang_file(card.backing).touch()
        try:
            assert [program.pid for program in find_holders(card.name).programs] == [sleeper.pid]
        finally:
            hang_file(card.backing).unlink()
            sleeper.kill()
    subprocess.run(["umount", mount_point], check=True)
