"""Every state of the Card, Flash and Boot pages, by name: for pictures, and for tests of their size."""

from __future__ import annotations

import random
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import cast

from PySide6.QtCore import QSize

from nanowizard.core.errors import FlashError, NanoWizardError
from nanowizard.core.events import Finding, FindingReported, LimitedBy, Progress, Severity, StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive
from nanowizard.drives.surroundings import Service, Surroundings
from nanowizard.flash.model import FlashReport, FlashRequest
from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.page import Page
from nanowizard.gui.pages.boot.page import BootPage
from nanowizard.gui.pages.card.page import CardPage
from nanowizard.gui.pages.flash.page import FlashPage
from nanowizard.gui.task_page import TaskPage
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.wizard import Wizard
from nanowizard.practice.image import build_practice_archive
from nanowizard.tasks.session import Session
from support import window_parts as parts
from support.patience import PATIENCE_S
from support.patient_bot import live

TOTAL = parts.IMAGE_BYTES
DOWNLOAD = Progress(phase="download", done=2_600_000_000, total=6_100_000_000, rate=8.4e6, eta_s=417.0, fraction=0.43)
_EVENTS = 24
BAD_AT, BAD_LENGTH = 5_972_688_896, 2 * 1024 * 1024

UPDATING = FindingReported(finding=Finding(code="flash.updating", severity=Severity.INFO))


@cache
def small_image() -> Path:
    """A real archive under the name of the recommended one."""
    folder = Path(tempfile.mkdtemp(prefix="nanowizard-states-"))
    archive = build_practice_archive(folder, size_bytes=32 * 1024 * 1024)
    return archive.rename(folder / "jetson-nano-jp461-sd-card-image.zip")


@dataclass
class Stage:
    """A journey's window, opened at one page; the pages before it look visited."""

    folder: Path
    size: QSize
    windows: list[Wizard] = field(default_factory=list)

    def open(
        self, page_id: str, drives: Sequence[Drive] = parts.ALL, prepare: Callable[[Session], None] | None = None
    ) -> Page:
        session = parts.fake_session(self.folder, drives)
        if prepare:
            prepare(session)
        window = Wizard(Context(lambda _practice: session))
        self.windows.append(window)
        window.resize(self.size)
        window.show()
        place = page_ids.JOURNEY.index(page_ids.journey_place(page_id))
        before = page_ids.JOURNEY[: place + (page_id in page_ids.CARE_PAGES)]
        window.go(page_ids.journey_place(page_id))
        window.go(page_id)
        for known in before:
            window.open_page(known).set_state(State.DONE)
        return window.current()

    def close(self) -> None:
        for window in self.windows:
            # What runs would go on for a while, into the next test.
            page = window.current()
            if isinstance(page, TaskPage):
                page.stop()
            page.leave()
            window.context.close()
            window.close()
            window.deleteLater()
        self.windows.clear()


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < until, "the page did not get there"
        live(10)


# --- Card -------------------------------------------------------------------------------------------------------------


def card_list(stage: Stage) -> Page:
    page = cast(CardPage, stage.open(page_ids.CARD))
    page.context.image_bytes = TOTAL
    page.enter()
    page.show_all.setChecked(True)
    wait_until(lambda: len(page.rows.keys()) == len(parts.ALL))
    page.rows.select(page.rows.keys()[0])
    return page


def card_kinds(stage: Stage) -> Page:
    """What may stand in the list."""
    page = cast(CardPage, stage.open(page_ids.CARD, parts.KINDS))
    wait_until(lambda: len(page.rows.keys()) == len(parts.KINDS))
    page.rows.select(page.rows.keys()[1])
    return page


def card_why(stage: Stage) -> Page:
    page = cast(CardPage, stage.open(page_ids.CARD, [parts.READER]))
    wait_until(lambda: bool(page.rows.keys()))
    page.fold.set_open(True)
    return page


def card_empty(stage: Stage) -> Page:
    page = cast(CardPage, stage.open(page_ids.CARD, [parts.SYSTEM]))
    wait_until(page.show_all.isVisible)
    return page


def card_failed(stage: Stage) -> Page:
    def broken(session: Session) -> None:
        cast(parts.FakeHelper, session.helper).failure = parts.list_failed()

    page = stage.open(page_ids.CARD, prepare=broken)
    wait_until(lambda: page.shown_view() == "error")
    return page


def card_failed_no_udev(stage: Stage) -> Page:
    def broken(session: Session) -> None:
        helper = cast(parts.FakeHelper, session.helper)
        helper.failure = parts.list_failed()
        helper.around = Surroundings(
            system="linux", packages="apt", may_open=True, services=(Service(name="udev", state="missing"),)
        )

    page = cast(CardPage, stage.open(page_ids.CARD, prepare=broken))
    wait_until(page.failed_list.reasons.isVisible)
    return page


# --- Flash ------------------------------------------------------------------------------------------------------------


def flash_needs(stage: Stage) -> Page:
    return stage.open(page_ids.FLASH)


def flash_coming(stage: Stage) -> Page:
    page = cast(FlashPage, stage.open(page_ids.FLASH))
    page.coming._on_event(DOWNLOAD)
    page.show_view("coming")
    return page


def flash_confirm(stage: Stage) -> Page:
    return _at_question(stage, parts.SANDISK)


def flash_very_large(stage: Stage) -> Page:
    huge = parts.drive("Samsung T7", 2_000_398_934_016, contents="partitions")
    page = cast(FlashPage, stage.open(page_ids.FLASH, [huge], _with(huge)))
    wait_until(page.confirm.erase.isVisible)
    return page


def flash_blocked(stage: Stage) -> Page:
    page = cast(FlashPage, stage.open(page_ids.FLASH, [parts.LOCKED], _with(parts.LOCKED)))
    wait_until(page.confirm.problem.isVisible)
    return page


def flash_gone(stage: Stage) -> Page:
    page = stage.open(page_ids.FLASH, [], _with(parts.SANDISK))
    wait_until(lambda: page.shown_view() == "error")
    return page


def flash_asking(stage: Stage) -> Page:
    page = _run(stage, [StepStarted(step="privilege.asking")], None)
    wait_until(page.progress_view.asking.isVisible)
    return page


def flash_writing(stage: Stage) -> Page:
    page = _run(stage, _writing(0.42), None)
    wait_until(lambda: _is_at(page, 0.315))
    return page


def flash_slow(stage: Stage) -> Page:
    params = {"waiting_s": 34, "offset_bytes": 5_800_000_000}
    slow = FindingReported(finding=Finding(code="flash.slow", severity=Severity.WARNING, params=params))
    page = _run(stage, [*_writing(0.42), slow], None)
    wait_until(page.progress_view.slow.isVisible)
    return page


def flash_checking(stage: Stage) -> Page:
    page = _run(stage, [*_writing(1.0), *_checking(0.42)], None)
    wait_until(lambda: _is_at(page, 0.855))
    return page


def flash_failed(stage: Stage) -> Page:
    params = {"offset_bytes": BAD_AT, "length_bytes": BAD_LENGTH}
    bad = FindingReported(finding=Finding(code="flash.range_differs", severity=Severity.WARNING, params=params))
    events = [*_writing(1.0), *_checking(1.0), bad]
    page = _run(stage, events, FlashError("flash.verify_mismatch", **params, ranges=1))
    wait_until(lambda: page.shown_view() == "error")
    return page


def flash_done(stage: Stage) -> Page:
    page = _run(stage, [*_writing(1.0), *_checking(1.0)], parts.report())
    wait_until(lambda: page.shown_view() == "outcome")
    return page


def flash_stopped(stage: Stage) -> Page:
    page = cast(FlashPage, flash_writing(stage))
    page.stop()
    wait_until(lambda: page.shown_view() == "outcome")
    return page


def flash_goes_on(stage: Stage) -> Page:
    """The last write of this image to this card broke off."""
    half = replace(parts.SANDISK, contents="not_ready", volumes=())

    def prepare(session: Session) -> None:
        _with(half)(session)
        began = [StepStarted(step="flash.prepare"), *_writing(0.42)]
        with session.flashes.following(small_image(), half.identity, RunContext()) as ctx:
            for event in began:
                ctx.emit(event)

    page = cast(FlashPage, stage.open(page_ids.FLASH, [half], prepare))
    wait_until(page.confirm.erase.isVisible)
    return page


def flash_updating(stage: Stage) -> Page:
    page = _run(stage, [UPDATING, *_writing(0.42)], None)
    wait_until(lambda: _is_at(page, 0.315))
    return page


def flash_already_there(stage: Stage) -> Page:
    there = parts.report(written_bytes=0, kept_bytes=5_900_000_000, verify_s=0.0)
    page = _run(stage, [UPDATING, *_writing(1.0)], there)
    wait_until(lambda: page.shown_view() == "outcome")
    return page


# --- Boot -------------------------------------------------------------------------------------------------------------


def boot_waiting(stage: Stage) -> Page:
    page = cast(BootPage, stage.open(page_ids.BOOT))
    page.waiting.show_seconds(72)
    return page


def boot_help(stage: Stage) -> Page:
    page = cast(BootPage, boot_waiting(stage))
    page.fold.set_open(True)
    return page


STATES: dict[str, Callable[[Stage], Page]] = {
    made.__name__: made
    for made in (
        card_list, card_kinds, card_why, card_empty, card_failed, card_failed_no_udev,
        flash_needs, flash_coming, flash_confirm, flash_very_large, flash_blocked, flash_gone, flash_asking,
        flash_writing, flash_slow,
        flash_checking, flash_failed, flash_done, flash_stopped,
        flash_goes_on, flash_updating, flash_already_there,
        boot_waiting, boot_help,
    )
}  # fmt: skip


def with_image(session: Session) -> None:
    session.journey.image = small_image()


def _with(drive: Drive) -> Callable[[Session], None]:
    def prepare(session: Session) -> None:
        with_image(session)
        session.journey.card = drive.identity

    return prepare


def _at_question(stage: Stage, drive: Drive) -> FlashPage:
    page = cast(FlashPage, stage.open(page_ids.FLASH, prepare=_with(drive)))
    wait_until(page.confirm.erase.isVisible)
    return page


def _run(stage: Stage, events: Sequence[object], end: FlashReport | NanoWizardError | None) -> FlashPage:
    """The person has agreed; the helper says `events` and then ends so, or waits to be stopped where `end` is None."""
    page = _at_question(stage, parts.SANDISK)

    def script(_request: FlashRequest, ctx: RunContext) -> FlashReport:
        for event in events:
            ctx.emit(event)  # type: ignore[arg-type]
        if isinstance(end, NanoWizardError):
            raise end
        if end is None:
            stopped = threading.Event()
            ctx.cancel.on_set(stopped.set)
            stopped.wait(PATIENCE_S)
            ctx.cancel.raise_if_set()
        return end or parts.report()

    cast(parts.FakeHelper, page.context.session.helper).script = script
    page.confirm.confirmed.emit()
    return page


def _is_at(page: FlashPage, fraction: float) -> bool:
    return abs((page.progress_view.block.fraction() or 0.0) - fraction) < 0.0001


def _writing(share: float) -> list[object]:
    steps: list[object] = [StepStarted(step="flash.prepare"), StepFinished(step="flash.prepare")]
    return [*steps, StepStarted(step="flash.write"), *_progress("write", share, rate=38, eta_s=480.0, span=(0.0, 0.75))]


def _checking(share: float) -> list[object]:
    return [StepStarted(step="flash.verify"), *_progress("verify", share, rate=80, eta_s=120.0, span=(0.75, 1.0))]


def _progress(phase: str, share: float, *, rate: int, eta_s: float, span: tuple[float, float]) -> list[object]:
    dice = random.Random(3)
    return [
        Progress(
            phase=phase,
            done=round(TOTAL * share * number / _EVENTS),
            total=TOTAL,
            rate=(rate + dice.uniform(-5, 5)) * 1e6,
            eta_s=eta_s,
            fraction=span[0] + (span[1] - span[0]) * share * number / _EVENTS,
            limited_by=LimitedBy.CARD,
        )
        for number in range(_EVENTS + 1)
    ]
