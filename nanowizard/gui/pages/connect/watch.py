"""Looks for Nanos again and again while the page is shown, in the background, without logging in anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from nanowizard.core.events import Event, FindingReported, Status, TaskFinished
from nanowizard.core.task import RunContext
from nanowizard.gui.runner import Call, Runner, call_in_thread
from nanowizard.remote.address import Address
from nanowizard.tasks.find import FindInput, FindNano

if TYPE_CHECKING:
    from nanowizard.practice.world import PracticeWorld
    from nanowizard.tasks.session import Session

LOOK_AGAIN_MS = 3000
WHOLE_EVERY = 6
"""Of so many looks one asks every machine of the network; the others glance at what is known."""


class NanoWatch(QObject):
    """In practice nothing is searched: its Nano is switched on, and offered."""

    found = Signal(object)
    """A Finding, as soon as it is known."""
    ended = Signal(object)
    """A whole search ended: its result, as `FindNano` gives it."""
    practice_on = Signal(object, str)
    """The practice Nano's address and password, once it is switched on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._runner = Runner(self)
        self._runner.said.connect(self._hear)
        self._switching_on: Call | None = None
        self._looks = 0
        self._is_whole = False
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(LOOK_AGAIN_MS)
        self._again.timeout.connect(self._look)

    @property
    def is_on(self) -> bool:
        return self._session is not None

    def start(self, session: Session) -> None:
        self._session, self._looks = session, 0
        if session.world is not None:
            world = session.world
            self._switching_on = call_in_thread(self, lambda ctx: _switched_on(world, ctx), self._is_switched_on)
        else:
            self._look()

    def stop(self) -> None:
        self._session = None
        self._again.stop()
        self._runner.cancel()
        if self._switching_on is not None:
            self._switching_on.abandon()
            self._switching_on = None

    def _look(self) -> None:
        if self._session is None or self._runner.is_running:
            return
        self._is_whole = self._looks % WHOLE_EVERY == 0
        self._looks += 1
        self._runner.start(FindNano(self._session), FindInput(around=self._is_whole))

    def _hear(self, event: Event) -> None:
        if self._session is None:
            return
        if isinstance(event, FindingReported):
            self.found.emit(event.finding)
        elif isinstance(event, TaskFinished):
            if event.status is Status.SUCCEEDED and self._is_whole:
                self.ended.emit(event.result)
            self._again.start()

    def _is_switched_on(self, found: tuple[Address, str]) -> None:
        self._switching_on = None
        self.practice_on.emit(*found)


def _switched_on(world: PracticeWorld, _ctx: RunContext) -> tuple[Address, str]:
    world.switch_on()
    return world.nano_address(), world.password
