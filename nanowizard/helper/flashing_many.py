"""One image onto several cards: each is looked up, judged, opened and ended by itself; only the unpacking is shared."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from functools import partial

from nanowizard.core.errors import Cancelled, FlashError, HelperError, NanoWizardError
from nanowizard.core.events import CardSaid, ErrorInfo, Event, Status, TaskFinished
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.flash.model import FlashReport, FlashRequest
from nanowizard.flash.shared import SharedImage
from nanowizard.flash.together import FlashManyReport, FlashManyRequest
from nanowizard.helper.access import Backends, LetGo
from nanowizard.helper.flashing import flash
from nanowizard.images.source import ImageSource, open_image
from nanowizard.transfer.crew import threads_of

TASK = "card.flash"
MOST_CARDS = 16
# The cards begin together. One that takes longer to open than this comes later, with an unpacking of its own.
START_S = 20.0
_LOOK_S = 0.25
_LONGEST_DETAIL = 8 * 1024


def flash_many(backends: Backends, request: FlashManyRequest, ctx: RunContext, let_go: LetGo) -> FlashManyReport:
    """Every event is a CardSaid; each card's last one has its TaskFinished, and no card ends another one's work.

    `ctx.cancel.part` of a card's path stops that card alone.
    Raises FlashError flash.same_card, HelperError helper.protocol; never for what happens to a card.
    """
    cards = tuple(replace(card, samples=request.samples) for card in request.cards)
    _check(cards)
    shared = SharedImage(partial(open_image, cards[0].image.resolve()))
    start = Start(card.identity.path for card in cards)
    runs = [_Run(partial(flash, backends, card, let_go=let_go), card, ctx, shared, start) for card in cards]
    threads = [threading.Thread(target=run.work, name=f"one-of-{len(runs)}", daemon=True) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return FlashManyReport(succeeded=sum(run.succeeded for run in runs))


def _check(cards: tuple[FlashRequest, ...]) -> None:
    if not 0 < len(cards) <= MOST_CARDS or len({card.image.resolve() for card in cards}) > 1:
        raise HelperError("helper.protocol", detail=f"{len(cards)} cards, for one image")
    seen = set()
    for card in cards:
        path = os.path.realpath(card.identity.path)
        if path in seen:
            raise FlashError("flash.same_card", path=card.identity.path)
        seen.add(path)


class _Run:
    """One of the cards, in a thread of its own."""

    def __init__(
        self,
        flash_it: Callable[..., FlashReport],
        card: FlashRequest,
        ctx: RunContext,
        shared: SharedImage,
        start: Start,
    ) -> None:
        self._flash_it = flash_it
        self._path = card.identity.path
        self._emit_of_all = ctx.emit
        self._ctx = RunContext(emit=self._emit, cancel=ctx.cancel.part(self._path))
        self._start = start
        self._open_view = shared.opener(self._ctx.cancel)
        self.succeeded = False

    def work(self) -> None:
        try:
            with threads_of(self._path):
                report = self._flash_it(ctx=self._ctx, open_source=self._open_source)
            end = TaskFinished(task=TASK, status=Status.SUCCEEDED, result=asdict(report))
            self.succeeded = True
        except Cancelled:
            end = TaskFinished(task=TASK, status=Status.CANCELLED)
        except NanoWizardError as error:
            info = replace(error.info, detail=error.info.detail[:_LONGEST_DETAIL])
            end = TaskFinished(task=TASK, status=Status.FAILED, error=info)
        except BaseException as error:
            info = ErrorInfo(code="internal.error", detail=repr(error))
            end = TaskFinished(task=TASK, status=Status.FAILED, error=info)
            raise  # its trace goes to our standard error stream, which the client logs
        finally:
            self._start.here(self._path)
            self._emit(end)

    def _open_source(self) -> ImageSource:
        self._start.here(self._path)
        self._start.wait(self._ctx.cancel)
        return self._open_view()

    def _emit(self, event: Event) -> None:
        self._emit_of_all(CardSaid(card=self._path, said=event))


class Start:
    """Holds the cards that are open until all are, or have failed, but not for long."""

    def __init__(self, cards: Iterable[str], clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._missing = set(cards)

    def here(self, card: str) -> None:
        with self._changed:
            self._missing.discard(card)
            self._changed.notify_all()

    def wait(self, cancel: CancelToken) -> None:
        """Raises Cancelled."""
        until = self._clock() + START_S
        with self._changed:
            while self._missing and self._clock() < until:
                cancel.raise_if_set()
                self._changed.wait(_LOOK_S)
