"""Words for mirrors and for where the Nano's system packages come from (nano.mirrors_*, nano.apt*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_FILE: dict[str, Message] = {
    "nano.mirrors_damaged": Message(
        QT_TRANSLATE_NOOP("Messages", "The list of mirrors cannot be used ({file})"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Undo your change to that file, or install NanoWizard again."),
    ),
}

APT: dict[str, Message] = {**_FILE}
