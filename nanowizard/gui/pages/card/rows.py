"""How a drive is shown as a row that a person can choose, or cannot and reads why."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from nanowizard.core.events import Finding, Severity
from nanowizard.drives.contents import is_jetson
from nanowizard.drives.describe import what_is_on
from nanowizard.drives.model import Drive, Volume
from nanowizard.gui import texts
from nanowizard.gui.plurals import Plurals
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.choice_list import Choice
from nanowizard.gui.widgets.tag import TagSpec

translate = QCoreApplication.translate

_OF_THIS_COMPUTER = frozenset({"drive.is_system", "drive.internal"})
_NOTED = frozenset({"drive.very_large", "drive.bitlocker", "drive.offline"})
_LETTER = re.compile(r"[A-Za-z]:\\?")
MOST_TAGS = 2
MOST_PLACES = 2
LONGEST_PLACE = 40
LONGEST_LINE = 80


def card_key(drive: Drive) -> str:
    """Names the row over updates: the same card in the same place, as `DriveIdentity.matches` sees it."""
    one = drive.identity
    parts = [one.backend, one.path, one.size_bytes]
    parts += [one.diskseq] if one.diskseq is not None else [one.bus_path, one.serial, one.model, one.cid]
    return "|".join(str(part) for part in parts)


def card_choice(drive: Drive, findings: Sequence[Finding]) -> Choice:
    blocking = next((f for f in findings if f.severity is Severity.BLOCKING), None)
    said = [_reason(blocking)] if blocking else []
    notes = [texts.sentence(f.code, f.params).what for f in findings if f.code in _NOTED and not blocking]
    return Choice(
        key=card_key(drive),
        title=card_title(drive),
        reason=_lines(*said, _facts(drive, _elided), *notes),
        spoken=_lines(*said, _facts(drive, str), *notes),
        icon=_icon(drive),
        tags=_tags(blocking, findings),
        choosable=blocking is None,
    )


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def card_title(drive: Drive) -> str:
    """Name and size: "SanDisk Extreme · 63.9 GB"; a reader without a card has no size."""
    name = drive.name or drive.path
    return texts.join_facts([name, texts.size(drive.size_bytes)]) if drive.answers else name


def is_never_a_card(findings: Sequence[Finding]) -> bool:
    """True for drives that are listed only when the person asks to see everything.

    The Nano's own help disk is not among them: who plugs the Nano in wonders what it is, and reads it here.
    """
    return any(finding.code in _OF_THIS_COMPUTER for finding in findings)


def volume_name(volume: Volume) -> str:
    return volume.label or translate("CardPage", "Without a name")


def _icon(drive: Drive) -> str:
    if not drive.medium_present:
        return "reader"
    if drive.system or not drive.removable:
        return "disk"
    return {"usb": "card", "sd": "card", "file": "file"}.get(drive.bus, "disk")


def _reason(blocking: Finding) -> str:
    """Full sentences that fit under the row's own name; codes that have none here speak with their usual words."""
    params = blocking.params
    if blocking.code == "drive.too_small":
        words = translate("CardPage", "{missing} too small for this image, which needs {need}.")
        return words.format(missing=texts.size(params["missing_bytes"]), need=texts.size(params["need_bytes"]))
    if blocking.code == "drive.silent_error":
        words = translate("CardPage", "It does not answer (error {error}). Try the card in another reader.")
        return words.format(error=params["error"])
    own = {
        "drive.is_system": translate("CardPage", "This computer runs from it. It can never be chosen."),
        "drive.no_medium": translate("CardPage", "The reader works, but there is no card in it."),
        "drive.internal": translate("CardPage", "It is built into this computer. It can never be chosen."),
        "drive.silent": translate("CardPage", "It does not answer. Try the card in another reader."),
        "drive.write_protected": translate("CardPage", "It is locked. Slide the small switch on the adapter."),
        "drive.holds_image": translate("CardPage", "The image itself lies on it. Copy the image elsewhere first."),
        "drive.is_readme": translate("CardPage", "This is the Nano itself. To write its card, put the card in here."),
        "drive.read_only_by_system": translate("CardPage", "Windows keeps it read-only. A repair takes that back."),
    }
    return own.get(blocking.code) or texts.sentence(blocking.code, params).what


def _tags(blocking: Finding | None, findings: Sequence[Finding]) -> tuple[TagSpec, ...]:
    """First whether it can be used, then what else is special about it."""
    codes = [finding.code for finding in findings]
    if blocking:
        tags = [TagSpec(_blocked_word(blocking.code))]
    else:
        warnings = {
            "drive.not_ready": translate("CardPage", "Not ready"),
            "drive.very_large": translate("CardPage", "Very large"),
            "drive.bitlocker": "BitLocker",
        }
        tags = [TagSpec(word, Tone.WARN) for code, word in warnings.items() if code in codes]
        tags = tags or [TagSpec(translate("CardPage", "Ready"), Tone.GOOD)]
    special = {"drive.max_spi": "MaxSPI", "drive.offline": translate("CardPage", "Offline")}
    tags += [TagSpec(word) for code, word in special.items() if code in codes]
    return tuple(tags[:MOST_TAGS])


def _blocked_word(code: str) -> str:
    words = {
        "drive.too_small": translate("CardPage", "Too small"),
        "drive.no_medium": translate("CardPage", "Empty"),
        "drive.silent": translate("CardPage", "No answer"),
        "drive.silent_error": translate("CardPage", "No answer"),
        "drive.is_system": translate("CardPage", "System disk"),
        "drive.write_protected": translate("CardPage", "Read-only"),
        "drive.read_only_by_system": translate("CardPage", "Read-only"),
        "drive.internal": translate("CardPage", "Built in"),
        "drive.holds_image": translate("CardPage", "Holds the image"),
        "drive.is_readme": translate("CardPage", "The Nano"),
    }
    return words.get(code, translate("CardPage", "Cannot be used"))


def _facts(drive: Drive, shown: Callable[[str], str]) -> str:
    """What the person recognises the card by: where it sits, what is on it, where the system opened it."""
    if not drive.medium_present:
        return ""
    if not drive.answers:
        return _place(drive)
    on_it = what_is_on(drive)
    contents = texts.sentence(on_it.code, on_it.params).what
    facts = texts.join_facts([_place(drive), contents, _used(drive)])
    opened = _opened(drive, shown)
    # Where a folder does not fit behind the rest it gets a line of its own: broken in two it is hard to read.
    is_long = _cells(facts) + _cells(opened) > LONGEST_LINE
    return _lines(facts, opened) if is_long else texts.join_facts([facts, opened])


def _cells(text: str) -> int:
    """How wide it is, in Latin letters: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _used(drive: Drive) -> str:
    """Of a system image it says nothing that a person knows it by."""
    used = [volume.used_bytes for volume in drive.volumes if volume.used_bytes is not None]
    if not used or is_jetson(drive.contents):
        return ""
    return translate("CardPage", "{used} used").format(used=texts.size(sum(used)))


def _place(drive: Drive) -> str:
    bus = {
        "usb": "USB",
        "sd": translate("CardPage", "SD slot"),
        "file": translate("CardPage", "Card file"),
        "internal": translate("CardPage", "Built in"),
    }.get(drive.bus, "")
    return texts.join_facts([bus, drive.reader if drive.reader != drive.name else ""])


def _opened(drive: Drive, shown: Callable[[str], str]) -> str:
    """ "opened as E: and F:" on Windows, "mounted at /media/ada/CANON_DC" elsewhere."""
    points = drive.mount_points
    if not points:
        return ""
    if all(_LETTER.fullmatch(point) for point in points):
        places = _listed([point.rstrip("\\") for point in points])
        return translate("CardPage", "opened as {places}").format(places=places)
    return translate("CardPage", "mounted at {places}").format(places=_listed([shown(point) for point in points]))


def _listed(places: Sequence[str]) -> str:
    if len(places) > MOST_PLACES:
        return Plurals.more_places(len(places) - MOST_PLACES).format(places=texts.listed(places[:MOST_PLACES]))
    if len(places) == 1:
        return places[0]
    return translate("CardPage", "{first} and {second}", "two places").format(first=places[0], second=places[1])


def _elided(place: str) -> str:
    """A folder's beginning and end say more than its middle."""
    half = LONGEST_PLACE // 2
    return place if len(place) <= LONGEST_PLACE else f"{place[: half - 1]}…{place[-half:]}"
