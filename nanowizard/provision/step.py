"""A step: one idempotent, undoable change on the Nano.

facts (observed) -> plan (pure) -> apply -> plan again, which must be empty -> the undo record is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Finding, Params, Severity
from nanowizard.core.task import RunContext
from nanowizard.remote.shell import Connection

Facts = TypeVar("Facts")
Options_contra = TypeVar("Options_contra", contravariant=True)

UndoRecord = dict[str, Any]
"""JSON-able: what is needed to go back to the state that was found.

A step that can change several things of one kind (two swap files) names the one meant under `scope`; the first record
of each scope is kept.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing a plan would do: a slug with parameters, shown to the person before it is done and in a dry run."""

    code: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would be done, in order. Empty changes: the wished state is already there."""

    changes: Sequence[Change] = ()
    findings: Sequence[Finding] = ()

    @property
    def is_empty(self) -> bool:
        return not self.changes

    @property
    def is_blocked(self) -> bool:
        return any(finding.severity is Severity.BLOCKING for finding in self.findings)


class Step(Protocol, Generic[Facts, Options_contra]):
    """`gather` observes and changes nothing, `plan` and `undo_record` are pure, `apply` does one change of the plan.

    A change's code starts with the step's id ("nano.swap.create_file"), and its parameters hold all that `apply` needs.
    """

    id: ClassVar[str]

    def gather(self, conn: Connection, options: Options_contra, ctx: RunContext) -> Facts:
        """Observe what `plan` will need; the options say where to look (a path that the person chose)."""

    def plan(self, facts: Facts, options: Options_contra) -> Plan: ...

    def undo_record(self, facts: Facts) -> UndoRecord:
        """What `undo` will need to restore `facts`; taken before the first change."""

    def apply(self, conn: Connection, change: Change, ctx: RunContext) -> None:
        """Do one change; one that fails leaves nothing half-made, one that was cut off may be repeated."""

    def undo(self, conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
        """Go back to the recorded state; may be repeated after it broke off."""


class OneWayStep:
    """For a step without a way back: no note is kept, and undoing says why instead."""

    no_undo: ClassVar[str]
    """The code of the error that says it."""

    def undo_record(self, facts: Any) -> UndoRecord:
        del facts
        return {}

    def undo(self, conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
        raise NanoError(self.no_undo)
