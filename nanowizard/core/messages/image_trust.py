"""Words for what was and what was not verified of an image."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

IMAGE_TRUST: dict[str, Message] = {
    "phase.unpack": Message(QT_TRANSLATE_NOOP("Messages", "Unpacking")),
    "phase.checksum": Message(QT_TRANSLATE_NOOP("Messages", "Making the checksum")),
    "image.own_check": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} is whole: every byte fits the checksum inside it ({check})")
    ),
    "image.own_check_later": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} was not unpacked to its end yet; that is checked when it is written")
    ),
    "image.no_own_check": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} has no checksum inside: damage on the way to you would not be noticed")
    ),
    "image.size_as_known": Message(QT_TRANSLATE_NOOP("Messages", "{file} has exactly the known size, {exact} bytes")),
    "image.size_not_as_known": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} has {exact} bytes where {expected} are known"),
        do=QT_TRANSLATE_NOOP("Messages", "It may be another release. If you are unsure, download it again."),
    ),
    "image.as_published": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} has the checksum that its makers published ({algorithm})")
    ),
    "image.not_as_published": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} has another checksum than its makers published ({algorithm})"),
        do=QT_TRANSLATE_NOOP("Messages", "It may be a newer one, or damaged. If you are unsure, download it again."),
    ),
    "image.as_you_gave": Message(QT_TRANSLATE_NOOP("Messages", "{file} has the checksum that you gave")),
    "image.no_known_checksum": Message(
        QT_TRANSLATE_NOOP("Messages", "Nobody has published a checksum of {file}: who made it cannot be proved")
    ),
    "image.checksum_not_made": Message(
        QT_TRANSLATE_NOOP("Messages", "The checksum of {file} was not made, so it was not compared")
    ),
    "image.not_in_list": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} is not in the list of images: there is nothing to compare it with")
    ),
}
