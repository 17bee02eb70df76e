"""Words for how much of the card the root file system takes (nano.rootfs*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_FINDINGS: dict[str, Message] = {
    "nano.rootfs_no_undo": Message(
        QT_TRANSLATE_NOOP("Messages", "A file system that was grown is not made smaller again"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. More room does no harm."),
        QT_TRANSLATE_NOOP("Messages", "Leave it as it is. To begin anew, write the image to the card again."),
    ),
    "nano.rootfs_other_file_system": Message(
        QT_TRANSLATE_NOOP("Messages", "{room_bytes} of the card are not used, but its {fs_type} cannot be grown here"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Write an image with an ext4 file system, such as NVIDIA's, to the card."),
    ),
    "nano.rootfs_not_last": Message(
        QT_TRANSLATE_NOOP("Messages", "{room_bytes} of the card are not used, but {device} lies in between"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Use that room for a partition of its own, or write the image anew."),
    ),
    "nano.rootfs_not_gpt": Message(
        QT_TRANSLATE_NOOP("Messages", "{room_bytes} of {disk} are not used, but its table is not of the Nano's kind"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Grow it with the tools of that system, or write NVIDIA's image to the card."),
    ),
    "nano.rootfs_no_tool": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano lacks what is needed to use the rest of the card: {tools}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Install on the Nano (sudo apt-get install), then repeat the step: {packages}"),
    ),
    "nano.rootfs_unreadable": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano does not say how large {device} is"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Restart the Nano, connect again and repeat the step."),
    ),
    "nano.rootfs_not_a_partition": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "The Nano's system does not lie in a partition ({device}). There is nothing to do."
        ),
    ),
    "nano.rootfs_room": Message(
        QT_TRANSLATE_NOOP("Messages", "{room_bytes} of the card ({disk_bytes}) are not used yet"),
    ),
    "nano.rootfs_ready": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano uses all of its card: {size_bytes} of {disk_bytes}")
    ),
}

_CHANGES: dict[str, Message] = {
    "nano.rootfs.grow_by_script": Message(
        QT_TRANSLATE_NOOP("Messages", "Grow {device} from {old_bytes} to {size_bytes}, with NVIDIA's own script")
    ),
    "nano.rootfs.grow_partition": Message(
        QT_TRANSLATE_NOOP("Messages", "Grow partition {number} of {disk} from {old_bytes} to {size_bytes}")
    ),
    "nano.rootfs.grow_file_system": Message(
        QT_TRANSLATE_NOOP("Messages", "Grow the file system on {device} from {old_bytes} to {size_bytes}")
    ),
    "task.nano.rootfs": Message(QT_TRANSLATE_NOOP("Messages", "Use all of the card")),
}

ROOTFS: dict[str, Message] = {**_FINDINGS, **_CHANGES}
