"""A file that another program holds is waited for, as long as a virus scanner takes and no longer."""

from __future__ import annotations

import pytest
from support.held_files import refusal

from nanowizard.core import held


class Refusing:
    def __init__(self, times: int, error: OSError) -> None:
        self.times, self.error, self.calls = times, error, 0

    def __call__(self) -> str:
        self.calls += 1
        if self.calls <= self.times:
            raise self.error
        return "done"


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr(held.time, "sleep", waited.append)
    return waited


@pytest.mark.parametrize("winerror", [5, 32, 33, None])
@pytest.mark.parametrize("times", [0, 1, len(held.WAITS_S)])
def test_what_is_held_for_a_moment_is_waited_for(waits: list[float], times: int, winerror: int | None) -> None:
    act = Refusing(times, refusal(winerror))
    assert held.when_let_go(act) == "done"
    assert act.calls == times + 1
    assert waits == list(held.WAITS_S[:times])


def test_what_is_held_for_good_is_an_error_after_a_second(waits: list[float]) -> None:
    act = Refusing(1000, refusal())
    with pytest.raises(PermissionError) as caught:
        held.when_let_go(act)
    assert caught.value is act.error
    assert (act.calls, waits) == (len(held.WAITS_S) + 1, list(held.WAITS_S))
    assert 0.5 < sum(waits) < 2


@pytest.mark.parametrize("error", [FileNotFoundError(2, "gone"), refusal(1314)])
def test_what_waiting_does_not_mend_is_said_at_once(waits: list[float], error: OSError) -> None:
    act = Refusing(1, error)
    with pytest.raises(type(error)):
        held.when_let_go(act)
    assert (act.calls, waits) == (1, [])


def test_who_may_not_read_a_file_elsewhere_is_told_at_once(waits: list[float]) -> None:
    error = PermissionError(13, "not yours")
    if hasattr(error, "winerror"):
        pytest.skip("on Windows it may be a scanner")
    with pytest.raises(PermissionError):
        held.when_let_go(Refusing(1, error))
    assert waits == []
