"""What partitions are called: their file systems, and themselves where they have no name."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nanowizard.cards.division import Division
from nanowizard.gui import texts

translate = QCoreApplication.translate


def filesystem_words(filesystem: str) -> str:
    return {
        "fat12": "FAT12",
        "fat16": "FAT16",
        "fat32": "FAT32",
        "exfat": "exFAT",
        "": translate("PartitionBar", "Unformatted, for Linux"),
    }[filesystem]


def part_name(division: Division, index: int) -> str:
    label = division.parts[index].label.strip()
    return label or translate("PartitionBar", "Partition {number}").format(number=texts.number(index + 1))


def part_facts(division: Division, index: int) -> str:
    """Size and file system."""
    known = filesystem_words(division.parts[index].filesystem)
    return texts.join_facts([texts.size(division.size_bytes(index)), known])


def free_words(size_bytes: int) -> str:
    return translate("PartitionBar", "Not used, {size}").format(size=texts.size(size_bytes))


def border_name(division: Division, index: int) -> str:
    """Says what lies on both sides, because a screen reader hears only this and the value."""
    here = translate("PartitionBar", "{name}, {facts}")
    left = here.format(name=part_name(division, index), facts=part_facts(division, index))
    if index + 1 < len(division.parts):
        right = here.format(name=part_name(division, index + 1), facts=part_facts(division, index + 1))
        return translate("PartitionBar", "Border between {left} and {right}").format(left=left, right=right)
    return translate("PartitionBar", "End of {left}").format(left=left)
