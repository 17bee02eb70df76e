"""What the helper and its client say to each other: one JSON object a line, UTF-8, at most 64 KiB with its newline.

    helper  {"hello": {"protocol": 1, "events": 1}}                         first line; the client answers with its own
    client  {"id": 7, "op": "list", "card_files": [...]}                    see `OPERATIONS`
            {"op": "cancel", "run": 7}   {"op": "unwatch", "run": 7}   {"op": "bye"}
    helper  {"id": 7, "event": {...}}      any number, for flash and verify
            {"id": 7, "drives": [...]}     any number, for watch; also {"id": 7, "failed": {...}} where listing failed
            {"id": 7, "result": {...}} | {"id": 7, "error": {...}} | {"id": 7, "cancelled": true}     last, exactly one

A drive is named by its identity, never by a path alone. The end of the client's lines means: cancel and go.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final, TypeAlias

from nanowizard.core.errors import HelperError
from nanowizard.core.events import PROTOCOL_VERSION, ErrorInfo
from nanowizard.drives.model import identity_from_wire, identity_to_wire
from nanowizard.flash.model import FlashReport, FlashRequest, VerifyReport, VerifyRequest

HELPER_PROTOCOL: Final = 1
MAX_LINE_BYTES: Final = 64 * 1024
# What a request may ask for. `cancel`, `unwatch` and `bye` have no answer of their own.
OPERATIONS: Final = ("list", "watch", "unwatch", "flash", "verify", "cancel", "bye")
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


def flash_request_to_wire(request: FlashRequest) -> Message:
    return _request_to_wire(request)


def flash_request_from_wire(wire: Mapping[str, Any]) -> FlashRequest:
    """Raises HelperError helper.protocol where a field is missing, unknown or of the wrong kind."""
    values = _checked(wire, {"full": bool, "verify": bool, "expected_sha256": _HASH, "archive_sha256": _HASH})
    return FlashRequest(**values)


def verify_request_to_wire(request: VerifyRequest) -> Message:
    return _request_to_wire(request)


def verify_request_from_wire(wire: Mapping[str, Any]) -> VerifyRequest:
    """Raises HelperError helper.protocol, as `flash_request_from_wire` does."""
    return VerifyRequest(**_checked(wire, {"full": bool}))


def report_to_wire(report: FlashReport | VerifyReport) -> Message:
    return {f.name: getattr(report, f.name) for f in fields(report)}


def flash_report_from_wire(wire: Mapping[str, Any]) -> FlashReport:
    """Raises HelperError helper.protocol."""
    try:
        return FlashReport(**wire)
    except TypeError as error:
        raise HelperError("helper.protocol", detail=f"not a report: {wire!r}") from error


def verify_report_from_wire(wire: Mapping[str, Any]) -> VerifyReport:
    """Raises HelperError helper.protocol."""
    try:
        return VerifyReport(**wire)
    except TypeError as error:
        raise HelperError("helper.protocol", detail=f"not a report: {wire!r}") from error


_Kinds: TypeAlias = "type | tuple[type, ...]"
_HASH: Final = (str, type(None))


def _request_to_wire(request: FlashRequest | VerifyRequest) -> Message:
    wire = {f.name: getattr(request, f.name) for f in fields(request)}
    return {**wire, "identity": identity_to_wire(request.identity), "image": str(request.image)}


def _checked(wire: Mapping[str, Any], kinds: Mapping[str, _Kinds]) -> dict[str, Any]:
    """The fields of a request; those in `kinds` must be of these types, and no others may be there."""
    expected: dict[str, _Kinds] = {**kinds, "image": str, "identity": dict}
    wrong = [name for name, kind in expected.items() if not isinstance(wire.get(name), kind)]
    if wrong or set(wire) != set(expected):
        raise HelperError("helper.protocol", detail=f"not such a request: {wire!r}")
    try:
        identity = identity_from_wire(wire["identity"])
    except ValueError as error:
        raise HelperError("helper.protocol", detail=str(error)) from error
    return {**wire, "identity": identity, "image": Path(wire["image"])}
