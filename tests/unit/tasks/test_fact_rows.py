"""Facts as a person reads them: every one with a name, a unit and no form of Python's."""

from __future__ import annotations

from typing import Any

import pytest

from nanowizard.cli.report import ENGLISH
from nanowizard.core.messages.table import MESSAGES
from nanowizard.tasks.fact_rows import _SHOWN, fact_rows


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"file_bytes": 4 << 30}, "4 GB"),
        ({"free_bytes": 17_300_000_000}, "17.3 GB"),
        ({"zram_bytes": 0}, "None"),
        ({"uptime_s": 3960}, "1 h 6 min"),
        ({"temperature_c": 48.5}, "48.5\u00a0°C"),
        ({"addresses": ["http://a/", "http://b/"]}, "http://a/, http://b/"),
        ({"network": "no_names"}, "No names are found (DNS)"),
        ({"ahead_s": -0.4}, "Right"),
        ({"ahead_s": -86400 * 3}, "3 days behind"),
        ({"clock_ahead_s": 60}, "1 min ahead"),
        ({"console": False}, "No"),
        ({"mode": 1, "modes": {"0": "MAXN", "1": "5W"}}, "5W"),
        ({"mode": 3, "modes": {}}, "3"),
        ({"ratio": 9.1}, "9.1 times as fast"),
        ({"gpu_rate": 25.62}, "25.6 pictures a second"),
        ({"training": {"accuracy": 0.9, "tested": 10}}, "90%"),
    ],
)
def test_a_value_has_its_unit(facts: dict[str, Any], shown: str) -> None:
    (row,) = fact_rows(facts, ENGLISH).values()
    assert row[1] == shown


def test_what_is_unknown_or_for_programs_has_no_row() -> None:
    unknown = {"model": None, "half_installed": [], "kept_bytes": 0, "can_undo": True, "repairs": {"a": "b"}}
    assert fact_rows({**unknown, "jetpack": True, "training": None}, ENGLISH) == {}


def test_every_fact_has_a_name() -> None:
    assert [key for key in _SHOWN if f"fact.{key}" not in MESSAGES] == []
