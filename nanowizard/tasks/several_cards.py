"""Writing one image to several cards at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from nanowizard.core.errors import Cancelled, FlashError
from nanowizard.core.events import (
    CardSaid,
    Event,
    Finding,
    FindingReported,
    Params,
    Severity,
    Status,
    TaskFinished,
    to_wire,
)
from nanowizard.core.task import Check, RunContext, Verdict
from nanowizard.flash.model import FlashReport
from nanowizard.flash.together import FlashManyRequest
from nanowizard.helper.protocol import from_wire
from nanowizard.tasks.card import FlashCard, FlashInput, finished_flash, flash_request
from nanowizard.tasks.image import FetchImage, FetchInput
from nanowizard.tasks.session import Session
from nanowizard.tasks.stream import StreamCard, StreamInput, is_from_web


@dataclass(frozen=True, slots=True, kw_only=True)
class FlashCardsInput:
    """The same image for every card; each was confirmed by itself.

    With `fetch` its image is meant, not that of `cards`: one that is not here is downloaded first.
    """

    cards: tuple[FlashInput, ...]
    fetch: FetchInput | None = None


class FlashCards:
    """As `FlashCard` for each of them; no card ends another one's work. The result has each card's end.

    Events of one card are CardSaid with its path; its last one is its TaskFinished. `ctx.cancel.part` of the path stops
    that card alone.
    """

    id: ClassVar[str] = "card.flash_many"
    needs_drive_access: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, inp: FlashCardsInput, ctx: RunContext) -> Check:
        """What was found about a card is CardSaid. One in the way blocks all: it has to be left out, or put right."""
        findings, blocked = _twice(inp), []
        for card in inp.cards:
            check = self._check_one(inp, card, ctx)
            for finding in check.findings:
                ctx.emit(CardSaid(card=card.card.path, said=FindingReported(finding=finding)))
            if check.verdict is Verdict.BLOCKED:
                blocked.append(card.card.path)
        if blocked:
            params = {"paths": blocked}
            findings.append(Finding(code="flash.cards_blocked", severity=Severity.BLOCKING, params=params))
        return Check(satisfied=None, findings=findings)

    def run(self, inp: FlashCardsInput, ctx: RunContext) -> Params:
        """Raises FlashError flash.cards_failed at the end, where one card failed or more; what a download raises."""
        if inp.fetch and is_from_web(self._session, inp.fetch, ctx):
            image = Path(str(FetchImage(self._session).run(inp.fetch, ctx)["path"]))
            inp = replace(inp, cards=tuple(replace(card, image=image) for card in inp.cards))
        with ExitStack() as stack:
            heard = _Heard(self._session, inp, ctx, stack)
            requests = tuple(flash_request(self._session, card) for card in inp.cards)
            request = FlashManyRequest(
                cards=tuple(replace(one, samples=()) for one in requests), samples=requests[0].samples
            )
            ends = self._session.helper.flash_many(request, heard.ctx)
        count = Counter(end.status for end in ends.values())
        if count[Status.FAILED]:
            raise FlashError("flash.cards_failed", failed=count[Status.FAILED], cards=len(ends))
        if count[Status.CANCELLED] and (ctx.cancel.is_set or not count[Status.SUCCEEDED]):
            raise Cancelled
        return {"cards": {path: to_wire(heard.ends[path]) for path in ends}}

    def _check_one(self, inp: FlashCardsInput, card: FlashInput, ctx: RunContext) -> Check:
        if inp.fetch is None:
            return FlashCard(self._session).check(card, ctx)
        return StreamCard(self._session).check(StreamInput(fetch=inp.fetch, flash=card), ctx)


class _Heard:
    """Hands on what is said of the cards, and has the journal follow each of them."""

    def __init__(self, session: Session, inp: FlashCardsInput, ctx: RunContext, stack: ExitStack) -> None:
        self._session = session
        self._cards: Mapping[str, FlashInput] = {card.card.path: card for card in inp.cards}
        self._emit_on = ctx.emit
        self._followed = {path: self._follow(path, ctx, stack) for path in self._cards}
        self.ends: dict[str, TaskFinished] = {}
        self.ctx = RunContext(emit=self._emit, cancel=ctx.cancel)

    def _follow(self, path: str, ctx: RunContext, stack: ExitStack) -> RunContext:
        alone = RunContext(emit=lambda said: ctx.emit(CardSaid(card=path, said=said)), cancel=ctx.cancel)
        card = self._cards[path]
        return stack.enter_context(self._session.flashes.following(card.image, card.card, alone))

    def _emit(self, event: Event) -> None:
        if not isinstance(event, CardSaid):
            self._emit_on(event)
            return
        said = event.said
        if isinstance(said, TaskFinished):
            said = self.ends[event.card] = self._remembered(self._cards[event.card], said)
        self._followed[event.card].emit(said)

    def _remembered(self, card: FlashInput, end: TaskFinished) -> TaskFinished:
        if end.status is not Status.SUCCEEDED:
            return end
        return replace(end, result=finished_flash(self._session, card, from_wire(FlashReport, end.result)))


def _twice(inp: FlashCardsInput) -> list[Finding]:
    count = Counter(card.card.path for card in inp.cards)
    return [
        Finding(code="flash.same_card", severity=Severity.BLOCKING, params={"path": path})
        for path, times in count.items()
        if times > 1
    ]
