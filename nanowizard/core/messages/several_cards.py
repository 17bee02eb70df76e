"""Words for writing several cards at once."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

SEVERAL_CARDS: dict[str, Message] = {
    "task.card.flash_many": Message(QT_TRANSLATE_NOOP("Messages", "Write the image to several cards")),
    "flash.same_card": Message(
        QT_TRANSLATE_NOOP("Messages", "The card {path} was chosen twice"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written to any card."),
        QT_TRANSLATE_NOOP("Messages", "Choose each card once."),
    ),
    "flash.cards_blocked": Message(
        QT_TRANSLATE_NOOP("Messages", "Not ready to be written: {paths}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written to any card."),
        QT_TRANSLATE_NOOP("Messages", "Put right what is said of them, or leave them out."),
    ),
    "flash.cards_failed": Message(
        QT_TRANSLATE_NOOP("Messages", "Cards that could not be written: {failed} of {cards}"),
        QT_TRANSLATE_NOOP("Messages", "What happened to one card did not change another one."),
        QT_TRANSLATE_NOOP("Messages", "Read what each card says, then write those cards again."),
    ),
}
