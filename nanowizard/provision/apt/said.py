"""What `apt-get update` said, made into reasons. Pure; the words are those of apt 1.6 to 2.6 with LC_ALL=C.

apt ends with 0 when a server could not be reached and old lists are left, so its exit status alone proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nanowizard.provision.apt.archive import host_of

LOCKED = "nano.apt_lock_lost"
DAMAGED = "nano.apt_list_damaged"
NO_SPACE = "nano.apt_no_space"
_OF_THE_NANO: tuple[tuple[str, str], ...] = (
    (LOCKED, r"Could not get lock|Unable to lock"),
    (DAMAGED, r"Malformed (?:entry|stanza)|is not known on (?:line|stanza)|list of sources could not be read"),
    (NO_SPACE, r"No space left on device|not enough free space|You don't have enough"),
)
"""What is wrong before any server is asked."""
_OF_A_SERVER: tuple[tuple[str, str], ...] = (
    ("nano.apt_clock", r"is not valid yet|not yet valid|NOT yet activated"),
    ("nano.apt_tls", r"[Cc]ertificate|handshake|TLS|SSL"),
    ("nano.apt_dns", r"Could not resolve|Temporary failure resolving|wicked happened resolving"),
    ("nano.apt_hash_mismatch", r"Hash Sum mismatch"),
    (
        "nano.apt_broken_index",
        r"unexpected size|Mirror sync in progress|Unable to find expected entry|Clearsigned file",
    ),
    ("nano.apt_signature", r"GPG error|NO_PUBKEY|is not signed|signatures? (?:were|couldn't|could not|verification)"),
    ("nano.apt_stale", r"is expired"),
    ("nano.apt_unreachable", r"[Cc]onnect|timed out|Network is unreachable|No route to host|Connection failed"),
    ("nano.apt_not_found", r"\b404\b|does not have a Release file|no longer has a Release file"),
    ("nano.apt_server_error", r"\b[45]\d\d\b"),
)
"""In this order: a name that is not found also leaves apt without a Release file."""
OTHER = "nano.apt_update_failed"
_URI = re.compile(r"https?://[^\s'\"]+")
_COMPLAINT = re.compile(r"Err:\d+ |E: |W: (?:Failed to fetch|GPG error|An error occurred during the signature)")
"""Other warnings are about what works all the same: an old kind of key, a source that is listed twice."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """`uri` is "" where apt names none; `code` is the reason's error code."""

    code: str
    uri: str
    text: str


def complaints(lines: Iterable[str]) -> list[Complaint]:
    """All that apt complained of, in its order."""
    found = []
    for text in _texts(lines):
        uri = _URI.search(text)
        words = _URI.sub("", text)
        code = next((code for code, pattern in (*_OF_THE_NANO, *_OF_A_SERVER) if re.search(pattern, words)), OTHER)
        found.append(Complaint(code, uri[0] if uri else "", text))
    return found


def of_the_nano(found: Iterable[Complaint]) -> Complaint | None:
    """What kept apt from asking at all."""
    codes = [code for code, _words in _OF_THE_NANO]
    return next((complaint for complaint in found if complaint.code in codes), None)


def about(found: Iterable[Complaint], addresses: Iterable[str]) -> Complaint | None:
    """The complaint about one of `addresses` that says most."""
    bases = tuple(address.rstrip("/") for address in addresses)
    theirs = [complaint for complaint in found if _is_below(complaint.uri, bases)]
    return min(theirs, key=lambda complaint: _RANK[complaint.code], default=None)


def about_others(found: Iterable[Complaint], addresses: Iterable[str]) -> dict[str, Complaint]:
    """By host, what is wrong with the servers of other sources."""
    bases = tuple(address.rstrip("/") for address in addresses)
    worst: dict[str, Complaint] = {}
    for complaint in found:
        if complaint.uri and not _is_below(complaint.uri, bases):
            host = host_of(complaint.uri)
            worst[host] = min(worst.get(host, complaint), complaint, key=lambda c: _RANK[c.code])
    return worst


def _is_below(uri: str, bases: tuple[str, ...]) -> bool:
    return any(uri == base or uri.startswith(f"{base}/") for base in bases)


def _texts(lines: Iterable[str]) -> Iterator[str]:
    """Each complaint with the indented lines that belong to it."""
    text: list[str] = []
    for line in lines:
        if text and line.startswith(" "):
            text.append(line.strip())
            continue
        if text:
            yield " ".join(text)
        text = [line] if _COMPLAINT.match(line) else []
    if text:
        yield " ".join(text)


_RANK = {code: rank for rank, code in enumerate([*dict(_OF_THE_NANO), *dict(_OF_A_SERVER), OTHER])}
