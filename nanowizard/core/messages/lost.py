"""Words for what lies where a card is wrong (flash.lost_*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

LOST: dict[str, Message] = {
    "flash.lost_in_files": Message(QT_TRANSLATE_NOOP("Messages", "Wrong files in partition {partition}: {files}")),
    "flash.lost_in_many_files": Message(
        QT_TRANSLATE_NOOP("Messages", "Wrong files in partition {partition}: {files}, and {more} more")
    ),
    "flash.lost_in_partition": Message(
        QT_TRANSLATE_NOOP("Messages", "{length_bytes} of partition {partition} are wrong")
    ),
    "flash.lost_outside": Message(QT_TRANSLATE_NOOP("Messages", "{length_bytes} outside of all partitions are wrong")),
}
