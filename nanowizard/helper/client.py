"""The side of the helper that pages and commands use: starts it when first needed, speaks to it, survives its death."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, TypeVar

from nanowizard.cards.model import (
    FormatReport,
    FormatRequest,
    ProbeReport,
    ProbeRequest,
    RepairReport,
    RepairRequest,
)
from nanowizard.core.errors import HelperError, NanoWizardError
from nanowizard.core.events import TaskFinished
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import Watch
from nanowizard.drives.model import Drive, DriveIdentity
from nanowizard.drives.surroundings import RemedyRequest, Surroundings
from nanowizard.flash.arriving import StreamRequest
from nanowizard.flash.model import FlashReport, FlashRequest, VerifyReport, VerifyRequest
from nanowizard.flash.together import FlashManyRequest
from nanowizard.helper import protocol
from nanowizard.helper.answers import drives, is_stuck
from nanowizard.helper.card_ends import CardEnds
from nanowizard.helper.child import Answer, Child
from nanowizard.helper.client_watch import Changed, ClientWatch
from nanowizard.helper.elevation.child import ElevatedChild
from nanowizard.helper.hearing import Hearing
from nanowizard.helper.launch import Launcher, OrdinaryLauncher, own_launcher
from nanowizard.helper.protocol import Message
from nanowizard.helper.silence import LOOK_S, WORK_S, Silence
from nanowizard.helper.supply import Supply

R = TypeVar("R")


class CardRequest(Protocol):
    @property
    def identity(self) -> DriveIdentity: ...


class HelperClient:
    """One long-lived helper process, and a second one where only more rights open a card. Any thread may call.

    `command` is the argument vector of the helper; None is the ordinary one (`practice.service.command(folder)` gives
    that of the practice card). `launcher` starts it in a way of its own. Errors: HelperError "helper.crashed" (the next
    call starts a new one), "helper.silent" (so does it then), "helper.version", "helper.not_started", "helper.busy",
    "helper.protocol"; PrivilegeError where the person was asked and said no; and whatever the helper itself reports.
    """

    def __init__(self, command: Sequence[str] | None = None, *, launcher: Launcher | None = None) -> None:
        self._launcher = launcher or (OrdinaryLauncher(command) if command else own_launcher())
        self._elevated = ElevatedChild(self._launcher)
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._watches: list[ClientWatch] = []

    def list_drives(self, *, card_files: Sequence[Path] = ()) -> list[Drive]:
        """What there is now; the regular files `card_files` are listed as cards too."""
        result = self._call({"op": "list", "card_files": _paths(card_files)}, RunContext(), limit_s=LOOK_S)
        return drives(result)

    def surroundings(self) -> Surroundings:
        """What the system shows around its drives; may be asked for while a card is being written."""
        return protocol.from_wire(Surroundings, self._call({"op": "surroundings"}, RunContext()))

    def remedy(self, request: RemedyRequest) -> None:
        """Do what the program itself can do for a card that is not seen. Raises DriveError or PrivilegeError."""
        self._call({"op": "remedy", "request": protocol.to_wire(request)}, RunContext())

    def watch(self, changed: Changed, *, card_files: Sequence[Path] = ()) -> Watch:
        """Call `changed` with the list now and after every change, from a thread of its own, until closed.

        Where the helper dies `changed` gets the error; the watch goes on as soon as another call started a new one.
        """
        watch = ClientWatch(self, changed, {"op": "watch", "card_files": _paths(card_files)})
        try:
            with self._lock:
                watch.begin(self._ready_child())
                self._watches.append(watch)
        except NanoWizardError:
            watch.stop()
            raise
        return watch

    def flash(self, request: FlashRequest, ctx: RunContext) -> FlashReport:
        """Blocks until done. Events reach `ctx.emit` in this thread; `ctx.cancel` stops it (raises Cancelled)."""
        return self._work("flash", request, FlashReport, ctx)

    def flash_many(self, request: FlashManyRequest, ctx: RunContext) -> Mapping[str, TaskFinished]:
        """Blocks until every card has ended, and says how, by its path; what happens to a card is not raised.

        Events of a card reach `ctx.emit` as CardSaid. `ctx.cancel.part` of its path stops that card alone.
        """
        cards = [card.identity for card in request.cards]
        ends = CardEnds("card.flash", [card.path for card in cards], ctx)
        with ends.kept():
            ctx.cancel.raise_if_set()
            message = {"op": "flash_many", "request": protocol.to_wire(request)}
            self._call(message, ends.ctx, self._elevated_for(cards, ctx), cards=[card.path for card in cards])
        return ends.ends

    def flash_stream(self, request: StreamRequest, supply: Supply, ctx: RunContext) -> FlashReport:
        """Blocks until done, as `flash` does; `supply` says how the image arrives, and hears how far it was read."""
        return self._work("flash_stream", request, FlashReport, ctx, supply)

    def verify(self, request: VerifyRequest, ctx: RunContext) -> VerifyReport:
        """Blocks until done, as `flash` does. Nothing is written to the card."""
        return self._work("verify", request, VerifyReport, ctx)

    def format(self, request: FormatRequest, ctx: RunContext) -> FormatReport:
        """Blocks until done, as `flash` does. Everything on the card is lost."""
        return self._work("format", request, FormatReport, ctx)

    def repair(self, request: RepairRequest, ctx: RunContext) -> RepairReport:
        """Blocks until done, as `flash` does. Everything on the card is lost."""
        return self._work("repair", request, RepairReport, ctx)

    def probe(self, request: ProbeRequest, ctx: RunContext) -> ProbeReport:
        """Blocks until done, as `flash` does. A quick test leaves the card as it was, a full one erases it."""
        return self._work("test", request, ProbeReport, ctx)

    def close(self) -> None:
        """End the helper (a running operation is cancelled) and wait for it. May be called twice."""
        with self._lock:
            watches, self._watches = self._watches, []
            child, self._child = self._child, None
        for watch in watches:
            watch.stop()
        self._elevated.close()
        if child:
            child.close()

    def _work(
        self, name: str, request: CardRequest, report: type[R], ctx: RunContext, supply: Supply | None = None
    ) -> R:
        """`name` and `report` as in `operations`, which would load the engine here too."""
        ctx.cancel.raise_if_set()
        message = {"op": name, "request": protocol.to_wire(request)}
        elevated = self._elevated_for([request.identity], ctx)
        return protocol.from_wire(report, self._call(message, ctx, elevated, supply=supply))

    def _elevated_for(self, cards: Sequence[DriveIdentity], ctx: RunContext) -> Child | None:
        """The helper with more rights, where one of the cards needs it; the person is asked once for all of them."""
        needs = next((card.path for card in cards if self._launcher.must_elevate(card)), None)
        return self._elevated.ready(needs, ctx) if needs else None

    def _call(
        self,
        message: Mapping[str, Any],
        ctx: RunContext,
        elevated: Child | None = None,
        *,
        limit_s: float = WORK_S,
        cards: Sequence[str] = (),
        supply: Supply | None = None,
    ) -> Message:
        """Ask `elevated` or the ordinary helper, hand on events, return the result. `cards` may be stopped alone."""
        ctx.cancel.raise_if_set()
        lines: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        child, number = self._ask(message, lines.put, elevated)
        hearing = Hearing(child, lines, Silence(limit_s, ctx.cancel), supply)
        forget = [ctx.cancel.on_set(lambda: child.tell({"op": "cancel", "run": number}))]
        forget += [self._stop_alone(child, number, card, ctx) for card in cards]
        try:
            if supply:
                supply.begin(lambda word: child.tell({**word, "run": number}))
            return hearing.result(ctx)
        except HelperError as error:
            if elevated or hearing.heard or not is_stuck(error):
                child.tell({"op": "cancel", "run": number})
                raise
        except BaseException:
            # Also where `ctx.emit` failed: nothing goes on that nobody listens to.
            child.tell({"op": "cancel", "run": number})
            raise
        finally:
            for take_back in forget:
                take_back()
            if supply:
                supply.end()
            child.forget(number)
        # It waited for a helper whose last card never answered, and was not begun: a fresh one does it.
        return self._call(message, ctx, limit_s=limit_s, cards=cards, supply=supply)

    @staticmethod
    def _stop_alone(child: Child, number: int, card: str, ctx: RunContext) -> Callable[[], None]:
        """Tell of the wish to stop one of several cards, which is set with the wish to stop them all too."""

        def tell() -> None:
            if not ctx.cancel.is_set:
                child.tell({"op": "cancel", "run": number, "card": card})

        return ctx.cancel.part(card).on_set(tell)

    def _ask(
        self, message: Mapping[str, Any], listen: Callable[[Answer], None], elevated: Child | None
    ) -> tuple[Child, int]:
        if elevated:
            return elevated, elevated.ask(message, listen)
        with self._lock:
            child = self._ready_child()
            try:
                return child, child.ask(message, listen)
            except HelperError:
                child = self._ready_child()  # it died since we looked, and nothing was asked of it
            return child, child.ask(message, listen)

    def revive(self, watch: ClientWatch) -> None:
        """A fresh helper for a watch whose helper hung and has gone. Raises HelperError."""
        with self._lock:
            if watch in self._watches:
                self._ready_child()

    def _ready_child(self) -> Child:
        """The living child, or a new one that watches what the old one did. Call it with the lock held."""
        if self._child and not self._child.alive:
            self._child.close()
            self._child = None
        if not self._child:
            self._child = Child(self._launcher.start())
            for watch in self._watches:
                watch.begin(self._child)
        return self._child

    def end_watch(self, watch: ClientWatch) -> None:
        with self._lock:
            if watch in self._watches:
                self._watches.remove(watch)
        watch.stop()

    def __enter__(self) -> HelperClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


def _paths(files: Sequence[Path]) -> list[str]:
    return [str(file.resolve()) for file in files]
