"""Words for the journey from a profile (setup.*), and for what is handed on to other tools (export.*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

EXPORT: dict[str, Message] = {
    "setup.write_card": Message(
        QT_TRANSLATE_NOOP("Messages", "Erase the card {name} ({size_bytes}, {path}) and write {image} to it")
    ),
    "setup.nano_is_later": Message(
        QT_TRANSLATE_NOOP("Messages", "What the Nano needs is seen once it runs from this card")
    ),
    "task.export.ansible": Message(QT_TRANSLATE_NOOP("Messages", "Write an Ansible project")),
    "export.ansible": Message(QT_TRANSLATE_NOOP("Messages", "Write an Ansible project")),
    "export.folder_in_use": Message(
        QT_TRANSLATE_NOOP("Messages", "There is something in {folder} already"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Name a new folder."),
    ),
    "export.not_written": Message(
        QT_TRANSLATE_NOOP("Messages", "The project could not be written to {folder}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing new is there."),
        QT_TRANSLATE_NOOP("Messages", "Check that the disk is not full and that you may write to its folder."),
    ),
}
