"""The images that NanoWizard offers by name, from `resources/catalog.json`, which a person may edit.

Every address, size and checksum in it was seen somewhere; `confidence` says where. What is not known is left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nanowizard.core.errors import ImageError
from nanowizard.core.resources import resource

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Checksum:
    """Of the archive as downloaded. `algorithm` is a name that hashlib knows, `value` lower-case hex."""

    algorithm: str
    value: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogImage:
    """One image. `urls` are to be tried in order; `approx_archive_bytes` is for the screen, never for a check."""

    id: str
    title: str
    board: str
    jetpack: str
    l4t: str
    file: str
    urls: tuple[str, ...]
    inner_name: str
    raw_bytes: int | None
    raw_bytes_confidence: str
    approx_archive_bytes: int | None
    checksums: tuple[Checksum, ...]
    note: str = ""

    @property
    def sha256(self) -> str | None:
        return next((c.value for c in self.checksums if c.algorithm == "sha256"), None)


@dataclass(frozen=True, slots=True)
class Catalog:
    """The first entry is the one to recommend."""

    images: tuple[CatalogImage, ...]


def load_catalog(path: Path | None = None) -> Catalog:
    """The catalogue in `path`, or the shipped one. Raises ImageError("image.catalog_damaged")."""
    path = path or resource("catalog.json")
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["schema"] != SCHEMA:
            raise ValueError(f"schema {document['schema']!r}, this program knows {SCHEMA}")
        images = tuple(_entry(item) for item in document["images"])
        if len({entry.id for entry in images}) != len(images) or not images:
            raise ValueError("no image, or an id twice")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ImageError("image.catalog_damaged", file=str(path), detail=f"{type(error).__name__}: {error}") from error
    return Catalog(images)


def _entry(item: Mapping[str, Any]) -> CatalogImage:
    checksums = tuple(Checksum(**{**c, "value": c["value"].lower()}) for c in item["checksums"])
    entry = CatalogImage(**{**item, "urls": tuple(item["urls"]), "checksums": checksums})
    if not entry.urls or not all(url.startswith(("https://", "http://")) for url in entry.urls):
        raise ValueError(f"{entry.id}: an address is missing or no web address")
    return entry
