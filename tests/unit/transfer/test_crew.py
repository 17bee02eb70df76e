"""The threads of one pass: it is over when all have ended, however late some of them were begun."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from nanowizard.core.errors import Cancelled
from nanowizard.core.task import CancelToken
from nanowizard.transfer.crew import Crew


def crew(cancel: CancelToken | None = None, tick: Callable[[], None] = lambda: None) -> Crew:
    return Crew(cancel or CancelToken(), tick, tick_s=0.005)


def ended(name: str) -> None:
    """Returns when the thread has come to its very end."""
    for thread in threading.enumerate():
        if thread.name == f"card-{name}":
            thread.join()


def test_one_that_ends_before_the_next_begins_is_not_the_last() -> None:
    """As a reader does that unpacks a small image on a busy computer before there is a worker to carry it (seen)."""
    somebody_waits, carried = threading.Event(), []
    ours = crew(tick=somebody_waits.set)
    ours.start("reader", lambda: None)
    ended("reader")

    def carry() -> None:
        somebody_waits.wait(30)
        if not ours.stopping:
            carried.append(True)

    ours.start("worker", carry)
    try:
        ours.wait()
        assert carried == [True]
    finally:
        somebody_waits.set()
        ended("worker")


def test_all_may_have_ended_before_anybody_waits() -> None:
    ours = crew()
    ours.start("one", lambda: None)
    ended("one")
    ours.wait()


def test_an_error_of_before_is_raised() -> None:
    ours = crew()

    def fail() -> None:
        raise ZeroDivisionError

    ours.start("one", fail)
    ended("one")
    with pytest.raises(ZeroDivisionError):
        ours.wait()


def test_a_cancel_of_before_is_heard() -> None:
    cancel = CancelToken()
    cancel.set()
    ours = crew(cancel)
    ours.start("one", lambda: None)
    with pytest.raises(Cancelled):
        ours.wait()
