"""Which mirror is the fastest of those that are new enough."""

from __future__ import annotations

import pytest

from nanowizard.provision.apt.measure import STALE_S, Candidate, Measured, fastest, measured, with_ages

DAY = 86400.0


def row(
    name: str, speed: float | None = 1e6, made: float | None = 0.0, suite: str = "s", error: str | None = None
) -> Measured:
    candidate = Candidate(id=name, host=f"{name}.example", url=f"http://{name}.example/ubuntu-ports/")
    return Measured(candidate=candidate, bytes_per_s=speed, suite=suite, made=made, error=error)


def test_the_fastest_is_never_one_that_is_stale_or_failed() -> None:
    now = 100 * DAY
    rows = with_ages(
        [
            row("good", 5e6, now),
            row("slow", 1e6, now - DAY),
            row("stale", 9e6, now - STALE_S - 1),
            row("failed", 9e6, now, error="nano.mirror_dns"),
            row("unmeasured", None, now),
        ]
    )
    best = fastest(rows)
    assert best and best.candidate.id == "good"
    assert [r.candidate.id for r in rows if r.is_stale] == ["stale"]
    assert [r.age_s for r in rows] == [0, DAY, STALE_S + 1, 0, 0]


def test_only_the_same_suite_is_compared() -> None:
    rows = with_ages([row("a", made=90 * DAY, suite="bionic-updates"), row("b", made=1.0, suite="bionic")])
    assert [r.age_s for r in rows] == [0.0, 0.0]


def test_nothing_is_the_fastest_where_nothing_works() -> None:
    assert fastest([row("a", error="nano.mirror_tls"), row("b", None)]) is None


def test_an_index_of_python_packages_has_no_age() -> None:
    (only,) = with_ages([row("pip", made=None)])
    assert only.age_s is None and not only.is_stale and fastest([only]) is only


@pytest.mark.parametrize(("said", "code"), [("dns", "nano.mirror_dns"), ("something new", "nano.mirror_unreachable")])
def test_what_the_script_says_becomes_a_code(said: str, code: str) -> None:
    found = measured(row("a").candidate, {"id": 0, "bytes_per_s": None, "error": said})
    assert found.error == code


@pytest.mark.parametrize(
    ("date", "made"),
    [("Fri, 20 Nov 2026 06:00:00 UTC", 1795154400.0), ("yesterday", None), (None, None), ("", None)],
)
def test_dates_are_as_archives_write_them(date: str | None, made: float | None) -> None:
    assert measured(row("a").candidate, {"id": 0, "date": date}).made == made
