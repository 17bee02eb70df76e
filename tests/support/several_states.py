"""Every state of the page that writes several cards at once, by name: for pictures, and for tests of its size."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from nanowizard.core.errors import DriveError
from nanowizard.core.events import CardSaid, Event, LimitedBy, Progress, Status, StepStarted, TaskFinished
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive
from nanowizard.flash.together import FlashManyRequest
from nanowizard.gui import page_ids
from nanowizard.gui.page import Page
from nanowizard.gui.pages.several.page import SeveralPage
from nanowizard.helper.protocol import to_wire
from nanowizard.tasks.session import Session
from support import window_parts as parts
from support.card_states import Stage, small_image, wait_until

CARDS = [
    replace(
        parts.SANDISK,
        reader=f"Transcend reader {letter}",
        identity=replace(parts.SANDISK.identity, path=f"/dev/sd{letter}", serial=f"4C53-7F2{letter}"),
    )
    for letter in "bcd"
]
DRIVES = [*CARDS, parts.KINGSTON, parts.LOCKED, parts.BACKUP, parts.SYSTEM]


def several_empty(stage: Stage) -> Page:
    page = cast(SeveralPage, stage.open(page_ids.CARD_SEVERAL, [parts.SYSTEM], _with_image))
    wait_until(lambda: page.shown_view() == "main")
    return page


def several_choose(stage: Stage) -> Page:
    return opened(stage)


def several_ask(stage: Stage) -> Page:
    return asked(opened(stage))


def several_running(stage: Stage) -> Page:
    page = running(stage, said_on_the_way, None)
    wait_until(lambda: all(run.facts.text() for run in page.runs.values()))
    return page


def several_good(stage: Stage) -> Page:
    return ended(running(stage, said_on_the_way, {card.path: done() for card in CARDS}))


def several_mixed(stage: Stage) -> Page:
    gone = DriveError("drive.gone", path=CARDS[1].path).info
    ends = {
        CARDS[0].path: done(),
        CARDS[1].path: TaskFinished(task="card.flash", status=Status.FAILED, error=gone),
        CARDS[2].path: TaskFinished(task="card.flash", status=Status.CANCELLED),
    }
    return ended(running(stage, said_on_the_way, ends))


SEVERAL_STATES: dict[str, Callable[[Stage], Page]] = {
    "several_empty": several_empty,
    "several_choose": several_choose,
    "several_ask": several_ask,
    "several_running": several_running,
    "several_good": several_good,
    "several_mixed": several_mixed,
}


def opened(stage: Stage, drives: list[Drive] | None = None) -> SeveralPage:
    """At the list, with nothing ticked."""
    page = cast(SeveralPage, stage.open(page_ids.CARD_SEVERAL, drives or DRIVES, _with_image))
    wait_until(lambda: bool(page.boxes.boxes()))
    return page


def asked(page: SeveralPage, count: int = 3) -> SeveralPage:
    for box in page.boxes.boxes()[:count]:
        box.setChecked(True)
    page.primary()
    return page


def running(stage: Stage, said: Callable[[str], list[Event]], ends: Mapping[str, TaskFinished] | None) -> SeveralPage:
    """Each card says that and ends so; None: the run goes on until it is stopped."""

    def script(request: FlashManyRequest, ctx: RunContext) -> Mapping[str, TaskFinished]:
        for card in request.cards:
            for event in said(card.identity.path):
                ctx.emit(CardSaid(card=card.identity.path, said=event))
        if ends is None:
            stopped = threading.Event()
            ctx.cancel.on_set(stopped.set)
            stopped.wait(60)
        stopped_all = TaskFinished(task="card.flash", status=Status.CANCELLED)
        told = ends or dict.fromkeys([one.identity.path for one in request.cards], stopped_all)
        for path, end in told.items():
            ctx.emit(CardSaid(card=path, said=end))
        return told

    page = opened(stage)
    cast(parts.FakeHelper, page.context.session.helper).many_script = script
    asked(page)
    page.ask.confirmed.emit()
    return page


def ended(page: SeveralPage) -> SeveralPage:
    wait_until(lambda: page.shown_view() == "runs" and not page.is_busy())
    return page


def done() -> TaskFinished:
    return TaskFinished(task="card.flash", status=Status.SUCCEEDED, result=to_wire(parts.report()))


def said_on_the_way(path: str) -> list[Event]:
    share = {CARDS[0].path: 0.62, CARDS[1].path: 0.58, CARDS[2].path: 0.21}.get(path, 0.5)
    total = parts.IMAGE_BYTES
    moved = Progress(
        phase="write",
        done=int(total * share),
        total=total,
        rate=31e6 * share + 12e6,
        eta_s=300 / share,
        fraction=share * 0.75,
        limited_by=LimitedBy.CARD,
    )
    return [StepStarted(step="flash.prepare"), StepStarted(step="flash.write"), moved]


def _with_image(session: Session) -> None:
    session.journey.image = small_image()
