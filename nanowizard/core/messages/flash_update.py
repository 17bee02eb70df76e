"""Words for cards that hold an image already, or a part of it (flash.*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

FLASH_UPDATE: dict[str, Message] = {
    "flash.look": Message(QT_TRANSLATE_NOOP("Messages", "Looking at what is on the card already")),
    "flash.mark": Message(QT_TRANSLATE_NOOP("Messages", "Marking the card as not ready")),
    "flash.updating": Message(
        QT_TRANSLATE_NOOP("Messages", "The card is compared with the image, and only what differs is written"),
    ),
    "flash.already_there": Message(
        QT_TRANSLATE_NOOP("Messages", "The whole image was on the card already, so nothing was written"),
    ),
    "flash.can_continue": Message(
        QT_TRANSLATE_NOOP("Messages", "Writing this image to {card} broke off after {done_bytes}"),
        QT_TRANSLATE_NOOP("Messages", "What is right on the card stays there."),
        QT_TRANSLATE_NOOP("Messages", "Write the image again: only the rest is written."),
    ),
}
