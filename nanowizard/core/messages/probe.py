"""Words for testing a card: its capacity, its health and its speed (card.*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

PROBE: dict[str, Message] = {
    "task.card.test": Message(QT_TRANSLATE_NOOP("Messages", "Test the card")),
    "phase.probe": Message(QT_TRANSLATE_NOOP("Messages", "Testing")),
    "phase.fill": Message(QT_TRANSLATE_NOOP("Messages", "Writing")),
    "phase.reread": Message(QT_TRANSLATE_NOOP("Messages", "Checking")),
    "card.probe": Message(QT_TRANSLATE_NOOP("Messages", "Looking for the real size of the card")),
    "card.restore": Message(QT_TRANSLATE_NOOP("Messages", "Putting back what was on the card")),
    "card.speed": Message(QT_TRANSLATE_NOOP("Messages", "Measuring how fast the card is")),
    "card.fill": Message(QT_TRANSLATE_NOOP("Messages", "Writing the whole card")),
    "card.reread": Message(QT_TRANSLATE_NOOP("Messages", "Reading the whole card back")),
    "card.sound": Message(QT_TRANSLATE_NOOP("Messages", "The card keeps what is written to it, up to {real_bytes}")),
    "card.fast_enough": Message(
        QT_TRANSLATE_NOOP(
            "Messages",
            "Fast enough for a Nano and its programs: {write_bytes} a second written, {read_bytes} read, "
            "{random_write_iops} and {random_read_iops} small pieces (speed classes U1 and A1)",
        ),
    ),
    "card.slow_programs": Message(
        QT_TRANSLATE_NOOP(
            "Messages",
            "Fast enough to be written ({write_bytes} a second), but programs will start slowly: {random_write_iops} "
            "small pieces a second written and {random_read_iops} read. A card of class A1 does 500 and 1500.",
        ),
    ),
    "card.slow": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "Slow: {write_bytes} a second are written; a card of speed class U1 takes {need_bytes}"
        ),
        do=QT_TRANSLATE_NOOP("Messages", "Try another reader or USB port first. If it stays slow, use a faster card."),
    ),
    "card.not_restored": Message(
        QT_TRANSLATE_NOOP(
            "Messages",
            "{lost_bytes} of what was on the card could not be put back; places: {places}, first at {offset_bytes}",
        ),
        do=QT_TRANSLATE_NOOP("Messages", "Copy what you still need from this card, then use another one."),
    ),
    "card.holds_test_data": Message(
        QT_TRANSLATE_NOOP("Messages", "The card now holds test data. Format it, or write an image to it.")
    ),
    "card.fake": Message(
        QT_TRANSLATE_NOOP("Messages", "This card says that it has {claimed_bytes}, but keeps only {real_bytes}"),
        QT_TRANSLATE_NOOP("Messages", "No image was written to it."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Do not use it: what is written beyond that is lost. Give it back where you bought it.",
        ),
    ),
    "card.worn": Message(
        QT_TRANSLATE_NOOP("Messages", "The card is damaged and loses data; places: {ranges}, first at {offset_bytes}"),
        QT_TRANSLATE_NOOP("Messages", "No image was written to it."),
        QT_TRANSLATE_NOOP("Messages", "Test it again in another reader. If that finds the same, use another card."),
    ),
}
