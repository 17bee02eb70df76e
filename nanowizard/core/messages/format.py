"""Words for formatting and repairing a card (card.*, found.*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_NOTHING = QT_TRANSLATE_NOOP("Messages", "Nothing was changed.")

FORMAT: dict[str, Message] = {
    "card.too_small": Message(
        QT_TRANSLATE_NOOP("Messages", "A card of {has_bytes} is too small to be formatted; it takes {need_bytes}"),
        _NOTHING,
        QT_TRANSLATE_NOOP("Messages", "Use a larger card. One that shows much less than is printed on it is broken."),
    ),
    "card.too_large": Message(
        QT_TRANSLATE_NOOP("Messages", "{has_bytes} is more than a memory card can have ({most_bytes})"),
        _NOTHING,
        QT_TRANSLATE_NOOP("Messages", "Choose a memory card. Format other drives with the tools of your system."),
    ),
    "card.partition_too_small": Message(
        QT_TRANSLATE_NOOP("Messages", "A partition is too small for what it shall hold; it takes {need_bytes}"),
        _NOTHING,
        QT_TRANSLATE_NOOP("Messages", "Make the partition larger, or choose another file system for it."),
    ),
    "card.partitions_too_large": Message(
        QT_TRANSLATE_NOOP("Messages", "The partitions need {need_bytes}, and the card has room for {has_bytes}"),
        _NOTHING,
        QT_TRANSLATE_NOOP("Messages", "Make the partitions smaller, or use a larger card."),
    ),
    "card.too_many_partitions": Message(
        QT_TRANSLATE_NOOP("Messages", "{wished} partitions are too many: this kind of table holds {most}"),
        _NOTHING,
        QT_TRANSLATE_NOOP("Messages", "Ask for fewer partitions, or for a GPT."),
    ),
    "card.two_rests": Message(
        QT_TRANSLATE_NOOP("Messages", "Two partitions shall have what is left of the card"),
        _NOTHING,
        QT_TRANSLATE_NOOP("Messages", "Give all partitions but one a size."),
    ),
    "card.label_invalid": Message(
        QT_TRANSLATE_NOOP("Messages", "{filesystem} cannot have the name {label}"),
        _NOTHING,
        QT_TRANSLATE_NOOP(
            "Messages",
            "Use at most eleven characters; for a card of up to 32 GB only letters without accents and digits.",
        ),
    ),
}
