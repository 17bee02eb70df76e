"""A profile: the answers of one set-up in a file that a person can write, for classrooms and repeated runs.

    {"schema": 1, "image": "jetpack.zip", "card": "/dev/sdb", "nano": "nano@192.168.55.1",
     "swap": {"size_bytes": 4294967296, "keep_zram": true, "swappiness": 10}}

Every key but `schema` may be missing. A profile never holds a password.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nanowizard.core.errors import StoreError

SCHEMA = 1
GIB = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapProfile:
    """`size_bytes` 0 means no swap file; `swappiness` None leaves the kernel's value alone (0 to 200)."""

    size_bytes: int = 4 * GIB
    keep_zram: bool = True
    swappiness: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    image: str | None = None
    card: str | None = None
    nano: str | None = None
    swap: SwapProfile = field(default_factory=SwapProfile)


def load_profile(path: Path) -> Profile:
    """Raises StoreError: profile.not_found, or profile.damaged with `why` (untranslated) naming the key at fault."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise StoreError("profile.not_found", file=str(path)) from error
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise StoreError("profile.damaged", file=str(path), why=str(error)) from error
    try:
        return _profile(document)
    except ValueError as error:
        raise StoreError("profile.damaged", file=str(path), why=str(error)) from error


def _profile(document: Any) -> Profile:
    top = _object(document, "the file", {"schema", "image", "card", "nano", "swap"})
    if top.get("schema") != SCHEMA:
        raise ValueError(f"schema is {top.get('schema')!r}, expected {SCHEMA}")
    swap = _object(top.get("swap", {}), "swap", {"size_bytes", "keep_zram", "swappiness"})
    return Profile(
        image=_optional(top, "image", str),
        card=_optional(top, "card", str),
        nano=_optional(top, "nano", str),
        swap=SwapProfile(
            size_bytes=_number(swap, "size_bytes", 4 * GIB, range(64 * GIB + 1)),
            keep_zram=bool(_optional(swap, "keep_zram", bool, True)),
            swappiness=_number(swap, "swappiness", None, range(201)),
        ),
    )


def _object(value: Any, name: str, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{name} is not an object")  # noqa: TRY004 - one exception type for everything wrong in a file
    unknown = sorted(set(value) - known)
    if unknown:
        raise ValueError(f"unknown key in {name}: {', '.join(unknown)}")
    return value


def _optional(values: Mapping[str, Any], key: str, kind: type, default: Any = None) -> Any:
    value = values.get(key, default)
    if value is not None and type(value) is not kind:
        raise ValueError(f"{key} is {value!r}, expected {kind.__name__}")
    return value


def _number(values: Mapping[str, Any], key: str, default: Any, allowed: range) -> Any:
    value = _optional(values, key, int, default)
    if value is not None and value not in allowed:
        raise ValueError(f"{key} is {value}, expected {allowed.start} to {allowed.stop - 1}")
    return value
