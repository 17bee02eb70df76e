"""Words for packages of the Nano that are half installed (nano.packages*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

PACKAGES: dict[str, Message] = {
    "nano.packages_no_undo": Message(
        QT_TRANSLATE_NOOP("Messages", "Packages that are complete are not taken apart again"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Leave them as they are: new packages can be installed."),
    ),
    "nano.packages_not_completed": Message(
        QT_TRANSLATE_NOOP("Messages", "These packages could not be completed: {packages}"),
        QT_TRANSLATE_NOOP("Messages", "All others are complete, and nothing was removed."),
        QT_TRANSLATE_NOOP("Messages", "Repeat the step with internet. If it stays so, the log says what is wrong."),
    ),
    "nano.packages_ready": Message(QT_TRANSLATE_NOOP("Messages", "No package is half installed")),
    "nano.packages.complete": Message(QT_TRANSLATE_NOOP("Messages", "Complete half installed packages: {packages}")),
    "task.nano.packages": Message(QT_TRANSLATE_NOOP("Messages", "Complete packages")),
}
