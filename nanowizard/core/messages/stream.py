"""Words for an image that goes straight to the card while it is downloaded."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

STREAM: dict[str, Message] = {
    "task.card.stream": Message(QT_TRANSLATE_NOOP("Messages", "Download the image straight to the card")),
    "image.not_kept_no_space": Message(
        QT_TRANSLATE_NOOP("Messages", "The download is not kept: {missing_bytes} are missing in {folder}"),
        do=QT_TRANSLATE_NOOP("Messages", "The card is written all the same. For a second card, make room first."),
    ),
    "image.not_kept_after_all": Message(
        QT_TRANSLATE_NOOP("Messages", "The card is right, but {file} could not be kept"),
        do=QT_TRANSLATE_NOOP("Messages", "For a second card it is downloaded again."),
    ),
    "image.needs_whole": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} can only be unpacked when all of it is here"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written to a card."),
        QT_TRANSLATE_NOOP("Messages", "Keep the download: then the card is written after it."),
    ),
    "image.not_kept": Message(
        QT_TRANSLATE_NOOP("Messages", "The card lost data, and {file} was not kept to write it again"),
        QT_TRANSLATE_NOOP("Messages", "The card is marked as not ready to start from."),
        QT_TRANSLATE_NOOP("Messages", "Try again and keep the download. If it happens again, use another card."),
    ),
    "image.stopped": Message(
        QT_TRANSLATE_NOOP("Messages", "The download has stopped"),
        QT_TRANSLATE_NOOP("Messages", "The card is marked as not ready to start from."),
        QT_TRANSLATE_NOOP("Messages", "Start it again."),
    ),
}
