"""What a person loses with a card, and which card it is: the words before anything is erased."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nanowizard.drives.describe import file_system_name
from nanowizard.drives.model import Drive, Volume
from nanowizard.drives.policy import is_very_large
from nanowizard.gui import texts
from nanowizard.gui.pages.card.rows import volume_name
from nanowizard.gui.plurals import Plurals
from nanowizard.gui.widgets.erase_panel import ErasePanel

translate = QCoreApplication.translate

_OWN_FILES = frozenset({"file", "practice"})
"""Backends whose cards are files of the person's: no permission is needed."""
_MOST_LETTERS = 20
"""Of a drive's name on a button, which does not wrap."""
_MOST_VOLUMES = 3
"""A Jetson card has fourteen partitions; the largest say enough to recognise it."""


def show_losses(panel: ErasePanel, drive: Drive, hold: str, consequence: str) -> None:
    """Fill the panel for `drive`. `hold` is the button's label; `consequence`, with {card} and {size}, its full name.

    A drive larger than any card for a Nano is only erased once the word has been typed.
    """
    panel.set_headline(translate("CardCare", "All data on this card will be erased"))
    panel.set_losses(_losses(drive))
    panel.set_warning(
        translate("CardCare", "This cannot be undone. If you need these files, copy them first, then come back.")
        if drive.contents != "empty"
        else ""
    )
    name, size = drive.name or drive.path, texts.size(drive.size_bytes)
    panel.hold.set_consequence(consequence.format(card=name, size=size))
    typed_only = is_very_large(drive)
    panel.set_typed_only(typed_only)
    short = name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS - 1]}…"
    # There is nothing to hold, so the button says what it does.
    panel.set_hold_text(consequence.format(card=short, size=size) if typed_only else hold)


def where_words(drive: Drive) -> str:
    """By what the person recognises the card: its place and the end of its number."""
    if drive.bus == "file":
        return drive.path
    serial = drive.identity.serial
    shown = translate("CardCare", "serial …{end}").format(end=serial[-4:]) if serial else ""
    return texts.join_facts([drive.reader or translate("CardPage", "Card reader"), shown or drive.path])


def permission_fact(drive: Drive) -> list[tuple[str, str]]:
    """The fact that the system may ask; none for files of the person's own."""
    if drive.identity.backend in _OWN_FILES:
        return []
    may_ask = translate("CardCare", "Your system may ask for a password")
    return [(translate("CardCare", "Permission"), may_ask)]


def _losses(drive: Drive) -> list[tuple[str, ...]]:
    if drive.contents == "not_ready":
        return [(translate("CardCare", "An earlier write broke off here; nothing on the card can be used."),)]
    if not drive.volumes:
        words = {
            "empty": translate("CardCare", "Nothing was found on the card."),
            "unknown": translate("CardCare", "The card is empty, or this computer cannot read what is on it."),
        }
        unread = translate("CardCare", "What is on the card cannot be read by this computer.")
        return [(words.get(drive.contents, unread),)]
    largest = sorted(drive.volumes, key=lambda volume: -volume.size_bytes)[:_MOST_VOLUMES]
    rows = [_loss(volume) for volume in drive.volumes if volume in largest]
    more = len(drive.volumes) - len(rows)
    return [*rows, (Plurals.more_partitions(more),)] if more else rows


def _loss(volume: Volume) -> tuple[str, ...]:
    known = texts.size(volume.size_bytes)
    if volume.used_bytes is not None:
        known = translate("CardCare", "{size}, {used} used").format(size=known, used=texts.size(volume.used_bytes))
    return tuple(part for part in (volume_name(volume), file_system_name(volume), known) if part)
