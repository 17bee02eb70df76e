"""A profile: the answers of one set-up in a file that a person can write, for classrooms and repeated runs.

    {"schema": 1, "image": "jetpack.zip", "card": "/dev/sdb", "nano": "nano@192.168.55.1", "rootfs": true,
     "swap": {"size_bytes": 4294967296, "keep_zram": true, "swappiness": 10},
     "apt": {"mirror": "tuna"}, "pip": {"index": "tuna"}, "lend_internet": false,
     "tensorflow": {"way": "packages", "venv": null, "fetch": "nano", "index": null, "upgrade": false},
     "power": {"mode": 0, "clocks": true, "console": true, "hold_bootloader": true},
     "proof": {"pictures": "photos", "rounds": 10}}

Every key but `schema` may be missing. A step without its key is left out, but swap, which then is the recommended one,
and the proof, which goes with TensorFlow; `"swap": null` and `"proof": null` leave them out too. A profile never holds
a password.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from nanowizard.core.errors import StoreError
from nanowizard.core.store import write_atomically

SCHEMA = 1
GIB = 1 << 30
Read = TypeVar("Read")
WAYS = ("packages", "container")
FETCHES = ("nano", "computer")


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapProfile:
    """`size_bytes` 0 means no swap file; `swappiness` None leaves the kernel's value alone (0 to 200)."""

    size_bytes: int = 4 * GIB
    keep_zram: bool = True
    swappiness: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AptProfile:
    """`mirror`: an id of resources/mirrors.json or the address of another one."""

    mirror: str = "official"


@dataclass(frozen=True, slots=True, kw_only=True)
class PipProfile:
    """`index`: an id of resources/mirrors.json or the address of another one."""

    index: str = "official"


@dataclass(frozen=True, slots=True, kw_only=True)
class TensorFlowProfile:
    """`way`: one of WAYS; `venv`: the folder of a virtual environment, None installs for everybody.

    `fetch`: one of FETCHES, who downloads; `index`: where this computer gets ordinary packages then, an id of
    resources/mirrors.json or an address; `upgrade`: another TensorFlow that works too is replaced.
    """

    way: str = "packages"
    venv: str | None = None
    fetch: str = "nano"
    index: str | None = None
    upgrade: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerProfile:
    """What is None stays as it is. `mode`: a number of nvpmodel; `clocks`: all at their highest until a restart;
    `console`: start without a desktop."""

    mode: int | None = None
    clocks: bool | None = None
    console: bool | None = None
    hold_bootloader: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofProfile:
    """`pictures`: a folder on this computer that it is taught, seen `rounds` times; None only measures."""

    pictures: str | None = None
    rounds: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """None: that step is left out. `lend_internet`: the Nano downloads over this computer's."""

    image: str | None = None
    card: str | None = None
    nano: str | None = None
    lend_internet: bool = False
    rootfs: bool = False
    swap: SwapProfile | None = field(default_factory=SwapProfile)
    apt: AptProfile | None = None
    pip: PipProfile | None = None
    tensorflow: TensorFlowProfile | None = None
    power: PowerProfile | None = None
    proof: ProofProfile | None = field(default_factory=ProofProfile)


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


def save_profile(path: Path, profile: Profile) -> None:
    """What `load_profile` reads. Raises OSError."""
    text = json.dumps({"schema": SCHEMA, **asdict(profile)}, indent=1, ensure_ascii=False)
    write_atomically(path, text.encode() + b"\n")


def _profile(document: Any) -> Profile:
    names = {"schema", *Profile.__dataclass_fields__}
    top = _object(document, "the file", names)
    if top.get("schema") != SCHEMA:
        raise ValueError(f"schema is {top.get('schema')!r}, expected {SCHEMA}")
    return Profile(
        image=_optional(top, "image", str),
        card=_optional(top, "card", str),
        nano=_optional(top, "nano", str),
        lend_internet=bool(_optional(top, "lend_internet", bool, False)),
        rootfs=bool(_optional(top, "rootfs", bool, False)),
        swap=_step(top, "swap", _swap, default={}),
        apt=_step(top, "apt", _apt),
        pip=_step(top, "pip", _pip),
        tensorflow=_step(top, "tensorflow", _tensorflow),
        power=_step(top, "power", _power),
        proof=_step(top, "proof", _proof, default={}),
    )


def _step(top: Mapping[str, Any], key: str, read: Callable[[Any], Read], default: Any = None) -> Read | None:
    value = top.get(key, default)
    return None if value is None else read(value)


def _swap(value: Any) -> SwapProfile:
    swap = _object(value, "swap", {"size_bytes", "keep_zram", "swappiness"})
    return SwapProfile(
        size_bytes=_number(swap, "size_bytes", 4 * GIB, range(64 * GIB + 1)),
        keep_zram=bool(_optional(swap, "keep_zram", bool, True)),
        swappiness=_number(swap, "swappiness", None, range(201)),
    )


def _apt(value: Any) -> AptProfile:
    return AptProfile(mirror=_optional(_object(value, "apt", {"mirror"}), "mirror", str) or "official")


def _pip(value: Any) -> PipProfile:
    return PipProfile(index=_optional(_object(value, "pip", {"index"}), "index", str) or "official")


def _tensorflow(value: Any) -> TensorFlowProfile:
    chosen = _object(value, "tensorflow", set(TensorFlowProfile.__dataclass_fields__))
    return TensorFlowProfile(
        way=_one_of(chosen, "way", WAYS),
        venv=_optional(chosen, "venv", str),
        fetch=_one_of(chosen, "fetch", FETCHES),
        index=_optional(chosen, "index", str),
        upgrade=bool(_optional(chosen, "upgrade", bool, False)),
    )


def _power(value: Any) -> PowerProfile:
    power = _object(value, "power", set(PowerProfile.__dataclass_fields__))
    return PowerProfile(
        mode=_number(power, "mode", None, range(16)),
        clocks=_optional(power, "clocks", bool),
        console=_optional(power, "console", bool),
        hold_bootloader=_optional(power, "hold_bootloader", bool),
    )


def _proof(value: Any) -> ProofProfile:
    proof = _object(value, "proof", set(ProofProfile.__dataclass_fields__))
    rounds = _number(proof, "rounds", 10, range(1, 101))
    return ProofProfile(pictures=_optional(proof, "pictures", str), rounds=10 if rounds is None else rounds)


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


def _one_of(values: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> str:
    """The first one where none is named."""
    value = _optional(values, key, str) or allowed[0]
    if value not in allowed:
        raise ValueError(f"{key} is {value!r}, expected {' or '.join(allowed)}")
    return str(value)


def _number(values: Mapping[str, Any], key: str, default: Any, allowed: range) -> Any:
    value = _optional(values, key, int, default)
    if value is not None and value not in allowed:
        raise ValueError(f"{key} is {value}, expected {allowed.start} to {allowed.stop - 1}")
    return value
