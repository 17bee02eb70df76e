"""Who answers? Asks the known addresses again and again, in the background, without logging in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from nanowizard.core.task import RunContext
from nanowizard.gui.runner import Call, call_in_thread
from nanowizard.remote.address import Address
from nanowizard.remote.reach import ssh_banner

if TYPE_CHECKING:
    from nanowizard.practice.world import PracticeWorld

_T = TypeVar("_T")

LOOK_AGAIN_MS = 3000


class NanoWatch(QObject):
    """`addresses` is asked for the addresses by key before each look."""

    heard = Signal(str, bool)
    """A key, and whether somebody answers there as SSH."""
    practice_on = Signal(object, str)
    """The practice Nano's address and password, once it is switched on."""

    def __init__(self, addresses: Callable[[], Mapping[str, Address]], parent: QObject) -> None:
        super().__init__(parent)
        self._addresses = addresses
        self._calls: dict[str, Call] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.look)

    @property
    def is_on(self) -> bool:
        return self._timer.isActive()

    def start(self, world: PracticeWorld | None) -> None:
        """With a practice world, its Nano is switched on too."""
        self._timer.start()
        if world is not None:
            self._ask("practice", partial(_switched_on, world), lambda found: self.practice_on.emit(*found))
        self.look()

    def stop(self) -> None:
        self._timer.stop()
        for call in self._calls.values():
            call.abandon()
        self._calls.clear()

    def look(self) -> None:
        for key, address in self._addresses().items():
            self._ask(f"look {key}", partial(_banner, address), partial(self._hear, key))

    def _hear(self, key: str, banner: str | None) -> None:
        self.heard.emit(key, banner is not None)

    def _ask(self, name: str, fn: Callable[[RunContext], _T], done: Callable[[_T], None]) -> None:
        """Not again before the answer is there. No answer is an answer too."""
        if name in self._calls:
            return

        def answered(value: _T) -> None:
            del self._calls[name]
            done(value)

        def failed(_error: Exception) -> None:
            del self._calls[name]

        self._calls[name] = call_in_thread(self, fn, answered, failed)


def _banner(address: Address, _ctx: RunContext) -> str | None:
    return ssh_banner(address.host, address.port)


def _switched_on(world: PracticeWorld, _ctx: RunContext) -> tuple[Address, str]:
    world.switch_on()
    return world.nano_address(), world.password
