"""Words for what can be said of images and downloads (image.*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_NOT_OPENED = QT_TRANSLATE_NOOP("Messages", "Nothing was written to a card.")
_NOT_TRUSTED = QT_TRANSLATE_NOOP(
    "Messages", "It is not used. If a card was being written, it is marked as not ready to start from."
)
_KEPT = QT_TRANSLATE_NOOP("Messages", "What has arrived is kept; the next try goes on from there.")
_CHOOSE = QT_TRANSLATE_NOOP("Messages", "Choose another file, or download the image again.")

IMAGE: dict[str, Message] = {
    "image.not_found": Message(
        QT_TRANSLATE_NOOP("Messages", "There is no file {file}"),
        _NOT_OPENED,
        QT_TRANSLATE_NOOP("Messages", "Check the name, or choose the file again."),
    ),
    "image.not_here": Message(
        QT_TRANSLATE_NOOP("Messages", "{image} is not on this computer, or not all of it: {file} in {folder}"),
        _NOT_OPENED,
        QT_TRANSLATE_NOOP("Messages", "Download it first, or name a file that you have."),
    ),
    "image.is_folder": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} is a folder, not an image"),
        _NOT_OPENED,
        QT_TRANSLATE_NOOP("Messages", "Choose the image file inside it."),
    ),
    "image.empty": Message(QT_TRANSLATE_NOOP("Messages", "The file {file} is empty"), _NOT_OPENED, _CHOOSE),
    "image.not_an_image": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} is not the image of a card"),
        _NOT_OPENED,
        QT_TRANSLATE_NOOP("Messages", "Choose the system image for the Jetson Nano, as it was downloaded."),
    ),
    "image.is_web_page": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} is a web page, not an image"),
        _NOT_OPENED,
        QT_TRANSLATE_NOOP(
            "Messages", "If your network asks you to sign in, do so in a web browser; then download the image again."
        ),
    ),
    "image.unsupported": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} has a form that cannot be written directly: {format}"),
        _NOT_OPENED,
        QT_TRANSLATE_NOOP("Messages", "Unpack it first, then choose the .img file that comes out."),
    ),
    "image.truncated": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} is not complete: it ends after {have_bytes}"),
        _NOT_TRUSTED,
        QT_TRANSLATE_NOOP(
            "Messages", "Download it again. A download that NanoWizard began goes on where it broke off."
        ),
    ),
    "image.damaged": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} is damaged: its contents do not match its own checksum"),
        _NOT_TRUSTED,
        QT_TRANSLATE_NOOP("Messages", "Delete it and download it again."),
    ),
    "image.trailing": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} has something behind its end that does not belong to it"),
        _NOT_TRUSTED,
        QT_TRANSLATE_NOOP("Messages", "Delete it and download it again."),
    ),
    "image.too_large": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} unpacks to {raw_bytes}, and at most {most_bytes} can be right"),
        _NOT_TRUSTED,
        QT_TRANSLATE_NOOP("Messages", "Delete it. Download the image from the address of those who made it."),
    ),
    "image.unsafe_names": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} holds names that lead out of their folder: {members}"),
        _NOT_OPENED,
        QT_TRANSLATE_NOOP("Messages", "Delete it. Download the image from the address of those who made it."),
    ),
    "image.parts_missing": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} was split, and these parts are missing: {parts}"),
        _NOT_OPENED,
        QT_TRANSLATE_NOOP("Messages", "Download the missing parts into the same folder."),
    ),
    "image.part_wrong_size": Message(
        QT_TRANSLATE_NOOP("Messages", "The part {file} has {have_bytes} where {expected_bytes} are expected"),
        _NOT_OPENED,
        QT_TRANSLATE_NOOP("Messages", "Download this part again."),
    ),
    "image.parts_order": Message(
        QT_TRANSLATE_NOOP("Messages", "The parts are in the wrong order: {first} is the first one, not {file}"),
        _NOT_OPENED,
        QT_TRANSLATE_NOOP("Messages", "Give the parts the names that they were downloaded with."),
    ),
    "image.several_members": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} holds several images: {members}"),
        _NOT_OPENED,
        QT_TRANSLATE_NOOP("Messages", "Unpack it, then choose the image for your Nano."),
    ),
    "image.no_member": Message(
        QT_TRANSLATE_NOOP("Messages", "There is no image in {file}"),
        _NOT_OPENED,
        QT_TRANSLATE_NOOP("Messages", "Choose the archive that holds the system image for the Jetson Nano."),
    ),
    "image.encrypted": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} is protected by a password"),
        _NOT_OPENED,
        QT_TRANSLATE_NOOP("Messages", "Unpack it with its password, then choose the .img file that comes out."),
    ),
    "image.unreadable": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} cannot be read"),
        _NOT_TRUSTED,
        QT_TRANSLATE_NOOP("Messages", "Check that you may open it and that its disk is still connected."),
    ),
    "image.bad_url": Message(
        QT_TRANSLATE_NOOP("Messages", "{url} is not a web address that can be downloaded from"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was downloaded."),
        QT_TRANSLATE_NOOP("Messages", "Give an address that begins with https:// or http://."),
    ),
    "image.unreachable": Message(
        QT_TRANSLATE_NOOP("Messages", "{host} cannot be reached"),
        _KEPT,
        QT_TRANSLATE_NOOP(
            "Messages", "Check the internet connection and try again, or use a file that you already have."
        ),
    ),
    "image.http_status": Message(
        QT_TRANSLATE_NOOP("Messages", "The server does not give out the image (answer {status})"),
        _KEPT,
        QT_TRANSLATE_NOOP("Messages", "Try again later, or use another address or a file that you already have."),
    ),
    "image.wrong_length": Message(
        QT_TRANSLATE_NOOP("Messages", "The server has {actual_bytes} where the image should have {expected_bytes}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing of it is used."),
        QT_TRANSLATE_NOOP("Messages", "Check the address, or use another one."),
    ),
    "image.checksum_mismatch": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} is not the file that was expected: its checksum differs"),
        _NOT_TRUSTED,
        QT_TRANSLATE_NOOP(
            "Messages",
            "Get it again, if possible from another address. A checksum that you typed may be wrong too.",
        ),
    ),
    "image.no_space": Message(
        QT_TRANSLATE_NOOP("Messages", "{missing_bytes} are missing on the disk of {folder}"),
        _KEPT,
        QT_TRANSLATE_NOOP("Messages", "Make room there or choose another folder, then try again."),
    ),
    "image.not_saved": Message(
        QT_TRANSLATE_NOOP("Messages", "The image cannot be saved in {folder}"),
        _KEPT,
        QT_TRANSLATE_NOOP("Messages", "Check that you may write there, or choose another folder."),
    ),
    "image.changed": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} changed while it was being used"),
        _NOT_TRUSTED,
        QT_TRANSLATE_NOOP("Messages", "Let a download into this file finish first, then write the card again."),
    ),
    "image.as_seen_before": Message(QT_TRANSLATE_NOOP("Messages", "{file} has the checksum that others have seen too")),
    "image.not_as_seen_before": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} has another checksum than the one person had who noted it"),
        do=QT_TRANSLATE_NOOP("Messages", "NVIDIA publishes none. The archive checks itself when it is written."),
    ),
    "image.jetpack": Message(QT_TRANSLATE_NOOP("Messages", "This is the image of a Jetson card: {member}")),
    "image.not_jetpack": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "{member} is an image, but not one of a Jetson Nano; the Nano may not start from it"
        )
    ),
}
