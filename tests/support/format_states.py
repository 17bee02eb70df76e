"""Every state of the Format page, by name: for pictures, and for tests of their size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from nanowizard.cards.model import BadRange, FormatReport
from nanowizard.core.errors import CardError, DriveError
from nanowizard.core.events import Severity, StepFinished, StepStarted
from nanowizard.gui import page_ids
from nanowizard.gui.page import Page
from nanowizard.gui.pages.card_format.editor import LayoutEditor
from nanowizard.gui.pages.card_format.mode import ERASE, FULL
from nanowizard.gui.pages.card_format.page import CardFormatPage
from support import care_states as care
from support import window_parts as parts
from support.card_states import Stage, wait_until

SLOT = replace(parts.SANDISK, bus="sd", reader="", discards=True)
REST = ("card.format.write", "card.format.check", "card.format.table", "flash.eject")
OVERWRITTEN = parts.SANDISK.size_bytes - 1024**2
BAD = (
    BadRange(offset_bytes=21_474_836_480, length_bytes=4_194_304),
    BadRange(offset_bytes=48_318_382_080, length_bytes=65_536),
)
BAD_BLOCKS = care.found(
    "card.bad_blocks", Severity.WARNING, places=2, offset_bytes=BAD[0].offset_bytes, lost_bytes=4_259_840
)
OVERWRITING = [
    *care.steps("card.format.clear"),
    StepStarted(step="card.format.overwrite"),
    *(care.at("overwrite", share / 10, share / 10.5, OVERWRITTEN) for share in range(5)),
]


ERASING = [
    *care.steps("card.format.clear"),
    StepStarted(step="card.format.discard"),
    care.at("discard", 0.4, 0.38, OVERWRITTEN),
]


def report(**more: Any) -> FormatReport:
    return replace(FormatReport(filesystem="exfat", overwritten_bytes=0, took_s=19.0, ejected=True), **more)


def format_question(stage: Stage) -> Page:
    return care.at_question(stage, page_ids.CARD_FORMAT, parts.SANDISK)


def format_in_a_slot(stage: Stage) -> Page:
    page = cast(CardFormatPage, care.at_question(stage, page_ids.CARD_FORMAT, SLOT))
    page.options.mode.select(ERASE)
    return page


def format_bad_name(stage: Stage) -> Page:
    page = cast(CardFormatPage, care.at_question(stage, page_ids.CARD_FORMAT, parts.KINGSTON))
    type_name(page, "存储卡")
    return page


def format_blocked(stage: Stage) -> Page:
    page = care.opened(stage, page_ids.CARD_FORMAT, parts.LOCKED)
    wait_until(page.question.problem.isVisible)
    return page


def format_layout(stage: Stage) -> Page:
    """The bar, nothing changed yet."""
    page = cast(CardFormatPage, format_question(stage))
    page.options.layout_link.click()
    return page


def format_divided(stage: Stage) -> Page:
    page = cast(CardFormatPage, format_layout(stage))
    editor = editor_of(page)
    editor.split.click()
    choose(editor, 1)
    editor.split.click()
    editor.bar.borders[0].stepped.emit(-5000)
    editor.bar.borders[2].stepped.emit(-2000)
    pick(editor.filesystem, "")
    return page


def format_own_layout(stage: Stage) -> Page:
    """Back at the question, with a layout of one's own."""
    page = cast(CardFormatPage, format_divided(stage))
    page.primary()
    return page


def format_running(stage: Stage) -> Page:
    quick = [
        *care.steps("card.format.clear"),
        StepStarted(step="card.format.write"),
        care.at("format", 0.4, 0.6, 10**8),
    ]
    page = care.run(stage, page_ids.CARD_FORMAT, quick, None)
    wait_until(lambda: page.progress_view.block.fraction() == 0.6)
    return page


def format_running_full(stage: Stage) -> Page:
    page = run_full(stage, OVERWRITING, None)
    wait_until(lambda: (page.progress_view.block.fraction() or 0.0) > 0.3)
    return page


def format_asking(stage: Stage) -> Page:
    page = care.run(stage, page_ids.CARD_FORMAT, [StepStarted(step="privilege.asking")], None)
    wait_until(page.progress_view.asking.isVisible)
    return page


def format_erasing(stage: Stage) -> Page:
    page = run_erase(stage, ERASING, None)
    wait_until(lambda: (page.progress_view.block.fraction() or 0.0) > 0.3)
    return page


def format_erased(stage: Stage) -> Page:
    events = [*ERASING, StepFinished(step="card.format.discard"), *care.steps(*REST)]
    return care.ended(run_erase(stage, events, report(took_s=41.0)))


def format_no_discard(stage: Stage) -> Page:
    refused = CardError("card.no_discard", path="/dev/sandisk")
    return care.failed(run_erase(stage, ERASING[:2], refused))


def format_done(stage: Stage) -> Page:
    events = care.steps("card.format.clear", *REST)
    return care.ended(care.run(stage, page_ids.CARD_FORMAT, events, report()))


def format_done_full(stage: Stage) -> Page:
    events = [*OVERWRITING, StepFinished(step="card.format.overwrite"), *care.steps(*REST)]
    return care.ended(run_full(stage, events, report(overwritten_bytes=OVERWRITTEN, took_s=2040.0)))


def format_done_bad(stage: Stage) -> Page:
    events = [*OVERWRITING, BAD_BLOCKS, StepFinished(step="card.format.overwrite"), *care.steps(*REST)]
    return care.ended(run_full(stage, events, report(overwritten_bytes=OVERWRITTEN, took_s=2040.0, bad=BAD)))


def format_worn_out(stage: Stage) -> Page:
    worn = CardError("card.worn_out", offset_bytes=BAD[0].offset_bytes, ranges=500)
    return care.failed(run_full(stage, OVERWRITING, worn))


def format_pulled(stage: Stage) -> Page:
    return care.failed(run_full(stage, OVERWRITING, DriveError("drive.gone", path="/dev/sandisk")))


def format_stopped(stage: Stage) -> Page:
    page = cast(CardFormatPage, format_running_full(stage))
    page.stop()
    return care.ended(page)


FORMAT_STATES: dict[str, Callable[[Stage], Page]] = {
    made.__name__: made
    for made in (
        format_question, format_in_a_slot, format_bad_name, format_blocked, format_layout, format_divided,
        format_own_layout, format_asking, format_running, format_running_full, format_erasing, format_erased,
        format_no_discard, format_done, format_done_full,
        format_done_bad, format_worn_out, format_pulled, format_stopped,
    )
}  # fmt: skip


def run_full(stage: Stage, events: list[object], end: Any) -> CardFormatPage:
    def prepare(page: Any) -> None:
        page.options.mode.select(FULL)

    return cast(CardFormatPage, care.run(stage, page_ids.CARD_FORMAT, events, end, prepare=prepare))


def run_erase(stage: Stage, events: list[object], end: Any) -> CardFormatPage:
    def prepare(page: Any) -> None:
        page.options.mode.select(ERASE)

    return cast(CardFormatPage, care.run(stage, page_ids.CARD_FORMAT, events, end, prepare=prepare, card=SLOT))


def editor_of(page: CardFormatPage) -> LayoutEditor:
    return page.layout_view.editor


def type_name(page: CardFormatPage, text: str) -> None:
    page.options.name.field.setText(text)
    page.options.name.field.textEdited.emit(text)


def choose(editor: LayoutEditor, index: int) -> None:
    editor.bar.segments[index].click()


def pick(box: Any, value: str) -> None:
    """As if the person chose it from the list."""
    row = box.findData(value)
    box.setCurrentIndex(row)
    box.activated.emit(row)
