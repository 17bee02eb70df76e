"""The options of a flash, unfolded: on the page for one card, there with a download, and on the one for several."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from nanowizard.gui.page import Page
from nanowizard.gui.pages.flash.page import FlashPage
from support import several_states
from support.arriving_states import flash_arriving
from support.card_states import Stage
from support.flash_fit_states import flash_room


def options_flash(stage: Stage) -> Page:
    page = cast(FlashPage, flash_room(stage))
    page.confirm.options.fold.click()
    return page


def options_arriving(stage: Stage) -> Page:
    page = cast(FlashPage, flash_arriving(stage))
    page.confirm.options.fold.click()
    return page


def options_several(stage: Stage) -> Page:
    page = several_states.opened(stage)
    page.context.image_bytes = 32 << 20
    several_states.asked(page)
    page.ask.options.fold.click()
    return page


OPTION_STATES: dict[str, Callable[[Stage], Page]] = {
    made.__name__: made for made in (options_flash, options_arriving, options_several)
}
