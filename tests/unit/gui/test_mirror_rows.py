"""Rows of mirrors: order, which of them are shown at first, tags, and words for what went wrong."""

from __future__ import annotations

from typing import Any

import pytest

from nanowizard.gui.pages.mirrors.rows import choices, ordered, shortened
from nanowizard.provision.apt.measure import ERRORS


def row(row_id: str, speed: float | None = None, **more: Any) -> dict[str, Any]:
    name = {"en": row_id.title()}
    return {"id": row_id, "name": name, "host": f"{row_id}.org", "bytes_per_s": speed, "error": None, **more}


ROWS = [row("slow", 1e6, in_use=True), row("dead", error="timeout"), row("fast", 9e6, fastest=True), row("mid", 4e6)]


def test_the_fastest_comes_first_and_the_silent_last() -> None:
    assert [r["id"] for r in ordered(ROWS)] == ["fast", "mid", "slow", "dead"]


def test_what_is_in_use_or_chosen_is_always_among_the_first() -> None:
    rows = ordered([*ROWS, row("other", 3e6), row("more", 2e6)])
    assert [r["id"] for r in shortened(rows, ["more"], 3)] == ["fast", "more", "slow"]
    assert [r["id"] for r in shortened(rows, [None], 2)] == ["fast", "slow"]


def test_bars_have_one_scale_over_the_hidden_ones_too() -> None:
    shown = choices([ROWS[0]], ROWS)
    assert shown[0].meter == pytest.approx(1 / 9)
    assert shown[0].value == "1.0\u00a0MB/s"
    assert [tag.text for tag in shown[0].tags] == ["In use"]


def test_a_mirror_that_does_not_answer_cannot_be_chosen_and_says_why() -> None:
    (dead,) = choices([ROWS[1]], ROWS)
    assert not dead.choosable
    assert dead.value == "No answer"
    assert dead.reason == "dead.org · it did not answer in time"
    assert dead.meter is None


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_has_words(error: str) -> None:
    (choice,) = choices([row("a", error=error)], [])
    assert choice.reason.partition(" · ")[2] not in ("", error)


def test_a_mirror_that_is_behind_says_so() -> None:
    (choice,) = choices([row("a", 1e6, stale=True, in_use=True, fastest=False)], [])
    assert [tag.text for tag in choice.tags] == ["Out of date", "In use"]


def test_before_it_is_measured_nothing_is_claimed() -> None:
    waiting, unknown = choices([row("a", measured=False, measuring=True), row("b", measured=False)], [])
    assert (waiting.value, waiting.meter, unknown.value) == ("Measuring…", None, "")
    (small,) = choices([row("c")], [])
    assert small.value == "Answers"  # too small an archive to measure with
