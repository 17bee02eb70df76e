from __future__ import annotations

import pytest

from tests.lab.machines.boot import REPEATED, boot
from tests.lab.machines.qemu import BootError


class FakeMachine:
    """Comes up or not, as its error says."""

    def __init__(self, error: Exception | None) -> None:
        self.error = error
        self.closed = False

    def wait(self) -> None:
        if self.error:
            raise self.error

    def close(self) -> None:
        self.closed = True


class Bench:
    """Makes machines with these errors, one after the other, and keeps what was recorded."""

    def __init__(self, *errors: Exception | None) -> None:
        self.made: list[FakeMachine] = []
        self.recorded: list[tuple[str, object]] = []
        self._errors = iter(errors)

    def boot(self) -> FakeMachine:
        return boot(self._make, FakeMachine.wait, lambda name, value: self.recorded.append((name, value)))

    def _make(self) -> FakeMachine:
        self.made.append(FakeMachine(next(self._errors)))
        return self.made[-1]


def test_a_machine_that_comes_up_is_not_worth_a_word() -> None:
    bench = Bench(None)
    assert bench.boot() is bench.made[0]
    assert not bench.made[0].closed
    assert bench.recorded == []


def test_a_boot_is_repeated_once_and_recorded() -> None:
    bench = Bench(BootError("no SSH"), None)
    assert bench.boot() is bench.made[1]
    assert [machine.closed for machine in bench.made] == [True, False]
    assert bench.recorded == [(REPEATED, "no SSH")]


def test_a_second_failure_is_one() -> None:
    bench = Bench(BootError("no SSH"), BootError("again"))
    with pytest.raises(BootError, match="again"):
        bench.boot()
    assert [machine.closed for machine in bench.made] == [True, True]


def test_anything_else_is_not_tried_again() -> None:
    bench = Bench(AssertionError("wrong"))
    with pytest.raises(AssertionError):
        bench.boot()
    assert [machine.closed for machine in bench.made] == [True]
    assert bench.recorded == []
