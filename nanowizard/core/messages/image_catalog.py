"""Words for the list of images and the boards they are for: its mistakes, and what to know before a download."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_NOTHING = QT_TRANSLATE_NOOP("Messages", "Nothing was downloaded.")
_CORRECT = QT_TRANSLATE_NOOP("Messages", "Correct the list, or leave it out to use the one of NanoWizard.")

IMAGE_CATALOG: dict[str, Message] = {
    "task.image.show": Message(QT_TRANSLATE_NOOP("Messages", "What is known of an image")),
    "image.catalog_damaged": Message(
        QT_TRANSLATE_NOOP("Messages", "The list of images {file} cannot be read"),
        _NOTHING,
        QT_TRANSLATE_NOOP("Messages", "Install NanoWizard again, or use an image file that you already have."),
    ),
    "image.catalog_missing": Message(
        QT_TRANSLATE_NOOP("Messages", "In the list of images {file}, the entry {entry} has no {field}"),
        _NOTHING,
        _CORRECT,
    ),
    "image.catalog_unknown": Message(
        QT_TRANSLATE_NOOP("Messages", "In the list of images {file}, the entry {entry} has an unknown field: {field}"),
        _NOTHING,
        _CORRECT,
    ),
    "image.catalog_wrong": Message(
        QT_TRANSLATE_NOOP("Messages", "In the list of images {file}, {field} of the entry {entry} cannot be {value}"),
        _NOTHING,
        _CORRECT,
    ),
    "image.no_address": Message(
        QT_TRANSLATE_NOOP("Messages", "{title} can be downloaded with a web browser only"),
        _NOTHING,
        QT_TRANSLATE_NOOP("Messages", "Open {page}, download the image there, then choose the file."),
    ),
    "usage.no_such_board": Message(
        QT_TRANSLATE_NOOP("Messages", "There is no board {board}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Choose one of these: {boards}"),
    ),
    "usage.no_such_image": Message(
        QT_TRANSLATE_NOOP("Messages", "There is no image {name} in the list"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Look at the names: nanowizard image list"),
    ),
    "image.board_4gb": Message(
        QT_TRANSLATE_NOOP("Messages", "Jetson Nano with 4 GB, revision A02 or B01: the same image is for both")
    ),
    "image.board_2gb": Message(
        QT_TRANSLATE_NOOP("Messages", "Jetson Nano with 2 GB: its power plug is USB-C, and it has images of its own")
    ),
    "image.board_emmc": Message(
        QT_TRANSLATE_NOOP(
            "Messages",
            "This module ({module}) has a memory chip of its own and starts from that; no image for a card starts it",
        ),
        do=QT_TRANSLATE_NOOP("Messages", "Write its chip with NVIDIA's SDK Manager, on a computer with Ubuntu."),
    ),
    "image.older_than_firmware": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "{title}: a Nano that has run JetPack 4.5 or newer may stay black with this older image"
        ),
        do=QT_TRANSLATE_NOOP("Messages", "Choose JetPack 4.6.1 unless you need exactly this one."),
    ),
    "image.needs_firmware": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "{title}: a Nano that has never run JetPack 4.5 or newer may not start from this image"
        ),
        do=QT_TRANSLATE_NOOP(
            "Messages", "If it does not start, start it once from JetPack 4.6.1 and finish its setup. Then try again."
        ),
    ),
    "image.firmware_may_differ": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "{title}: some Nanos stop at the logo, because their boot firmware is of another version"
        ),
        do=QT_TRANSLATE_NOOP("Messages", "If that happens, use JetPack 4.6.1."),
    ),
    "image.card_needed": Message(
        QT_TRANSLATE_NOOP("Messages", "The card must hold at least {least_bytes}; {advised_bytes} are better")
    ),
    "image.known_login": Message(
        QT_TRANSLATE_NOOP("Messages", "This image has a login already: user {user}, password {password}"),
        do=QT_TRANSLATE_NOOP("Messages", "Everybody knows this password. Change it after the first login."),
    ),
    "image.by_hand": Message(QT_TRANSLATE_NOOP("Messages", "Download it with a web browser from {page}")),
}
