from __future__ import annotations

import pytest

from nanowizard.core.l4t import parse_l4t


@pytest.mark.parametrize(
    ("text", "release"),
    [
        ("# R32 (release), REVISION: 7.1, GCID: 29818004, BOARD: t210ref, EABI: aarch64", "32.7.1"),
        ("# R32 (release), REVISION: 1.0, GCID: 14531094, BOARD: t210ref", "32.1.0"),
        ("# R36 (release), REVISION: 4.3, GCID: 38968081, BOARD: generic", "36.4.3"),
        ("", None),
        ("Ubuntu 22.04", None),
        ("# R32 (release), REVISION: ", None),
        ("# R32 (release), REVISION: ...", None),
        ("# R\u0663\u0662 (release), REVISION: 7.1", None),
    ],
)
def test_the_release_of_the_nanos_own_line(text: str, release: str | None) -> None:
    assert parse_l4t(text) == release


def test_a_line_from_a_strangers_card_stays_short() -> None:
    assert parse_l4t(f"# R{'9' * 500} (release), REVISION: {'1.' * 500}") is None
    assert parse_l4t(f"# R32 (release), REVISION: {'1.' * 500}") == "32.1.1.1.1"
    assert parse_l4t(f"# R32 (release), REVISION: {'7' * 500}") == "32.777"
