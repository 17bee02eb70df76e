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
    "store.not_written": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} could not be saved"),
        QT_TRANSLATE_NOOP("Messages", "What was saved before is unchanged."),
        QT_TRANSLATE_NOOP("Messages", "Check that the disk is not full and that you may write to its folder."),
    ),
    "profile.damaged": Message(
        QT_TRANSLATE_NOOP("Messages", "The profile {file} cannot be read"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Correct the file or leave out --profile."),
    ),
    "usage.missing": Message(
        QT_TRANSLATE_NOOP("Messages", "Something needed is missing: {what}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Give it and start again."),
    ),
}
