"""What the helper and its client say to each other: one JSON object a line, UTF-8, at most 64 KiB with its newline.

    helper  {"hello": {"protocol": 1, "events": 1}}                         first line; the client answers with its own
    client  {"id": 7, "op": "list", "card_files": [...]}                    or "watch"
            {"id": 7, "op": "flash", "request": {...}}                      or other work, see `operations`
            {"id": 7, "op": "surroundings"}                                 and "remedy" with a request, see `aside`
            {"op": "cancel", "run": 7, "card": "/dev/sdb"}              that one of several cards; all without "card"
            {"op": "arrived", "run": 7, "have": bytes, "size": bytes or null}   of an archive that is still on its way
            {"op": "whole", "run": 7, "sha256": hex}   {"op": "failed", "run": 7, "error": {...}}   how that ended
            {"op": "cancel", "run": 7}   {"op": "unwatch", "run": 7}   {"op": "bye"}
    helper  {"id": 7, "event": {...}}      any number, for work on a card
            {"id": 7, "read": bytes}       how far the archive was read, after each word about it and now and then
            {"id": 7, "drives": [...]}     any number, for watch; also {"id": 7, "failed": {...}} where listing failed
            {"id": 7, "result": {...}} | {"id": 7, "error": {...}} | {"id": 7, "cancelled": true}     last, exactly one
            {"stuck": true}                last of all: a call into a card never came back, and the process ends

A drive is named by its identity, never by a path alone. The end of the client's lines means: cancel and go.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Final, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

from nanowizard.core.errors import HelperError
from nanowizard.core.events import PROTOCOL_VERSION, ErrorInfo

HELPER_PROTOCOL: Final = 1
MAX_LINE_BYTES: Final = 64 * 1024
_LONGEST_DETAIL = 8 * 1024

Message: TypeAlias = dict[str, Any]


def hello() -> Message:
    return {"hello": {"protocol": HELPER_PROTOCOL, "events": PROTOCOL_VERSION}}


def check_hello(message: Mapping[str, Any]) -> None:
    """Raises HelperError helper.version (the two are of different versions) or helper.protocol (it is no hello)."""
    theirs = message.get("hello")
    if not isinstance(theirs, dict):
        raise HelperError("helper.protocol", detail="no hello")
    ours = hello()["hello"]
    if {key: theirs.get(key) for key in ours} != ours:
        raise HelperError("helper.version", detail=f"ours {ours}, theirs {theirs}")


def encode(message: Mapping[str, Any]) -> bytes:
    """The line. Raises HelperError helper.protocol where it would be too long."""
    line = json.dumps(message, separators=(",", ":")).encode() + b"\n"
    if len(line) > MAX_LINE_BYTES:
        raise HelperError("helper.protocol", detail=f"a line of {len(line)} bytes")
    return line


def decode(line: bytes) -> Message:
    """The message of a line. Raises HelperError helper.protocol where it is too long, cut off or no JSON object."""
    if len(line) > MAX_LINE_BYTES:
        raise HelperError("helper.protocol", detail="a line is too long")
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise HelperError("helper.protocol", detail=f"not JSON: {line[:80]!r}") from error
    if not isinstance(message, dict):
        raise HelperError("helper.protocol", detail=f"not an object: {line[:80]!r}")
    return message


def error_to_wire(error: ErrorInfo) -> Message:
    return {"code": error.code, "params": dict(error.params), "detail": error.detail[:_LONGEST_DETAIL]}


def error_from_wire(wire: Mapping[str, Any]) -> ErrorInfo:
    """Raises HelperError helper.protocol."""
    try:
        return ErrorInfo(code=str(wire["code"]), params=dict(wire["params"]), detail=str(wire["detail"]))
    except (KeyError, TypeError, ValueError) as error:
        raise HelperError("helper.protocol", detail=f"not an error: {wire!r}") from error


def to_wire(data: Any) -> Message:
    """A request or a report: a dataclass of plain values, paths, and further dataclasses, also in tuples."""
    return {f.name: _plain(getattr(data, f.name)) for f in fields(data)}


T = TypeVar("T")


def from_wire(kind: type[T], wire: object) -> T:
    """The request or report of this kind.

    Raises HelperError helper.protocol where a field is missing, unknown or of another type than `kind` says.
    """
    hints = get_type_hints(kind)
    if not isinstance(wire, dict) or set(wire) != set(hints):
        raise HelperError("helper.protocol", detail=f"no {kind.__name__}: {wire!r}")
    return kind(**{name: _typed(hint, wire[name]) for name, hint in hints.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, Path):  # whole: the helper may work in another folder, and not know the letter of a share
        return str(value.resolve())
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return to_wire(value) if is_dataclass(value) else value


def _typed(hint: Any, value: Any) -> Any:
    """`value` as what the annotation `hint` says. Raises HelperError helper.protocol."""
    if isinstance(hint, UnionType):  # X | None
        return None if value is None else _typed(next(arg for arg in get_args(hint) if arg is not type(None)), value)
    if get_origin(hint) is tuple and isinstance(value, list):  # tuple[X, ...]
        return tuple(_typed(get_args(hint)[0], item) for item in value)
    if is_dataclass(hint) and isinstance(hint, type):
        return from_wire(hint, value)
    if hint is Path and isinstance(value, str):
        return Path(value)
    if hint is float and type(value) is int:  # JSON writes 1.0 as it likes
        return float(value)
    if type(value) is not hint:
        raise HelperError("helper.protocol", detail=f"{value!r} is no {hint}")
    return value
