"""Where a run on the Nano stands: rows, shares and what is left, with a clock of the test's own."""

from __future__ import annotations

import pytest

from nanowizard.core.events import Progress, StepFinished, StepStarted
from nanowizard.gui.pages.step.track import NEARLY, RunTrack


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def track(clock: Clock) -> RunTrack:
    made = RunTrack(clock)
    made.begin([change("apt", 60), change("pip", 540)])
    return made


def change(code: str, usual_s: float | None = None) -> dict[str, object]:
    return {"code": code, "params": {"usual_s": usual_s} if usual_s is not None else {}}


def test_before_anything_began(track: RunTrack) -> None:
    assert (track.fraction(), track.left_s(), track.running()) == (0.0, 600.0, None)


def test_a_change_counts_by_its_usual_time(track: RunTrack, clock: Clock) -> None:
    track.started(StepStarted(step="apt"))
    clock.now += 30
    assert track.fraction() == pytest.approx(30 / 600)
    assert track.left_s() == pytest.approx(570)
    track.finished(StepFinished(step="apt", params={"took_s": 44.0}))
    assert track.rows[0].took_s == 44.0
    assert track.fraction() == pytest.approx(60 / 600)
    assert track.left_s() == pytest.approx(540)


def test_a_late_change_never_looks_finished(track: RunTrack, clock: Clock) -> None:
    track.started(StepStarted(step="apt"))
    row = track.rows[0]
    clock.now += 89
    assert not track.is_late(row)
    clock.now += 2
    assert track.is_late(row)
    assert track.share(row) == NEARLY
    assert track.left_s() == 540.0


def test_counted_progress_beats_the_usual_time(track: RunTrack, clock: Clock) -> None:
    track.started(StepStarted(step="apt"))
    clock.now += 30
    track.progress(Progress(phase="apt", done=1, total=4, eta_s=300.0))
    assert track.share(track.rows[0]) == 0.25
    assert track.left_s() == pytest.approx(840)


def test_progress_without_a_total_says_nothing_about_the_share(track: RunTrack, clock: Clock) -> None:
    track.started(StepStarted(step="apt"))
    clock.now += 15
    track.progress(Progress(phase="apt", done=7))
    assert track.share(track.rows[0]) == 0.25


def test_nobody_promises_a_time_that_is_not_known(clock: Clock) -> None:
    track = RunTrack(clock)
    track.begin([change("apt", 60), change("odd")])
    assert track.left_s() is None
    track.started(StepStarted(step="apt"))
    track.finished(StepFinished(step="apt"))
    assert track.fraction() == 0.5  # the unknown one counts like the others


def test_without_a_row_there_is_no_figure(clock: Clock) -> None:
    assert RunTrack(clock).fraction() is None
    assert RunTrack(clock).left_s() is None


def test_a_code_that_comes_twice_has_two_rows(clock: Clock) -> None:
    track = RunTrack(clock)
    track.begin([change("off"), change("off")])
    track.started(StepStarted(step="off"))
    track.finished(StepFinished(step="off", params={"took_s": 1.0}))
    track.started(StepStarted(step="off"))
    assert [row.is_done for row in track.rows] == [True, False]
    assert track.rows[1].is_running


def test_what_begins_inside_a_change_is_no_row(track: RunTrack) -> None:
    track.started(StepStarted(step="apt"))
    track.started(StepStarted(step="fill"))
    assert track.inner == StepStarted(step="fill")
    track.finished(StepFinished(step="fill"))
    assert track.inner is None
    assert track.rows[0].is_running
    track.started(StepStarted(step="fill"))
    track.finished(StepFinished(step="apt"))
    assert track.inner is None


def test_what_stands_in_no_plan_gets_a_row(clock: Clock) -> None:
    track = RunTrack(clock)
    track.begin(())
    track.started(StepStarted(step="found", params={"usual_s": 10}))
    assert [(row.code, row.usual_s) for row in track.rows] == [("found", 10.0)]


@pytest.mark.parametrize("usual", [0, -5, "long", None])
def test_a_usual_time_that_is_none(clock: Clock, usual: object) -> None:
    track = RunTrack(clock)
    track.begin([{"code": "a", "params": {"usual_s": usual}}])
    assert track.rows[0].usual_s is None


def test_a_run_measures_for_itself_where_the_event_does_not(track: RunTrack, clock: Clock) -> None:
    track.started(StepStarted(step="apt"))
    clock.now += 12
    track.finished(StepFinished(step="apt"))
    assert track.elapsed_s(track.rows[0]) == 12.0
