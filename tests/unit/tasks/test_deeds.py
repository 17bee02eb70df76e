"""What a step did before it broke off, from its events."""

from __future__ import annotations

from nanowizard.core.events import Event, StepFinished, StepStarted
from nanowizard.tasks.deeds import Deeds


def after(*events: Event) -> Deeds:
    deeds = Deeds()
    for event in events:
        deeds.observe(event)
    return deeds


def done(step: str) -> StepFinished:
    return StepFinished(step=step, params={"path": "/x"})


def test_what_was_done_and_that_it_can_be_undone() -> None:
    deeds = after(done("nano.swap.create_file"), StepStarted(step="nano.swap.list"))
    change = {"code": "nano.swap.create_file", "params": {"path": "/x"}}
    assert deeds.facts("nano.swap") == {"changes": [change], "can_undo": True}


def test_what_was_only_begun_can_be_undone_too() -> None:
    assert after(StepStarted(step="nano.pip.write")).facts("nano.pip") == {"changes": [], "can_undo": True}


def test_parts_of_a_page_are_told_apart() -> None:
    parts = after(done("nano.apt.use_mirror"), done("nano.pip.write")).facts("nano.apt")["parts"]
    assert {task: len(part["changes"]) for task, part in parts.items()} == {"nano.apt": 1, "nano.pip": 1}


def test_looking_and_waiting_are_no_deeds() -> None:
    looks = (done("nano.check.board"), done("nano.apt.wait"), done("nano.apt.fetch"), done("flash.write"))
    assert after(*looks).facts("nano.apt") == {}
