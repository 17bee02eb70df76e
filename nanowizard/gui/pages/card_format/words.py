"""What is wrong with a name that is being typed, and what would be right, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nanowizard.cards.labels import NOT_ASCII, SIGN, TOO_LONG, label_fault, most_of_a_label
from nanowizard.gui import texts

translate = QCoreApplication.translate

_FAT = frozenset({"fat12", "fat16", "fat32"})


def label_words(label: str, filesystem: str) -> str:
    """Why `filesystem` ("fat16", "exfat", "" for the name in a GPT, ...) cannot have this name; "" where it can."""
    kind = "fat32" if filesystem in _FAT else filesystem
    fault = label_fault(label, kind)
    return {
        "": "",
        TOO_LONG: translate("CardFormatPage", "The name is too long: it can have {most} characters.").format(
            most=texts.number(most_of_a_label(kind))
        ),
        NOT_ASCII: translate(
            "CardFormatPage",
            "FAT32 cannot have Chinese characters or accents, exFAT can. Use A to Z and 0 to 9.",
        ),
        SIGN: translate("CardFormatPage", "The name has a sign that is not possible in a name, such as / or *."),
    }[fault]


def label_hint(label: str, filesystem: str) -> str:
    """What is worth knowing of a name that is possible."""
    if filesystem in _FAT and label != label.upper():
        return translate("CardFormatPage", "It will read {name}: FAT32 writes names in capitals.").format(
            name=label.strip().upper()
        )
    return ""
