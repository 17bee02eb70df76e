"""A card pulled out at every stage of everything that is done with one: opening, each step of the work, and letting go.

The whole of the helper's own work, on a card in memory that is gone from a certain call on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from support.devices import MIB, MemoryCard

from nanowizard.cards.model import FormatRequest, ProbeRequest, RepairRequest
from nanowizard.core.errors import DriveError, NanoWizardError
from nanowizard.core.events import Event, FindingReported, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.drives.marker import read_marker
from nanowizard.drives.model import Drive, DriveIdentity
from nanowizard.flash.model import FlashRequest
from nanowizard.helper import flashing, formatting, probing

SIZE = 16 * MIB
DATA = bytes(446) + bytes([0, 0, 2, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 0x20, 0, 0]) + bytes(48) + b"\x55\xaa"
IMAGE = DATA + b"\x5a" * (6 * MIB - len(DATA))
ENDS = 5  # calls at the beginning and at the end that are tried one by one
SPREAD = 10


class Pulled(MemoryCard):
    """Gone from call number `at` on: of writing, reading, flushing, and looking whether it is still the same."""

    def __init__(self, at: int | None) -> None:
        super().__init__(SIZE)
        self.at = at
        self.calls = 0
        self.is_out = False

    def write_at(self, offset: int, data: memoryview) -> None:
        self._count()
        super().write_at(offset, data)

    def read_at(self, offset: int, into: memoryview) -> None:
        self._count()
        super().read_at(offset, into)

    def flush(self) -> None:
        self._count()
        super().flush()

    def check_same(self) -> None:
        self._count()
        super().check_same()

    def _count(self) -> None:
        with self._lock:
            self.calls += 1
            if self.at is not None and self.calls > self.at:
                self.is_out = True
        if self.is_out:
            raise DriveError("drive.gone", path=self.identity.path)


class Reader:
    """A backend with one card. `out_when`: the stage ("list", "open", "eject") at which it is pulled."""

    name = "memory"

    def __init__(self, card: Pulled, out_when: str = "") -> None:
        self.card = card
        self._out_when = out_when

    def list_drives(self) -> Sequence[Drive]:
        self._stage("list")
        if self.card.is_out:
            return []
        return [Drive(identity=self.card.identity, name="Memory", bus="usb", size_bytes=SIZE, removable=True)]

    def open(self, drive: Drive, ctx: RunContext) -> Pulled:
        self._stage("open")
        if self.card.is_out:
            raise DriveError("drive.gone", path=drive.path)
        return self.card

    def eject(self, drive: Drive) -> bool:
        self._stage("eject")
        return not self.card.is_out

    def _stage(self, stage: str) -> None:
        if stage == self._out_when:
            self.card.is_out = True


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("image") / "disk.img"
    file.write_bytes(IMAGE)
    return file


Make = Callable[[DriveIdentity, Path], Any]
WORK: dict[str, tuple[Callable[..., Any], Make]] = {
    "flash": (flashing.flash, lambda card, image: FlashRequest(identity=card, image=image, full=True)),
    "format": (formatting.format_card, lambda card, _image: FormatRequest(identity=card)),
    "format-full": (formatting.format_card, lambda card, _image: FormatRequest(identity=card, mode="full")),
    "repair": (formatting.repair_card, lambda card, _image: RepairRequest(identity=card)),
    "test": (probing.probe, lambda card, _image: ProbeRequest(identity=card)),
    "test-full": (probing.probe, lambda card, _image: ProbeRequest(identity=card, mode="full")),
}
LAST_STEP = {"flash": "flash.verify"}
MAKING = ["flash", "format", "format-full", "repair"]


class Ran:
    def __init__(self, name: str, image: Path, card: Pulled, out_when: str = "") -> None:
        self.card = card
        self.before = bytes(card.data)
        self.events: list[Event] = []
        self.report: Any = None
        self.error: NanoWizardError | None = None
        self.at_steps: list[int] = []
        run, make = WORK[name]
        ctx = RunContext(emit=self._emit)
        try:
            self.report = run(
                lambda _files: [Reader(card, out_when)], make(card.identity, image), ctx, lambda device: device.close()
            )
        except NanoWizardError as error:
            self.error = error

    def _emit(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, StepStarted):
            self.at_steps.append(self.card.calls)

    @property
    def steps(self) -> list[str]:
        return [event.step for event in self.events if isinstance(event, StepStarted)]

    @property
    def untouched(self) -> bool:
        return bytes(self.card.data) == self.before

    @property
    def marked(self) -> bool:
        return read_marker(bytes(self.card.data[:4096])) is not None

    def lost(self) -> set[int]:
        """The blocks that it said it could not put back."""
        params = [
            e.finding.params for e in self.events if isinstance(e, FindingReported) and "ranges" in e.finding.params
        ]
        return {block for one in params for start, length in one["ranges"] for block in _blocks(start, length)}

    def changed(self) -> set[int]:
        now = bytes(self.card.data)
        return {at // 512 for at in range(0, SIZE, 512) if now[at : at + 512] != self.before[at : at + 512]}


def _blocks(start: int, length: int) -> range:
    return range(start // 512, -(-(start + length) // 512))


@pytest.mark.parametrize("stage", ["list", "open"])
@pytest.mark.parametrize("name", WORK)
def test_before_it_is_opened(name: str, stage: str, image: Path) -> None:
    ran = Ran(name, image, Pulled(None), stage)
    assert ran.error
    assert (ran.error.code, ran.error.params) == ("drive.gone", {"path": "memory:card"})
    assert ran.untouched
    assert ran.report is None


@pytest.mark.parametrize("name", MAKING)
def test_while_it_is_ejected_the_work_is_done(name: str, image: Path) -> None:
    ran = Ran(name, image, Pulled(None), "eject")
    assert ran.error is None
    assert not ran.report.ejected
    assert not ran.marked


@pytest.mark.parametrize("name", WORK)
def test_at_every_step_and_between_them(name: str, image: Path) -> None:
    sound = Ran(name, image, Pulled(None))
    assert sound.error is None
    last, steps = sound.card.calls, sound.at_steps
    ends = {*range(ENDS), *range(last - ENDS, last)}
    around = {at + more for at in steps for more in (0, 1)}
    spread = set(range(0, last, max(last // SPREAD, 1)))
    for at in sorted(at for at in ends | around | spread if 0 <= at < last):
        ran = Ran(name, image, Pulled(at))
        if not ran.card.is_out:  # fewer calls than before: where a test looks is up to chance
            assert ran.report
            continue
        assert ran.error, f"pulled at call {at} of {last}, and nothing was said"
        assert ran.error.code == "drive.gone", at
        assert ran.report is None
        if name == "test":
            assert ran.changed() <= ran.lost(), at
        elif name in MAKING and not (ran.untouched or ran.marked):
            # The very last write is there: what it makes whole was read back before.
            assert (ran.steps[-1], ran.card.writes[-1][0]) == (LAST_STEP.get(name, "card.format.table"), 0), at
