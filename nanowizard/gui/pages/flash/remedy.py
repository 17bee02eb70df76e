"""What helps when writing the card failed: another card, another image, or the same once more."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nanowizard.core.events import ErrorInfo
from nanowizard.gui import page_ids
from nanowizard.gui.pages.image.remedies import Remedy, remedy_for

translate = QCoreApplication.translate

_WRONG_CARD = frozenset(
    {"flash.verify_mismatch", "drive.gone", "drive.changed", "drive.no_medium", "drive.too_small", "drive.file_missing"}
)
"""Errors that the same card would only give again; a place that did not keep its data was written twice already."""


def leads_to(code: str, *, is_coming: bool) -> str | None:
    """The page where something else has to be chosen; None: the same again.

    `is_coming`: the image comes through the network. What that does is no fault of the image.
    """
    if code in _WRONG_CARD:
        return page_ids.CARD
    is_link = is_coming and remedy_for(ErrorInfo(code=code), None) is Remedy.AGAIN
    return page_ids.IMAGE if code.startswith("image.") and not is_link else None


def remedy_words(leads: str | None, *, began_writing: bool) -> tuple[str, str, str]:
    """Label, icon and duration of the button."""
    if leads == page_ids.CARD:
        return translate("FlashPage", "Choose another card"), "card", ""
    if leads == page_ids.IMAGE:
        return translate("FlashPage", "Choose the image"), "image", ""
    if began_writing:
        return translate("FlashPage", "Write the card again"), "refresh", ""
    return translate("FlashPage", "Try again"), "refresh", ""
