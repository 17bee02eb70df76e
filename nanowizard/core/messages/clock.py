"""Words for the Nano's clock (nano.clock*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

CLOCK: dict[str, Message] = {
    "nano.clock_no_undo": Message(
        QT_TRANSLATE_NOOP("Messages", "The clock is not set back to a wrong time"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Leave it as it is. A time server sets it when the Nano has internet."),
    ),
    "nano.clock_unknown": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano does not say what time it is"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Restart the Nano, connect again and repeat the step."),
    ),
    "nano.clock_computer_differs": Message(
        QT_TRANSLATE_NOOP(
            "Messages",
            "A time server sets the Nano's clock, and this computer differs by {difference_s}. Check this computer.",
        ),
    ),
    "nano.clock_backwards": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "The Nano is ahead: its clock goes back by {difference_s}. Files made since seem to be newer."
        ),
    ),
    "nano.clock_no_time_server": Message(
        QT_TRANSLATE_NOOP("Messages", "No time server has set the Nano's clock yet. It has no battery of its own."),
    ),
    "nano.clock_ready": Message(QT_TRANSLATE_NOOP("Messages", "The Nano's clock is right")),
    "nano.clock.set": Message(
        QT_TRANSLATE_NOOP("Messages", "Set the Nano's clock to this computer's: forward by {difference_s}")
    ),
    "nano.clock.set_back": Message(
        QT_TRANSLATE_NOOP("Messages", "Set the Nano's clock to this computer's: back by {difference_s}")
    ),
    "task.nano.clock": Message(QT_TRANSLATE_NOOP("Messages", "Set the Nano's clock")),
}
