"""What an entry of a catalogue of images may say, field by field: pure checks that name the entry and the field.

Short entries are meant to be written by hand, so whatever has an honest "not known" may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from nanowizard.images.boards import BOARDS

HEX_DIGITS = {"md5": 32, "sha256": 64}
KINDS = ("nvidia", "community")
CONFIDENCES = ("publisher", "several", "one")
QSPI = ("none", "before_4_5", "needs_4_5", "may_differ")
MOST_IMAGES = 1000
MOST_BYTES = 1 << 40
"""Nothing that goes onto a card is larger than 1 TiB."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_REQUIRED: Any = object()


class CatalogMistake(ValueError):  # noqa: N818 - it becomes an ImageError that knows the file
    """`code` is image.catalog_missing, image.catalog_unknown or image.catalog_wrong; `entry` an id or a number."""

    def __init__(self, code: str, entry: str, field: str, value: Any = None, expected: str = "") -> None:
        super().__init__(f"{code}: {entry}: {field}")
        self.code = code
        self.entry = entry
        self.field = field
        self.value = value
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Rule:
    """`expected` is said in English where a value does not fit. Without a `default` the field must be there."""

    expected: str
    fits: Callable[[Any], bool]
    default: Any = _REQUIRED


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_web_address(value: Any) -> bool:
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
        return bool(parts and parts.scheme in ("http", "https") and parts.hostname and not parts.password)
    except ValueError:
        return False


def _is_size(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST_BYTES


def _is_file_name(value: Any) -> bool:
    return _is_text(value) and not re.search(r'[\x00-\x1f<>:"/\\|?*]', value) and value.strip(" .") == value


def _is_list_of(one: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(one(item) for item in value)


def _is_note(value: Any) -> bool:
    return isinstance(value, dict) and _is_text(value.get("en")) and all(_is_text(text) for text in value.values())


def _is_login(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"user", "password"} and all(map(_is_text, value.values()))


def _or_null(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or fits(value)


_TEXT = Rule("a text", _is_text)
_WORDS = Rule(
    'a text, or {"en": "...", "zh_CN": "..."}; en must be there', lambda v: isinstance(v, str) or _is_note(v), ""
)
_SIZE = Rule("a number of bytes from 1 to 2^40, or null", _or_null(_is_size), None)

IMAGE_RULES: Mapping[str, Rule] = {
    "id": Rule("small letters, digits, dots and dashes", lambda v: isinstance(v, str) and bool(_SLUG.fullmatch(v))),
    "title": _TEXT,
    "kind": Rule(f"one of {', '.join(KINDS)}", lambda v: v in KINDS),
    "board": Rule(
        f"one of {', '.join(board.id for board in BOARDS if board.starts_from_card)}",
        lambda v: any(board.id == v and board.starts_from_card for board in BOARDS),
    ),
    "recommended": Rule("true or false", lambda v: isinstance(v, bool), False),
    "jetpack": Rule("a text, or null", _or_null(_is_text), None),
    "l4t": Rule("numbers with dots, or null", _or_null(lambda v: isinstance(v, str) and v[:1].isdigit()), None),
    "file": Rule("a file name, or null", _or_null(_is_file_name), None),
    "urls": Rule("a list of http or https addresses without a password", _is_list_of(_is_web_address), ()),
    "urls_confidence": _WORDS,
    "page": Rule("an http or https address, or null", _or_null(_is_web_address), None),
    "inner_name": Rule("a file name, or null", _or_null(_is_file_name), None),
    "raw_bytes": _SIZE,
    "raw_bytes_confidence": _WORDS,
    "archive_bytes": _SIZE,
    "approx_archive_bytes": _SIZE,
    "min_card_bytes": _SIZE,
    "advised_card_bytes": _SIZE,
    "qspi": Rule(f"one of {', '.join(QSPI)}", lambda v: v in QSPI, "none"),
    "login": Rule('null, or {"user": ..., "password": ...}', _or_null(_is_login), None),
    "notes": Rule('a list of {"en": "...", "zh_CN": "..."}; en must be there', _is_list_of(_is_note), ()),
    "checksums": Rule("a list of objects", _is_list_of(lambda v: isinstance(v, dict)), ()),
}

CHECKSUM_RULES: Mapping[str, Rule] = {
    "of": Rule("archive (the file as downloaded) or image (unpacked)", lambda v: v in ("archive", "image"), "archive"),
    "algorithm": Rule(f"one of {', '.join(HEX_DIGITS)}", lambda v: v in HEX_DIGITS),
    "value": Rule("digits from 0 to 9 and a to f", lambda v: isinstance(v, str) and bool(re.fullmatch(r"\w+", v))),
    "confidence": Rule(f"one of {', '.join(CONFIDENCES)}", lambda v: v in CONFIDENCES),
    "source": _TEXT,
}


def checked_images(document: Any, schema: int) -> list[dict[str, Any]]:
    """The entries with all fields filled in. Raises CatalogMistake."""
    top = {"schema": Rule(f"{schema}, which this program knows", lambda v: v == schema)}
    top["images"] = Rule("a list with at least one image", lambda v: isinstance(v, list) and 0 < len(v) <= MOST_IMAGES)
    if not isinstance(document, dict):
        raise CatalogMistake("image.catalog_wrong", "-", "-", document, "an object with schema and images")
    whole = _checked("-", document, top)
    images = [_image(number, item) for number, item in enumerate(whole["images"], start=1)]
    seen: set[str] = set()
    for image in images:
        if image["id"] in seen:
            raise CatalogMistake("image.catalog_wrong", image["id"], "id", image["id"], "an id of its own")
        seen.add(image["id"])
    return images


def _image(number: int, item: Any) -> dict[str, Any]:
    entry = f"#{number}"
    if not isinstance(item, dict):
        raise CatalogMistake("image.catalog_wrong", entry, "-", item, "an object")
    entry = item["id"] if _is_text(item.get("id")) else entry
    image = _checked(entry, item, IMAGE_RULES)
    if not image["urls"] and not image["page"]:
        raise CatalogMistake("image.catalog_missing", entry, "urls", expected="an address in urls, or a page")
    image["checksums"] = [_checksum(entry, n, one) for n, one in enumerate(image["checksums"])]
    return image


def _checksum(entry: str, number: int, item: dict[str, Any]) -> dict[str, Any]:
    place = f"checksums[{number}]."
    checked = _checked(entry, item, CHECKSUM_RULES, place)
    value, digits = checked["value"].lower(), HEX_DIGITS[checked["algorithm"]]
    if not re.fullmatch(rf"[0-9a-f]{{{digits}}}", value):
        raise CatalogMistake("image.catalog_wrong", entry, f"{place}value", value, f"{digits} digits 0-9 and a-f")
    return {**checked, "value": value}


def _checked(entry: str, item: dict[str, Any], rules: Mapping[str, Rule], place: str = "") -> dict[str, Any]:
    for name in item:
        if name not in rules:
            raise CatalogMistake("image.catalog_unknown", entry, f"{place}{name}")
    values = {}
    for name, rule in rules.items():
        values[name] = item.get(name, rule.default)
        if values[name] is _REQUIRED:
            raise CatalogMistake("image.catalog_missing", entry, f"{place}{name}", expected=rule.expected)
        if name in item and not rule.fits(item[name]):
            raise CatalogMistake("image.catalog_wrong", entry, f"{place}{name}", item[name], rule.expected)
    return values
