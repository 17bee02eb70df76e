"""Which TensorFlow belongs on which Nano, from `resources/tensorflow.json`, which a person may edit."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nanowizard.core.errors import NanoError
from nanowizard.core.resources import resource

SCHEMA = 1
NAME = "tensorflow.json"
STAGES = (
    *("reach", "fetch", "push", "apt", "venv", "tools", "xlocale", "guard", "numpy", "pins", "h5py", "wheel", "start"),
    *("pull", "container_start"),
)
_PIN = re.compile(r"([A-Za-z0-9]+(?:[-._][A-Za-z0-9]+)*)(==|>=)([0-9][0-9A-Za-z.+!]*)")


@dataclass(frozen=True, slots=True)
class Pin:
    """A Python package and the version of it that gets installed. `or_newer`: a newer one that is there will do."""

    name: str
    version: str
    or_newer: bool = False

    def __str__(self) -> str:
        return f"{self.name}=={self.version}"

    def is_met_by(self, version: str | None) -> bool:
        if version is None or version == self.version:
            return version is not None
        return self.or_newer and _numbers(version) >= _numbers(self.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One TensorFlow for some releases of L4T. `also_good`: other versions that NVIDIA made for these releases.

    `pins` are all packages beside numpy, h5py and TensorFlow itself: nothing is left for pip to choose.
    """

    id: str
    l4t: tuple[str, ...]
    jetpack: str
    python: str
    package: str
    version: str
    index_url: str
    wheel_url: str | None
    also_good: tuple[str, ...]
    numpy: str
    h5py: str
    pins: tuple[Pin, ...]
    source: str
    confidence: str
    note: str = ""

    @property
    def upstream(self) -> str:
        """`2.7.0` of `2.7.0+nv22.1`."""
        return self.version.partition("+")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """`image` with its tag; `version` is that of the TensorFlow in it."""

    l4t: tuple[str, ...]
    image: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """Below `need` the step is refused, below `advised` it warns."""

    need: int
    advised: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipes:
    """The whole table. `board` is what the name of the model must contain; `usual_s` is for the screen only."""

    board: str
    architecture: str
    apt: tuple[str, ...]
    tools: tuple[Pin, ...]
    package_index_url: str
    usual_s: Mapping[str, int]
    disk_bytes: Needs
    memory_bytes: Needs
    container_disk_bytes: int
    recipes: tuple[Recipe, ...]
    containers: tuple[Container, ...]

    def recipe(self, l4t: str | None) -> Recipe | None:
        return next((recipe for recipe in self.recipes if l4t in recipe.l4t), None)

    def container(self, l4t: str | None) -> Container | None:
        return next((container for container in self.containers if l4t in container.l4t), None)


def load_recipes(path: Path | None = None) -> Recipes:
    """The table in `path`, or the shipped one. Raises NanoError("nano.tensorflow_table_damaged", file=...)."""
    path = path or resource(NAME)
    try:
        return _recipes(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        why = f"{type(error).__name__}: {error}"
        raise NanoError("nano.tensorflow_table_damaged", file=str(path), detail=why) from error


def parse_pin(text: str) -> Pin:
    """Raises ValueError for anything but NAME==VERSION or NAME>=VERSION."""
    match = _PIN.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not NAME==VERSION or NAME>=VERSION")
    return Pin(canonical(match[1]), match[3], or_newer=match[2] == ">=")


def canonical(name: str) -> str:
    """A package's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _recipes(document: Mapping[str, Any]) -> Recipes:
    if document["schema"] != SCHEMA:
        raise ValueError(f"schema {document['schema']!r}, this program knows {SCHEMA}")
    common = _pins(document["pins"])
    found = tuple(_recipe(item, common) for item in document["recipes"])
    releases = [release for recipe in found for release in recipe.l4t]
    if not found or len(set(releases)) != len(releases):
        raise ValueError("no recipe, or two for one release")
    containers = document["containers"]
    return Recipes(
        board=_text(document["board"]),
        architecture=_text(document["architecture"]),
        apt=_texts(document["apt"]),
        tools=_pins(document["tools"]),
        package_index_url=_web(document["package_index_url"]),
        usual_s={name: int(document["usual_s"][name]) for name in STAGES},
        disk_bytes=_needs(document["disk_bytes"]),
        memory_bytes=_needs(document["memory_bytes"]),
        container_disk_bytes=int(containers["disk_bytes"]),
        recipes=found,
        containers=tuple(
            Container(l4t=_texts(item["l4t"]), image=_text(item["image"]), version=_text(item["version"]))
            for item in containers["images"]
        ),
    )


def _recipe(item: Mapping[str, Any], common: Sequence[Pin]) -> Recipe:
    own = _pins(item["pins"])
    names = {pin.name for pin in own}
    lists: dict[str, Any] = {name: _texts(item[name]) for name in ("l4t", "also_good")}
    words = ("id", "jetpack", "python", "package", "version", "numpy", "h5py", "source", "confidence")
    texts: dict[str, Any] = {name: _text(item[name]) for name in words}
    return Recipe(
        **lists,
        **texts,
        index_url=_web(item["index_url"]),
        wheel_url=None if item["wheel_url"] is None else _web(item["wheel_url"]),
        pins=tuple(pin for pin in common if pin.name not in names) + own,
        note=item.get("note", ""),
    )


def _needs(item: Mapping[str, Any]) -> Needs:
    return Needs(need=int(item["need"]), advised=int(item["advised"]))


def _pins(texts: Any) -> tuple[Pin, ...]:
    return tuple(parse_pin(text) for text in _texts(texts))


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return tuple(_text(item) for item in value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise TypeError(f"{value!r} is no text")
    return value


def _web(value: Any) -> str:
    if not _text(value).startswith(("https://", "http://")):
        raise ValueError(f"{value!r} is no web address")
    return str(value)


def _numbers(version: str) -> tuple[int, ...]:
    """What two versions are compared by: their leading numbers."""
    return tuple(int(number) for number in re.findall(r"\d+", re.split(r"[+a-z!]", version)[0]))
