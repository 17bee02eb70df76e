"""Words for formatting and repairing a card (card.*, found.*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_NOT_READY = QT_TRANSLATE_NOOP("Messages", "The card is marked as not ready: no Nano starts from it by mistake.")
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
    "card.name_needs_gpt": Message(
        QT_TRANSLATE_NOOP("Messages", "A partition without a file system cannot be called {label} in an MBR"),
        _NOTHING,
        QT_TRANSLATE_NOOP("Messages", "Leave its name out, or choose a GPT: that table keeps names itself."),
    ),
    "task.card.format": Message(QT_TRANSLATE_NOOP("Messages", "Format the card")),
    "task.card.repair": Message(QT_TRANSLATE_NOOP("Messages", "Repair the card")),
    "phase.clear": Message(QT_TRANSLATE_NOOP("Messages", "Clearing")),
    "phase.overwrite": Message(QT_TRANSLATE_NOOP("Messages", "Overwriting")),
    "phase.discard": Message(QT_TRANSLATE_NOOP("Messages", "Discarding")),
    "phase.format": Message(QT_TRANSLATE_NOOP("Messages", "Formatting")),
    "phase.check": Message(QT_TRANSLATE_NOOP("Messages", "Checking")),
    "card.format.clear": Message(QT_TRANSLATE_NOOP("Messages", "Marking the card as not ready")),
    "card.format.overwrite": Message(QT_TRANSLATE_NOOP("Messages", "Overwriting the whole card")),
    "card.format.discard": Message(QT_TRANSLATE_NOOP("Messages", "Telling the card to forget everything")),
    "card.format.write": Message(QT_TRANSLATE_NOOP("Messages", "Clearing old traces and writing the new file system")),
    "card.format.check": Message(QT_TRANSLATE_NOOP("Messages", "Reading the new file system back and comparing")),
    "card.format.table": Message(QT_TRANSLATE_NOOP("Messages", "Writing the partition table")),
    "card.repair.look": Message(QT_TRANSLATE_NOOP("Messages", "Looking what is wrong with the card")),
    "card.repair.clear": Message(QT_TRANSLATE_NOOP("Messages", "Clearing what confuses other tools")),
    "card.repair.test": Message(QT_TRANSLATE_NOOP("Messages", "Testing whether the card keeps what is written to it")),
    "found.half_flashed": Message(
        QT_TRANSLATE_NOOP("Messages", "Writing this card broke off: it was marked as not ready")
    ),
    "found.half_written": Message(
        QT_TRANSLATE_NOOP("Messages", "Only a part of an image was written to this card: its end is missing")
    ),
    "found.backup_gpt_alone": Message(
        QT_TRANSLATE_NOOP("Messages", "Of the partition table only the copy at the end of the card is left")
    ),
    "found.gpt_for_another_size": Message(
        QT_TRANSLATE_NOOP("Messages", "The partition table was made for a card of another size")
    ),
    "found.gpt_damaged": Message(QT_TRANSLATE_NOOP("Messages", "The partition table is damaged")),
    "found.hybrid_mbr": Message(
        QT_TRANSLATE_NOOP("Messages", "The card has two partition tables that contradict each other")
    ),
    "found.garbage_table": Message(
        QT_TRANSLATE_NOOP("Messages", "Where the partition table should be there is something else")
    ),
    "found.past_the_end": Message(QT_TRANSLATE_NOOP("Messages", "A partition reaches past the end of the card")),
    "found.overlapping": Message(QT_TRANSLATE_NOOP("Messages", "Partitions of the card overlap each other")),
    "found.unclean": Message(
        QT_TRANSLATE_NOOP("Messages", "A file system was not closed: the card was taken out too early")
    ),
    "found.no_partition": Message(QT_TRANSLATE_NOOP("Messages", "The partition table names no partition")),
    "found.raw": Message(
        QT_TRANSLATE_NOOP("Messages", "No partition has a file system that could be recognised (Windows says RAW)")
    ),
    "found.no_table": Message(QT_TRANSLATE_NOOP("Messages", "The card has no partition table")),
    "found.whole_card_filesystem": Message(
        QT_TRANSLATE_NOOP("Messages", "A file system lies on the card without a partition table")
    ),
    "found.encrypted": Message(QT_TRANSLATE_NOOP("Messages", "A part of the card is encrypted")),
    "found.unreadable": Message(QT_TRANSLATE_NOOP("Messages", "Some of the card could not be read")),
    "found.empty": Message(QT_TRANSLATE_NOOP("Messages", "The card is empty")),
    "card.bad_blocks": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "{lost_bytes} of the card cannot be written; places: {places}, first at {offset_bytes}"
        ),
        do=QT_TRANSLATE_NOOP("Messages", "The card is wearing out: use another one for a Nano."),
    ),
    "card.worn_out": Message(
        QT_TRANSLATE_NOOP("Messages", "The card fails in at least {ranges} places, first at {offset_bytes}"),
        _NOT_READY,
        QT_TRANSLATE_NOOP("Messages", "Use another card. If that fails in the same way, use another reader."),
    ),
    "card.no_discard": Message(
        QT_TRANSLATE_NOOP("Messages", "This reader cannot erase the whole card at once"),
        _NOTHING,
        QT_TRANSLATE_NOOP("Messages", "Format it fully instead, or put it into a slot of the computer itself."),
    ),
    "card.ignores_writes": Message(
        QT_TRANSLATE_NOOP("Messages", "The card takes what is written to it and forgets it"),
        QT_TRANSLATE_NOOP("Messages", "What was on it is still there, and can still be copied."),
        QT_TRANSLATE_NOOP("Messages", "It is at the end of its life. Copy what you need, and use another card."),
    ),
    "card.does_not_keep": Message(
        QT_TRANSLATE_NOOP("Messages", "The card does not keep what is written to it, first at {offset_bytes}"),
        _NOT_READY,
        QT_TRANSLATE_NOOP("Messages", "Use another card. If that fails in the same way, use another reader."),
    ),
    "card.lies_about_size": Message(
        QT_TRANSLATE_NOOP("Messages", "This card says that it has {has_bytes}, but keeps only {real_bytes}"),
        _NOT_READY,
        QT_TRANSLATE_NOOP(
            "Messages", "Do not use it: what is written beyond that is lost. Give it back where you bought it."
        ),
    ),
    "card.sector_size": Message(
        QT_TRANSLATE_NOOP("Messages", "This drive has blocks of {block_bytes}; memory cards have blocks of 512 B"),
        _NOTHING,
        QT_TRANSLATE_NOOP("Messages", "Put the card into another reader, or choose a memory card."),
    ),
}
