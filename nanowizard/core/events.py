"""What a run says about itself: the only thing that a page, the terminal, the helper's pipe or a log may show.

Events are frozen and carry codes and numbers, never sentences. `to_wire` and `from_wire` turn them into JSON-able
dictionaries and back; `PROTOCOL_VERSION` names that form and grows when an old reader could misread a new writer.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeAlias

PROTOCOL_VERSION = 1

JsonValue: TypeAlias = Any
Params: TypeAlias = Mapping[str, JsonValue]


class Severity(enum.Enum):
    """How much a finding matters. Only BLOCKING stops a task from starting."""

    GOOD = "good"
    INFO = "info"
    WARNING = "warning"
    BLOCKING = "blocking"


class Status(enum.Enum):
    """How a run ended. SATISFIED: there was nothing to do. BLOCKED: a finding needs the person first."""

    SUCCEEDED = "succeeded"
    SATISFIED = "satisfied"
    FAILED = "failed"
    CANCELLED = "cancelled"
    BLOCKED = "blocked"


class LimitedBy(enum.Enum):
    """What holds the rate down at the moment."""

    NETWORK = "network"
    DECOMPRESSION = "decompression"
    CARD = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A diagnosis: a stable code with its parameters (JSON-able; sizes end in `_bytes`, times in `_s`)."""

    code: str
    severity: Severity
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorInfo:
    """An error as data. `detail` is untranslated text for the technical fold and the log."""

    code: str
    params: Params = field(default_factory=dict)
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskStarted:
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStarted:
    """A part of the task begins, for example `flash.write`."""

    step: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the running phase is.

    `done` and `total` are bytes, or plain counts where `unit` says so; `total` is None while unknown. `rate` is per
    second over the last two seconds. `fraction` is the weighted share of the whole task, so that 1.0 means finished.
    """

    phase: str
    done: int
    total: int | None = None
    unit: str = "bytes"
    rate: float | None = None
    eta_s: float | None = None
    fraction: float | None = None
    limited_by: LimitedBy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line for the log pane; `source` is `nano`, `helper` or a module's name.

    `passing`: progress that a program writes over itself; the next line takes its place.
    """

    text: str
    source: str = ""
    passing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingReported:
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFinished:
    """A part of the task ended; `params` are its facts (durations in `_s`, sizes in `_bytes`)."""

    step: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFinished:
    """Always the last event of a run. `error` is set exactly when `status` is FAILED."""

    task: str
    status: Status
    error: ErrorInfo | None = None
    result: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSaid:
    """What is said of one card where several are worked on at once; its TaskFinished is the end of that card only."""

    card: str
    said: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPart:
    """A piece of what a flash leaves for later (`flash.record`), in base64. It is kept on its way, and never shown."""

    data: str
    last: bool


Event: TypeAlias = (
    "TaskStarted | StepStarted | Progress | LogLine | FindingReported | StepFinished | TaskFinished | CardSaid"
    " | RecordPart"
)

_NAMES: dict[type, str] = {
    TaskStarted: "task_started",
    StepStarted: "step_started",
    Progress: "progress",
    LogLine: "log_line",
    FindingReported: "finding_reported",
    StepFinished: "step_finished",
    TaskFinished: "task_finished",
    CardSaid: "card_said",
    RecordPart: "record_part",
}
_TYPES = {name: kind for kind, name in _NAMES.items()}


def to_wire(event: Event) -> dict[str, JsonValue]:
    """The event as a JSON-able dictionary; its kind stands under `event`."""
    return {"event": _NAMES[type(event)]} | {f.name: _plain(getattr(event, f.name)) for f in fields(event)}


def from_wire(wire: Params) -> Event:
    """The event of a dictionary made by `to_wire`.

    Raises ValueError for an unknown kind, a missing field or a value of the wrong form. Fields that this version does
    not know are passed over, so that an older reader understands a newer writer of the same protocol version.
    """
    try:
        kind = _TYPES[wire["event"]]
        known = {f.name for f in fields(kind)}
        values = {key: _typed(key, value) for key, value in wire.items() if key in known}
        event: Event = kind(**values)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not an event: {wire!r}") from error
    return event


def _plain(value: JsonValue) -> JsonValue:
    if isinstance(value, enum.Enum):
        return value.value
    if type(value) in _NAMES:
        return to_wire(value)
    if isinstance(value, (Finding, ErrorInfo)):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _typed(key: str, value: JsonValue) -> JsonValue:
    if value is None:
        return None
    if key == "status":
        return Status(value)
    if key == "limited_by":
        return LimitedBy(value)
    if key == "finding":
        return finding_from_wire(value)
    if key == "said":
        return from_wire(value)
    if key == "error":
        return ErrorInfo(code=value["code"], params=value.get("params", {}), detail=value.get("detail", ""))
    return value


def finding_to_wire(finding: Finding) -> dict[str, JsonValue]:
    plain: dict[str, JsonValue] = _plain(finding)
    return plain


def finding_from_wire(wire: Params) -> Finding:
    return Finding(code=wire["code"], severity=Severity(wire["severity"]), params=wire.get("params", {}))
