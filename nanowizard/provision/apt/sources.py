"""Reads and rewrites apt's lists of sources as text: what is not changed stays as it is, byte for byte.

Two forms: one line for each source (`sources.list`, `*.list`), and stanzas of fields (`*.sources`, deb822). A file is
taken apart into pieces that put together are the file again; addresses are pieces of their own.
Texts are bytes decoded with "surrogateescape": a list may hold comments in any encoding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_LINE = re.compile(
    r"(?P<head>[ \t]*(?P<type>deb|deb-src)[ \t]+(?:\[(?P<options>[^\]\n]*)\][ \t]*)?)"
    r"(?P<uri>[^\s\[#\"]\S*)(?P<rest>[ \t]+[^#\n]*)(?P<end>(?:#[^\n]*)?\n?)",
    re.ASCII,
)
_FIELD = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9-]*)[ \t]*:(?P<value>.*)", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One line or one stanza that is switched on. `architectures` empty: all that the system has."""

    types: tuple[str, ...]
    uris: tuple[str, ...]
    suites: tuple[str, ...]
    components: tuple[str, ...]
    architectures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A bit of the file's text; with `source` it is one of that source's addresses."""

    text: str
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """`units` are the lines or stanzas, in order, each as its pieces."""

    units: tuple[tuple[Piece, ...], ...] = field(default=())

    @property
    def text(self) -> str:
        return "".join(text_of(unit) for unit in self.units)

    @property
    def sources(self) -> list[Source]:
        found: dict[int, Source] = {}
        for unit in self.units:
            found |= {id(piece.source): piece.source for piece in unit if piece.source}
        return list(found.values())


Choose = Callable[[Source, str], str]
"""Which address a source shall have instead of the one it has; the same one leaves it alone."""


def is_deb822(path: str) -> bool:
    return path.endswith(".sources")


def parse_sources(text: str, *, deb822: bool) -> SourceFile:
    """Never fails: what apt would not understand is text without a source."""
    if deb822:
        return SourceFile(tuple(_stanza(unit) for unit in _stanzas(text)))
    return SourceFile(tuple(_line(line) for line in _lines(text)))


def rewrite(text: str, choose: Choose, *, deb822: bool) -> str:
    """`text` with the addresses that `choose` gives. One that would then stand twice in a stanza goes."""
    return "".join(_rewritten(unit, choose) for unit in parse_sources(text, deb822=deb822).units)


def restore(current: str, original: str, normal: Callable[[str], str], back: Choose, *, deb822: bool) -> str:
    """`current` with each line or stanza as it was in `original`, and what others added since kept.

    `normal` makes texts equal that differ only in what was rewritten; `back` is for lines that are new since.
    """
    if normal(current) == normal(original):
        return original
    old = {normal(text_of(unit)): text_of(unit) for unit in parse_sources(original, deb822=deb822).units}
    now = [text_of(unit) for unit in parse_sources(current, deb822=deb822).units]
    return "".join(old.get(normal(unit)) or rewrite(unit, back, deb822=deb822) for unit in now)


def text_of(unit: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in unit)


def _lines(text: str) -> list[str]:
    """Lines with their ends; not `splitlines`, which also cuts at form feeds and the like."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _line(line: str) -> tuple[Piece, ...]:
    match = _LINE.fullmatch(line)
    words = match["rest"].split() if match else []
    if not match or not words:
        return (Piece(line),)
    source = Source(
        types=(match["type"],),
        uris=(match["uri"],),
        suites=(words[0],),
        components=tuple(words[1:]),
        architectures=_architectures(match["options"] or ""),
    )
    return Piece(match["head"]), Piece(match["uri"], source), Piece(match["rest"] + match["end"])


def _architectures(options: str) -> tuple[str, ...]:
    found = re.findall(r"(?:^|\s)arch=(\S+)", options, re.IGNORECASE)
    return tuple(found[-1].split(",")) if found else ()


def _stanzas(text: str) -> list[str]:
    """Stanzas, and the empty lines between them; all of the text."""
    units: list[str] = []
    was_empty: bool | None = None
    for line in _lines(text):
        is_empty = line in {"\n", "\r\n"}
        if is_empty is was_empty:
            units[-1] += line
        else:
            units.append(line)
        was_empty = is_empty
    return units


def _stanza(text: str) -> tuple[Piece, ...]:
    fields = list(_fields(text))
    values = {name.lower(): "".join(_without_comments(value)).split() for name, _head, value in fields if name}
    uris = tuple(values.get("uris", ()))
    off = (values.get("enabled") or ["yes"])[0].lower() in {"no", "false", "0", "off", "without", "disable"}
    if off or not uris or not values.get("types") or not values.get("suites"):
        return (Piece(text),)
    source = Source(
        types=tuple(values["types"]),
        uris=uris,
        suites=tuple(values["suites"]),
        components=tuple(values.get("components", ())),
        architectures=tuple(values.get("architectures", ())),
    )
    pieces: list[Piece] = []
    for name, head, value in fields:
        pieces.append(Piece(head))
        pieces += _addresses(value, source) if name.lower() == "uris" else [Piece(value)]
    return tuple(piece for piece in pieces if piece.text)


def _fields(stanza: str) -> Iterator[tuple[str, str, str]]:
    """Name, text up to the colon, and text behind it, with its continuation lines; all of the stanza.

    Comments before the first field have no name.
    """
    parts: list[str] = []
    for line in _lines(stanza):
        if parts and (line.startswith((" ", "\t", "#")) or not _FIELD.fullmatch(line)):
            parts[-1] += line
        else:
            parts.append(line)
    for part in parts:
        match = _FIELD.fullmatch(part)
        if match:
            yield match["name"], part[: match.start("value")], match["value"]
        else:
            yield "", "", part


def _without_comments(value: str) -> list[str]:
    return [line for number, line in enumerate(_lines(value)) if number == 0 or not line.startswith("#")]


def _addresses(value: str, source: Source) -> list[Piece]:
    pieces: list[Piece] = []
    for number, line in enumerate(_lines(value)):
        if number and line.startswith("#"):
            pieces.append(Piece(line))
        else:
            words = re.findall(r"\s+|\S+", line, re.ASCII)
            pieces += [Piece(word, None if word.isspace() else source) for word in words]
    return pieces


def _rewritten(unit: tuple[Piece, ...], choose: Choose) -> str:
    chosen = [choose(piece.source, piece.text) if piece.source else piece.text for piece in unit]
    if all(piece.text == text for piece, text in zip(unit, chosen, strict=True)):
        return text_of(unit)
    written: list[str] = []
    seen: set[str] = set()
    for piece, text in zip(unit, chosen, strict=True):
        if piece.source and text in seen and _is_gap_in_a_line(written):
            written.pop()
            continue
        if piece.source:
            seen.add(text)
        elif not text.isspace():  # another field: an address may be its only one
            seen.clear()
        written.append(text)
    return "".join(written)


def _is_gap_in_a_line(written: list[str]) -> bool:
    """An empty line would end the stanza, so the first word of a line is never taken away."""
    before, gap = written[-2:]
    return gap.isspace() and "\n" not in gap and not before.endswith("\n")
