"""What is wrong with a name for a volume, while it is being typed. Pure."""

from __future__ import annotations

from nanowizard.cards.layout import MOST_OF_A_GPT_NAME
from nanowizard.cards.volume import LABEL_LENGTH, exfat_label, fat_label
from nanowizard.core.errors import CardError

TOO_LONG, NOT_ASCII, SIGN = "too_long", "not_ascii", "sign"


def label_fault(label: str, filesystem: str) -> str:
    """Why `filesystem` cannot have this name: "too_long", "not_ascii" (letters that FAT has not), "sign", or "".

    `filesystem` "" stands for the name that a GPT keeps of a partition without one.
    """
    text = label.strip()
    if utf16_length(text) > most_of_a_label(filesystem):
        return TOO_LONG
    if filesystem == "":
        return "" if text.isprintable() else SIGN
    try:
        (exfat_label if filesystem == "exfat" else fat_label)(label)
    except CardError:
        return SIGN if filesystem == "exfat" or text.isascii() else NOT_ASCII
    return ""


def most_of_a_label(filesystem: str) -> int:
    """In UTF-16 units: a rare sign may count twice."""
    return LABEL_LENGTH if filesystem else MOST_OF_A_GPT_NAME


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
