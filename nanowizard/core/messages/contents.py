"""Words for what is on a card (contents.*): parts of a sentence, one fact among others."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

CONTENTS: dict[str, Message] = {
    "contents.jetson": Message(QT_TRANSLATE_NOOP("Messages", "Jetson image")),
    "contents.jetson_release": Message(QT_TRANSLATE_NOOP("Messages", "Jetson image, L4T {release}")),
    "contents.jetson_used": Message(QT_TRANSLATE_NOOP("Messages", "used Nano card: one partition is normal")),
    "contents.jetson_used_release": Message(
        QT_TRANSLATE_NOOP("Messages", "used Nano card, L4T {release}: one partition is normal")
    ),
    "contents.readme_release": Message(QT_TRANSLATE_NOOP("Messages", "help disk of a Nano that runs L4T {release}")),
    "contents.not_ready": Message(QT_TRANSLATE_NOOP("Messages", "writing it broke off; write it again")),
    "contents.volume": Message(QT_TRANSLATE_NOOP("Messages", "one {filesystem} volume “{label}”")),
    "contents.volume_unnamed": Message(QT_TRANSLATE_NOOP("Messages", "one {filesystem} volume without a name")),
    "contents.partition": Message(QT_TRANSLATE_NOOP("Messages", "one partition “{label}”")),
    "contents.partition_unnamed": Message(QT_TRANSLATE_NOOP("Messages", "one partition")),
    "contents.partitions": Message(QT_TRANSLATE_NOOP("Messages", "{count} partitions")),
    "contents.partitions_named": Message(QT_TRANSLATE_NOOP("Messages", "{count} partitions, among them {labels}")),
    "contents.empty": Message(QT_TRANSLATE_NOOP("Messages", "empty")),
    "contents.unpartitioned": Message(QT_TRANSLATE_NOOP("Messages", "not partitioned")),
    "contents.unknown": Message(QT_TRANSLATE_NOOP("Messages", "empty, or nothing that this computer can read")),
}
