"""What formatting makes of a card, as short facts: table, file systems, clusters, where they begin."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nanowizard.cards.geometry import SECTOR
from nanowizard.cards.layout import CardPlan, Volume
from nanowizard.gui import texts
from nanowizard.gui.plurals import Plurals
from nanowizard.gui.widgets.partition_bar_words import filesystem_words

translate = QCoreApplication.translate

KIB, MIB = 1024, 1024 * 1024


def part_title(index: int) -> str:
    return translate("CardFormatPage", "Partition {number}").format(number=texts.number(index + 1))


def plan_words(plan: CardPlan) -> str:
    """The shortest that says what it comes to."""
    count = len(plan.volumes)
    volumes = filesystem_words(plan.volumes[0].filesystem) if count == 1 else Plurals.partitions(count)
    return texts.join_facts([plan.table.upper(), volumes])


def volume_words(plan: CardPlan, index: int) -> str:
    """What a volume is, and where."""
    volume = plan.volumes[index]
    return texts.join_facts([filesystem_words(volume.filesystem), *_places(volume)])


def plan_facts(plan: CardPlan) -> list[tuple[str, str]]:
    """A row for the table and one for each volume."""
    volumes = [
        (
            volume.label or part_title(index),
            texts.join_facts(
                [filesystem_words(volume.filesystem), texts.size(volume.partition.size_bytes), *_places(volume)]
            ),
        )
        for index, volume in enumerate(plan.volumes)
    ]
    return [(translate("CardFormatPage", "Table"), plan.table.upper()), *volumes]


def _places(volume: Volume) -> list[str]:
    begins = translate("CardFormatPage", "begins at {offset}").format(offset=_binary(volume.partition.start_bytes))
    if volume.geometry is None:
        return [begins]
    cluster = _binary(volume.geometry.cluster * SECTOR)
    return [translate("CardFormatPage", "clusters of {size}").format(size=cluster), begins]


def _binary(count_bytes: int) -> str:
    """Offsets and clusters are powers of two: in other units they would look like chance."""
    if count_bytes >= MIB and count_bytes % MIB == 0:
        return _joined(translate("CardFormatPage", "{number} MiB"), texts.number(count_bytes // MIB))
    value = count_bytes / KIB
    return _joined(translate("CardFormatPage", "{number} KiB"), texts.number(value, 0 if value.is_integer() else 1))


def _joined(pattern: str, shown: str) -> str:
    return pattern.replace(" ", texts.NBSP).format(number=shown)
