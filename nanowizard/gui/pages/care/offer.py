"""Which care a drive in the list is offered: pure rules over what was seen of it."""

from __future__ import annotations

from collections.abc import Sequence

from nanowizard.core.events import Finding, Severity
from nanowizard.drives.model import Drive
from nanowizard.gui import page_ids

_IN_NO_WAY_OF_CARE = frozenset({"drive.too_small"})
"""What forbids an image and nothing else: a card can be repaired, formatted and tested however small it is."""
_FOR_READING = frozenset({"drive.write_protected", "drive.read_only_by_system"})
"""What forbids to write: a card can be compared all the same."""
_FOR_REPAIR = frozenset({"drive.read_only_by_system"})
"""What a repair takes back; formatting and testing are stopped by it."""
_UNREADABLE = frozenset({"not_ready", "unknown"})


def offered(findings: Sequence[Finding]) -> tuple[str, ...]:
    """The ids of the care pages for a drive with these findings; none for a drive that must not be touched."""
    forbidding = {finding.code for finding in findings if finding.severity is Severity.BLOCKING} - _IN_NO_WAY_OF_CARE
    if not forbidding:
        return page_ids.CARD_TEST, page_ids.CARD_VERIFY, page_ids.CARD_FORMAT, page_ids.CARD_REPAIR
    compare = (page_ids.CARD_VERIFY,) if forbidding <= _FOR_READING else ()
    return (*compare, page_ids.CARD_REPAIR) if forbidding <= _FOR_REPAIR else compare


def suggested(drive: Drive, findings: Sequence[Finding]) -> str:
    """The page that the row's own button opens, because what is on the card suggests it; empty for none."""
    offer = offered(findings)
    needs_repair = drive.contents in _UNREADABLE or (drive.contents == "unpartitioned" and not _has_file_system(drive))
    if page_ids.CARD_REPAIR in offer and (needs_repair or page_ids.CARD_FORMAT not in offer):
        return page_ids.CARD_REPAIR
    return ""


def _has_file_system(drive: Drive) -> bool:
    return any(volume.filesystem for volume in drive.volumes)
