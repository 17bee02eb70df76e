"""Words for what lies where a card is wrong (flash.lost_*), and for the record of a flash."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_KEPT = QT_TRANSLATE_NOOP("Messages", "Nothing was changed on the card.")

LOST: dict[str, Message] = {
    "flash.lost_in_files": Message(QT_TRANSLATE_NOOP("Messages", "Wrong files in partition {partition}: {files}")),
    "flash.lost_in_many_files": Message(
        QT_TRANSLATE_NOOP("Messages", "Wrong files in partition {partition}: {files}, and {more} more")
    ),
    "flash.lost_in_partition": Message(
        QT_TRANSLATE_NOOP("Messages", "{length_bytes} of partition {partition} are wrong")
    ),
    "flash.lost_outside": Message(QT_TRANSLATE_NOOP("Messages", "{length_bytes} outside of all partitions are wrong")),
    "flash.against_record": Message(
        QT_TRANSLATE_NOOP("Messages", "Comparing with what was written to the card {age_s} ago: {name}")
    ),
    "flash.no_record": Message(
        QT_TRANSLATE_NOOP("Messages", "This computer has not written the card {path}, or does not remember it"),
        _KEPT,
        QT_TRANSLATE_NOOP("Messages", "Name the image that the card should hold."),
    ),
    "flash.other_record": Message(
        QT_TRANSLATE_NOOP("Messages", "The card {path} holds something else than what was last written to it here"),
        _KEPT,
        QT_TRANSLATE_NOOP("Messages", "Name the image that the card should hold, or write the card again."),
    ),
}
