"""The images that NanoWizard offers by name, from `resources/catalog.json`, which a person may edit.

Every address, size and checksum in it was seen somewhere; its confidence says where. What is not known is left out.
`catalog_schema` says which fields there are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nanowizard.core.errors import ImageError
from nanowizard.core.resources import resource
from nanowizard.images.catalog_schema import CatalogMistake, checked_images

SCHEMA = 1
_MOST_BYTES = 4 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Checksum:
    """`of`: "archive" (the file as downloaded) or "image" (unpacked). `value` is lower-case hex.

    `confidence`: "publisher" who made the image states it, "several" people or "one" noted it; `source` says where.
    """

    algorithm: str
    value: str
    confidence: str
    source: str = ""
    of: str = "archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """What a community image asks for. It is printed on its web page: no secret."""

    user: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogImage:
    """One image. What nobody knows is None, 0-length or "".

    `urls` are to be tried in order; without any, `page` is where a person downloads it with a browser.
    `approx_archive_bytes` is for the screen, never for a check; `archive_bytes` and `raw_bytes` are exact.
    `qspi`: how the image stands to the boot firmware on the board: "none" no warning, "before_4_5" it is older than
    what newer ones write there, "needs_4_5" the board must have started JetPack 4.5 or newer once, "may_differ".
    `notes` are texts by language; "en" is always there. So are the words on how well addresses and sizes are known,
    which are empty where nothing is to be said.
    """

    id: str
    title: str
    kind: str
    board: str
    recommended: bool
    jetpack: str | None
    l4t: str | None
    file: str | None
    urls: tuple[str, ...]
    urls_confidence: Mapping[str, str]
    page: str | None
    inner_name: str | None
    raw_bytes: int | None
    raw_bytes_confidence: Mapping[str, str]
    archive_bytes: int | None
    approx_archive_bytes: int | None
    min_card_bytes: int | None
    advised_card_bytes: int | None
    qspi: str
    login: Login | None
    notes: tuple[Mapping[str, str], ...]
    checksums: tuple[Checksum, ...]

    @property
    def sha256(self) -> str | None:
        return next((c.value for c in self.checksums if (c.of, c.algorithm) == ("archive", "sha256")), None)

    @property
    def save_as(self) -> str:
        """The name for the downloaded file: NVIDIA's short addresses end in none that says what it is."""
        return self.file or f"{self.id}.zip"

    @property
    def card_bytes(self) -> int | None:
        """The smallest card that will do."""
        return self.min_card_bytes or self.raw_bytes


@dataclass(frozen=True, slots=True)
class Catalog:
    images: tuple[CatalogImage, ...]

    @property
    def recommended(self) -> tuple[CatalogImage, ...]:
        """One for each board; the first of them for somebody who does not know."""
        return tuple(image for image in self.images if image.recommended) or self.images[:1]

    def find(self, name: str) -> CatalogImage | None:
        return next((image for image in self.images if image.id == name), None)

    def of_file(self, name: str) -> CatalogImage | None:
        """The entry whose download has this file name."""
        return next((image for image in self.images if name and image.save_as == name), None)


def load_catalog(path: Path | None = None) -> Catalog:
    """The catalogue in `path`, or the shipped one. Raises ImageError as `parse_catalog` does."""
    path = path or resource("catalog.json")
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise OSError(f"more than {_MOST_BYTES >> 20} MiB")
        data = path.read_bytes()
    except OSError as error:
        raise ImageError("image.catalog_damaged", file=str(path), detail=str(error)) from error
    return parse_catalog(data, str(path))


def parse_catalog(data: bytes, name: str) -> Catalog:
    """`name` is where it came from.

    Raises ImageError: image.catalog_damaged (no JSON at all), image.catalog_missing, image.catalog_unknown,
    image.catalog_wrong, which name the entry and the field.
    """
    try:
        images = checked_images(json.loads(data), SCHEMA)
    except CatalogMistake as mistake:
        params: dict[str, Any] = {"file": name, "entry": mistake.entry, "field": mistake.field}
        if mistake.code == "image.catalog_wrong":
            params["value"] = json.dumps(mistake.value, ensure_ascii=False)[:80]
        expected = f"expected: {mistake.expected}" if mistake.expected else ""
        raise ImageError(mistake.code, detail=expected, **params) from mistake
    except (ValueError, RecursionError) as error:  # damaged UTF-8 and JSON are both ValueErrors
        raise ImageError("image.catalog_damaged", file=name, detail=f"{type(error).__name__}: {error}") from error
    return Catalog(tuple(_image(item) for item in images))


def _image(item: dict[str, Any]) -> CatalogImage:
    return CatalogImage(
        **{
            **item,
            "urls": tuple(item["urls"]),
            "notes": tuple(item["notes"]),
            "urls_confidence": _words(item["urls_confidence"]),
            "raw_bytes_confidence": _words(item["raw_bytes_confidence"]),
            "login": Login(**item["login"]) if item["login"] else None,
            "checksums": tuple(Checksum(**one) for one in item["checksums"]),
        }
    )


def _words(value: str | dict[str, str]) -> Mapping[str, str]:
    """By language; a plain text is English."""
    if isinstance(value, str):
        return {"en": value} if value.strip() else {}
    return value
