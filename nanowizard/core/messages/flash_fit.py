"""Words for images that are made to fit a card: a larger table, or some MB less (flash.*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_AS_IN_THE_IMAGE = QT_TRANSLATE_NOOP("Messages", "The partitions stand on the card as they are in the image.")
_NO_FILE = QT_TRANSLATE_NOOP("Messages", "No file is left out.")

FLASH_FIT: dict[str, Message] = {
    "flash.grown": Message(
        QT_TRANSLATE_NOOP("Messages", "The system's partition takes the whole card: {size_bytes}"),
        do=QT_TRANSLATE_NOOP("Messages", "Start the Nano: its first start makes the file system as large."),
    ),
    "flash.not_grown_table": Message(
        QT_TRANSLATE_NOOP("Messages", "This image's partition table cannot be made larger here"),
        _AS_IN_THE_IMAGE,
        QT_TRANSLATE_NOOP("Messages", "Let the Nano do it: open the page Root file system when it runs."),
    ),
    "flash.not_grown_other": Message(
        QT_TRANSLATE_NOOP("Messages", "This image does not end with a Linux partition, so none was made larger"),
        _AS_IN_THE_IMAGE,
    ),
    "flash.not_grown_room": Message(
        QT_TRANSLATE_NOOP("Messages", "The image takes the whole card already"),
        _AS_IN_THE_IMAGE,
    ),
    "flash.shrunk": Message(
        QT_TRANSLATE_NOOP("Messages", "The image was made {missing_bytes} smaller, so that it fits this card"),
        _NO_FILE,
    ),
    "flash.whole_first": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "The card is {missing_bytes} too small, so the image is downloaded first, then made smaller"
        ),
        _NO_FILE,
        QT_TRANSLATE_NOOP("Messages", "Go on. Writing begins when the download is complete."),
    ),
    "image.needs_whole_to_fit": Message(
        QT_TRANSLATE_NOOP("Messages", "The card is {missing_bytes} too small for {file} while it is downloaded"),
        QT_TRANSLATE_NOOP("Messages", "If the card was being written, it is marked as not ready to start from."),
        QT_TRANSLATE_NOOP("Messages", "Keep the download: then the image is made smaller. Or use a larger card."),
    ),
    "flash.will_shrink": Message(
        QT_TRANSLATE_NOOP("Messages", "The card is {missing_bytes} too small, so the image is made smaller"),
        _NO_FILE,
        QT_TRANSLATE_NOOP("Messages", "Go on. Should a file lie in the way after all, writing stops and says so."),
    ),
}
