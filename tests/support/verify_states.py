"""Every state of the page that compares a card, by name: for pictures, and for tests of their size."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from nanowizard.core.errors import FlashError, NanoWizardError
from nanowizard.core.events import Severity, StepStarted
from nanowizard.flash.model import VerifyReport
from nanowizard.flash.record import CardRecord, pack
from nanowizard.flash.write import Written
from nanowizard.gui import page_ids
from nanowizard.gui.page import Page
from nanowizard.gui.pages.card_verify.page import CardVerifyPage
from nanowizard.gui.pages.care.base import CarePage
from support import window_parts as parts
from support.card_states import Stage, small_image, wait_until
from support.care_states import at, at_question, ended, failed, found, run

NAME = "jetson-nano-jp461-sd-card-image.zip"
WRITTEN_AT = 1_763_800_000.0
COMPARED = 5_900_000_000
EQUAL = VerifyReport(
    raw_bytes=parts.IMAGE_BYTES,
    verified_bytes=COMPARED,
    skipped_bytes=parts.IMAGE_BYTES - COMPARED,
    verify_s=74.0,
    sha256="9b1c44e0" * 8,
)
COMPARING = [StepStarted(step="flash.verify"), at("verify", 0.42, 0.42, COMPARED)]
PLACES = [(5_972_688_896, 12_288), (9_126_805_504, 4096)]
DIFFERENT = [
    *(found("flash.range_differs", Severity.WARNING, offset_bytes=at, length_bytes=long) for at, long in PLACES),
    found(
        "flash.lost_in_files", Severity.WARNING, partition="APP", files="/etc/fstab, /usr/lib/aarch64-linux-gnu/libc.so"
    ),
    found("flash.lost_in_partition", Severity.WARNING, partition="DTB", length_bytes=4096),
]
DIFFERS = FlashError("flash.card_differs", offset_bytes=PLACES[0][0], length_bytes=PLACES[0][1], ranges=2)


def verify_nothing_to_compare_with(stage: Stage) -> Page:
    return at_question(stage, page_ids.CARD_VERIFY, parts.SANDISK)


def verify_question(stage: Stage) -> Page:
    """The card was written here, and an image is chosen."""
    return known(cast(CardVerifyPage, verify_nothing_to_compare_with(stage)), image=small_image())


def verify_locked(stage: Stage) -> Page:
    return known(cast(CardVerifyPage, at_question(stage, page_ids.CARD_VERIFY, parts.LOCKED)))


def verify_running(stage: Stage) -> Page:
    page = compare(stage, COMPARING, None)
    wait_until(lambda: (page.progress_view.block.fraction() or 0) > 0.4)
    return page


def verify_equal(stage: Stage) -> Page:
    return ended(compare(stage, COMPARING, EQUAL))


def verify_differs(stage: Stage) -> Page:
    return failed(compare(stage, [*COMPARING, *DIFFERENT], DIFFERS))


def verify_stopped(stage: Stage) -> Page:
    page = cast(CarePage, verify_running(stage))
    page.stop()
    return ended(page)


VERIFY_STATES: dict[str, Callable[[Stage], Page]] = {
    made.__name__: made
    for made in (
        verify_nothing_to_compare_with, verify_question, verify_running, verify_equal, verify_differs, verify_stopped,
    )
}  # fmt: skip


def known(page: CardVerifyPage, *, image: Path | None = None) -> CardVerifyPage:
    """Asks again after a record of the card's last write was kept, and `image` was chosen."""
    card = page.card()
    assert card is not None
    record = CardRecord(
        disk_id="1f0c", name=NAME, raw_bytes=parts.IMAGE_BYTES, sha256="9b1c44e0" * 8,
        ranges=[Written(0, 4096, bytes(32))],
    )  # fmt: skip
    records = page.context.session.flashes.records
    records._save(card, pack(record))
    os.utime(records._path(card), (WRITTEN_AT, WRITTEN_AT))
    page.context.session.journey.image = image
    page.ask_again()
    wait_until(page.question.is_ready)
    return page


def compare(stage: Stage, events: Sequence[object], end: Any | NanoWizardError) -> CardVerifyPage:
    page = run(stage, page_ids.CARD_VERIFY, events, end, prepare=lambda page: known(cast(CardVerifyPage, page)))
    return cast(CardVerifyPage, page)
