"""Words for images that are on this computer: found, kept, cleared away, and the folder for downloads."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

IMAGE_HERE: dict[str, Message] = {
    "task.image.folder": Message(QT_TRANSLATE_NOOP("Messages", "The folder for downloads")),
    "task.image.clean": Message(QT_TRANSLATE_NOOP("Messages", "Clear downloads away")),
    "image.found_here": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} is here already, in {folder}; nothing has to be downloaded")
    ),
    "image.here_is_another": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} in {folder} has the right name, but it is not this image; it is not used")
    ),
    "image.not_removed": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} could not be removed"),
        QT_TRANSLATE_NOOP("Messages", "It is still there."),
        QT_TRANSLATE_NOOP("Messages", "Close what uses it, then try again."),
    ),
    "usage.clean_what": Message(
        QT_TRANSLATE_NOOP("Messages", "It was not said what to clear away"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was removed."),
        QT_TRANSLATE_NOOP("Messages", "Name images, or give --unfinished or --all."),
    ),
    "usage.clean_all": Message(
        QT_TRANSLATE_NOOP("Messages", "All downloads would be removed, and nobody has agreed to that"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was removed."),
        QT_TRANSLATE_NOOP("Messages", "Say --yes as well."),
    ),
    "usage.nothing_to_clean": Message(
        QT_TRANSLATE_NOOP("Messages", "Among the downloads there is no {name}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was removed."),
        QT_TRANSLATE_NOOP("Messages", "Look at what is there: nanowizard image list"),
    ),
}
