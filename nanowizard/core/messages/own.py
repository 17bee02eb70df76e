"""Words for files of our own, wrong use and mistakes of ours (store.*, profile.*, usage.*, internal.*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

OWN: dict[str, Message] = {
    "internal.error": Message(
        QT_TRANSLATE_NOOP("Messages", "NanoWizard made a mistake"),
        QT_TRANSLATE_NOOP("Messages", "The step stopped. Nothing that was half done is used."),
        QT_TRANSLATE_NOOP("Messages", "Try the step again. If it happens again, save the log and report it."),
    ),
    "store.set_aside": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "A settings file was damaged and has been put aside as {kept_as}. The defaults are used."
        ),
    ),
    "store.not_read": Message(
        QT_TRANSLATE_NOOP("Messages", "The file {file} cannot be read"),
        QT_TRANSLATE_NOOP("Messages", "It stays as it is, and nothing is written over it."),
        QT_TRANSLATE_NOOP("Messages", "Close programs that may use it, make sure that you may read it, and try again."),
    ),
    "store.not_written": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} could not be saved"),
        QT_TRANSLATE_NOOP("Messages", "What was saved before is unchanged."),
        QT_TRANSLATE_NOOP("Messages", "Check that the disk is not full and that you may write to its folder."),
    ),
    "profile.damaged": Message(
        QT_TRANSLATE_NOOP("Messages", "The profile {file} cannot be read: {why}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Correct the file or leave out --profile."),
    ),
    "usage.missing": Message(
        QT_TRANSLATE_NOOP("Messages", "The set-up has not been told: {what}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Write it into a profile and name that with --profile, or try --practice."),
    ),
    "profile.not_found": Message(
        QT_TRANSLATE_NOOP("Messages", "There is no profile {file}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Check the path."),
    ),
    "task.image.fetch": Message(QT_TRANSLATE_NOOP("Messages", "Get the image")),
    "task.image.list": Message(QT_TRANSLATE_NOOP("Messages", "Images with a name")),
    "task.image.inspect": Message(QT_TRANSLATE_NOOP("Messages", "Look into the image")),
    "task.card.list": Message(QT_TRANSLATE_NOOP("Messages", "Cards")),
    "task.card.flash": Message(QT_TRANSLATE_NOOP("Messages", "Write the image to the card")),
    "task.card.verify": Message(QT_TRANSLATE_NOOP("Messages", "Compare the card with the image")),
    "task.nano.boot": Message(QT_TRANSLATE_NOOP("Messages", "Wait for the Nano")),
    "task.nano.check": Message(QT_TRANSLATE_NOOP("Messages", "Connect to the Nano")),
    "task.nano.swap": Message(QT_TRANSLATE_NOOP("Messages", "Give the Nano more memory")),
    "task.setup": Message(QT_TRANSLATE_NOOP("Messages", "Set up a Nano")),
    "phase.download": Message(QT_TRANSLATE_NOOP("Messages", "Downloading")),
    "phase.write": Message(QT_TRANSLATE_NOOP("Messages", "Writing")),
    "phase.verify": Message(QT_TRANSLATE_NOOP("Messages", "Checking")),
}
