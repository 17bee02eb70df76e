"""What the Flash page says below its title in each of its views, and what it asks before it stops."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nanowizard.gui.task_page import ERROR

translate = QCoreApplication.translate

RUNNING, OUTCOME, COMING = "running", "outcome", "coming"


def purpose_of(view: str, *, began_writing: bool, is_updating: bool, is_good: bool) -> str:
    """From the first write on the card carries the NOT READY mark, whatever then goes wrong."""
    if view == OUTCOME and is_good:
        return translate("FlashPage", "The image is on the card and was checked.")
    if view in (ERROR, OUTCOME) and began_writing:
        return translate("FlashPage", "The card is marked as not ready, so it cannot be used by mistake.")
    if view in (ERROR, OUTCOME):
        return translate("FlashPage", "Nothing was written to the card.")
    if view == RUNNING and is_updating:
        return translate("FlashPage", "What is right stays on the card. What is written is read back and compared.")
    if view == RUNNING:
        return translate("FlashPage", "Writing first, then everything is read back and compared.")
    if view == COMING:
        return translate("FlashPage", "The image has to be complete before it can be written.")
    return translate("FlashPage", "Check that this is the right card. Nothing has been changed so far.")


def stop_question(*, began_writing: bool) -> tuple[str, str]:
    if not began_writing:
        return translate("FlashPage", "Stop now?"), translate("FlashPage", "Nothing has been written yet.")
    return (
        translate("FlashPage", "Stop writing the card?"),
        translate("FlashPage", "The card stays unfinished and is marked as not ready. You can write it again."),
    )
