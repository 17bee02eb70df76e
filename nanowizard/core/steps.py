"""The events around a part of the work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nanowizard.core.events import JsonValue, StepFinished, StepStarted
from nanowizard.core.task import RunContext

Facts = dict[str, JsonValue]


@contextmanager
def step(ctx: RunContext, name: str, **params: JsonValue) -> Iterator[Facts]:
    """StepStarted now; StepFinished with the facts put into what is yielded, unless it ends by an exception."""
    facts: Facts = {}
    ctx.emit(StepStarted(step=name, params=params))
    yield facts
    ctx.emit(StepFinished(step=name, params=facts))


def work_facts(done_bytes: int, took_s: float) -> Facts:
    """Bytes that went over the wire, in how many seconds, and bytes per second."""
    rate = round(done_bytes / took_s) if took_s > 0 else None
    return {"done_bytes": done_bytes, "took_s": round(took_s, 3), "rate": rate}
