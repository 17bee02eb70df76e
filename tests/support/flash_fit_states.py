"""States of the Flash page with an image that is made to fit the card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from nanowizard.gui import page_ids
from nanowizard.gui.page import Page
from nanowizard.gui.pages.flash.page import FlashPage
from nanowizard.tasks.card import flash_facts
from nanowizard.tasks.session import Session
from support import window_parts as parts
from support.card_states import Stage, small_image, wait_until

MISSING_BYTES = 2_100_000
_NEAR = replace(parts.SANDISK, size_bytes=32 * 1024 * 1024 - MISSING_BYTES // 512 * 512, contents="empty", volumes=())


def flash_a_little_small(stage: Stage) -> Page:
    """The practice image ends with an ext4 that leaves room."""
    page = cast(FlashPage, stage.open(page_ids.FLASH, [_NEAR], _with_near))
    wait_until(page.confirm.erase.isVisible)
    return page


def flash_room(stage: Stage) -> Page:
    """There is room behind the image, and what may be done with it is folded away."""
    page = cast(FlashPage, stage.open(page_ids.FLASH, [parts.SANDISK], _with_large))
    wait_until(page.confirm.erase.isVisible)
    return page


def flash_whole_card(stage: Stage) -> Page:
    page = cast(FlashPage, flash_room(stage))
    page.confirm.options.fold.click()
    page.confirm.options.whole_card.box.click()
    return page


def flash_done_grown(stage: Stage) -> Page:
    page = cast(FlashPage, stage.open(page_ids.FLASH, [parts.SANDISK], _with_large))
    page.outcome.show_report(_result(grown_bytes=50_000_000_000))
    page.show_view("outcome")
    return page


def flash_done_smaller(stage: Stage) -> Page:
    page = cast(FlashPage, stage.open(page_ids.FLASH, [parts.SANDISK], _with_large))
    page.outcome.show_report(_result(shrunk_bytes=MISSING_BYTES))
    page.show_view("outcome")
    return page


FIT_STATES: dict[str, Callable[[Stage], Page]] = {
    made.__name__: made for made in (flash_a_little_small, flash_whole_card, flash_done_grown, flash_done_smaller)
}


def _result(**changed: int) -> dict[str, object]:
    return flash_facts(parts.report(**changed))


def _with_near(session: Session) -> None:
    session.journey.image = small_image()
    session.journey.card = _NEAR.identity


def _with_large(session: Session) -> None:
    session.journey.image = small_image()
    session.journey.card = parts.SANDISK.identity
