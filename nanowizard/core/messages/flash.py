"""Words for writing and reading back (flash.*) and for the helper process (helper.*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_NOT_READY = QT_TRANSLATE_NOOP("Messages", "The card is marked as not ready: no Nano starts from it by mistake.")
_HELPER_GONE = QT_TRANSLATE_NOOP(
    "Messages", "The card is free. If it was being written, it is marked as not ready: no Nano starts from it."
)

FLASH: dict[str, Message] = {
    "flash.prepare": Message(QT_TRANSLATE_NOOP("Messages", "Preparing the card")),
    "flash.write": Message(QT_TRANSLATE_NOOP("Messages", "Writing the image")),
    "flash.verify": Message(QT_TRANSLATE_NOOP("Messages", "Reading the card back and comparing")),
    "flash.repair": Message(QT_TRANSLATE_NOOP("Messages", "Writing again what the card did not keep")),
    "flash.eject": Message(QT_TRANSLATE_NOOP("Messages", "Making the card safe to remove")),
    "flash.not_confirmed": Message(
        QT_TRANSLATE_NOOP("Messages", "Everything on {card} ({path}, {size_bytes}) will be erased"),
        QT_TRANSLATE_NOOP("Messages", "Nothing has been written yet."),
        QT_TRANSLATE_NOOP("Messages", "Say yes to erase this card, or choose another one."),
    ),
    "flash.stays_awake": Message(
        QT_TRANSLATE_NOOP("Messages", "This computer will not go to sleep by itself meanwhile")
    ),
    "flash.slow": Message(
        QT_TRANSLATE_NOOP("Messages", "The card has not answered for {waiting_s}. Slow cards pause now and then."),
    ),
    "flash.source_slow": Message(
        QT_TRANSLATE_NOOP("Messages", "Nothing has come from the image file for {waiting_s}. Its disk may be slow."),
    ),
    "flash.range_differs": Message(
        QT_TRANSLATE_NOOP("Messages", "{length_bytes} of the card, {offset_bytes} from its beginning, are wrong"),
    ),
    "flash.verify_mismatch": Message(
        QT_TRANSLATE_NOOP("Messages", "The card does not keep what is written to it, first at {offset_bytes}"),
        _NOT_READY,
        QT_TRANSLATE_NOOP("Messages", "Use another card. If that fails in the same way, use another reader."),
    ),
    "flash.card_differs": Message(
        QT_TRANSLATE_NOOP("Messages", "The card does not hold this image; the first difference is at {offset_bytes}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed on the card."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "A card that has been in a Nano always differs. If this one has not, write the image to it again.",
        ),
    ),
    "flash.card_not_ready": Message(
        QT_TRANSLATE_NOOP("Messages", "Writing this card was interrupted, so it does not hold the image"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed on the card."),
        QT_TRANSLATE_NOOP("Messages", "Write the image to it again."),
    ),
    "flash.source_stalled": Message(
        QT_TRANSLATE_NOOP("Messages", "The image file has given nothing for {waiting_s}"),
        _NOT_READY,
        QT_TRANSLATE_NOOP("Messages", "Copy the image to a disk of this computer, then write the card again."),
    ),
    "helper.crashed": Message(
        QT_TRANSLATE_NOOP("Messages", "The part of NanoWizard that works with cards stopped unexpectedly"),
        _HELPER_GONE,
        QT_TRANSLATE_NOOP("Messages", "Try the step again: it is started anew."),
    ),
    "helper.stuck": Message(
        QT_TRANSLATE_NOOP("Messages", "A card that was used before has never answered"),
        QT_TRANSLATE_NOOP("Messages", "If it was being written, it must be written again. Nothing else was changed."),
        QT_TRANSLATE_NOOP("Messages", "Take that card out, then try the step again."),
    ),
    "helper.silent": Message(
        QT_TRANSLATE_NOOP("Messages", "The part of NanoWizard that works with cards has been silent for {waiting_s}"),
        QT_TRANSLATE_NOOP("Messages", "If a card was being written, it must be written again."),
        QT_TRANSLATE_NOOP("Messages", "Take the card out and insert it again, then try the step again."),
    ),
    "helper.not_started": Message(
        QT_TRANSLATE_NOOP("Messages", "The part of NanoWizard that works with cards does not start"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Start NanoWizard again. If that does not help, install it again."),
    ),
    "helper.version": Message(
        QT_TRANSLATE_NOOP("Messages", "Parts of two different versions of NanoWizard are installed"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Close NanoWizard and install it again."),
    ),
    "helper.protocol": Message(
        QT_TRANSLATE_NOOP("Messages", "Two parts of NanoWizard do not understand each other"),
        _HELPER_GONE,
        QT_TRANSLATE_NOOP("Messages", "Start NanoWizard again. If it happens again, save the log and report it."),
    ),
    "helper.busy": Message(
        QT_TRANSLATE_NOOP("Messages", "NanoWizard is still working with a card"),
        QT_TRANSLATE_NOOP("Messages", "That work goes on undisturbed."),
        QT_TRANSLATE_NOOP("Messages", "Wait until it has finished, or cancel it."),
    ),
}
