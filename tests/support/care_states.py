"""Every state of the pages that repair and test a card, by name: for pictures, and for tests of their size."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any, cast

from nanowizard.cards.model import BadRange
from nanowizard.core.errors import CardError, DriveError, HelperError, NanoWizardError
from nanowizard.core.events import Finding, FindingReported, Progress, Severity, StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive
from nanowizard.gui import page_ids
from nanowizard.gui.page import Page
from nanowizard.gui.pages.card.page import CardPage
from nanowizard.gui.pages.card_test.choice import FULL
from nanowizard.gui.pages.card_test.page import CardTestPage
from nanowizard.gui.pages.care.base import CarePage
from nanowizard.tasks.session import Session
from support import window_parts as parts
from support.card_states import Stage, wait_until
from support.patience import PATIENCE_S

SIZE = parts.SANDISK.size_bytes
GARBAGE = replace(parts.SANDISK, contents="unpartitioned", volumes=())
HUGE = parts.drive("Samsung T7", 2_000_398_934_016, contents="partitions")
BAD = (
    BadRange(offset_bytes=21_474_836_480, length_bytes=4_194_304),
    BadRange(offset_bytes=48_318_382_080, length_bytes=65_536),
)
FAKE = parts.probe_report(
    verdict="fake",
    lie="wraparound",
    real_bytes=7_990_149_120,
    write_rate=None,
    read_rate=None,
    random_write_iops=None,
    random_read_iops=None,
    bad=(BadRange(offset_bytes=7_990_149_120, length_bytes=SIZE - 7_990_149_120),),
)
WORN = parts.probe_report(verdict="worn", bad=BAD, not_restored=BAD[1:])
NOT_RESTORED = Finding(
    code="card.not_restored",
    severity=Severity.WARNING,
    params={"places": 1, "offset_bytes": BAD[1].offset_bytes, "lost_bytes": BAD[1].length_bytes, "ranges": []},
)
SPEED = {"write_bytes": 31_400_000, "read_bytes": 82_000_000, "random_write_iops": 712, "random_read_iops": 2140}


def steps(*names: str) -> list[object]:
    """Each begun and ended."""
    return [event for name in names for event in (StepStarted(step=name), StepFinished(step=name))]


def found(code: str, severity: Severity = Severity.INFO, **params: Any) -> FindingReported:
    return FindingReported(finding=Finding(code=code, severity=severity, params=params))


def at(phase: str, share: float, fraction: float, total: int = SIZE) -> Progress:
    return Progress(
        phase=phase, done=round(total * share), total=total, rate=31.4e6, eta_s=total * (1 - share) / 31.4e6,
        fraction=fraction,
    )  # fmt: skip


REPAIRING = [
    StepStarted(step="card.repair.look"),
    found("found.garbage_table"),
    found("found.past_the_end"),
    StepFinished(step="card.repair.look"),
    *steps("card.repair.clear"),
    StepStarted(step="card.repair.test"),
    at("probe", 0.51, 0.46, 1_700_000_000),
]


# --- the way to them --------------------------------------------------------------------------------------------------


def care_offered(stage: Stage) -> Page:
    """The Card page: links for the selected card, a button where what is on a card suggests it."""
    other = replace(parts.KINGSTON, contents="unpartitioned")
    page = cast(CardPage, stage.open(page_ids.CARD, [parts.SANDISK, parts.BROKEN_OFF, other, parts.LOCKED]))
    page.context.image_bytes = parts.IMAGE_BYTES
    page.enter()
    wait_until(lambda: len(page.rows.keys()) == 4)
    page.rows.select(page.rows.keys()[0])
    return page


# --- Repair -----------------------------------------------------------------------------------------------------------


def repair_question(stage: Stage) -> Page:
    return at_question(stage, page_ids.CARD_REPAIR, GARBAGE)


def repair_blocked(stage: Stage) -> Page:
    page = opened(stage, page_ids.CARD_REPAIR, parts.LOCKED)
    wait_until(page.question.problem.isVisible)
    return page


def repair_very_large(stage: Stage) -> Page:
    return at_question(stage, page_ids.CARD_REPAIR, HUGE)


def repair_gone(stage: Stage) -> Page:
    page = opened(stage, page_ids.CARD_REPAIR, GARBAGE, drives=())
    wait_until(lambda: page.shown_view() == "error")
    return page


def repair_asking(stage: Stage) -> Page:
    page = run(stage, page_ids.CARD_REPAIR, [StepStarted(step="privilege.asking")], None)
    wait_until(page.progress_view.asking.isVisible)
    return page


def repair_running(stage: Stage) -> Page:
    page = run(stage, page_ids.CARD_REPAIR, REPAIRING, None)
    wait_until(lambda: page.progress_view.block.fraction() == 0.46)
    return page


def repair_slow(stage: Stage) -> Page:
    slow = found("flash.slow", Severity.WARNING, waiting_s=34, offset_bytes=5_800_000_000)
    page = run(stage, page_ids.CARD_REPAIR, [*REPAIRING, slow], None)
    wait_until(page.progress_view.notes.isVisible)
    return page


def repair_done(stage: Stage) -> Page:
    rest = ("card.format.write", "card.format.check", "card.format.table", "flash.eject")
    events = [*REPAIRING, StepFinished(step="card.repair.test"), *steps(*rest)]
    return ended(run(stage, page_ids.CARD_REPAIR, events, parts.repair_report()))


def repair_done_and_away(stage: Stage) -> Page:
    """The reader switched itself off when the card was made safe to remove."""

    def away(helper: parts.FakeHelper) -> None:
        helper.drives = []

    page = ended(run(stage, page_ids.CARD_REPAIR, REPAIRING, parts.repair_report(), before_the_end=away))
    wait_until(lambda: not page.is_here)
    return page


def repair_at_fault(stage: Stage) -> Page:
    lies = CardError("card.lies_about_size", has_bytes=SIZE, real_bytes=FAKE.real_bytes)
    return failed(run(stage, page_ids.CARD_REPAIR, REPAIRING, lies))


def repair_latched(stage: Stage) -> Page:
    latched = CardError("card.ignores_writes", path="/dev/sandisk")
    return failed(run(stage, page_ids.CARD_REPAIR, REPAIRING[:5], latched))


def repair_pulled(stage: Stage) -> Page:
    return failed(run(stage, page_ids.CARD_REPAIR, REPAIRING, DriveError("drive.gone", path="/dev/sandisk")))


def repair_stopped(stage: Stage) -> Page:
    page = cast(CarePage, repair_running(stage))
    page.stop()
    return ended(page)


# --- Test -------------------------------------------------------------------------------------------------------------


def test_question(stage: Stage) -> Page:
    return at_question(stage, page_ids.CARD_TEST, parts.SANDISK)


def test_question_for_image(stage: Stage) -> Page:
    return for_image(test_question(stage))


def test_question_full_for_image(stage: Stage) -> Page:
    page = cast(CardTestPage, test_question_for_image(stage))
    page.choice.select(FULL)
    return page


def test_question_too_small(stage: Stage) -> Page:
    return for_image(at_question(stage, page_ids.CARD_TEST, parts.KINGSTON))


def test_question_full(stage: Stage) -> Page:
    page = cast(CardTestPage, test_question(stage))
    page.choice.select(FULL)
    return page


def test_running(stage: Stage) -> Page:
    events = [StepStarted(step="card.probe"), at("probe", 0.42, 0.42, 1_700_000_000)]
    page = run(stage, page_ids.CARD_TEST, events, None)
    wait_until(lambda: (page.progress_view.block.fraction() or 0.0) > 0.3)
    return page


def test_putting_back(stage: Stage) -> Page:
    events = [StepStarted(step="card.probe"), at("probe", 1.0, 1.0, 1_700_000_000), StepStarted(step="card.restore")]
    page = run(stage, page_ids.CARD_TEST, events, None)
    wait_until(lambda: "card.restore" in page.progress_view.seen)
    return page


def test_asking(stage: Stage) -> Page:
    page = run(stage, page_ids.CARD_TEST, [StepStarted(step="privilege.asking")], None)
    wait_until(page.progress_view.asking.isVisible)
    return page


def test_silent(stage: Stage) -> Page:
    slow = found("flash.slow", Severity.WARNING, waiting_s=34, offset_bytes=5_800_000_000)
    events = [StepStarted(step="card.probe"), at("probe", 0.42, 0.42, 1_700_000_000), slow]
    page = run(stage, page_ids.CARD_TEST, events, None)
    wait_until(page.progress_view.notes.isVisible)
    return page


def test_running_full(stage: Stage) -> Page:
    filled = [StepStarted(step="card.fill"), *(at("fill", share / 10, share / 15) for share in range(11))]
    again = [StepStarted(step="card.reread"), at("reread", 0.3, 0.77)]
    page = run(stage, page_ids.CARD_TEST, [*filled, StepFinished(step="card.fill"), *again], None, full=True)
    wait_until(lambda: page.progress_view.block.fraction() == 0.77)
    return page


def test_good(stage: Stage) -> Page:
    events = [*steps("card.probe", "card.speed"), found("card.fast_enough", Severity.GOOD, **SPEED)]
    return ended(run(stage, page_ids.CARD_TEST, events, parts.probe_report()))


def test_good_for_image(stage: Stage) -> Page:
    events = [*steps("card.probe", "card.speed"), found("card.fast_enough", Severity.GOOD, **SPEED)]
    return ended(run(stage, page_ids.CARD_TEST, events, parts.probe_report(real_bytes=parts.IMAGE_BYTES)))


def test_good_full(stage: Stage) -> Page:
    events = [*steps("card.fill", "card.reread"), found("card.holds_test_data")]
    whole = parts.probe_report(tested_bytes=SIZE, took_s=4200.0, random_write_iops=None, random_read_iops=None)
    return ended(run(stage, page_ids.CARD_TEST, events, whole, full=True))


def test_slow(stage: Stage) -> Page:
    params = {**SPEED, "write_bytes": 4_100_000, "need_bytes": 10_000_000}
    events = [*steps("card.probe", "card.speed"), found("card.slow", Severity.WARNING, **params)]
    return ended(run(stage, page_ids.CARD_TEST, events, parts.probe_report(verdict="slow", write_rate=4.1e6)))


def test_slow_programs(stage: Stage) -> Page:
    events = [*steps("card.probe", "card.speed"), found("card.slow_programs", **SPEED)]
    return ended(run(stage, page_ids.CARD_TEST, events, parts.probe_report()))


def test_stuck(stage: Stage) -> Page:
    return failed(run(stage, page_ids.CARD_TEST, steps("card.probe"), HelperError("helper.stuck", path="/dev/sandisk")))


def test_fake(stage: Stage) -> Page:
    error = CardError("card.fake", **{**asdict(FAKE), "path": "/dev/sandisk"})
    return failed(run(stage, page_ids.CARD_TEST, steps("card.probe"), error))


def test_worn(stage: Stage) -> Page:
    params = {**asdict(WORN), "path": "/dev/sandisk", "ranges": len(BAD), "offset_bytes": BAD[0].offset_bytes}
    events = [*steps("card.probe"), FindingReported(finding=NOT_RESTORED)]
    return failed(run(stage, page_ids.CARD_TEST, events, CardError("card.worn", **params)))


def test_pulled(stage: Stage) -> Page:
    events = [StepStarted(step="card.probe"), FindingReported(finding=NOT_RESTORED)]
    return failed(run(stage, page_ids.CARD_TEST, events, DriveError("drive.gone", path="/dev/sandisk")))


def test_stopped(stage: Stage) -> Page:
    page = cast(CarePage, test_running(stage))
    page.stop()
    return ended(page)


def test_stopped_full(stage: Stage) -> Page:
    page = cast(CarePage, test_running_full(stage))
    page.stop()
    return ended(page)


CARE_STATES: dict[str, Callable[[Stage], Page]] = {
    made.__name__: made
    for made in (
        care_offered,
        repair_question, repair_blocked, repair_very_large, repair_gone, repair_asking, repair_running, repair_slow,
        repair_done, repair_done_and_away, repair_at_fault, repair_latched, repair_pulled, repair_stopped,
        test_question, test_question_for_image, test_question_full_for_image, test_question_too_small,
        test_question_full, test_asking, test_running, test_silent, test_putting_back, test_running_full, test_good,
        test_good_for_image, test_slow_programs, test_stuck,
        test_good_full, test_slow, test_fake, test_worn, test_pulled, test_stopped, test_stopped_full,
    )
}  # fmt: skip


def opened(stage: Stage, page_id: str, card: Drive, drives: Sequence[Drive] | None = None) -> CarePage:
    def prepare(session: Session) -> None:
        session.journey.card = card.identity

    return cast(CarePage, stage.open(page_id, [card] if drives is None else drives, prepare))


def at_question(stage: Stage, page_id: str, card: Drive) -> CarePage:
    page = opened(stage, page_id, card)
    wait_until(page.question.is_ready)
    return page


def for_image(page: Page) -> CarePage:
    """The same question, after an image was chosen."""
    asked = cast(CarePage, page)
    asked.context.image_bytes = parts.IMAGE_BYTES
    asked.ask_again()
    wait_until(asked.question.is_ready)
    return asked


def run(
    stage: Stage,
    page_id: str,
    events: Sequence[object],
    end: Any,
    *,
    full: bool = False,
    card: Drive | None = None,
    prepare: Callable[[CarePage], None] = lambda _page: None,
    before_the_end: Callable[[parts.FakeHelper], None] = lambda _helper: None,
) -> CarePage:
    """The person has agreed; the helper says `events` and then ends so, or waits to be stopped where `end` is None."""
    usual = GARBAGE if page_id == page_ids.CARD_REPAIR else parts.SANDISK
    page = at_question(stage, page_id, card or usual)
    helper = cast(parts.FakeHelper, page.context.session.helper)

    def script(_request: object, ctx: RunContext) -> Any:
        for event in events:
            ctx.emit(event)  # type: ignore[arg-type]
        before_the_end(helper)
        if isinstance(end, NanoWizardError):
            raise end
        if end is None:
            stopped = threading.Event()
            ctx.cancel.on_set(stopped.set)
            stopped.wait(PATIENCE_S)
            ctx.cancel.raise_if_set()
        return end

    helper.care_script = script
    prepare(page)
    if isinstance(page, CardTestPage) and full:
        page.choice.select(FULL)
    if page.erases():
        page.question.confirmed.emit()
    else:
        page.primary()
    return page


def ended(page: CarePage) -> CarePage:
    wait_until(lambda: page.shown_view() == "outcome" and not page.is_busy())
    return page


def failed(page: CarePage) -> CarePage:
    wait_until(lambda: page.shown_view() == "error" and not page.is_busy())
    return page
