"""The Flash page while the image is still being downloaded, in the states that it can be in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from nanowizard.core.events import LimitedBy, StepStarted
from nanowizard.drives.model import Drive
from nanowizard.gui import page_ids
from nanowizard.gui.page import Page
from nanowizard.gui.pages.flash.page import FlashPage
from nanowizard.images.catalog import load_catalog
from nanowizard.tasks.image import FetchInput
from nanowizard.tasks.session import Session
from support import window_parts as parts
from support.card_states import DOWNLOAD, Stage, flash_writing, wait_until


def flash_arriving(stage: Stage, card: Drive = parts.SANDISK) -> Page:
    """The question: the download that was begun on the Image page has not ended."""

    def choose(session: Session) -> None:
        session.journey.card = card.identity

    page = cast(FlashPage, stage.open(page_ids.FLASH, [card], prepare=choose))
    image = load_catalog().recommended[0]
    page.context.image_wish, page.context.image_bytes = FetchInput(image=image.id), image.raw_bytes
    page.enter()
    wait_until(page.confirm.erase.isVisible)
    return page


def flash_whole_first(stage: Stage) -> Page:
    """The card is a little too small."""
    raw_bytes = load_catalog().recommended[0].raw_bytes or 0
    size_bytes = (raw_bytes - 2_100_000) // 512 * 512
    return flash_arriving(stage, replace(parts.SANDISK, size_bytes=size_bytes))


def flash_downloading(stage: Stage) -> Page:
    """So little has arrived that nothing could be written yet."""
    page = cast(FlashPage, flash_writing(stage))
    page.progress_view.begin("JetPack 4.6.1", "SanDisk Extreme", None)
    page.on_progress(replace(DOWNLOAD, fraction=0.0, limited_by=LimitedBy.NETWORK))
    return page


def flash_link_broken(stage: Stage) -> Page:
    """In the middle of the write."""
    page = cast(FlashPage, flash_writing(stage))
    params = {"host": "developer.download.nvidia.com", "pause_s": 8.0, "reason": "image.link_broke"}
    page.on_step_started(StepStarted(step="image.waits", params=params))
    return page


ARRIVING_STATES: dict[str, Callable[[Stage], Page]] = {
    made.__name__: made for made in (flash_arriving, flash_whole_first, flash_downloading, flash_link_broken)
}
