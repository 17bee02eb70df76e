"""What was and what was not checked of an image, and why that matters: lines for the page, pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, QLocale

from nanowizard.core.events import Finding, Params, Severity
from nanowizard.gui import texts
from nanowizard.gui.theme import Tone
from nanowizard.images.catalog import CatalogImage
from nanowizard.tasks.known_images import note_in

translate = QCoreApplication.translate

Line = tuple[str, Tone, str]
"""Icon, tone and text."""

_FOUND = "image.found_here"
_SIZES = ("image.size_as_known", "image.size_not_as_known")


def proof_lines(
    facts: Params, found: Sequence[Finding], known: CatalogImage | None, *, is_proved: bool
) -> Iterator[Line]:
    """`known`: what the list of images says of a file with this name. Not `is_proved`: only its form was looked at."""
    yield from _where_it_was(found)
    yield from _what_is_inside(facts, is_proved=is_proved)
    for code in dict.fromkeys(codes(facts, "verified")):
        yield "check", Tone.GOOD, texts.sentences(_verified(code), _how_sure(code, known))
    yield from _way_here(facts, known)
    for entry in _entries(facts, "differs"):
        code = str(entry["code"])
        finding = Finding(code=code, severity=Severity.WARNING, params=entry["params"])
        yield "warn", Tone.WARN, texts.sentences(texts.finding_text(finding), _how_sure(code, known))
    for code in dict.fromkeys(codes(facts, "not_verified")):
        words = _not_yet(code) if not is_proved else ""
        yield "dash", Tone.TEXT2, words or _not_verified(code)


def codes(facts: Params, name: str) -> list[str]:
    """Of `name`: "verified", "differs" or "not_verified"."""
    return [str(entry["code"]) for entry in _entries(facts, name)]


def _entries(facts: Params, name: str) -> list[Params]:
    return list((facts.get("trust") or {}).get(name, ()))


def _where_it_was(found: Sequence[Finding]) -> Iterator[Line]:
    here = next((one for one in found if one.code == _FOUND), None)
    if here:
        words = translate("ImagePage", "It was in {folder} already. Nothing had to be downloaded.")
        yield "check", Tone.GOOD, words.format(folder=here.params["folder"])


def _what_is_inside(facts: Params, *, is_proved: bool) -> Iterator[Line]:
    if facts.get("l4t"):
        words = translate("ImagePage", "The system inside is JetPack {jetpack} (L4T {l4t}).")
        yield "image", Tone.GOOD, words.format(jetpack=facts["jetpack_release"] or "?", l4t=facts["l4t"])
    elif not is_proved and facts["jetpack"]:
        yield "check", Tone.GOOD, translate("ImagePage", "Checked: it begins with the partitions of a JetPack image.")


def _way_here(facts: Params, known: CatalogImage | None) -> Iterator[Line]:
    host = _came_from(facts)
    if host:
        words = translate("ImagePage", "It came over an encrypted link from {host}.")
        yield "lock", Tone.GOOD, words.format(host=host)
    if facts.get("sources") and known is not None and known.urls_confidence:
        words = translate("ImagePage", "Its addresses in the list of images: {words}")
        yield "link", Tone.TEXT2, words.format(words=_local(known.urls_confidence))


def _came_from(facts: Params) -> str:
    urls = facts.get("sources") or ()
    parts = [urlsplit(str(url)) for url in urls]
    secure = [part.hostname or "" for part in parts if part.scheme == "https"]
    return secure[-1] if secure and len(secure) == len(parts) else ""


def _how_sure(code: str, known: CatalogImage | None) -> str:
    """Of the size that the file was compared with."""
    return _local(known.raw_bytes_confidence) if code in _SIZES and known is not None else ""


def _local(words: Mapping[str, str]) -> str:
    return note_in(words, QLocale().name()) if words else ""


def _verified(code: str) -> str:
    return {
        "image.own_check": translate("ImagePage", "It is whole: every byte fits the checksum inside the file."),
        "image.size_as_known": translate("ImagePage", "Its size is exactly the known one."),
        "image.as_published": translate("ImagePage", "Its checksum is the one that its makers published."),
        "image.as_seen_before": translate("ImagePage", "Its checksum is the one that others have noted."),
        "image.as_you_gave": translate("ImagePage", "Its checksum is the one that you gave."),
    }.get(code, code)


def _not_yet(code: str) -> str:
    """Of a file whose bytes nobody has read yet; empty for what reading it would not change."""
    return {
        "image.own_check_later": translate(
            "ImagePage", "Not checked yet: whether every byte is right. That is checked while the card is written."
        ),
        "image.checksum_not_made": translate("ImagePage", "Not checked yet: its checksum, which is known."),
    }.get(code, "")


def _not_verified(code: str) -> str:
    """What could not be verified, and what that means for the person."""
    return {
        "image.no_known_checksum": translate(
            "ImagePage",
            "Nobody has published its checksum. So damage would be noticed, but not a file that somebody changed.",
        ),
        "image.not_in_list": translate(
            "ImagePage", "It is not in the list of images. Use it only if you trust where you got it."
        ),
        "image.no_own_check": translate(
            "ImagePage", "There is no checksum inside the file. Damage on the way to you would not be noticed."
        ),
        "image.own_check_later": translate(
            "ImagePage", "It was not unpacked to its end yet. That is checked while the card is written."
        ),
        "image.checksum_not_made": translate("ImagePage", "Its checksum was not compared."),
    }.get(code, code)
