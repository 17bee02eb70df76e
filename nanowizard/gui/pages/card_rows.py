"""How a drive is shown as a row that a person can choose, or cannot and reads why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from nanowizard.core.events import Finding, Severity
from nanowizard.drives.model import Drive, Volume
from nanowizard.gui import texts
from nanowizard.gui.plurals import Plurals
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.choice_list import Choice
from nanowizard.gui.widgets.tag import TagSpec

translate = QCoreApplication.translate

NEVER_A_CARD = frozenset({"drive.is_system", "drive.internal", "drive.is_readme"})
"""Findings of drives that are listed only when the person asks to see everything."""

_FILE_SYSTEMS = {"vfat": "FAT", "exfat": "exFAT", "ntfs": "NTFS", "hfsplus": "HFS+", "swap": "swap"}


def card_key(drive: Drive) -> str:
    """Names the row over updates: the same card in the same place, as `DriveIdentity.matches` sees it."""
    one = drive.identity
    parts = [one.backend, one.path, one.size_bytes]
    parts += [one.diskseq] if one.diskseq is not None else [one.bus_path, one.serial, one.model, one.cid]
    return "|".join(str(part) for part in parts)


def card_choice(drive: Drive, findings: Sequence[Finding]) -> Choice:
    blocking = next((f for f in findings if f.severity is Severity.BLOCKING), None)
    return Choice(
        key=card_key(drive),
        title=card_title(drive),
        reason=_reason(blocking) if blocking else _description(drive, findings),
        icon=_icon(drive),
        tags=(_tag(drive, blocking, findings),),
        choosable=blocking is None,
    )


def card_title(drive: Drive) -> str:
    """Name and size: "SanDisk Extreme · 63.9 GB"; a reader without a card has no size."""
    name = drive.name or drive.path
    return texts.join_facts([name, texts.size(drive.size_bytes)]) if drive.medium_present else name


def is_never_a_card(findings: Sequence[Finding]) -> bool:
    return any(finding.code in NEVER_A_CARD for finding in findings)


def volume_name(volume: Volume) -> str:
    return volume.label or translate("CardPage", "Without a name")


def file_system_name(volume: Volume) -> str:
    return _FILE_SYSTEMS.get(volume.filesystem, volume.filesystem)


def _icon(drive: Drive) -> str:
    if not drive.medium_present:
        return "reader"
    if drive.system or not drive.removable:
        return "disk"
    return {"usb": "card", "sd": "card", "file": "file"}.get(drive.bus, "disk")


def _reason(blocking: Finding) -> str:
    """A full sentence that fits under the row's own name; codes that have none here speak with their usual words."""
    params = blocking.params
    if blocking.code == "drive.too_small":
        words = translate("CardPage", "{missing} too small for this image, which needs {need}.")
        return words.format(missing=texts.size(params["missing_bytes"]), need=texts.size(params["need_bytes"]))
    own = {
        "drive.is_system": translate("CardPage", "This computer runs from it. It can never be chosen."),
        "drive.no_medium": translate("CardPage", "The reader works, but there is no card in it."),
        "drive.internal": translate("CardPage", "It is built into this computer. It can never be chosen."),
        "drive.write_protected": translate("CardPage", "It is locked. Slide the small switch on the adapter."),
        "drive.holds_image": translate("CardPage", "The image itself lies on it. Copy the image elsewhere first."),
    }
    return own.get(blocking.code) or texts.sentence(blocking.code, params).what


def _tag(drive: Drive, blocking: Finding | None, findings: Sequence[Finding]) -> TagSpec:
    if blocking is None:
        if drive.contents == "not_ready":
            return TagSpec(translate("CardPage", "Not ready"), Tone.WARN)
        if any(finding.code == "drive.very_large" for finding in findings):
            return TagSpec(translate("CardPage", "Very large"), Tone.WARN)
        return TagSpec(translate("CardPage", "Ready"), Tone.GOOD)
    words = {
        "drive.too_small": translate("CardPage", "Too small"),
        "drive.no_medium": translate("CardPage", "Empty"),
        "drive.is_system": translate("CardPage", "System disk"),
        "drive.write_protected": translate("CardPage", "Read-only"),
        "drive.internal": translate("CardPage", "Built in"),
        "drive.holds_image": translate("CardPage", "Holds the image"),
    }
    return TagSpec(words.get(blocking.code, translate("CardPage", "Cannot be used")))


def _description(drive: Drive, findings: Sequence[Finding]) -> str:
    """What the person recognises the card by: where it sits and what is on it."""
    warning = next((f for f in findings if f.severity is Severity.WARNING and f.code == "drive.very_large"), None)
    if warning:
        return texts.sentence(warning.code, warning.params).what
    return texts.join_facts([_place(drive), _contents(drive)])


def _place(drive: Drive) -> str:
    if drive.bus == "file":
        return translate("CardPage", "Card file")
    return drive.reader or translate("CardPage", "Card reader")


def _contents(drive: Drive) -> str:
    if drive.contents == "not_ready":
        return translate("CardPage", "writing it broke off; write it again")
    if drive.contents == "jetson":
        return translate("CardPage", "a Jetson system")
    if drive.contents == "empty":
        return translate("CardPage", "empty")
    if len(drive.volumes) == 1:
        return _one_volume(drive.volumes[0])
    if drive.volumes:
        return Plurals.partitions(len(drive.volumes))
    return translate("CardPage", "contents unknown")


def _one_volume(volume: Volume) -> str:
    name = volume_name(volume)
    if volume.used_bytes is None:
        return translate("CardPage", "one partition, “{name}”").format(name=name)
    return translate("CardPage", "one partition, “{name}”, {used} used").format(
        name=name, used=texts.size(volume.used_bytes)
    )
