"""The mirrors that NanoWizard offers by name, from `resources/mirrors.json`, which a person may edit.

Every address in it was seen somewhere; `confidence` says where. Names are data and no messages: a person who adds a
mirror writes its name beside it, in each language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from nanowizard.core.errors import NanoError
from nanowizard.core.resources import resource

SCHEMA = 1
OFFICIAL = "official"


class _Named(Protocol):
    @property
    def id(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AptMirror:
    """A copy of the Ubuntu archive that `archive` names ("ubuntu-ports" is the one for the Nano's processor).

    `name` by language ("en", "zh"); `urls` in order of preference, https before http; `also`: other names of the host.
    """

    id: str
    name: Mapping[str, str]
    host: str
    archive: str
    urls: tuple[str, ...]
    also: tuple[str, ...] = ()
    confidence: str = ""

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset({self.host, *self.also})

    def url(self, *, https: bool) -> str:
        """The first address; without `https` the first that needs none, where there is one."""
        plain = [url for url in self.urls if url.startswith("http://")]
        return self.urls[0] if https or not plain else plain[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class PipIndex:
    """A copy of the Python package index; `url` is what pip calls the index URL."""

    id: str
    name: Mapping[str, str]
    host: str
    url: str
    also: tuple[str, ...] = ()
    confidence: str = ""

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset({self.host, *self.also})


@dataclass(frozen=True, slots=True)
class Mirrors:
    """The first of each is the official one."""

    apt: tuple[AptMirror, ...]
    pip: tuple[PipIndex, ...]


def load_mirrors(path: Path | None = None) -> Mirrors:
    """The mirrors in `path`, or the shipped ones. Raises NanoError("nano.mirrors_damaged", file=...)."""
    path = path or resource("mirrors.json")
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["schema"] != SCHEMA:
            raise ValueError(f"schema {document['schema']!r}, this program knows {SCHEMA}")
        apt = tuple(_apt(item) for item in document["apt"])
        pip = tuple(_pip(item) for item in document["pip"])
        _check_ids(apt)
        _check_ids(pip)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        detail = f"{type(error).__name__}: {error}"
        raise NanoError("nano.mirrors_damaged", file=str(path), detail=detail) from error
    return Mirrors(apt, pip)


Entry = TypeVar("Entry", bound=_Named)


def by_id(entries: Sequence[Entry], wanted: str) -> Entry | None:
    return next((entry for entry in entries if entry.id == wanted), None)


def _apt(item: Mapping[str, Any]) -> AptMirror:
    mirror = AptMirror(**{**item, "urls": tuple(item["urls"]), "also": tuple(item.get("also", ()))})
    _check(mirror.id, mirror.name, mirror.host, mirror.urls)
    if not all(url.endswith(f"/{mirror.archive}/") for url in mirror.urls):
        raise ValueError(f"{mirror.id}: an address does not end with /{mirror.archive}/")
    return mirror


def _pip(item: Mapping[str, Any]) -> PipIndex:
    index = PipIndex(**{**item, "also": tuple(item.get("also", ()))})
    _check(index.id, index.name, index.host, (index.url,))
    return index


def _check(entry: str, name: Mapping[str, str], host: str, urls: Sequence[str]) -> None:
    if not name["en"] or not all(isinstance(text, str) for text in name.values()):
        raise ValueError(f"{entry}: no English name")
    if not urls or not all(url.startswith(("https://", "http://")) and urlsplit(url).hostname == host for url in urls):
        raise ValueError(f"{entry}: an address is missing, no web address, or not on {host}")


def _check_ids(entries: Sequence[_Named]) -> None:
    ids = [entry.id for entry in entries]
    if len(set(ids)) != len(ids) or OFFICIAL not in ids[:1]:
        raise ValueError("an id twice, or the first is not the official one")
