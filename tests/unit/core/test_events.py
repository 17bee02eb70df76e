"""The wire form: what goes out comes back equal, and nothing else is taken for an event."""

import json

import pytest

from nanowizard.core import events
from nanowizard.core.events import ErrorInfo, Finding, LimitedBy, Severity, Status

EXAMPLES = [
    events.TaskStarted(task="card.flash"),
    events.StepStarted(step="flash.write", params={"card": "卡"}),
    events.Progress(phase="write", done=5, total=None, rate=1.5, eta_s=None, limited_by=LimitedBy.CARD),
    events.LogLine(text="Reading package lists…", source="nano"),
    events.FindingReported(
        finding=Finding(code="drive.too_small", severity=Severity.BLOCKING, params={"missing_bytes": 1})
    ),
    events.StepFinished(step="flash.write", params={"took_s": 1.5}),
    events.TaskFinished(task="card.flash", status=Status.SUCCEEDED, result={"ranges": [[0, 1]]}),
    events.TaskFinished(
        task="card.flash", status=Status.FAILED, error=ErrorInfo(code="drive.gone", params={"card": "x"}, detail="EIO")
    ),
    events.CardSaid(card="/dev/sdb", said=events.Progress(phase="write", done=5, limited_by=LimitedBy.CARD)),
]


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: type(event).__name__)
def test_an_event_survives_the_wire(event: events.Event) -> None:
    assert events.from_wire(json.loads(json.dumps(events.to_wire(event)))) == event


def test_a_newer_field_is_passed_over() -> None:
    assert events.from_wire({"event": "task_started", "task": "x", "colour": "red"}) == events.TaskStarted(task="x")


@pytest.mark.parametrize(
    "wire",
    [
        {},
        {"event": "explosion"},
        {"event": "task_started"},
        {"event": "task_finished", "task": "x", "status": "perfect"},
        {"event": "finding_reported", "finding": {"code": "x"}},
        {"event": "finding_reported", "finding": "x"},
        {"event": "card_said", "card": "x", "said": {"event": "explosion"}},
    ],
)
def test_what_is_no_event_is_refused(wire: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"not an event|not a valid"):
        events.from_wire(wire)
